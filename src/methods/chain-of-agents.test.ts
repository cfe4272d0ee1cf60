/** Scripted readers answer from what they are shown alone: this tests the engine, not reading skill. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReadingTask, readingKinds } from '../../bench/read-tasks.ts';
import { scriptedReader } from '../../bench/scripted-reader.ts';
import { playReading, requestReading } from '../../bench/scripted-reading.ts';
import { estimateTokens, loadTokenizer } from '../model/estimate-tokens.ts';
import { createVolatileContext, createVolatileState, type VolatileState } from '../run/volatile-context.ts';
import { planChain } from './chain-of-agents/budget.ts';
import { readChoice, voteOn } from './chain-of-agents/choice.ts';
import { tableOfNames } from './chain-of-agents/hybrid.ts';
import { listWalks } from './chain-of-agents/order.ts';
import { trimUnit } from './chain-of-agents/walk.ts';
import type { ReadSettings } from './reading/read-request.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-chain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(loadTokenizer);

type Play = {
  settings?: Partial<ReadSettings>;
  model?: Parameters<typeof scriptedReader>[0];
  state?: VolatileState;
  stop?: () => boolean;
};

async function play(
  texts: readonly string[],
  ask: string,
  { settings = {}, model = {}, state, stop }: Play = {},
) {
  const asked = await requestReading(texts, { ask, ...settings, method: 'chain-of-agents' });
  const reader = scriptedReader({ contextTokens: 1_200, ...model });
  const kept = state ?? createVolatileState();
  const context = createVolatileContext({ folder, state: kept, ...(stop && { stop }) });
  return { result: await playReading(asked, reader, context), calls: reader.calls, state: kept };
}

const sizeOf = (call: { messages: readonly { content: string }[] }): number =>
  call.messages.reduce((sum, { content }) => sum + estimateTokens(content) + 4, 0);

describe('Chain of Agents with a scripted reader', () => {
  it.each(readingKinds)('answers %s over a text of many windows, in every order', async (kind) => {
    const { text, ask, answer } = makeReadingTask(kind, 6_000, 1);
    for (const settings of [
      {},
      { order: 'right-to-left' },
      { order: 'permutation', seed: 3 },
      { isHybrid: true, concurrency: 4 },
    ]) {
      const { result } = await play([text], ask, { settings });
      expect(result).toMatchObject({ answer, status: 'done', skippedUnits: 0 });
    }
  });

  it.each(['bi-directional', 'permutation', 'self-consistency'])(
    'chooses in a %s ensemble',
    async (ensemble) => {
      const { text, ask, answer } = makeReadingTask('multi-needle', 3_000, 2);
      const { result } = await play([text], ask, { settings: { ensemble, concurrency: 3 } });
      expect(result.answer).toBe(answer);
      expect(result.report).toMatchObject({
        walks: ensemble === 'bi-directional' ? 2 : 5,
        skippedWorkers: 0,
      });
      expect(result.report.selection).toBe(ensemble === 'self-consistency' ? 'vote' : 'judge');
    },
  );

  it('shows the manager the last notes and nothing of the text', async () => {
    const { text, ask } = makeReadingTask('single-needle', 3_000, 3);
    const { calls, result } = await play([text], ask);
    const last = calls.at(-1)?.messages[0]?.content ?? '';
    expect(last).toContain('bears the number');
    expect(last).not.toContain('says that');
    // Every stretch of the source was shown once, in order, without a gap.
    const spans = result.units.flatMap(({ spans }) => spans);
    expect(spans.map(({ from }) => from)).toEqual([0, ...spans.slice(0, -1).map(({ to }) => to)]);
    expect(spans.at(-1)?.to).toBe(text.length);
  });

  it('reads several sources as one, and tells which part of which each worker saw', async () => {
    const { text, ask, answer } = makeReadingTask('order', 1_500, 4);
    const cut = text.indexOf('\n\n', text.length / 2);
    const { result } = await play([text.slice(0, cut), text.slice(cut + 2)], ask);
    expect(result.answer).toBe(answer);
    const seen = new Set(result.units.flatMap(({ spans }) => spans.map(({ sourceId }) => sourceId)));
    expect([...seen]).toEqual(result.sources.map(({ id }) => id));
  });

  it('never sends more than the window takes, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 450, max: 5_000 }),
        fc.integer({ min: 10, max: 6_000 }),
        fc.constantFrom('words', 'one sentence', 'spaces', '中文'),
        fc.boolean(),
        async (contextTokens, tokens, shape, isHybrid) => {
          const words = {
            words: 'The tide came in and the boats went out. ',
            'one sentence': 'tide and ',
            spaces: 'a          \t      -------- ',
            中文: '潮水涨了，船都出海去了。',
          }[shape];
          const text = words.repeat(Math.ceil(tokens / estimateTokens(words)));
          const { calls, result } = await play([text], 'What happened?', {
            settings: { isHybrid },
            model: {
              contextTokens,
              fail: () => 'Something happened at sea, and it was noted down. '.repeat(40),
            },
          });
          expect(result.answer).not.toBe('');
          for (const call of calls)
            expect(sizeOf(call) + (call.options.maxOutputTokens ?? 0)).toBeLessThanOrEqual(contextTokens);
        },
      ),
      // A text of blanks, then notes in prose: the reader counts them very differently.
      { numRuns: 12, examples: [[1_659, 4_051, 'spaces', true]] },
    );
  }, 60_000);

  it('keeps the notes before a worker that declines or says nothing, and says so', async () => {
    const { text, ask, answer } = makeReadingTask('single-needle', 4_000, 5);
    const { result, state } = await play([text], ask, {
      model: {
        // Everybody after the one who finds it.
        fail: (prompt) =>
          prompt.includes('Notes on everything before') && /<notes>\nThe seal/.test(prompt)
            ? "I'm sorry, but I can't help with that request."
            : undefined,
      },
    });
    expect(result.answer).toBe(answer);
    expect(result.status).toBe('outside-contract');
    expect(result.skippedUnits).toBe(result.report.skippedWorkers);
    expect(result.skippedUnits).toBeGreaterThan(0);
    expect(state.events.filter(({ type, name }) => type === 'check' && name === 'complete')).toHaveLength(1);
  });

  it.each([
    ['one after the other', {}],
    ['side by side', { isHybrid: true, concurrency: 3 }],
  ])('reads a chunk in pieces where the endpoint takes less than was known: %s', async (_name, settings) => {
    const { text, ask, answer } = makeReadingTask('aggregate', 3_000, 6);
    const { result, calls } = await play([text], ask, {
      settings,
      model: {
        contextTokens: 4_000,
        fail: (prompt) =>
          estimateTokens(prompt) > 1_100
            ? {
                error: {
                  status: 400,
                  body: {
                    error: {
                      message: "This model's maximum context length is 1500 tokens.",
                      code: 'context_length_exceeded',
                    },
                  },
                },
              }
            : undefined,
      },
    });
    expect(result.answer).toBe(answer);
    expect(result.units.length).toBeGreaterThan(2);
    expect(calls.length).toBeGreaterThan(result.units.length);
  });

  it('goes on from any moment of its life with nothing asked twice', async () => {
    const { text, ask, answer } = makeReadingTask('order', 2_500, 7);
    const settings = { ensemble: 'bi-directional', concurrency: 2 };
    const whole = await play([text], ask, { settings });
    const total = whole.state.steps.size;
    for (const moment of [1, 3, Math.floor(total / 2), total - 2]) {
      const state = createVolatileState();
      const stop = () => state.steps.size >= moment;
      const killed = play([text], ask, { settings, state, stop });
      await expect(killed).rejects.toThrow('stopped');
      const paid = state.calls.length;
      const resumed = await play([text], ask, { settings, state });
      expect(resumed.result.answer).toBe(answer);
      expect(resumed.result.units).toHaveLength(whole.result.units.length);
      expect(paid + resumed.calls.length).toBe(whole.calls.length);
    }
  });

  it('asks again for an answer of another length, and keeps the nearer one', async () => {
    const { text } = makeReadingTask('single-needle', 3_000, 8);
    const { result, calls } = await play([text], 'Summarize the pages', {
      settings: { words: 60 },
      model: {
        fail: (prompt) =>
          prompt.includes('Your answer has 30 words') ? 'word '.repeat(60) : 'word '.repeat(30),
      },
    });
    expect(result).toMatchObject({ words: 60, status: 'done', contract: { kind: 'about', words: 60 } });
    expect(calls.at(-1)?.messages).toHaveLength(3);
  });

  it('takes one chunk, one endless sentence, and many chunks', async () => {
    const one = await play(
      ['The seal of Helm bears the number 4711.'],
      'What numbers stand on the seals of Helm?',
    );
    expect(one.result).toMatchObject({ answer: '4711', usage: { calls: 2 } });
    const endless = `${'tide '.repeat(3_000)}The seal of Helm bears the number 4711 ${'ebb '.repeat(2_000)}`;
    expect(
      (await play([endless], 'What numbers stand on the seals of Helm?')).result.report.chunks,
    ).toBeGreaterThan(5);
    const { text, ask, answer } = makeReadingTask('aggregate', 60_000, 9);
    const many = await play([text], ask, { model: { contextTokens: 500 } });
    expect(many.result.answer).toBe(answer);
    expect(many.result.report.chunks).toBeGreaterThan(300);
  }, 60_000);

  it('refuses a question that fills the window, before anything is asked', async () => {
    const long = play(['Text.'], `What of ${'this and that '.repeat(300)}?`, {
      model: { contextTokens: 600 },
    });
    await expect(long).rejects.toThrow(/Shorten `--ask`/);
  });
});

describe('the parts of a chain', () => {
  it('shares out a window without ever exceeding it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 5_000 }),
        fc.option(fc.integer({ min: 1, max: 10_000 }), { nil: undefined }),
        fc.option(fc.integer({ min: 1, max: 50_000 }), { nil: undefined }),
        (windowTokens, frame, maxOutputTokens, targetWords) => {
          const task = { kind: 'summarize' as const, ...(targetWords && { targetWords }) };
          try {
            const { chunkTokens, unitTokens } = planChain({ windowTokens, maxOutputTokens }, frame, task);
            expect(frame + chunkTokens + 2 * unitTokens).toBeLessThan(windowTokens);
            expect(Math.min(chunkTokens, unitTokens)).toBeGreaterThan(0);
          } catch (error) {
            expect((error as Error).name).toBe('UsageError');
            expect(windowTokens).toBeLessThan(frame * 2 + 400);
          }
        },
      ),
    );
  });

  it('walks over every chunk once, whatever the order', () => {
    const chunks = Array.from({ length: 9 }, (_, index) => index);
    for (const ensemble of ['bi-directional', 'permutation', 'self-consistency'] as const) {
      const walks = listWalks({ ensemble }, 9, 1);
      for (const { order } of walks) expect(order.toSorted((a, b) => a - b)).toEqual(chunks);
      expect(new Set(walks.map(({ name }) => name)).size).toBe(walks.length);
    }
    expect(listWalks({ order: 'permutation' }, 9, 1)).toEqual(listWalks({ order: 'permutation' }, 9, 1));
    expect(listWalks({ order: 'permutation' }, 9, 1)).not.toEqual(listWalks({ order: 'permutation' }, 9, 2));
    // Over one chunk there is but one order.
    expect(listWalks({ ensemble: 'permutation' }, 1, 1)).toHaveLength(1);
  });

  it('trims notes to their room, head and tail first', () => {
    const notes = Array.from({ length: 60 }, (_, index) => `Fact ${index} was noted on the quay.`).join(' ');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (most) => {
        expect(estimateTokens(trimUnit(notes, most, estimateTokens))).toBeLessThanOrEqual(most);
      }),
      { numRuns: 30 },
    );
    const short = trimUnit(notes, 120, estimateTokens);
    expect(short).toContain('Fact 0 ');
    expect(short).toContain('Fact 59 ');
    expect(short).not.toContain('Fact 30 ');
  });

  it('votes over short answers only, and reads a verdict from the last line', () => {
    const count = (text: string): number => text.split(' ').length;
    expect(voteOn(['Twelve.', 'twelve', 'nine'], count)).toEqual({ text: 'Twelve.', votes: 2 });
    expect(voteOn(['one', 'two'], count)).toBeUndefined();
    expect(voteOn(['long '.repeat(30), 'long '.repeat(30)], count)).toBeUndefined();
    expect(readChoice('Notes 1 lack 3 facts.\n2', 3)).toBe(1);
    expect(readChoice('The best is 7.\n**7**', 3)).toBeUndefined();
    expect(readChoice('', 3)).toBeUndefined();
  });

  it('gathers the names of all notes, the most frequent first', () => {
    expect(
      tableOfNames(['A fact.\nNames: Ada Byron; Thames.', '事实。\n名称：泰晤士；Thames', 'No names']),
    ).toBe('Thames (2); Ada Byron (1); 泰晤士 (1)');
  });
});
