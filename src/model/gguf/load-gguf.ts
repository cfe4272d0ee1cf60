/** A GGUF file in memory, ready to be written with: model, one context, one sequence, and its chat template. */
import { setImmediate } from 'node:timers/promises';
import { UsageError } from '../../errors.ts';
import type { ChatWrapper, Llama, LlamaLibrary, LlamaModel, LlamaSequence, Token } from './llama-library.ts';
import { startLlama } from './llama-runtime.ts';

export type LoadedGguf = {
  library: LlamaLibrary;
  llama: Llama;
  model: LlamaModel;
  /** Holds one document: what it has read and written stays in its KV cache from call to call. */
  sequence: LlamaSequence;
  chatWrapper: ChatWrapper;
  contextTokens: number;
  threads: number;
  dispose(): Promise<void>;
};

export type LoadGgufOptions = {
  contextTokens: number;
  /** Absent: the faster of 1 and all cores, measured. */
  threads?: number | undefined;
  gpu: 'auto' | false;
};

/**
 * Loads the file.
 *
 * @throws {UsageError} node-llama-cpp is missing, or the file is damaged, of an unknown kind or too large for memory.
 */
export async function loadGguf(
  path: string,
  { contextTokens, threads, gpu }: LoadGgufOptions,
): Promise<LoadedGguf> {
  const { library, llama, complaints } = await startLlama(gpu);
  complaints.length = 0;
  let model: LlamaModel | undefined;
  try {
    model = await llama.loadModel({ modelPath: path });
    const chosen = threads ?? (await chooseThreads(model, llama.cpuMathCores));
    const context = await model.createContext({ contextSize: contextTokens, threads: chosen });
    return {
      library,
      llama,
      model,
      sequence: context.getSequence(),
      chatWrapper: createChatWrapper(library, model),
      // The library rounds up; more than was asked for is not counted on.
      contextTokens: Math.min(contextTokens, context.contextSize),
      threads: chosen,
      dispose: model.dispose.bind(model),
    };
  } catch (cause) {
    // Its log arrives a moment after its error.
    await setImmediate();
    await model?.dispose();
    const said = [(cause as Error).message, ...complaints.slice(0, 1)].join('; ').replaceAll(/\s+/g, ' ');
    throw new UsageError(
      /memory|V?RAM\b|bad_alloc/i.test(said)
        ? `Expected room for \`${path}\` with a context of ${contextTokens} tokens, got: ${said}. Ask for less with \`?contextTokens=\`, or use a smaller model.`
        : `Expected \`${path}\` to load as a language model, got: ${said}. Fetch or copy it again, or use another file.`,
      { cause },
    );
  }
}

/**
 * The file's own template, so that a prompt is what the model was trained on; the library's guess where it has none
 * or one that cannot be rendered.
 */
function createChatWrapper(library: LlamaLibrary, model: LlamaModel): ChatWrapper {
  const template = model.fileInfo.metadata.tokenizer?.chat_template;
  if (template === undefined) return library.resolveChatWrapper(model);
  try {
    return new library.JinjaTemplateChatWrapper({
      template,
      reasoning: null,
      trimLeadingWhitespaceInResponses: false,
    });
  } catch {
    // The library tries the template when it is given it; what it cannot render it knows by name, or as plain roles.
    return library.resolveChatWrapper(model);
  }
}

const probeContextTokens = 256;
const probeTokens = 24;
const probeInMs = 200;

/**
 * Times the decoding of a few tokens on 1 thread and on all cores. A tiny model can be ten times slower on two threads
 * than on one, because they wait for each other at every layer; a large one gains from each.
 */
async function chooseThreads(model: LlamaModel, cores: number): Promise<number> {
  if (cores <= 1) return 1;
  const single = await measureDecoding(model, 1);
  const all = await measureDecoding(model, cores);
  return single > all ? 1 : cores;
}

/** Tokens per second, the first token apart: it pays for the reading of the weights. */
async function measureDecoding(model: LlamaModel, threads: number): Promise<number> {
  const context = await model.createContext({ contextSize: probeContextTokens, threads });
  try {
    const [token] = model.tokenizer('a');
    if (token === undefined) return 0;
    const sequence = context.getSequence();
    await sequence.evaluateWithoutGeneratingNewTokens([token]);
    const startedAt = performance.now();
    let tokens = 0;
    do {
      await sequence.evaluateWithoutGeneratingNewTokens([token] satisfies Token[]);
      tokens += 1;
    } while (tokens < probeTokens && performance.now() - startedAt < probeInMs);
    return (tokens * 1000) / (performance.now() - startedAt);
  } finally {
    await context.dispose();
  }
}
