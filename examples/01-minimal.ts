/** Write a document and print it. Runs offline: the simulated model stands in for a real address. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { write } from '../src/index.ts'; // in your project: from 'longhand'

const { markdown, delivered, target } = await write(
  'Write a 900-word article about the history of lighthouses',
  {
    model: 'simulated:?seed=1',
    home: mkdtempSync(join(tmpdir(), 'longhand-example-')),
  },
);

console.log(markdown);
console.log(`asked ${target.words} words, delivered ${delivered.words}`);
