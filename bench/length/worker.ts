/** One thread of the bench: measures the runs it is sent, one cell of the table after the other. */
import { parentPort } from 'node:worker_threads';
import { type MeasuredRun, measureRun } from './measure-run.ts';
import type { LengthPrompt } from './prompts.ts';
import { qualities } from './qualities.ts';

export type Job = { quality: string; method: string; prompts: readonly LengthPrompt[] };

/** Waiting after a cut connection is real; others go on meanwhile. */
const runsAtOnce = 3;

parentPort?.on('message', async ({ quality: name, method, prompts }: Job) => {
  const quality = qualities.find((each) => each.name === name);
  if (quality === undefined) throw new Error(`There is no quality \`${name}\`.`);
  const runs: MeasuredRun[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const index = next++;
      const prompt = prompts[index];
      if (prompt === undefined) return;
      runs[index] = await measureRun(prompt, method, quality);
    }
  };
  await Promise.all(Array.from({ length: runsAtOnce }, work));
  parentPort?.postMessage(runs);
});
