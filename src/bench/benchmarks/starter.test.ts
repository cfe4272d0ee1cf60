import { describe, expect, it } from 'vitest';
import { readLength } from '../../plan/length/read-length.ts';
import { detectLanguage } from '../../text/language.ts';
import { starter } from './starter.ts';

describe('the starter set', () => {
  it('has ten English and ten Chinese requests in the same ten forms, and needs no file', async () => {
    const samples = await starter.load();
    const formsOf = (language: string) =>
      samples.filter((sample) => sample.language === language).map(({ groups }) => groups.form);
    expect(formsOf('en')).toEqual(formsOf('zh'));
    expect(new Set(formsOf('en')).size).toBe(10);
    expect(new Set(samples.map(({ id }) => id)).size).toBe(20);
    expect(samples.every(({ id }) => !id.includes(' '))).toBe(true);
  });

  it('asks for exactly 6,000 words in English, 200 to 1,200 at a time', async () => {
    const samples = await starter.load();
    const words = samples
      .filter(({ language }) => language === 'en')
      .map(({ length }) => (length?.kind === 'about' ? length.words : 0));
    expect(words.reduce((sum, each) => sum + each, 0)).toBe(6_000);
    expect([Math.min(...words), Math.max(...words)]).toEqual([200, 1_200]);
  });

  it('names in every request the length that is scored, in a language that is recognised', async () => {
    for (const { instruction, language, length } of await starter.load()) {
      expect([instruction, readLength(instruction)]).toMatchObject([
        instruction,
        { status: 'found', ...length },
      ]);
      expect([instruction, detectLanguage(instruction)]).toEqual([instruction, language]);
    }
  });

  it('is scored like LongBench-Write', async () => {
    const [sample] = await starter.load();
    if (sample === undefined) throw new Error('no samples');
    const counted = starter.count(sample, 'word '.repeat(260));
    expect(counted).toEqual({ words: 260, S_l: 90 }); // 30 % above 200 words: 100 · (1 - 0.3 / 3)
    expect(starter.score(sample, counted, {})).toMatchObject({ S_l: 90, S_q: null, S: null });
  });
});
