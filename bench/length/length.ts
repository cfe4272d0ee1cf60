/**
 * How well the asked length is kept, for models of many qualities and every method.
 *
 * `npm run bench length [every n-th prompt, or all] [qualities, comma-separated, or tuning, reported, all]`
 *
 * The models are simulated ones and wrapped ones (practice models): what is measured is the control of length, nothing
 * about quality. Every run is the real write program on a context in memory, and is judged by the words of its whole
 * Markdown. Equal calls print equal tables.
 */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { methods } from '../../src/methods/index.ts';
import type { MeasuredRun } from './measure-run.ts';
import { loadPrompts } from './prompts.ts';
import { qualities } from './qualities.ts';
import { type Cell, renderGoals, renderTable } from './table.ts';
import type { Job } from './worker.ts';

const compared = ['native', 'agentwrite', 'parallel', 'longhand'];
const usualEveryNth = 4;
const mostShownFailures = 10;

export async function run([everyNth = `${usualEveryNth}`, chosen = 'reported']: string[]): Promise<void> {
  const step = everyNth === 'all' ? 1 : Number(everyNth);
  if (!Number.isInteger(step) || step < 1) {
    return fail(`Expected a whole number from 1 or \`all\` for the prompts, got \`${everyNth}\`.`);
  }
  const names = chosen.split(',');
  const wanted = qualities.filter(
    ({ name, set }) => names.includes(name) || names.includes(set) || names.includes('all'),
  );
  if (wanted.length === 0) {
    const known = ['tuning', 'reported', 'all', ...qualities.map(({ name }) => name)];
    return fail(`Expected qualities out of ${known.join(', ')}, got \`${chosen}\`.`);
  }
  const prompts = loadPrompts(step);
  if (prompts === undefined) {
    return fail('Expected the LongBench-Write prompts in ../shared/data/longwriter, but they are not there.');
  }
  const jobs = wanted.flatMap(({ name }) =>
    compared.filter((method) => method in methods).map((method): Job => ({ quality: name, method, prompts })),
  );
  const startedAt = performance.now();
  const cells = await measureCells(jobs);
  const bounds = prompts.filter(({ length }) => length.kind !== 'about').length;
  console.log(`\n# controller test: is the asked length kept? (practice models)\n`);
  console.log(`${prompts.length - bounds} lengths "about" and ${bounds} hard bounds for every row\n`);
  console.log(renderTable(cells));
  const judged = cells.find(({ quality, method }) => quality === 'usual' && method === 'longhand');
  if (judged !== undefined) console.log(`\nGoals, for usual with longhand:\n\n${renderGoals(judged)}`);
  sayFailures(cells);
  console.error(`${Math.round((performance.now() - startedAt) / 1_000)} s`);
}

/** One thread a core, each given the next cell when it is done with one; cells in the order of their jobs. */
async function measureCells(jobs: readonly Job[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  const queue = [...jobs.entries()];
  const serve = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [index, job] = next;
        worker.postMessage(job);
        const [runs] = (await once(worker, 'message')) as [MeasuredRun[]];
        cells[index] = { quality: job.quality, method: job.method, runs };
        console.error(`${cells.filter(Boolean).length} of ${jobs.length}: ${job.quality}, ${job.method}`);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), jobs.length) }, serve));
  return cells;
}

/** What ended the runs that failed, each message once. */
function sayFailures(cells: readonly Cell[]): void {
  const messages = new Map<string, string[]>();
  for (const { quality, method, runs } of cells) {
    for (const { failure, prompt } of runs) {
      if (failure === undefined) continue;
      messages.set(failure, [...(messages.get(failure) ?? []), `${quality}, ${method}, ${prompt}`]);
    }
  }
  if (messages.size > 0) console.log('\nFailed:\n');
  for (const [message, places] of [...messages].slice(0, mostShownFailures)) {
    console.log(`- ${places.length} runs, such as ${places[0]}: ${message}`);
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}
