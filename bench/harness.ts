/**
 * The harness alone: many short documents by an instant simulated model and judge, through all stages. How many in a
 * minute, and whether memory grows with them.
 *
 * `npm run bench harness [documents]`, 6,000 unless told.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sample } from '../src/bench/benchmark.ts';
import { longBenchWrite } from '../src/bench/benchmarks/longbench-write.ts';
import { judgeStudy } from '../src/bench/study/judge.ts';
import { scoreStudy } from '../src/bench/study/score.ts';
import { generate } from '../src/methods/answers/generate.ts';
import { resolveModel } from '../src/model/resolve-model.ts';

const model = 'simulated:?seed=1&lengthBias=0.85&lengthSigma=0.25';
const subjects = ['tide mills', 'paper kites', 'night trains', 'salt roads', 'roof gardens'];

export async function run([documents = '6000']: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'longhand-harness-'));
  const resolve = (address: string) => resolveModel(address, { env: {} });
  const samples = Array.from({ length: Number(documents) }, (_each, index): Sample => {
    const words = 100 + 50 * (index % 9);
    const instruction = `Write a ${words}-word article, number ${index}, about ${subjects[index % subjects.length]}`;
    return { id: `s${index}`, instruction, language: 'en', length: { kind: 'about', words }, groups: {} };
  });
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const attempts = samples.map((sample) => ({ model, method: 'native', sample, repeat: 1 }));
  const memory: string[] = [];
  const note = (done: number): void => {
    if (done % Math.ceil(samples.length / 3) === 0 || done === samples.length)
      memory.push(`${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB after ${done}`);
  };
  const time = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const startedAt = performance.now();
    await work();
    const minutes = (performance.now() - startedAt) / 60_000;
    console.log(`| ${name} | ${(minutes * 60).toFixed(1)} | ${Math.round(samples.length / minutes)} |`);
  };
  try {
    console.log('| stage | seconds | documents a minute |\n| --- | ---: | ---: |');
    const startedAt = performance.now();
    await time('generate', () =>
      generate(
        folder,
        attempts,
        { resolveModel: resolve },
        { concurrency: 4, onRow: (_row, { done }) => note(done) },
      ),
    );
    const judge = await resolve('simulated:?seed=2');
    await time('judge', () => judgeStudy(folder, longBenchWrite, byId, [judge], { concurrency: 4 }));
    await time('score', () => scoreStudy(folder, longBenchWrite, byId));
    const minutes = (performance.now() - startedAt) / 60_000;
    console.log(`| all | ${(minutes * 60).toFixed(1)} | ${Math.round(samples.length / minutes)} |`);
    console.log(`\nresident memory: ${memory.join(', ')}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
