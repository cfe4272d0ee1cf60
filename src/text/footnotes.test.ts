import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { separateFootnotes } from './footnotes.ts';

describe('separateFootnotes', () => {
  it('keeps the notes of sections apart that number from 1 each', () => {
    expect(
      separateFootnotes([
        'Fires.[^1] Lamps.[^2]\n\n[^1]: Of wood.\n[^2]: Of oil.',
        'Lenses.[^1] See above.[^2]\n\n[^1]: Of glass.\n[^2]: Fresnel, again.[^1]',
      ]),
    ).toEqual([
      'Fires.[^1] Lamps.[^2]\n\n[^1]: Of wood.\n[^2]: Of oil.',
      'Lenses.[^3] See above.[^4]\n\n[^3]: Of glass.\n[^4]: Fresnel, again.[^3]',
    ]);
  });

  it('numbers past every label of any section, and keeps words readable', () => {
    expect(separateFootnotes(['A[^1]\n\n[^1]: a', 'B[^1]\n\n[^1]: b', 'C[^2]\n\n[^2]: c'])).toEqual([
      'A[^1]\n\n[^1]: a',
      'B[^3]\n\n[^3]: b',
      'C[^2]\n\n[^2]: c',
    ]);
    expect(separateFootnotes(['A[^src]\n\n[^src]: a', 'B[^Src]\n\n[^Src]: b'])[1]).toBe(
      'B[^Src-2]\n\n[^Src-2]: b',
    );
  });

  it('leaves code and references to notes of another section alone', () => {
    const sections = ['A.[^1] `[^1]`', 'B.[^2]', '`[^1]` [^1]\n\n[^1]: a\n[^2]: b'];
    expect(separateFootnotes(sections)).toEqual(sections);
  });

  it('gives every note one label, and changes nothing the second time', () => {
    const label = fc.constantFrom('1', '2', '3', 'a', 'A', '星');
    const section = fc
      .uniqueArray(label, { maxLength: 4, selector: (each) => each.toLowerCase() })
      .map(
        (labels) =>
          `${labels.map((each) => `x[^${each}]`).join(' ')}\n\n${labels.map((each) => `[^${each}]: n`).join('\n')}`,
      );
    fc.assert(
      fc.property(fc.array(section, { maxLength: 5 }), (sections) => {
        const separated = separateFootnotes(sections);
        const notes = separated.join('\n').match(/^\[\^[^\]]+\]:/gm) ?? [];
        expect(new Set(notes.map((note) => note.toLowerCase())).size).toBe(notes.length);
        expect(separateFootnotes(separated)).toEqual(separated);
      }),
    );
  });
});
