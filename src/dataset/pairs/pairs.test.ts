/** Samples and pairs from a scripted writer and a scripted judge, whose scores are worked out by hand. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keyOfAttempt } from '../../methods/answers/attempt.ts';
import { generate } from '../../methods/answers/generate.ts';
import { type ScriptedModel, scriptedModel } from '../../model/scripted-model.ts';
import type { PreferencePair } from '../preference-pair.ts';
import type { BadRow } from '../read/bad-row.ts';
import { readPairs } from '../read/read-pairs.ts';
import { createRecord } from '../record.ts';
import { openLineWriter } from '../write-lines.ts';
import type { ChooseSettings } from './choose-pair.ts';
import { judgeSamples } from './judge-samples.ts';
import { listAttempts, readPairTasks } from './pair-task.ts';
import { quoteSamples } from './quote-samples.ts';
import { takeAnswers } from './take-answers.ts';
import { writePairs } from './write-pairs.ts';

const root = mkdtempSync(join(tmpdir(), 'longhand-pairs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(root, String(++folders));
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects.
const rowsOf = (folder: string, file: string): any[] =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Words and grade of each sample, by its number. With 100 words asked: S_l 100, 66.7, 50, 100 and S_q 75, 50, 100, 0. */
const plan = [
  { words: 100, grade: 4 }, // S = 87.5
  { words: 200, grade: 3 }, // S = 58.3
  { words: 50, grade: 5 }, // S = 75
  { words: 100, grade: 1 }, // S = 50
];
const write = ({ words, grade }: { words: number; grade: number }, isChinese: boolean): string =>
  isChinese
    ? `${'一二三四五'[grade - 1]}${'水'.repeat(words - 1)}`
    : `${['one', 'two', 'three', 'four', 'five'][grade - 1]} ${'water '.repeat(words - 1)}`.trim();

const createWriter = (): ScriptedModel =>
  scriptedModel(
    ({ messages, options }) => {
      const sample = (options.seed ?? 0) / 1000;
      return write(plan[sample] as (typeof plan)[number], /[一-鿿]/.test(messages.at(-1)?.content ?? ''));
    },
    { address: 'compatible:writer@http://one' },
  );

const keys = ['Relevance', 'Accuracy', 'Coherence', 'Clarity', 'Breadth and Depth', 'Reading Experience'];
const verdict = (grade: number): string =>
  JSON.stringify({ Analysis: '', ...Object.fromEntries(keys.map((key) => [key, grade])) });
const gradeOf = (prompt: string): number => {
  const text = /<delivered>\n([\s\S]*?)\n<\/delivered>/.exec(prompt)?.[1] ?? '';
  const [first = ''] = text.split(' ');
  return (
    Math.max('一二三四五'.indexOf(text[0] ?? ''), ['one', 'two', 'three', 'four', 'five'].indexOf(first)) + 1
  );
};
const createJudge = (): ScriptedModel =>
  scriptedModel(({ messages }) => verdict(gradeOf(messages.at(-1)?.content ?? '')), {
    address: 'compatible:judge@http://two',
  });

const records = async function* (...instructions: string[]) {
  for (const [at, content] of instructions.entries())
    yield createRecord({
      id: `r${at + 1}`,
      messages: [{ role: 'user', content }],
      source: { file: 'set.jsonl', line: at + 1 },
    });
};

const random: ChooseSettings = { rejected: 'random', margin: 10, seed: '0' };

async function makePairs(
  folder: string,
  instructions: readonly string[],
  {
    writer = createWriter(),
    judge = createJudge(),
    repeats = 1,
    choose = random,
  }: { writer?: ScriptedModel; judge?: ScriptedModel; repeats?: number; choose?: ChooseSettings } = {},
) {
  const refused: string[] = [];
  const tasks = await readPairTasks(records(...instructions), async ({ id }, { rule }) => {
    refused.push(`${id} ${rule}`);
  });
  const attempts = listAttempts(tasks, { model: writer.address, method: 'native', samples: 4 });
  const answers = Map.groupBy(attempts, ({ sample }) => sample.id);
  const keysByTask = new Map([...answers].map(([id, each]) => [id, each.map(keyOfAttempt)]));
  await generate(folder, attempts, { resolveModel: async () => writer });
  const judged = await judgeSamples(folder, tasks, new Set([...keysByTask.values()].flat()), judge, {
    repeats,
  });
  const rejected = await openLineWriter(join(folder, 'rejected.jsonl'));
  const report = await writePairs(folder, { tasks, keys: keysByTask, judge, repeats, rejected, choose });
  await rejected.close();
  return { refused, report, judged, writer, judge };
}

