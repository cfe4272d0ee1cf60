/** `npm run bench <name>`: each bench prints what it measured and on which machine. */
import { cpus, totalmem } from 'node:os';

const benches: Record<string, () => Promise<{ run(parameters: string[]): Promise<void> }>> = {
  agentwrite: () => import('./agentwrite.ts'),
  book: () => import('./book.ts'),
  claims: () => import('./claims.ts'),
  dataset: () => import('./dataset.ts'),
  'dataset-filter': () => import('./dataset-filter.ts'),
  gguf: () => import('./gguf.ts'),
  harness: () => import('./harness.ts'),
  kill: () => import('./kill.ts'),
  mini: () => import('./mini.ts'),
  'mini-speed': () => import('./mini-speed.ts'),
  nexussum: () => import('./nexussum.ts'),
  parallel: () => import('./parallel.ts'),
  'kill-book': () => import('./kill-book.ts'),
  'kill-fleet': () => import('./kill-fleet.ts'),
  length: () => import('./length/length.ts'),
  read: () => import('./read.ts'),
  start: () => import('./start.ts'),
  train: () => import('./train.ts'),
  unbounded: () => import('./unbounded.ts'),
};

const [name = '', ...parameters] = process.argv.slice(2);
const load = benches[name];
if (load === undefined) {
  console.error(`Expected the name of a bench: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
console.log(
  `machine: ${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ` +
    `${process.platform}, Node ${process.version}`,
);
await (await load()).run(parameters);
