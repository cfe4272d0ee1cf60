/** Abort a run in the middle, then resume it: finished sections are not paid again. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resume, write } from '../src/index.ts'; // in your project: from 'longhand'

const home = mkdtempSync(join(tmpdir(), 'longhand-example-'));
const run = write('Write a 3000-word report about tide pools', {
  model: 'simulated:?seed=3&ttftMs=20',
  home,
});

let sections = 0;
for await (const event of run) {
  if (event.type === 'section-end' && ++sections === 2) run.abort();
}
await run.result.catch((error: Error) => console.log(`stopped: ${error.name}`));

const { usage, delivered } = await resume(await run.runId, { home });
console.log(`${delivered.words} words from ${usage.calls} calls, the ones before the stop included`);
