/**
 * NexusSum on a novel of 120,000 words with dialogue and planted plot points, read by a scripted summarizer: whether
 * the length contract is met, in how many passes, which points are kept and which are lost, calls and tokens. It tests
 * the engine, not reading skill.
 *
 * `npm run bench nexussum [words] [points] [en|zh] [target]`.
 */

import { createLessons } from '../src/methods/lessons.ts';
import { nexussum } from '../src/methods/nexussum.ts';
import { createReadHost } from '../src/methods/reading/read-host.ts';
import type { ReadingTask } from '../src/methods/reading/read-method.ts';
import { estimateTokens, loadTokenizer } from '../src/model/estimate-tokens.ts';
import { createContract, targetWordsOf } from '../src/plan/length/length-contract.ts';
import { createVolatileContext, createVolatileState } from '../src/run/volatile-context.ts';
import { createNovel, findKept } from './nexussum/novel.ts';
import { type SummarizerHabits, scriptedSummarizer } from './nexussum/scripted-summarizer.ts';

/** The habits nearest to those of real models; the only ones tried with every kind of contract. */
const everyKindWith: SummarizerHabits = { keeps: 0.97, bias: 0.85, spread: 0.2 };
const habits: [string, SummarizerHabits][] = [
  ['keeps all, exact', { keeps: 1 }],
  ['keeps 97 %, 15 % too short, spread 0.2', everyKindWith],
  ['keeps 90 %, 30 % too long, spread 0.3', { keeps: 0.9, bias: 1.3, spread: 0.3 }],
  ['keeps 97 %, half as asked', { keeps: 0.97, bias: 0.5, spread: 0.2 }],
  ['keeps 97 %, declines 3 % of requests', { keeps: 0.97, spread: 0.2, refuses: 0.03 }],
];

export async function run([
  words = '120000',
  wantedPoints = '80',
  language = 'en',
  target = '1500',
]: string[]): Promise<void> {
  await loadTokenizer();
  const isChinese = language === 'zh';
  const novel = createNovel({
    seed: 1,
    words: Number(words),
    points: Number(wantedPoints),
    language: isChinese ? 'zh' : 'en',
  });
  console.log(
    `scripted summarizer, tests the engine, not reading skill\n` +
      `novel: ${novel.words} words, ${novel.scenes} scenes, ${novel.points.length} planted points, ` +
      `${novel.points.filter(({ isSpoken }) => isSpoken).length} of them spoken\n`,
  );
  console.log(
    '| model | contract | words | met | passes | words a pass | points kept | lost | stand-ins | calls | tokens in | tokens out | s |',
  );
  console.log('|---|---|---:|---|---:|---|---:|---:|---:|---:|---:|---:|---:|');
  for (const [name, habit] of habits) {
    const kinds = habit === everyKindWith ? (['about', 'atLeast', 'atMost'] as const) : (['about'] as const);
    for (const kind of kinds) {
      const contract = createContract({ kind, words: Number(target) });
      const task: ReadingTask = {
        ask: isChinese ? '请概括这部小说。' : 'Summarise this novel.',
        kind: 'summarize',
        sources: [
          {
            id: 'novel',
            title: 'novel',
            mediaType: 'text/plain',
            text: novel.text,
            language: isChinese ? 'zh' : 'en',
            parts: [],
            tokens: estimateTokens(novel.text),
          },
        ],
        language: isChinese ? 'zh' : 'en',
        contract,
        targetWords: targetWordsOf(contract),
        counting: 'longbench-write',
        seed: 1,
        chain: {},
      };
      const startedAt = performance.now();
      const measured = await read(task, habit);
      const kept = findKept(novel.points, measured.text).length;
      console.log(
        `| ${name} | ${kind} ${target} | ${measured.words} | ${measured.isMet ? 'yes' : 'NO'} | ${measured.passes} | ` +
          `${measured.wordsPerPass.join(' → ')} | ${kept} | ${novel.points.length - kept} | ${measured.standIns} | ` +
          `${measured.calls} | ${measured.inputTokens} | ${measured.outputTokens} | ` +
          `${((performance.now() - startedAt) / 1_000).toFixed(1)} |`,
      );
    }
  }
}

async function read(task: ReadingTask, habit: SummarizerHabits) {
  const model = scriptedSummarizer(habit);
  const models = { planner: model, writer: model, editor: model, summarizer: model, judge: model };
  const state = createVolatileState();
  const context = createVolatileContext({ state });
  const host = createReadHost(
    { prices: {}, counting: task.counting, concurrency: 4 },
    models,
    await createLessons({}, context),
    context,
  );
  const { text, report } = await nexussum(task, host);
  const { length, passes, wordsPerPass, standIns } = report as {
    length: { words: number; isMet: boolean };
    passes: number;
    wordsPerPass: number[];
    standIns: Record<string, number>;
  };
  const tokensOf = (texts: readonly string[]): number =>
    texts.reduce((sum, each) => sum + estimateTokens(each), 0);
  return {
    text,
    ...length,
    passes,
    wordsPerPass,
    standIns: Object.values(standIns).reduce((sum, count) => sum + count, 0),
    calls: model.calls.length,
    inputTokens: tokensOf(model.calls.flatMap(({ messages }) => messages.map(({ content }) => content))),
    outputTokens: tokensOf(
      state.calls.map(({ detail }) => (typeof detail.text === 'string' ? detail.text : '')),
    ),
  };
}
