import { beforeAll, describe, expect, it } from 'vitest';
import { createNovel, findKept } from '../../bench/nexussum/novel.ts';
import { type SummarizerHabits, scriptedSummarizer } from '../../bench/nexussum/scripted-summarizer.ts';
import { estimateTokens, loadTokenizer } from '../model/estimate-tokens.ts';
import { type ScriptedModel, type ScriptedReply, scriptedModel } from '../model/scripted-model.ts';
import { type AskedLength, createContract, targetWordsOf } from '../plan/length/length-contract.ts';
import { createVolatileContext, createVolatileState, type VolatileState } from '../run/volatile-context.ts';
import { countWords } from '../text/count-words.ts';
import { createLessons } from './lessons.ts';
import { nexussum } from './nexussum.ts';
import { createReadHost, listUnits } from './reading/read-host.ts';
import type { ReadingTask } from './reading/read-method.ts';

beforeAll(loadTokenizer);

const novel = createNovel({ seed: 3, words: 4_000, points: 16 });
const chinese = createNovel({ seed: 3, words: 4_000, points: 16, language: 'zh' });
const taskOf = (text: string, asked?: AskedLength, language: 'en' | 'zh' = 'en'): ReadingTask => {
  const contract = asked && createContract(asked);
  return {
    ask: language === 'zh' ? '请概括这部小说。' : 'Summarise this novel.',
    kind: 'summarize',
    sources: [{ id: 'n', title: 'n', mediaType: 'text/plain', text, language, parts: [], tokens: 1 }],
    language,
    ...(contract && { contract, targetWords: targetWordsOf(contract) }),
    counting: 'longbench-write',
    seed: 0,
    chain: {},
  };
};

type Report = {
  words?: number;
  toldAsProse: number;
  parts: number;
  passes: number;
  wordsPerPass: number[];
  readability: { windows: number; unchanged: number };
  length: { words: number; isMet: boolean; pointsWoven: number; pointsRestored: number };
  points: { of: number; kept: number };
  standIns: Record<string, number>;
};

async function read(
  task: ReadingTask,
  model: ScriptedModel,
  {
    state = createVolatileState(),
    stopAfter = Infinity,
    concurrency = 2,
  }: { state?: VolatileState; stopAfter?: number; concurrency?: number } = {},
) {
  const context = createVolatileContext({ state, stop: () => model.calls.length >= stopAfter });
  const models = { planner: model, writer: model, editor: model, summarizer: model, judge: model };
  const lessons = await createLessons({}, context);
  const host = createReadHost({ prices: {}, counting: task.counting, concurrency }, models, lessons, context);
  const { text, report } = await nexussum(task, host);
  const warnings = state.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  return { text, report: report as Report, units: await listUnits(context), warnings };
}

const promptsOf = ({ calls }: ScriptedModel): string[] =>
  calls.map(({ messages }) => messages[0]?.content ?? '');

