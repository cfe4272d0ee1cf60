import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelCallError } from '../../errors.ts';
import type { TokenScorer } from '../../model/token-scorer.ts';
import { averageNll, measureCumulativeNll } from './cumulative-nll.ts';
import { shuffleParagraphs } from './shuffle-paragraphs.ts';

const seed = 1;

/** A scorer over words; `likelihood` sees the words before, last one last. */
const createScorer = (likelihood: (word: string, before: readonly string[]) => number): TokenScorer => ({
  name: 'toy',
  async score(text) {
    const tokens = text.split(/\s+/).filter(Boolean);
    return {
      tokens,
      logProbabilities: Float32Array.from(tokens, (word, at) =>
        Math.log(likelihood(word, tokens.slice(0, at))),
      ),
    };
  },
});

/** Counts words as they come, over a vocabulary of two, each seen once beforehand. */
const unigram = createScorer(
  (word, before) => (before.filter((each) => each === word).length + 1) / (before.length + 2),
);

/** Sure of the word that followed last time; before that it guesses among ten. */
const bigram = createScorer((word, before) => {
  const follows = before.flatMap((each, at) => (at > 0 && before[at - 1] === before.at(-1) ? [each] : []));
  return follows.includes(word) ? 0.9 : 0.1;
});

describe('averageNll', () => {
  it('is the running mean of what a unigram model is surprised by', async () => {
    const { logProbabilities } = await unigram.score('a b a a');
    // 1/2, then b has (0 + 1) / (1 + 2), a has (1 + 1) / (2 + 2) and (2 + 1) / (3 + 2).
    const curve = averageNll(logProbabilities);
    expect(curve[0]).toBeCloseTo(Math.log(2), 6);
    expect(curve[1]).toBeCloseTo((Math.log(2) + Math.log(3)) / 2, 6);
    expect(curve[2]).toBeCloseTo((2 * Math.log(2) + Math.log(3)) / 3, 6);
    expect(curve[3]).toBeCloseTo((2 * Math.log(2) + Math.log(3) + Math.log(5 / 3)) / 4, 6);
  });

  it('refuses what is no logarithm of a probability', () => {
    expect(() => averageNll(Float32Array.of(-1, 0.5))).toThrow('token 1');
    expect(() => averageNll(Float32Array.of(Number.NEGATIVE_INFINITY))).toThrow('-Infinity');
    expect(() => averageNll(Float32Array.of(Number.NaN))).toThrow('NaN');
  });
});

describe('measureCumulativeNll', () => {
  const ln = Math.log;

  it('averages over the answers that are long enough, with hand-worked values', async () => {
    const { points, scorer, leftOut } = await measureCumulativeNll(
      [
        { cluster: 'p1', text: 'x y x y' },
        { cluster: 'p2', text: 'x x' },
      ],
      bigram,
      { seed, stepTokens: 2 },
    );
    expect(scorer).toBe('toy');
    // "x y x y": y has followed x when it comes the second time; "x x": nothing was seen before.
    expect(points.map(({ tokens, original }) => [tokens, original.clusters])).toEqual([
      [2, 2],
      [4, 1],
    ]);
    expect(points[0]?.original.value).toBeCloseTo(ln(10), 5);
    expect(points[1]?.original.value).toBeCloseTo((3 * ln(10) - ln(0.9)) / 4, 5);
    expect(leftOut.map(({ cluster, from }) => [cluster, from])).toEqual([
      ['p1', 'control'],
      ['p2', 'control'],
    ]);
    expect(points[0]).toMatchObject({ shuffled: { value: null }, lead: { difference: null, leftOut: 2 } });
  });

  it('shows the lead of the true order where the order says something', async () => {
    // Sure of the next number: each paragraph that is out of place costs two surprises.
    const counting = createScorer((word, before) =>
      Number(word) === Number(before.at(-1) ?? 0) + 1 ? 0.9 : 0.1,
    );
    const answers = Array.from({ length: 8 }, (_answer, at) => ({
      cluster: `p${at}`,
      text: '1 2 3 4\n\n5 6 7 8\n\n9 10 11 12\n\n13 14 15 16\n',
    }));
    const { points } = await measureCumulativeNll(answers, counting, { seed, stepTokens: 8 });
    expect(points.map(({ tokens }) => tokens)).toEqual([8, 16]);
    expect(points[1]?.original.value).toBeCloseTo(-ln(0.9), 5);
    // 16 tokens, of which two to four are out of place, by ln 9 each.
    expect(points[1]?.lead.difference).toBeGreaterThanOrEqual((2 * ln(9)) / 16 - 1e-6);
    expect(points[1]?.lead.difference).toBeLessThanOrEqual((4 * ln(9)) / 16 + 1e-6);
    expect(points[1]?.lead).toMatchObject({ clusters: 8, p: 2 / 2 ** 8 });
  });

  it('shows no lead for a model that sees no order', async () => {
    const answers = ['a a b\n\nb a\n\na b b', 'b\n\na a a\n\nb b'].map((text, at) => ({
      cluster: `${at}`,
      text,
    }));
    const uniform = createScorer(() => 0.5);
    const { points } = await measureCumulativeNll(answers, uniform, { seed, stepTokens: 3 });
    expect(points.map(({ lead }) => lead.difference)).toEqual([0, 0]);
  });

  it('leaves out what is too long or too short, says so, and hides no other trouble', async () => {
    const short: TokenScorer = {
      name: 'short',
      async score(text) {
        if (text.length <= 8) return unigram.score(text);
        const message = 'Expected a text of at most 8 characters.';
        throw new ModelCallError(message, { fault: 'context-overflow', address: 'short' });
      },
    };
    const answers = [
      { cluster: 'long', text: 'a b a b a b a b' },
      { cluster: 'brief', text: 'a' },
      { cluster: 'good', text: 'a b a' },
    ];
    const { points, leftOut } = await measureCumulativeNll(answers, short, { seed, stepTokens: 3 });
    expect(points.map(({ original }) => original.clusters)).toEqual([1]);
    expect(leftOut).toEqual([
      { cluster: 'long', from: 'both', reason: 'Expected a text of at most 8 characters.' },
      { cluster: 'brief', from: 'both', reason: '1 scored tokens, fewer than 3' },
      { cluster: 'good', from: 'control', reason: 'no other order of its paragraphs' },
    ]);
    const broken: TokenScorer = { name: 'broken', score: () => Promise.reject(new Error('out of memory')) };
    await expect(measureCumulativeNll(answers, broken, { seed })).rejects.toThrow('out of memory');
  });
});

describe('shuffleParagraphs', () => {
  it('keeps every paragraph whole, in another order, the same for the same seed', () => {
    const paragraph = fc.constantFrom('One.', 'Two\nlines.', '# Title', '第三段。', '```\na\n\nb\n```');
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 8 }), fc.integer(), (paragraphs, key) => {
        const text = paragraphs.join('\n\n');
        const shuffled = shuffleParagraphs(text, key);
        if (new Set(paragraphs).size < 2) {
          expect(shuffled).toBeNull();
          return;
        }
        expect(shuffled).not.toBe(text);
        expect(shuffleParagraphs(text, key)).toBe(shuffled);
        const sorted = (each: string): string[] => [...each].sort();
        expect(sorted(shuffled ?? '')).toEqual(sorted(text));
      }),
      { seed: 8 },
    );
  });
});
