import { describe, expect, it } from 'vitest';
import { createRandom } from '../../model/simulated/random.ts';
import { drawToken, findCopyTokens } from './draw-token.ts';

/** Token 9 announces the copy 1 2 3, or 4 2 3 with a capital. */
const copies = new Map([
  [
    9,
    [
      [1, 2, 3],
      [4, 2, 3],
    ],
  ],
]);

describe('findCopyTokens', () => {
  it.each([
    { body: [], next: undefined },
    { body: [7, 8], next: undefined },
    { body: [7, 9], next: [1, 4] },
    { body: [7, 9, 4], next: [2] },
    { body: [7, 9, 1, 2], next: [3] },
    { body: [7, 9, 1, 2, 3], next: undefined },
    { body: [7, 9, 1, 2, 3, 5, 9], next: [1, 4] },
  ])('says what follows $body', ({ body, next }) => {
    expect(findCopyTokens(body, copies)).toEqual(next && new Set(next));
  });
});

describe('drawToken', () => {
  const options = { prompt: [], temperature: 0, topP: 1, random: createRandom(1), isForbidden: () => false };
  /** Wants 5 most, then 2, then 1. */
  const logits = Float32Array.of(0, 1, 2, 0, 0, 5, 0, 0, 0, 0);

  it('finishes a copy whatever the model wants', () => {
    expect(drawToken(logits, [9], { ...options, copies })).toBe(1);
    expect(drawToken(logits, [9, 1], { ...options, copies })).toBe(2);
    expect(drawToken(logits, [9, 1, 2], { ...options, copies })).toBe(3);
    expect(drawToken(logits, [9, 1, 2, 3], { ...options, copies })).toBe(5);
  });

  it('copies a doubled letter that the loop guard would forbid', () => {
    const doubled = new Map([[9, [[6, 6, 6]]]]);
    expect(drawToken(logits, [9, 6, 6], { ...options, copies: doubled })).toBe(6);
  });

  it('forbids loops and what the caller forbids elsewhere', () => {
    expect(drawToken(logits, [5], { ...options, copies })).toBe(2);
    expect(drawToken(logits, [5], { ...options, copies, isForbidden: (token) => token === 2 })).toBe(1);
  });
});
