import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScriptedModel, readScriptedPrompt, scripted } from '../../../test/scripted-decoder.ts';
import { decodeLines, renderLines, shareWords } from './decode-lines.ts';

const { end, line, point, words } = scripted;

async function plan(
  tries: readonly string[],
  { lines, targetWords = 300, room = 1000 }: { lines: number; targetWords?: number; room?: number },
) {
  const model = createScriptedModel({ tries, rather: `lamps ${line}`, contextTokens: 2000 });
  await readScriptedPrompt(model);
  const result = await decodeLines(model.sequence, {
    vocabulary: model.vocabulary,
    lines,
    targetWords,
    isDamaged: (text) => text.includes('slaciers'),
    sampling: { temperature: 0.7, topP: 0.95, seed: '1' },
    room,
    signal: undefined,
  });
  return { ...result, text: renderLines(result.lines), kept: model.kept.join(' ') };
}

describe('decodeLines', () => {
  it('numbers the lines for the model and stops at the last, whatever the model wants', async () => {
    const { text, kept, reason } = await plan(
      [
        `Lamps ${point} how oil burned ${words} 100 ${end}`,
        `Lenses ${point} why glass helped ${words} 200 ${line}`,
        `Keepers ${point} who lived there ${words} 100 ${line}`,
      ],
      { lines: 2 },
    );
    expect(text).toBe('1. Lamps | how oil burned | 100\n2. Lenses | why glass helped | 200');
    expect(kept).toContain('1/2');
    expect(kept).toContain('2/2');
    expect(reason).toBe('stop');
  });

  it('draws a line again whose title or point an earlier one has, or that holds a damaged word', async () => {
    const { lines, kept } = await plan(
      [
        `Lamps ${point} how oil burned ${words} 100 ${line}`,
        `lamps ${point} why glass helped ${words} 100 ${line}`,
        `Lenses ${point} How oil burned ${words} 100 ${line}`,
        `Lenses ${point} why slaciers helped ${words} 100 ${line}`,
        `Lenses ${point} why glass helped ${words} 100 ${line}`,
      ],
      { lines: 2 },
    );
    expect(lines.map(({ title, points }) => [title, ...points])).toEqual([
      ['Lamps', 'how oil burned'],
      ['Lenses', 'why glass helped'],
    ]);
    expect(kept).not.toContain('slaciers');
  });

  it('does not let a line end before its words', async () => {
    const { text } = await plan([`Lamps ${line} ${point} how oil burned ${end} ${words} 100 ${line}`], {
      lines: 1,
    });
    expect(text).toBe('1. Lamps lamps | how oil burned lamps | 300');
  });

  it('gives the whole lines there is room for, and says that it was cut', async () => {
    const { lines, reason, tokens } = await plan(
      [
        `Lamps ${point} how oil burned ${words} 100 ${line}`,
        `Lenses ${point} why glass helped ${words} 100 ${line}`,
      ],
      { lines: 2, room: 13 },
    );
    expect(lines).toEqual([{ title: 'Lamps', points: ['how oil burned'], words: 300 }]);
    expect(reason).toBe('length');
    expect(tokens).toBe(10);
  });
});

describe('shareWords', () => {
  it('keeps the proportion of the lines', () => {
    const lines = [100, 200, 100].map((count) => ({ title: 'T', points: ['p'], words: count }));
    // Shares 1/4, 1/2, 1/4 of 1,000.
    expect(shareWords(lines, 1000).map((line) => line.words)).toEqual([250, 500, 250]);
  });

  it('sums to the target exactly, no line far from the others', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 5000 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 100, max: 5000 }),
        (counts, targetWords) => {
          const lines = counts.map((count) => ({ title: 'T', points: ['p'], words: count }));
          const shared = shareWords(lines, targetWords).map((line) => line.words);
          expect(shared.reduce((sum, count) => sum + count, 0)).toBe(targetWords);
          // Shares lie between a half and two of the mean, so no two differ by more than four times.
          expect(Math.max(...shared)).toBeLessThanOrEqual(4 * Math.min(...shared) + 8);
        },
      ),
    );
  });
});

describe('renderLines', () => {
  it('keeps the marks of the format out of titles and points', () => {
    const lines = [{ title: 'Lamps | lenses', points: ['oil; coal', 'glass'], words: 120 }];
    expect(renderLines(lines)).toBe('1. Lamps / lenses | oil, coal; glass | 120');
  });
});