describe('NexusSum', () => {
  const kinds: [string, AskedLength, SummarizerHabits][] = [
    ['about, exact', { kind: 'about', words: 500 }, { keeps: 1 }],
    ['at least, short answers', { kind: 'atLeast', words: 500 }, { keeps: 1, bias: 0.5, spread: 0.2 }],
    ['at most, long answers', { kind: 'atMost', words: 500 }, { keeps: 1, bias: 1.4, spread: 0.2 }],
    ['between', { kind: 'range', words: [480, 520] }, { keeps: 1, bias: 0.8, spread: 0.2 }],
  ];
  it.each(kinds)('meets a length contract of the kind: %s', async (_name, asked, habits) => {
    const { text, report } = await read(taskOf(novel.text, asked), scriptedSummarizer(habits));
    expect(report.length).toMatchObject({ words: countWords(text), isMet: true });
    expect(report.passes).toBeLessThanOrEqual(10);
    expect(findKept(novel.points, text).length).toBeGreaterThanOrEqual(12);
  });

  it('reads Chinese novels in Chinese', async () => {
    const model = scriptedSummarizer({ keeps: 1 });
    const { text, report } = await read(taskOf(chinese.text, { kind: 'about', words: 700 }, 'zh'), model);
    expect(report.length.isMet).toBe(true);
    expect(report.toldAsProse).toBeGreaterThan(0);
    expect(findKept(chinese.points, text)).toHaveLength(16);
    expect(text).not.toMatch(/[a-z]/);
    expect(promptsOf(model).join('')).not.toMatch(/Give only|Length:/);
  });

  it('tells dialogue as prose before it sums up, and leaves prose alone', async () => {
    const model = scriptedSummarizer({ keeps: 1 });
    await read(taskOf(novel.text, { kind: 'about', words: 500 }), model);
    const summaries = promptsOf(model).filter((prompt) => prompt.includes('Sum up this part'));
    expect(summaries.join('')).toMatch(/Mara said: /);
    expect(summaries.join('')).not.toMatch(/” said/);
    const plain = scriptedSummarizer({ keeps: 1 });
    const { report } = await read(
      taskOf(novel.text.replace(/“|,” said \w+/g, ''), { kind: 'about', words: 500 }),
      plain,
    );
    expect(report.toldAsProse).toBe(0);
    expect(promptsOf(plain).some((prompt) => prompt.includes('third-person'))).toBe(false);
  });

  it('sums up a document without scenes by its sections', async () => {
    const section = (name: string): string =>
      `# ${name}\n\n${Array.from({ length: 60 }, (_each, index) => `Result ${index} of ${name} rose by some part of the tide.`).join(' ')}`;
    const model = scriptedSummarizer({ keeps: 1 });
    const text = ['Alpha', 'Beta', 'Gamma'].map(section).join('\n\n');
    const { report } = await read(taskOf(text, { kind: 'atMost', words: 200 }), model);
    expect(report).toMatchObject({ genre: 'document', toldAsProse: 0, length: { isMet: true } });
    expect(promptsOf(model).join('')).not.toContain('a story');
  });

  it('lets the first sentences of a part stand in where the model declines twice, and says so', async () => {
    const willing = scriptedSummarizer({ keeps: 1 });
    const model = scriptedModel(
      ({ messages }): ScriptedReply =>
        /Sum up this part/.test(messages[0]?.content ?? '')
          ? { finishReason: 'content-filter' }
          : { text: /<text>\n([\s\S]*?)\n<\/text>/.exec(messages[0]?.content ?? '')?.[1] ?? '' },
      { contextTokens: 32_000 },
    );
    const { text, report, units, warnings } = await read(
      taskOf(novel.text, { kind: 'about', words: 500 }),
      model,
    );
    expect(willing.calls).toEqual([]);
    expect(report.standIns.summary).toBe(report.parts);
    const declined = promptsOf(model).filter((prompt) => prompt.includes('Sum up this part'));
    expect(declined).toHaveLength(report.parts * 2);
    expect(text).toContain(units[0]?.text.slice(0, 40));
    expect(units.filter(({ status }) => status === 'skipped')).toHaveLength(report.parts);
    expect(warnings.join('\n')).toMatch(
      /\d+ of \d+ parts came to nothing twice; their first sentences stand in/,
    );
  });

  it.each([2_500, 750])('keeps to a window of %i tokens', async (contextTokens) => {
    const model = scriptedSummarizer({ keeps: 1, contextTokens });
    const { report } = await read(taskOf(novel.text, { kind: 'about', words: 500 }), model);
    expect(report.length.isMet).toBe(true);
    expect(report.standIns).toMatchObject({ prose: 0, summary: 0 });
    expect(model.calls.length).toBe(new Set(promptsOf(model)).size);
    for (const { messages, options } of model.calls)
      expect(estimateTokens(messages[0]?.content ?? '') + (options.maxOutputTokens ?? 0)).toBeLessThanOrEqual(
        contextTokens,
      );
  });

  it('says what to do where the question leaves no room for the text', async () => {
    const model = scriptedSummarizer({ keeps: 1, contextTokens: 300 });
    await expect(read(taskOf(novel.text), model)).rejects.toThrow(
      /Expected the question to leave room.*300 tokens/,
    );
    expect(model.calls).toEqual([]);
  });

  it('says so where the sources are too short for what is asked', async () => {
    const { report, warnings } = await read(
      taskOf('Mara went home. It rained.', { kind: 'atLeast', words: 500 }),
      scriptedSummarizer({ keeps: 1 }),
    );
    expect(report.length.isMet).toBe(false);
    expect(warnings.join('')).toMatch(
      /has \d+ words where 500 to 550 were to be met; the sources gave no more/,
    );
  });

  it('goes on after a stop at any call, and pays for none twice', async () => {
    const small = createNovel({ seed: 5, words: 1_500, points: 4 });
    const task = taskOf(small.text, { kind: 'about', words: 200 });
    const whole = scriptedSummarizer({ keeps: 1, bias: 0.8, contextTokens: 2_500 });
    const expected = await read(task, whole);
    for (let stopAfter = 1; stopAfter < whole.calls.length; stopAfter += 3) {
      const state = createVolatileState();
      const first = scriptedSummarizer({ keeps: 1, bias: 0.8, contextTokens: 2_500 });
      await expect(read(task, first, { state, stopAfter, concurrency: 1 })).rejects.toThrow(/stopped/);
      const second = scriptedSummarizer({ keeps: 1, bias: 0.8, contextTokens: 2_500 });
      const { text, report } = await read(task, second, { state, concurrency: 1 });
      expect(text).toBe(expected.text);
      expect(report).toEqual(expected.report);
      expect(first.calls.length + second.calls.length).toBe(whole.calls.length);
    }
  });

  it('keeps every first summary with the stretch it was made of', async () => {
    const { units } = await read(
      taskOf(novel.text, { kind: 'about', words: 500 }),
      scriptedSummarizer({ keeps: 1 }),
    );
    const spans = units.filter(({ kind }) => kind === 'summary').flatMap((unit) => unit.spans);
    expect(spans[0]?.from).toBe(0);
    expect(spans.at(-1)?.to).toBe(novel.text.length);
    spans.slice(1).forEach((span, index) => {
      expect(span.from).toBe(spans[index]?.to);
    });
  });
});
