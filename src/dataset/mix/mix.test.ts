import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type MixItem, type MixReport, type MixSettings, mixSets } from './mix-sets.ts';
import { spreadLengths } from './spread-lengths.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-mix-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Row = { name: string; topic: number };

const words = [
  'tide',
  'mill',
  'kite',
  'salt',
  'road',
  'bell',
  'ferry',
  'lamp',
  'orchard',
  'canal',
  'loom',
  'quarry',
];
/** Items of one topic are near-duplicates of one another. */
function createItem(name: string, topic: number, length: number): MixItem {
  const text = Array.from({ length: 60 }, (_each, at) => `${words[at % words.length]} ${topic}x${at}`).join(
    ' ',
  );
  const row: Row = { name, topic };
  return { row, texts: [`${name} asks`, `${text} ${name}`], words: length };
}

async function mix(
  long: readonly MixItem[],
  general: readonly MixItem[],
  settings: Omit<MixSettings, 'folder'>,
): Promise<{ train: Row[]; test: Row[]; report: MixReport }> {
  const stream = async function* (items: readonly MixItem[]) {
    yield* items;
  };
  const rows: Record<'train' | 'test', Row[]> = { train: [], test: [] };
  const report = await mixSets(
    { long: stream(long), general: stream(general) },
    { ...settings, folder },
    async (row, split) => {
      rows[split].push(row as Row);
    },
  );
  return { ...rows, report };
}

const longItems = Array.from({ length: 20 }, (_each, at) => createItem(`long${at}`, at, 2500 + at * 1000));
const generalItems = Array.from({ length: 200 }, (_each, at) => createItem(`general${at}`, 100 + at, 100));

describe('mixSets', () => {
  it('takes general records by the ratio and shuffles by the seed', async () => {
    const first = await mix(longItems, generalItems, { ratio: 5, seed: 'a' });
    expect(first.report).toMatchObject({
      long: { taken: 20 },
      general: { given: 200, wanted: 100, taken: 100 },
      ratio: 5,
      train: 120,
    });
    expect(new Set(first.train.map(({ name }) => name)).size).toBe(120);
    const names = ({ train }: { train: Row[] }): string => train.map(({ name }) => name).join();
    expect(names(await mix(longItems, generalItems, { ratio: 5, seed: 'a' }))).toBe(names(first));
    expect(names(await mix(longItems, generalItems, { ratio: 5, seed: 'b' }))).not.toBe(names(first));
  });

  it('says that general records ran out instead of repeating them', async () => {
    const { report, train } = await mix(longItems, generalItems.slice(0, 30), { ratio: 30, seed: 'a' });
    expect(report).toMatchObject({ general: { wanted: 600, taken: 30 }, ratio: 1.5 });
    expect(train).toHaveLength(50);
  });

  it('keeps near-duplicates on one side of the split', async () => {
    const items = Array.from({ length: 60 }, (_each, at) => createItem(`copy${at}`, at % 12, 3000));
    const { train, test, report } = await mix(items, [], { ratio: 0, seed: 'a', testShare: 0.25 });
    expect(report.clusters).toBe(12);
    expect(test).toHaveLength(15);
    const trained = new Set(train.map(({ topic }) => topic));
    expect(test.filter(({ topic }) => trained.has(topic))).toEqual([]);
  });

  it('spreads long records over lengths and leaves out those outside the range', async () => {
    const items = [
      ...Array.from({ length: 30 }, (_each, at) => createItem(`a${at}`, at, 2500)),
      ...Array.from({ length: 4 }, (_each, at) => createItem(`b${at}`, 40 + at, 9000)),
      createItem('short', 50, 900),
      createItem('endless', 51, 200_000),
    ];
    const { report, train } = await mix(items, [], { ratio: 0, seed: 'a', longCount: 12 });
    expect(report.long).toEqual({ given: 36, taken: 12, outsideLengths: 2 });
    expect(train.filter(({ name }) => name.startsWith('a'))).toHaveLength(8);
    expect(train.filter(({ name }) => name.startsWith('b'))).toHaveLength(4);
  });
});

describe('spreadLengths', () => {
  it('takes what is wanted, or all there is, and never more from a shorter row than it has', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }), fc.nat(300), (counts, wanted) => {
        const taken = spreadLengths(counts, wanted);
        const all = counts.reduce((sum, count) => sum + count, 0);
        expect(taken.reduce((sum, count) => sum + count, 0)).toBe(Math.min(wanted, all));
        const level = Math.max(...taken);
        for (const [bucket, count] of taken.entries()) {
          expect(count).toBeLessThanOrEqual(counts[bucket] as number);
          // Only a bucket that is empty by now may be more than one below the fullest.
          if (count < level - 1) expect(count).toBe(counts[bucket]);
        }
      }),
    );
  });
});
