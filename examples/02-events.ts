/** Watch a run while it writes, and await the same run for its result. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { write } from '../src/index.ts'; // in your project: from 'longhand'

const run = write('写一篇2000字的文章，介绍灯塔的历史', {
  model: 'simulated:?seed=2&lengthSigma=0.2',
  method: 'parallel',
  concurrency: 3,
  home: mkdtempSync(join(tmpdir(), 'longhand-example-')),
});

for await (const event of run) {
  if (event.type === 'plan-ready') console.log(`${event.title}: ${event.sections.length} sections`);
  if (event.type === 'section-end')
    console.log(`  ${event.title}: ${event.deliveredWords} of ${event.targetWords}`);
  if (event.type === 'check')
    console.log(`${event.name}: ${event.passed ? 'passed' : 'missed'}, ${event.message}`);
}

const { status, lengthScore } = await run;
console.log(`${status}, length score ${lengthScore}`);
