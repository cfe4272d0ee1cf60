import { describe, expect, it } from 'vitest';
import { createIndex, type Passage, restoreIndex, type SavedIndex } from './search-index.ts';
import { listTerms } from './search-terms.ts';

const texts = [
  'The lighthouse was built in 1874 by Maria Voss.',
  'Fishing boats filled the harbour every autumn.',
  'The keeper lit the lamp and wrote the log of the lighthouse.',
  '灯塔建于一八七四年，由沃斯建造。',
  '秋天港口里停满了渔船。',
];
const passages: Passage[] = texts.map((text, index) => ({
  sourceId: 's',
  from: index * 100,
  to: index * 100 + text.length,
  text,
}));
const offsets = (hits: readonly Passage[]): number[] => hits.map(({ from }) => from);

describe('createIndex', () => {
  it('scores one term as BM25 does by hand', async () => {
    const index = await createIndex([
      { sourceId: 'a', from: 0, to: 9, text: 'red red blue' },
      { sourceId: 'b', from: 0, to: 4, text: 'blue' },
    ]);
    // idf = ln(1 + 1.5/1.5) = ln 2; mean length 2; norm = 1.2 · (0.25 + 0.75 · 3/2) = 1.65; 2 · 2.2 / 3.65.
    const [hit] = await index.search('red');
    expect(hit?.score).toBeCloseTo((Math.LN2 * 4.4) / 3.65, 12);
  });

  it('puts the passage that speaks of it first, in English and Chinese', async () => {
    const index = await createIndex(passages);
    expect(offsets(await index.search('Who built the lighthouse?'))[0]).toBe(0);
    expect(offsets(await index.search('boat in harbours'))[0]).toBe(100);
    expect(offsets(await index.search('谁建造了灯塔？'))[0]).toBe(300);
    expect(offsets(await index.search('渔船', { limit: 1 }))).toEqual([400]);
  });

  it('finds nothing for words that stand nowhere, and nothing in nothing', async () => {
    expect(await (await createIndex(passages)).search('zeppelin')).toEqual([]);
    expect(await (await createIndex([])).search('lighthouse')).toEqual([]);
  });

  it('lets meaning find what words do not, and joins both orders', async () => {
    const embed = async (parts: readonly string[]): Promise<number[][]> =>
      parts.map((part) => (/beacon|lighthouse/i.test(part) ? [3, 0] : [0, 1]));
    const index = await createIndex(passages, { embed });
    expect(offsets(await index.search('beacon', { limit: 2 }))).toEqual([0, 200]);
    // 1/61 twice for the first in both orders.
    const [best] = await index.search('lighthouse built 1874');
    expect(best).toMatchObject({ from: 0, score: 2 / 61 });
  });

  it('searches the same after it went through a file', async () => {
    const embed = async (parts: readonly string[]): Promise<number[][]> =>
      parts.map((part) => [part.length, 1]);
    const index = await createIndex(
      [...passages, { sourceId: 's', from: 9, to: 9, text: '__proto__ constructor' }],
      {
        embed,
      },
    );
    const saved = JSON.parse(JSON.stringify(index)) as SavedIndex;
    for (const query of ['lighthouse', '渔船', '__proto__', 'constructor']) {
      expect(await restoreIndex(saved, { embed }).search(query)).toEqual(await index.search(query));
    }
    expect(offsets(await restoreIndex(saved).search('constructor'))).toEqual([9]);
  });

  it('refuses an index of another version', () => {
    const saved = { version: 2, passages: [], lengths: [], postings: [] } as unknown as SavedIndex;
    expect(() => restoreIndex(saved)).toThrow('Expected an index of version 1, got `2`. Make it again.');
  });
});

describe('listTerms', () => {
  it('folds forms of one word and one number to one term', () => {
    expect(listTerms('Boats BOATS boat')).toEqual(['boat', 'boat', 'boat']);
    expect(listTerms('Café ＣＡＦＥ cafe')).toEqual(['cafe', 'cafe', 'cafe'].map(() => listTerms('cafe')[0]));
    expect(listTerms('2,000 2000 2.5')).toEqual(['2000', '2000', '2.5']);
    expect(listTerms('Привет')).toEqual(['привет']);
  });

  it('pairs the characters of scripts without spaces', () => {
    expect(listTerms('灯塔建于 1874 年')).toEqual(['灯塔', '塔建', '建于', '1874', '年']);
  });
});
