import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRecord, type DatasetRecord } from '../record.ts';
import { type SelectSettings, selectRecords } from './select-records.ts';
import { readLengthWish } from './wants-long.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-select-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const create = (instruction: string, line = 1): DatasetRecord =>
  createRecord({
    id: `r${line}`,
    messages: [
      { role: 'user', content: instruction },
      { role: 'assistant', content: 'An old answer.' },
    ],
    source: { file: 'set.jsonl', line },
  });

async function select(instructions: readonly string[], settings: Omit<SelectSettings, 'folder'> = {}) {
  const selected: DatasetRecord[] = [];
  const rejected: string[] = [];
  const records = (async function* () {
    for (const [at, instruction] of instructions.entries()) yield create(instruction, at + 1);
  })();
  const report = await selectRecords(
    records,
    { ...settings, folder },
    {
      select: async (record) => {
        selected.push(record);
      },
      reject: async ({ source }, reasons) => {
        rejected.push(`${source.line} ${reasons.map(({ rule }) => rule).join()}`);
      },
    },
  );
  return { selected, rejected, report };
}

describe('readLengthWish', () => {
  it.each([
    ['Write a 3,000-word report on tides.', 'yes', 3000, 'named'],
    ['写一篇5000字的小说，主角是灯塔看守人。', 'yes', 5000, 'named'],
    ['Write a 500-word report on tides.', 'no', 500, 'named'],
    ['Write a novel about a lighthouse keeper.', 'yes', 40_000, 'inferred'],
    ['Write a comprehensive guide to beekeeping.', 'yes', 2500, 'inferred'],
    ['请写一篇长篇小说', 'yes', 40_000, 'inferred'],
    ['Write a story about a fox.', 'perhaps', 2000, 'inferred'],
    ['Write a short story about a fox.', 'no', undefined, 'none'],
    ['What is the capital of Peru?', 'no', undefined, 'none'],
    ['把这句话翻译成英文', 'no', undefined, 'none'],
    ['Write an email to my landlord.', 'no', undefined, 'none'],
  ])('reads “%s”', (instruction, verdict, words, basis) => {
    expect(readLengthWish(create(instruction), { leastWords: 2000 })).toMatchObject({
      verdict,
      words,
      basis,
    });
  });
});

describe('selectRecords', () => {
  const instructions = [
    'Write a 3,000-word report on the tide mills of Northern Wales.',
    'Write a 3,000-word report on the tide mills of Northern Wales.',
    'Write a 100-word note on tides.',
    'Scrape all listings from a website and write a report of 4,000 words.',
    '请写一篇5000字的文章，介绍运河船闸的历史。',
    'Write a story about a fox.',
  ];

  it('hands on long instructions without their answers, and the others with their reasons', async () => {
    const { selected, rejected, report } = await select(instructions);
    expect(selected.map(({ source, answer }) => [source.line, answer])).toEqual([
      [1, ''],
      [5, ''],
    ]);
    expect(rejected).toEqual(['2 near-duplicate', '3 not-long', '4 scraping', '6 not-long']);
    expect(report).toMatchObject({
      records: 6,
      selected: 2,
      perhaps: 1,
      asked: 0,
      long: { count: 4, of: 6 },
    });
    expect(report.byLanguage).toEqual({ en: 1, zh: 1 });
  });

  it('asks a rubric where the rules cannot tell, and never takes no answer for a yes', async () => {
    const yes = await select(instructions, { askRubric: async () => true, languages: ['en'] });
    expect(yes.selected.map(({ source }) => source.line)).toEqual([1, 6]);
    const silent = await select(instructions, { askRubric: async () => undefined });
    expect(silent.report).toMatchObject({ selected: 2, asked: 1, unanswered: 1 });
  });
});
