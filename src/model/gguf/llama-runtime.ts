/**
 * llama.cpp in this process. There is one of it, whoever asks: its log and its backends belong to the process, and
 * closing one handle takes them from the others. It closes itself when the process ends.
 */
import { importLlama, type Llama, type LlamaLibrary } from './llama-library.ts';

export type LlamaRuntime = {
  library: LlamaLibrary;
  llama: Llama;
  /** Errors it has logged, newest last: what a failed load throws says less than what was logged. */
  complaints: string[];
};

const keptComplaints = 20;
const runtimes = new Map<'auto' | false, Promise<LlamaRuntime>>();

/** Starts it, or gives the one that runs. `gpu` false computes on the processor alone. */
export function startLlama(gpu: 'auto' | false): Promise<LlamaRuntime> {
  const started = runtimes.get(gpu) ?? start(gpu);
  runtimes.set(gpu, started);
  // A missing package may be installed and a device be plugged in: the next call tries again.
  started.catch(() => runtimes.delete(gpu));
  return started;
}

async function start(gpu: 'auto' | false): Promise<LlamaRuntime> {
  const library = await importLlama();
  const complaints: string[] = [];
  const llama = await library.getLlama({
    build: 'never',
    gpu,
    // 0: a context gets exactly the threads it asks for.
    maxThreads: 0,
    logLevel: 'error',
    logger: (_level, message) => {
      complaints.push(message.trim());
      complaints.splice(0, complaints.length - keptComplaints);
    },
    progressLogs: false,
    skipDownload: true,
  });
  return { library, llama, complaints };
}
