import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scoreRepetition } from './score.ts';

/** Words that no other section has, so that only what is put in repeats. */
const honest = (section: number, words = 60): string =>
  `${Array.from({ length: words }, (_word, at) => `word${section}x${at}`).join(' ')}.`;

it('finds the pair of sections that say the same, and where the text begins to repeat', () => {
  const sections = Array.from({ length: 10 }, (_each, at) => ({ id: String(at), text: honest(at) }));
  sections[8] = { id: '8', text: honest(2).replace('word2x30', 'changed') };
  const score = scoreRepetition(sections);
  expect(score.nearDuplicates).toEqual([{ id: '8', of: '2', share: expect.closeTo(0.85, 1) }]);
  expect(score.byPosition.map((share) => Math.round(share * 10) / 10)).toEqual([
    0, 0, 0, 0, 0, 0, 0, 0, 0.9, 0,
  ]);
});

it('takes a short section that stands in a long one for a duplicate, and a quotation not', () => {
  const quoted = honest(1, 20);
  const inner = honest(2, 50);
  const { nearDuplicates } = scoreRepetition([
    { id: 'long', text: `${honest(3, 300)} ${inner}` },
    { id: 'short', text: inner },
    { id: 'source', text: `${quoted} ${honest(4)}` },
    { id: 'quoting', text: `${honest(5)} ${quoted}` },
  ]);
  expect(nearDuplicates).toEqual([{ id: 'short', of: 'long', share: expect.closeTo(1, 0) }]);
});

it('gives the share of sentences that begin like an earlier one', () => {
  const text = 'In 1851 the tower was lit. In 1920 the tower was dark. Fog lay on the sea. The bell rang.';
  // "in # the tower" twice: one of four sentences begins like an earlier one.
  expect(scoreRepetition([{ id: '1', text }]).alikeStarts).toBe(1 / 4);
});

it('scores a document of nothing without inventing a number', () => {
  expect(scoreRepetition([])).toEqual({ byPosition: [], alikeStarts: 0, nearDuplicates: [] });
});

it('keeps every share between 0 and 1 and never pairs a section with itself', () => {
  const section = fc
    .array(fc.constantFrom('sea', 'lamp.', 'fog', '灯', '塔。', '1851', '\n\n'), { maxLength: 60 })
    .map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.array(section, { maxLength: 6 }), (texts) => {
      const score = scoreRepetition(texts.map((text, at) => ({ id: String(at), text })));
      const shares = [
        ...score.byPosition,
        score.alikeStarts,
        ...score.nearDuplicates.map(({ share }) => share),
      ];
      for (const share of shares) expect(share >= 0 && share <= 1).toBe(true);
      for (const { id, of } of score.nearDuplicates) expect(Number(of)).toBeLessThan(Number(id));
    }),
  );
});
