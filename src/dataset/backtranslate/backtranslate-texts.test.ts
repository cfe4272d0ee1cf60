import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedReply, scriptedModel } from '../../model/scripted-model.ts';
import { readMessages } from '../../train/data/message-rows.ts';
import { readPreferences } from '../../train/data/preference-rows.ts';
import type { BadRow } from '../read/bad-row.ts';
import { readRecords } from '../read/read-records.ts';
import { backtranslateTexts, sumPaid } from './backtranslate-texts.ts';
import { type GoldText, readTexts } from './read-texts.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longhand-backtranslate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects.
const rowsOf = (name: string): any[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const topics = ['Oban', 'Skye', 'Mull', 'Iona', 'Jura'];
const textOf = (topic: string): string =>
  `The ferry left ${topic} at dawn. The mate counted the passengers twice. Nobody spoke until the light came. Then a child laughed aloud. The whole deck laughed with her.`;
const chineseText =
  '天还没亮，渡船就离开了码头。老船工把乘客数了两遍。直到灯塔出现在雾里，大家都不说话。后来一个孩子笑出声来，整条船都跟着笑了。';
const evidence = [
  'at dawn. The mate',
  'counted the passengers twice',
  'Nobody spoke until',
  'a child laughed aloud',
  'whole deck laughed',
];
const chineseEvidence = [
  '渡船就离开了码头',
  '老船工把乘客',
  '灯塔出现在雾里',
  '孩子笑出声来',
  '整条船都跟着',
];
const assignment = (constraints: readonly string[], backing: readonly string[]): string =>
  JSON.stringify({
    goal: backing === evidence ? 'Write a short tale of a crossing.' : '写一则渡海的小故事。',
    constraints: constraints.map((constraint, at) => ({
      kind: 'content',
      constraint,
      evidence: backing[at],
    })),
  });
const wishes = [
  'Begin early in the day.',
  'Have somebody check the guests.',
  'Keep everybody silent.',
  'Let a child break the spell.',
  'End with joy for all.',
];
const otherWishes = [
  'Begin late in the day.',
  'Have somebody insult the guests.',
  'Keep everybody singing.',
  'Let a priest break the spell.',
  'End with grief for all.',
];
const chineseWishes = [
  '从清晨写起才好。',
  '有人清点船上的人。',
  '途中众人都沉默。',
  '由孩子打破僵局。',
  '以欢乐的场面收束。',
];
const chineseOthers = [
  '从深夜写起才好。',
  '有人辱骂船上的人。',
  '途中众人都唱歌。',
  '由僧人打破僵局。',
  '以悲伤的场面收束。',
];
const corrupted = (texts: readonly string[]): string =>
  JSON.stringify({ constraints: texts.map((text, at) => ({ number: at + 1, corrupted: text })) });

/** Answers both questions well, in the language they are asked in. */
const answer = (message: string): string => {
  if (message.includes('Change every condition')) return corrupted(otherWishes);
  if (message.includes('请尽可能少地改动')) return corrupted(chineseOthers);
  return message.includes('下面是一篇')
    ? assignment(chineseWishes, chineseEvidence)
    : assignment(wishes, evidence);
};
const goodModel = (overrides: Parameters<typeof scriptedModel>[1] = {}) =>
  scriptedModel(({ messages }) => answer(messages.at(-1)?.content ?? ''), overrides);
async function* textsOf(...texts: string[]): AsyncGenerator<GoldText> {
  for (const [at, text] of texts.entries())
    yield { id: `t${at}`, text, source: { file: 'texts.jsonl', line: at + 1 } };
}

describe('backtranslateTexts', () => {
  it('gives records and I-ORPO pairs that training reads, in English and Chinese', async () => {
    const report = await backtranslateTexts(textsOf(textOf('Oban'), chineseText), folder, goodModel(), {
      concurrency: 1,
    });
    expect(report).toMatchObject({
      records: 2,
      pairs: 2,
      rejected: 0,
      constraints: { kept: 10, dropped: 0 },
    });
    expect(report.usage.calls).toBe(4);
    const records = await collect(readRecords([join(folder, 'records.jsonl')]));
    expect(records.find(({ id }) => id === 't1')).toMatchObject({
      instruction: `写一则渡海的小故事。\n\n${chineseWishes.map((wish) => `- ${wish}`).join('\n')}\n\n篇幅：约55字。`,
      answer: chineseText,
      language: 'zh',
      provenance: { method: 'backtranslation' },
    });
    expect(records.find(({ id }) => id === 't0')?.requiredWords).toBe(29);
    expect(await collect(readMessages(join(folder, 'records.jsonl')))).toHaveLength(2);
    const [pair] = await collect(readPreferences(join(folder, 'pairs.jsonl')));
    // One text under two instructions: that is I-ORPO.
    expect(pair?.chosen.answer).toEqual(pair?.rejected.answer);
    expect(pair?.rejected.prompt[0]?.content).toContain(
      '- End with grief for all.\n\nLength: about 29 words.',
    );
    expect(rowsOf('pairs.jsonl')[0].corruption[0]).toEqual({ from: wishes[0], to: otherWishes[0] });
  });

  it('asks again where a reply does not pass, and rejects with the last reason', async () => {
    const model = scriptedModel(({ messages }, index): ScriptedReply => {
      const message = messages.at(-1)?.content ?? '';
      if (message.includes('left Skye')) return 'I would rather not.';
      if (message.includes('Change every condition')) return corrupted(wishes);
      return index === 0 ? 'Hm.' : answer(message);
    });
    const report = await backtranslateTexts(textsOf(textOf('Oban'), textOf('Skye')), folder, model, {
      concurrency: 1,
    });
    expect(report).toMatchObject({ records: 1, pairs: 0, rejected: 2 });
    expect(rowsOf('rejected.jsonl').map(({ id, stage, reason }) => [id, stage, reason])).toEqual([
      ['t0', 'corruption', 'constraint 1 was not changed'],
      ['t1', 'constraints', 'no JSON object with `goal` and `constraints` in the reply'],
    ]);
    // Two for the first reply, three for its twin, three for the other text; each with a seed of its own.
    expect(model.calls.map(({ options }) => options.seed)).toEqual([
      undefined,
      1,
      undefined,
      1,
      2,
      undefined,
      1,
      2,
    ]);
  });

  it('pays nothing twice, wherever it was cut off', async () => {
    const price = {
      inputUsdPerMillion: 1,
      outputUsdPerMillion: 1,
      cachedUsdPerMillion: 1,
      source: 'as given',
    };
    await backtranslateTexts(textsOf(textOf('Oban'), textOf('Mull')), folder, goodModel(), {
      price,
      concurrency: 1,
    });
    const paid = await sumPaid(folder);
    expect(paid).toBeGreaterThan(0);
    const whole = Object.fromEntries(
      ['records.jsonl', 'pairs.jsonl', 'replies.jsonl'].map((name) => [
        name,
        readFileSync(join(folder, name), 'utf8'),
      ]),
    );
    const linesOf = (name: string): string[] => (whole[name] ?? '').split('\n').filter(Boolean);
    // Every point a kill can stop at: so many replies, records and pairs are on the disk, and half a line after them.
    const points = [
      { replies: 1, records: 0, pairs: 0 },
      { replies: 2, records: 0, pairs: 0 },
      { replies: 2, records: 1, pairs: 0 },
      { replies: 2, records: 1, pairs: 1 },
      { replies: 3, records: 1, pairs: 1 },
      { replies: 4, records: 2, pairs: 1 },
      { replies: 4, records: 2, pairs: 2 },
    ];
    for (const { replies, records, pairs } of points) {
      const counts = { 'replies.jsonl': replies, 'records.jsonl': records, 'pairs.jsonl': pairs };
      for (const [name, count] of Object.entries(counts))
        writeFileSync(
          join(folder, name),
          `${linesOf(name)
            .slice(0, count)
            .map((line) => `${line}\n`)
            .join('')}{"key":"ha`,
        );
      const model = goodModel();
      await backtranslateTexts(textsOf(textOf('Oban'), textOf('Mull')), folder, model, {
        price,
        concurrency: 1,
      });
      expect(model.calls).toHaveLength(4 - replies);
      for (const name of ['records.jsonl', 'pairs.jsonl'])
        expect(readFileSync(join(folder, name), 'utf8')).toBe(whole[name]);
    }
  });

  it('shows a long text in parts that fit the window, and says which', async () => {
    const long = topics.flatMap((topic) => Array.from({ length: 40 }, () => textOf(topic))).join('\n\n');
    const model = goodModel({ contextTokens: 4000 });
    const report = await backtranslateTexts(textsOf(long), folder, model, {});
    expect(report).toMatchObject({ records: 1, shownInParts: 1 });
    const { shown } = rowsOf('records.jsonl')[0].backtranslation;
    expect(shown.ranges).toHaveLength(3);
    expect(shown.characters).toBeLessThan(shown.ofCharacters / 2);
    expect(rowsOf('records.jsonl')[0].messages[1].content).toBe(long);
    expect(model.calls[0]?.messages[0]?.content).toContain(
      'only the beginning, a piece of the middle and the end',
    );
  });

  it('leaves a text that could not be asked about for the next time, and ends where no text could be', async () => {
    let isDown = true;
    const model = scriptedModel(({ messages }) => {
      const message = messages.at(-1)?.content ?? '';
      return isDown && message.includes('left Skye') ? { error: { status: 400 } } : answer(message);
    });
    const texts = () => textsOf(textOf('Oban'), textOf('Skye'));
    expect(await backtranslateTexts(texts(), folder, model, {})).toMatchObject({ records: 1, failed: 1 });
    isDown = false;
    expect(await backtranslateTexts(texts(), folder, model, {})).toMatchObject({
      records: 1,
      failed: 0,
      skipped: 1,
    });
    const locked = scriptedModel(() => ({ error: { status: 401 } }), { address: 'other:model' });
    await expect(backtranslateTexts(texts(), folder, locked, {})).rejects.toMatchObject({ fault: 'auth' });
  });

  it('begins no text once the limit is spent', async () => {
    const price = {
      inputUsdPerMillion: 1000,
      outputUsdPerMillion: 1000,
      cachedUsdPerMillion: 1000,
      source: 'as given',
    };
    const options = { price, concurrency: 1, mostUsd: 0.01 };
    const report = await backtranslateTexts(textsOf(...topics.map(textOf)), folder, goodModel(), options);
    expect(report).toMatchObject({ records: 1, isStopped: true });
    expect(report.usd).toBeGreaterThan(0.01);
  });
});

describe('readTexts', () => {
  it('reads documents, folders and rows, and names rows without a text', async () => {
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'in/a.md'), `# Tides\n\n${textOf('Oban')}\n`);
    writeFileSync(join(folder, 'in/b.txt'), chineseText);
    const rows = [
      { id: 'r1', text: textOf('Skye'), licence: 'mit' },
      {
        id: 'r2',
        messages: [
          { role: 'user', content: 'Write.' },
          { role: 'assistant', content: textOf('Mull') },
        ],
      },
      { id: 'r3', text: '' },
    ];
    writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    writeFileSync(join(folder, 'photo.bin'), Buffer.from([0, 1, 2, 255, 254, 0, 7]));
    const bad: BadRow[] = [];
    const paths = ['in', 'rows.jsonl', 'photo.bin'].map((name) => join(folder, name));
    const texts = await collect(readTexts(paths, { onBadRow: (row) => bad.push(row) }));
    expect(texts.map(({ text }) => text.slice(0, 12))).toEqual([
      '# Tides\n\nThe',
      chineseText.slice(0, 12),
      'The ferry le',
      'The ferry le',
    ]);
    expect(texts[2]).toMatchObject({ id: 'r1', licence: 'mit', source: { line: 1 } });
    expect(bad.map(({ line, field }) => [line, field])).toEqual([
      [3, 'text'],
      [1, ''],
    ]);
    expect(bad[1]?.message).toContain('photo.bin');
    const missing = collect(readTexts([join(folder, 'missing.txt')]));
    await expect(missing).rejects.toThrow('missing.txt`, which is not there.');
  });
});