describe('pairs of samples', () => {
  it('are the best and a worse one, with the scores of all samples, in English and Chinese', async () => {
    const folder = newFolder();
    const instructions = ['Write about 100 words on locks.', '请写一篇约100字的短文，介绍运河。'];
    const { report } = await makePairs(folder, instructions, { choose: { ...random, rejected: 'worst' } });
    expect(report).toMatchObject({ instructions: 2, pairs: 2, meanScores: { chosen: 87.5, rejected: 50 } });
    const pairs: PreferencePair[] = [];
    for await (const pair of readPairs([join(folder, 'pairs.jsonl')])) pairs.push(pair);
    expect(
      pairs.map(({ id, prompt, chosen, rejected, scores }) => ({ id, prompt, chosen, rejected, scores })),
    ).toEqual(
      instructions.map((content, at) => ({
        id: `r${at + 1}`,
        prompt: [{ role: 'user', content }],
        chosen: write({ words: 100, grade: 4 }, at === 1),
        rejected: write({ words: 100, grade: 1 }, at === 1),
        scores: { chosen: 87.5, rejected: 50 },
      })),
    );
    const samples = rowsOf(folder, 'samples.jsonl');
    expect(samples.map(({ chosen, rejected }) => [chosen, rejected])).toEqual([
      [1, 4],
      [1, 4],
    ]);
    for (const { samples: each } of samples) {
      expect(each.map(({ words }: { words: number }) => words)).toEqual([100, 200, 50, 100]);
      const numbers = each.map(({ score }: { score: number }) => Number(score.toFixed(1)));
      expect(numbers).toEqual([87.5, 58.3, 75, 50]);
      expect(each[2]).toMatchObject({
        length: 50,
        quality: 100,
        verdicts: [{ repeat: 1, scores: { Clarity: 5 } }],
      });
    }
  });

  it('are made again from what is there: nothing is written or judged twice, another judge adds verdicts', async () => {
    const folder = newFolder();
    const { writer, judge } = await makePairs(folder, ['Write about 100 words on locks.'], { repeats: 2 });
    expect([writer.calls.length, judge.calls.length]).toEqual([4, 8]);
    const before = readFileSync(join(folder, 'pairs.jsonl'), 'utf8');
    await makePairs(folder, ['Write about 100 words on locks.'], { writer, judge, repeats: 2 });
    expect([writer.calls.length, judge.calls.length]).toEqual([4, 8]);
    expect(readFileSync(join(folder, 'pairs.jsonl'), 'utf8')).toBe(before);
    await makePairs(folder, ['Write about 100 words on locks.'], { writer, judge, repeats: 3 });
    expect([writer.calls.length, judge.calls.length]).toEqual([4, 12]);
    expect(readdirSync(folder)).not.toContain('judge-calls');
  });

  it('refuse what cannot be asked, and reject ties and samples that cannot be judged, with reasons', async () => {
    const folder = newFolder();
    const same = scriptedModel(() => verdict(3), { address: 'compatible:judge@http://two' });
    const { refused, report } = await makePairs(
      folder,
      ['Write about 100 words on locks.', 'Tell me of kites.', 'Write about 100 words on locks.'],
      { judge: same },
    );
    expect(refused).toEqual(['r3 same-instruction']);
    // Without a length all have S_q 50; with one the lengths differ.
    expect(report).toMatchObject({ pairs: 1, byRule: { tie: 1 } });
    expect(rowsOf(folder, 'rejected.jsonl')).toMatchObject([
      { id: 'r2', rejected: [{ rule: 'tie', reason: 'All 4 samples score 50.0.' }] },
    ]);
    const silent = scriptedModel(() => 'I would rather not grade this.', {
      address: 'compatible:mute@http://two',
    });
    const mute = await makePairs(folder, ['Write about 100 words on locks.'], { judge: silent });
    expect(mute.report).toMatchObject({
      pairs: 0,
      byRule: { unscored: 1 },
      samples: { written: 4, scored: 0 },
    });
    expect(mute.judged).toMatchObject({ done: 0, unscored: 4 });
  });

  it('keeps replies of a verdict that was cut off, and does not pay for them again', async () => {
    const folder = newFolder();
    const replies = ['no JSON here', undefined, verdict(4)];
    const fragile = scriptedModel(
      (call, at) => {
        const reply = replies[at];
        if (reply === undefined) throw new Error(`killed at ${call.options.seed}`);
        return reply;
      },
      { address: 'compatible:judge@http://two' },
    );
    const files = join(root, 'given.jsonl');
    writeFileSync(
      files,
      `${JSON.stringify({ prompt: 'Write about 100 words.', answers: ['Some text.'] })}\n`,
    );
    const { tasks, keys: given } = await takeAnswers([files], folder, { reject: async () => {} });
    const wanted = new Set([...given.values()].flat());
    await expect(judgeSamples(folder, tasks, wanted, fragile, { repeats: 1 })).rejects.toThrow('killed at 1');
    expect(await judgeSamples(folder, tasks, wanted, fragile, { repeats: 1 })).toMatchObject({ done: 1 });
    // The unreadable first reply came from the file, so only the second question was sent again.
    expect(fragile.calls.map(({ options }) => options.seed)).toEqual([undefined, 1, 1]);
    expect(existsSync(join(folder, 'judge-calls'))).toBe(false);
  });
});

