import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attach,
  hasMarker,
  listMarks,
  markerOf,
  normalizeMarks,
  renderMark,
  withoutMarks,
} from './citation-marks.ts';

describe('normalizeMarks', () => {
  it.each([
    ['It opened. [S3] Next.', 'It opened[S3]. Next.'],
    ['It opened [S3, S1].', 'It opened [S3][S1].'],
    ['It opened [s3; 1] [S3].', 'It opened [S3][S1].'],
    ['It opened [2].', 'It opened [S2].'],
    ['它开放了。【S2】', '它开放了[S2]。'],
    ['It opened [S9].', 'It opened.'],
    ['See [2](https://example.org) and the note.[^2]', 'See [2](https://example.org) and the note.[^2]'],
    ['Between [0, 9] it holds.', 'Between [0, 9] it holds.'],
  ])('%s', (text, wanted) => {
    expect(normalizeMarks(text, 3)).toBe(wanted);
  });

  it('changes nothing the second time, and cites no source that does not exist', () => {
    const piece = fc.constantFrom(
      'It opened',
      '.',
      ' ',
      '[S1]',
      '[S2, S3]',
      '[S12]',
      '【S2】',
      '[1]',
      '"',
      '。',
      '\n\n',
      'Then [x].',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const once = normalizeMarks(pieces.join(''), 3);
        expect(listMarks(once).every((number) => number >= 1 && number <= 3)).toBe(true);
        expect(listMarks(normalizeMarks(once, 3))).toEqual(listMarks(once));
      }),
    );
  });
});

describe('attach', () => {
  it('puts a mark or a marker before the full stop, where it is found and taken away again', () => {
    expect(attach('It opened.', renderMark(2))).toBe('It opened [S2].');
    expect(attach('它开放了。', renderMark(2))).toBe('它开放了[S2]。');
    const marked = attach('It opened.', markerOf('unsupported', 'en'));
    expect(hasMarker(marked)).toBe(true);
    expect(withoutMarks(marked)).toBe('It opened.');
  });
});
