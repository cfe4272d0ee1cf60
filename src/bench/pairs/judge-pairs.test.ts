import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type PlantedAnswer, plantStudy } from '../../../test/planted-pairs.ts';
import { indexAnswers } from '../../methods/answers/answer-index.ts';
import { type ScriptedReply, scriptedModel } from '../../model/scripted-model.ts';
import { judgePairs } from './judge-pairs.ts';
import { listPairs } from './list-pairs.ts';
import { readJudgedPairs } from './read-judged-pairs.ts';
import { summarizeStudyPairs } from './summarize-study-pairs.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const answer = (method: string, sample: string, text: string, more = {}): PlantedAnswer => ({
  model: 'openai:gpt-5',
  method,
  sample,
  text,
  ...more,
});

const four = [
  answer('native', 's1', 'A dull text.'),
  answer('longhand', 's1', 'A fine text on the first.'),
  answer('native', 's2', 'Another dull text.'),
  answer('longhand', 's2', 'A fine text on the second.'),
];

/** Prefers what says `fine`, wherever it stands. */
const byText = ({ messages }: { messages: readonly { content: string }[] }): string => {
  const prompt = messages[0]?.content ?? '';
  return `{"analysis": "…", "verdict": "${prompt.indexOf('A fine') < prompt.indexOf('ull text') ? 'A' : 'B'}"}`;
};

async function openStudy(answers: readonly PlantedAnswer[]) {
  const { folder, manifest, samples } = plantStudy(answers);
  folders.push(folder);
  const index = await indexAnswers(join(folder, 'answers.jsonl'));
  const listed = listPairs(index.answers.values(), manifest);
  const world = { samples, index, prices: {}, date: '2026-01-02' };
  return {
    folder,
    judge: (
      replies: Parameters<typeof scriptedModel>[0],
      model: Parameters<typeof scriptedModel>[1] = {},
      options: Parameters<typeof judgePairs>[4] = {},
    ) => {
      const judge = scriptedModel(replies, { address: 'judge:one', delay: async () => {}, ...model });
      return judgePairs(folder, listed.pairs, [judge], world, { concurrency: 1, ...options }).then(
        (report) => ({ ...report, prompts: judge.calls.map(({ messages }) => messages[0]?.content ?? '') }),
      );
    },
    read: () => readJudgedPairs(folder, index.answers),
    summarize: async () => summarizeStudyPairs(await readJudgedPairs(folder, index.answers), listed),
    lines: () => readFileSync(join(folder, 'pairs.jsonl'), 'utf8').trimEnd().split('\n'),
  };
}

