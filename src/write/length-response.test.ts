import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createResponse,
  expectDelivery,
  type LengthResponse,
  learnDelivery,
  wordsToAsk,
} from './length-response.ts';

const seenAfter = (deliveries: [asked: number, delivered: number][], priorBias = 1): LengthResponse =>
  deliveries.reduce(
    (response, [askedWords, deliveredWords]) =>
      learnDelivery(response, { kind: 'draft', askedWords, deliveredWords }),
    createResponse(priorBias),
  );

describe('wordsToAsk', () => {
  it('asks for what is wanted while nothing is known', () => {
    expect(wordsToAsk(createResponse(), 'draft', 400)).toBe(400);
  });

  it('asks for more of a model that gives less, and for less of one that gives more', () => {
    expect(wordsToAsk(seenAfter(Array(8).fill([400, 340])), 'draft', 400)).toBeGreaterThan(445);
    expect(wordsToAsk(seenAfter(Array(8).fill([400, 520])), 'draft', 400)).toBeLessThan(330);
  });

  it('follows a habit that changes', () => {
    const changed = seenAfter([...Array(12).fill([400, 520]), ...Array(12).fill([400, 320])]);
    expect(wordsToAsk(changed, 'draft', 400)).toBeGreaterThan(430);
  });

  it('does not take a ceiling at long lengths for a habit at short ones', () => {
    const capped = seenAfter([...Array(6).fill([1_500, 500]), ...Array(6).fill([200, 200])]);
    expect(expectDelivery(capped, 'draft', 200).ratio).toBeGreaterThan(0.9);
    expect(expectDelivery(capped, 'draft', 1_500).ratio).toBeLessThan(0.5);
  });

  it('stays near what is wanted, whatever was seen', () => {
    const delivery = fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 0, max: 50_000 }));
    fc.assert(
      fc.property(
        fc.array(delivery, { maxLength: 60 }),
        fc.integer({ min: 20, max: 3_000 }),
        (seen, wanted) => {
          const asked = wordsToAsk(seenAfter(seen), 'more', wanted);
          expect(asked).toBeGreaterThanOrEqual(Math.floor(wanted * 0.6));
          expect(asked).toBeLessThanOrEqual(Math.ceil(wanted * 1.7));
          expect(seenAfter(seen).seen.length).toBeLessThanOrEqual(32);
        },
      ),
    );
  });
});

describe('expectDelivery', () => {
  it('tells a steady model from a loose one', () => {
    const steady = seenAfter(Array(10).fill([400, 390]));
    const loose = seenAfter([
      [400, 250],
      [400, 560],
      [400, 300],
      [400, 600],
      [400, 280],
      [400, 500],
    ]);
    expect(expectDelivery(steady, 'draft', 400).spread).toBeLessThan(0.15);
    expect(expectDelivery(loose, 'draft', 400).spread).toBeGreaterThan(0.25);
  });
});
