import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { plantStudy } from '../../../test/planted-pairs.ts';
import { indexAnswers } from './answer-index.ts';

const texts = [
  '短文。',
  '很长的一篇文章，说个没完。\n'.repeat(20_000),
  '',
  'An "end"\\.',
  'word '.repeat(100_000),
];
const { folder } = plantStudy(
  texts.map((text, at) => ({ model: 'm', method: 'native', sample: `s${at}`, text })),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'answers.jsonl');

describe('indexAnswers', () => {
  it('finds every text again, be it longer than what is read at once, and keeps none', async () => {
    const index = await indexAnswers(path);
    expect([...index.answers.keys()]).toEqual(texts.map((_text, at) => `m native s${at} 1`));
    for (const [at, text] of texts.entries()) expect(await index.readText(`m native s${at} 1`)).toBe(text);
    expect(JSON.stringify([...index.answers.values()])).not.toContain('说个没完');
    await expect(index.readText('m native s9 1')).rejects.toThrow('Expected an answer `m native s9 1`');
  });

  it('names the file that is missing, and the line that is no JSON', async () => {
    await expect(indexAnswers(join(folder, 'none'))).rejects.toThrow('`longhand bench run` makes them');
    appendFileSync(path, 'no json\n{"key":"half');
    await expect(indexAnswers(path)).rejects.toThrow('got `no json`');
  });
});
