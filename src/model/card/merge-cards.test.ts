import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CapabilityCard, cardSchema } from './card.ts';
import { mergeCards } from './merge-cards.ts';

const tokens = fc.integer({ min: 1, max: 200_000 });
const ratio = fc
  .tuple(fc.double({ min: 0.5, max: 2, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([low, more]): [number, number] => [low, low + more]);
const time = fc.integer({ min: 0, max: 1e12 }).map((ms) => new Date(ms).toISOString());
const card: fc.Arbitrary<CapabilityCard> = fc
  .record(
    {
      key: fc.constant('compatible:m@http://127.0.0.1:8000/v1'),
      updatedAt: time,
      probedAt: time,
      keptTokens: tokens,
      lostTokens: tokens,
      maxOutputWords: tokens,
      lengthBias: fc.double({ min: 0.1, max: 3, noNaN: true }),
      tokenRatio: ratio,
      structuredOutput: fc.constantFrom('schema' as const, 'json' as const, 'none' as const),
      acceptsTemperature: fc.boolean(),
      advertised: fc.record({ contextTokens: tokens, source: fc.string() }),
    },
    { requiredKeys: ['key', 'updatedAt'] },
  )
  .map(({ keptTokens, lostTokens, ...rest }) => ({
    ...rest,
    ...(lostTokens !== undefined && { lostTokens }),
    ...(keptTokens !== undefined && keptTokens < (lostTokens ?? Infinity) && { keptTokens }),
  }));

describe('mergeCards', () => {
  it('changes nothing when a card meets itself', () => {
    fc.assert(
      fc.property(card, (one) => {
        expect(mergeCards(one, one)).toEqual(one);
      }),
    );
  });

  it('gives a card that can be stored and read again', () => {
    fc.assert(
      fc.property(card, card, (older, newer) => {
        const merged = mergeCards(older, newer);
        expect(cardSchema.parse(JSON.parse(JSON.stringify(merged)))).toEqual(merged);
      }),
    );
  });

  it('gathers limits the same way round as the other', () => {
    const limits = ({ keptTokens, lostTokens, maxOutputWords, tokenRatio }: CapabilityCard) => ({
      keptTokens,
      lostTokens,
      maxOutputWords,
      tokenRatio,
    });
    fc.assert(
      fc.property(card, card, (a, b) => {
        expect(limits(mergeCards(a, b))).toEqual(limits(mergeCards(b, a)));
      }),
    );
  });

  it('never takes a window for larger than a loss allows, nor forgets a loss', () => {
    fc.assert(
      fc.property(card, card, (older, newer) => {
        const { keptTokens = 0, lostTokens = Infinity } = mergeCards(older, newer);
        expect(keptTokens).toBeLessThan(lostTokens);
        expect(lostTokens).toBe(Math.min(older.lostTokens ?? Infinity, newer.lostTokens ?? Infinity));
        const possible = [older.keptTokens ?? 0, newer.keptTokens ?? 0].filter((kept) => kept < lostTokens);
        expect(keptTokens).toBe(Math.max(0, ...possible));
      }),
    );
  });

  it('widens the token ratio and raises the longest answer', () => {
    fc.assert(
      fc.property(card, card, (older, newer) => {
        const merged = mergeCards(older, newer);
        for (const { tokenRatio, maxOutputWords } of [older, newer]) {
          if (tokenRatio) expect(merged.tokenRatio?.[0]).toBeLessThanOrEqual(tokenRatio[0]);
          if (tokenRatio) expect(merged.tokenRatio?.[1]).toBeGreaterThanOrEqual(tokenRatio[1]);
          if (maxOutputWords) expect(merged.maxOutputWords).toBeGreaterThanOrEqual(maxOutputWords);
        }
      }),
    );
  });

  it('takes plain facts from the newer card, and from the older one what the newer does not say', () => {
    fc.assert(
      fc.property(card, card, (older, newer) => {
        const merged = mergeCards(older, newer);
        expect(merged.structuredOutput).toBe(newer.structuredOutput ?? older.structuredOutput);
        expect(merged.acceptsTemperature).toBe(newer.acceptsTemperature ?? older.acceptsTemperature);
        expect(merged.advertised).toEqual(newer.advertised ?? older.advertised);
        expect(merged.lengthBias).toBe(newer.lengthBias ?? older.lengthBias);
      }),
    );
  });
});