describe('takeAnswers', () => {
  it('reads lists of answers, single answers by instruction, and the samples file of another folder', async () => {
    const file = join(root, 'answers.jsonl');
    const rows = [
      {
        instruction: 'Write about 10 words on a.',
        completions: [{ response: 'one', model: 'mini' }, 'two', 'one'],
      },
      { prompt: 'Write about 10 words on b.', response: 'three', provenance: { model: 'openai:gpt-4o' } },
      { prompt: 'Write about 10 words on b.', response: 'four' },
      { prompt: 'Write about 10 words on c.' },
      { prompt: 'Write about 10 words on d.', answers: [] },
    ];
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const folder = newFolder();
    const bad: BadRow[] = [];
    const taken = await takeAnswers([file], folder, {
      reject: async () => {},
      onBadRow: (row) => bad.push(row),
    });
    expect([...taken.keys.values()].map((each) => each.length)).toEqual([2, 2]);
    expect([...taken.models]).toEqual(['mini', 'openai:gpt-4o']);
    expect(rowsOf(folder, 'answers.jsonl').map(({ text, practice }) => [text, practice])).toEqual([
      ['one', true],
      ['two', false],
      ['three', false],
      ['four', false],
    ]);
    expect(bad.map(({ line, field }) => [line, field])).toEqual([
      [4, 'samples'],
      [5, 'answers'],
    ]);
    const earlier = newFolder();
    await makePairs(earlier, ['Write about 100 words on locks.']);
    const again = await takeAnswers([join(earlier, 'samples.jsonl')], newFolder(), {
      reject: async () => {},
    });
    expect([...again.tasks.values()]).toMatchObject([{ recordId: 'r1', requiredWords: 100 }]);
    expect([...again.keys.values()].map((each) => each.length)).toEqual([4]);
  });
});

describe('quoteSamples', () => {
  it('counts what is missing, and what was paid', async () => {
    const folder = newFolder();
    const instruction = 'Write about 100 words on locks.';
    const tasks = await readPairTasks(records(instruction), async () => {});
    const writer = createWriter();
    const attempts = listAttempts(tasks, { model: writer.address, method: 'native', samples: 4 });
    const keysByTask = new Map([...tasks.keys()].map((id) => [id, attempts.map(keyOfAttempt)]));
    const price = {
      inputUsdPerMillion: 1,
      cachedUsdPerMillion: 1,
      outputUsdPerMillion: 1,
      source: 'as given',
    };
    const judge = createJudge();
    const prices = { [writer.address]: price, [judge.address]: price };
    const quote = () =>
      quoteSamples(
        folder,
        { tasks, keys: keysByTask, attempts },
        { judge: judge.address, repeats: 2, prices, cards: {} },
      );
    const first = await quote();
    expect(first).toMatchObject({ answers: 4, verdicts: 8, spentUsd: 0 });
    expect(first.judgingUsd?.[0]).toBeGreaterThan(0);
    await makePairs(folder, [instruction], { writer, judge });
    expect(await quote()).toMatchObject({ answers: 0, verdicts: 4 });
  });
});