describe('judgePairs', () => {
  it('asks each pair in both orders, and nothing twice', async () => {
    const study = await openStudy(four);
    const first = await study.judge(byText);
    expect(first).toMatchObject({ done: 2, unscored: 0, failed: 0, skipped: 0, isStopped: false });
    expect(first.prompts).toHaveLength(4);
    expect((await study.read()).map(({ outcome }) => outcome)).toEqual(['b', 'b']);
    const again = await study.judge(byText);
    expect(again).toMatchObject({ done: 0, skipped: 2 });
    expect(again.prompts).toEqual([]);
  });

  it('adds the rows of another judge, and further repeats with draws of their own', async () => {
    const study = await openStudy(four);
    await study.judge(byText);
    const other = await study.judge(() => '{"verdict": "A"}', { address: 'judge:two' });
    expect(other).toMatchObject({ done: 2, skipped: 0 });
    const repeated = await study.judge(byText, {}, { repeats: 2 });
    expect(repeated).toMatchObject({ done: 2, skipped: 2 });
    const { judges, comparisons, agreement } = await study.summarize();
    expect(judges.map(({ judge, pairs, repeats }) => [judge, pairs, repeats])).toEqual([
      ['judge:one', 4, 2],
      ['judge:two', 2, 1],
    ]);
    expect(judges[0]).toMatchObject({ flipRate: { value: 0 }, firstPositionRate: { value: 0.5 } });
    expect(judges[1]).toMatchObject({ flipRate: { value: 1 }, firstPositionRate: { value: 1 } });
    expect(comparisons.map(({ judge, wins, losses, ties }) => [judge, wins, losses, ties])).toEqual([
      ['judge:one', 0, 4, 0],
      ['judge:two', 0, 0, 2],
      ['all', 0, 4, 2],
    ]);
    expect(agreement.between).toMatchObject([{ pairs: 2, same: 0 }]);
  });

  it('goes on after half a pair and half a line, asking only what is missing', async () => {
    const study = await openStudy(four);
    await study.judge(byText);
    const whole = study.lines();
    writeFileSync(join(study.folder, 'pairs.jsonl'), `${whole[0]}\n${whole[1]?.slice(0, 40)}`);
    const rest = await study.judge(byText);
    expect(rest).toMatchObject({ done: 2, skipped: 0 });
    expect(rest.prompts).toHaveLength(3);
    expect(study.lines()).toEqual(whole);
  });

  it('counts what cannot be read, with its reason, and does not pay for the second order', async () => {
    const study = await openStudy(four.slice(0, 2));
    const report = await study.judge(() => 'I like both, 7/10.');
    expect(report).toMatchObject({ done: 0, unscored: 1 });
    expect(report.prompts).toHaveLength(3);
    expect((await study.judge(byText)).prompts).toEqual([]);
    const { judges, comparisons } = await study.summarize();
    expect(judges[0]).toMatchObject({
      pairs: 1,
      scored: 0,
      unscored: 1,
      reasons: [{ reason: 'no JSON in the reply', count: 1 }],
      flipRate: { value: null },
    });
    expect(comparisons[0]).toMatchObject({ winRate: { value: null }, lengthMatched: { value: null } });
  });

  it('tries failures again the next time', async () => {
    const study = await openStudy(four.slice(0, 2));
    const fails: ScriptedReply = { error: { status: 401, body: { error: { message: 'no key' } } } };
    expect(await study.judge(() => fails)).toMatchObject({ failed: 1, done: 0 });
    expect((await study.summarize()).judges[0]).toMatchObject({ scored: 0, failed: 1, unscored: 0 });
    expect(await study.judge(byText)).toMatchObject({ failed: 0, done: 1 });
    expect((await study.summarize()).judges[0]).toMatchObject({ scored: 1, failed: 0 });
  });

  it('leaves out and counts what the window of the judge does not hold, and sends no part of it', async () => {
    const long = 'A fine text that goes on and on. '.repeat(400);
    const study = await openStudy([...four.slice(0, 3), answer('longhand', 's2', long)]);
    const report = await study.judge(byText, { contextTokens: 2_500 });
    expect(report).toMatchObject({ done: 1, tooLong: 1 });
    expect(report.prompts.join('')).not.toContain('goes on and on');
    expect((await study.summarize()).judges[0]).toMatchObject({ scored: 1, tooLong: 1, unscored: 0 });
    const wider = await study.judge(byText, { contextTokens: 100_000 });
    expect(wider).toMatchObject({ done: 1, skipped: 1 });
    expect(wider.prompts[0]).toContain(long);
  });

  it('takes the last version of an answer, and counts pairs without one', async () => {
    const { folder, manifest } = plantStudy([
      ...four,
      answer('native', 's3', 'Alone.'),
      answer('longhand', 's3', '', { failure: { fault: 'server', message: 'down' } }),
    ]);
    folders.push(folder);
    const path = join(folder, 'answers.jsonl');
    const [first] = readFileSync(path, 'utf8').split('\n');
    appendFileSync(
      path,
      `${JSON.stringify({ ...JSON.parse(first ?? ''), text: '改过的文本。' })}\n{"key":"half`,
    );
    const index = await indexAnswers(path);
    expect(await index.readText('openai:gpt-5 native s1 1')).toBe('改过的文本。');
    expect(await index.readText('openai:gpt-5 longhand s2 1')).toBe('A fine text on the second.');
    expect(listPairs(index.answers.values(), manifest)).toMatchObject({
      pairs: [{ sample: 's1' }, { sample: 's2' }],
      withoutAnswer: 1,
    });
  });
});
