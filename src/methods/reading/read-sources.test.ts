import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import { readFiles } from './read-sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-sources-'));
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  await loadTokenizer();
  writeFileSync(file('notes.md'), '# Notes\n\nThe lens was ground in 1822.\n');
  writeFileSync(file('cut.pdf'), '%PDF-1.4 and no more');
  writeFileSync(
    file('cut.png'),
    Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01', 'latin1'),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('files to read', () => {
  it('leaves out what cannot be read in a folder, and says so', async () => {
    const { records, notes } = await readFiles([folder], { allowHttp: false });
    expect(records.map(({ title }) => title)).toEqual(['Notes']);
    expect(notes).toEqual([
      expect.stringMatching(/^Left out: `.*cut\.pdf` could not be read\. Expected a whole PDF/),
      expect.stringMatching(/^Left out: `.*cut\.png` could not be read\. Expected a whole image/),
    ]);
  });

  it('ends where such a file was named itself', async () => {
    const named = readFiles([file('notes.md'), file('cut.pdf')], { allowHttp: false });
    await expect(named).rejects.toThrow(/cut\.pdf` could not be read/);
  });
});
