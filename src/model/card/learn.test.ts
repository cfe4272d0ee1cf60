import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CapabilityCard, cardSchema, emptyCard, usableContextTokens } from './card.ts';
import { learn, type Observation } from './learn.ts';

const then = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-01-02T00:00:00Z');
const blank = emptyCard('openai:m', then);
const call = (more: Partial<Extract<Observation, { kind: 'call' }>> = {}): Observation => ({
  kind: 'call',
  inputTokens: 1000,
  outputTokens: 500,
  reasoningTokens: 0,
  ms: 6000,
  finishReason: 'stop',
  ...more,
});
const learnAll = (card: CapabilityCard, ...seen: Observation[]): CapabilityCard =>
  seen.reduce((known, each) => learn(known, each, now), card);

describe('learn', () => {
  it('says when, and never when it was probed', () => {
    const card = learn({ ...blank, probedAt: then.toISOString() }, call(), now);
    expect(card).toMatchObject({ updatedAt: now.toISOString(), probedAt: then.toISOString() });
  });

  it('gathers how the endpoint counts tokens', () => {
    const card = learnAll(blank, call({ tokenRatio: 1.1 }), call({ tokenRatio: 0.9 }), call());
    expect(card.tokenRatio).toEqual([0.9, 1.1]);
  });

  it('learns the speed behind the first word: 500 tokens in 5 s', () => {
    expect(learnAll(blank, call({ firstTokenInMs: 1000 })).speed).toEqual({
      firstTokenInMs: 1000,
      tokensPerSecond: 100,
    });
    expect(learnAll(blank, call()).speed).toBeUndefined();
  });

  it('expects nearly as much thinking as the most thoughtful calls needed', () => {
    const thoughts = [100, 2000, 150, 120, 90];
    const card = learnAll(blank, ...thoughts.map((reasoningTokens) => call({ reasoningTokens })));
    expect(card.reasoningTokens).toBeGreaterThan(1_000);
    expect(card.reasoningTokens).toBeLessThan(2_000);
    expect(learnAll(blank, call()).reasoningTokens).toBe(0);
  });

  it('keeps what the call layer found out', () => {
    const learnt = { acceptsTemperature: false, tokenLimitName: 'max_completion_tokens' as const };
    expect(learnAll(blank, call({ learnt }))).toMatchObject(learnt);
  });

  it('plans with less after an overflow, whatever was thought before', () => {
    const known = { ...blank, keptTokens: 8000, advertised: { contextTokens: 32_000, source: 'test' } };
    const card = learnAll(known, { kind: 'overflow', sentTokens: 6000, contextTokens: 4096 });
    expect(card).toMatchObject({ lostTokens: 6000, keptTokens: 4096 });
    expect(usableContextTokens(card)).toBe(4096);
    const unnamed = learnAll(known, { kind: 'overflow', sentTokens: 6000 });
    expect(usableContextTokens(unnamed)).toBe(3000);
  });

  it('leaves a kept size alone that an overflow does not contradict', () => {
    const card = learnAll(
      { ...blank, keptTokens: 4000 },
      { kind: 'overflow', sentTokens: 6000, contextTokens: 2000 },
    );
    expect(card).toMatchObject({ keptTokens: 4000, lostTokens: 6000 });
  });

  it('learns the habit of length from answers far below the ceiling alone', () => {
    const length = (askedWords: number, deliveredWords: number): Observation => ({
      kind: 'length',
      askedWords,
      deliveredWords,
    });
    expect(learnAll(blank, length(400, 300)).lengthBias).toBe(0.75);
    expect(learnAll(blank, length(400, 300), length(400, 500)).lengthBias).toBeCloseTo(0.85, 10);
    expect(learnAll(blank, length(4000, 1900)).lengthBias).toBeUndefined();
    const capped = { ...blank, maxOutputWords: 500 };
    expect(learnAll(capped, length(400, 300)).lengthBias).toBeUndefined();
    expect(learnAll(capped, length(1000, 640)).maxOutputWords).toBe(640);
  });

  it('always gives a card that can be stored, whose window no overflow contradicts', () => {
    const count = fc.integer({ min: 1, max: 100_000 });
    const observation = fc.oneof(
      fc.record({
        kind: fc.constant('call' as const),
        inputTokens: count,
        tokenRatio: fc.option(fc.double({ min: 0.1, max: 5, noNaN: true }), { nil: undefined }),
        outputTokens: count,
        reasoningTokens: fc.nat(50_000),
        ms: fc.nat(100_000),
        firstTokenInMs: fc.option(fc.nat(100_000), { nil: undefined }),
        finishReason: fc.constantFrom('stop' as const, 'length' as const, 'other' as const),
      }),
      fc.record({
        kind: fc.constant('overflow' as const),
        sentTokens: count,
        contextTokens: fc.option(count, { nil: undefined }),
      }),
      fc.record({ kind: fc.constant('length' as const), askedWords: count, deliveredWords: fc.nat(100_000) }),
    );
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 12 }), (seen) => {
        const card = learnAll(blank, ...seen);
        expect(cardSchema.parse(JSON.parse(JSON.stringify(card)))).toEqual(card);
        const sent = seen.flatMap((each) => (each.kind === 'overflow' ? [each.sentTokens] : []));
        if (sent.length > 0)
          expect(usableContextTokens(card)).toBeLessThanOrEqual(Math.max(1, Math.min(...sent)));
      }),
    );
  });
});
