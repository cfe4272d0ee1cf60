import { describe, expect, it } from 'vitest';
import type { Cell, ScoreRow } from '../study/score.ts';
import { drawPlots } from './draw-plots.ts';

const estimate = (value: number) => ({ value, low: value - 5, high: value + 5, clusters: 8, values: 8 });
const createCell = (method: string, more: Partial<Cell> = {}): Cell => ({
  model: 'm',
  method,
  practice: false,
  answers: 8,
  failures: 0,
  usd: null,
  outputTokens: 8000,
  summary: [],
  estimates: {},
  ...more,
});
const draw = (cells: readonly Cell[], rows: readonly ScoreRow[] = []) => {
  const plots = drawPlots('Title', { cells, rows, judges: [] });
  return new Map(plots.map((plot) => [plot.name, plot.svg]));
};
const row = (method: string, asked: number, words: number): ScoreRow => ({
  answer: `${method} ${asked}`,
  model: 'm',
  method,
  sample: `s${asked}`,
  repeat: 1,
  practice: false,
  words,
  asked,
  usd: null,
  ms: 1,
  counted: {},
  scores: {},
  unscored: 0,
});

describe('drawPlots', () => {
  it('draws nothing where there is nothing', () => {
    expect(draw([createCell('native')]).size).toBe(0);
  });

  it('draws a ruler from three asked lengths on, and not from two', () => {
    const rows = [1000, 2000].map((asked) => row('native', asked, asked / 2));
    expect([...draw([createCell('native')], rows).keys()]).toEqual(['asked-delivered']);
    expect([...draw([createCell('native')], [...rows, row('native', 4000, 900)]).keys()]).toEqual([
      'asked-delivered',
      'ruler',
    ]);
  });

  it('leaves failures out, which have no words', () => {
    const rows = [1000, 2000].map((asked) => ({ ...row('native', asked, 0), failure: 'HTTP 500' }));
    expect(draw([createCell('native')], rows).size).toBe(0);
  });

  it('draws grades by chapter where chapters are graded one by one', () => {
    const chapters = (grades: readonly number[]) =>
      Object.fromEntries(grades.map((grade, at) => [`chapter ${at + 1}`, estimate(grade)]));
    expect(draw([createCell('native', { estimates: chapters([8]) })]).has('chapters')).toBe(false);
    const svg = draw([createCell('native', { estimates: chapters([8, 7, 6]) })]).get('chapters');
    expect(svg).toContain('grade by chapter');
  });

  it('draws published groups by their figure, and says in what it counts cost without prices', () => {
    const summary = [
      { group: 'all', figure: 'rescaled', value: 10, samples: 4, unscored: 0 },
      { group: 'task chat', figure: 'rescaled', value: -20, samples: 4, unscored: 0 },
      { group: 'task open_ended_qa', figure: 'rescaled', value: 40, samples: 4, unscored: 0 },
    ];
    const cells = ['native', 'longhand'].map((method, at) =>
      createCell(method, { summary, outputTokens: 8000 * (at + 1), estimates: { rescaled: estimate(at) } }),
    );
    const plots = draw(cells);
    expect([...plots.keys()]).toEqual(['tasks', 'cost-score']);
    expect(plots.get('tasks')).toContain('open_ended_qa');
    expect(plots.get('cost-score')).toContain('output tokens an answer');
    expect(draw(cells.map((cell, at) => ({ ...cell, usd: 1 + at }))).get('cost-score')).toContain(
      'USD an answer',
    );
  });

  it('gives a cell the same colour in every picture, whoever is missing in one', () => {
    const cells = [
      createCell('native', { estimates: { S: estimate(40), Relevance: estimate(50) } }),
      createCell('longhand', {
        outputTokens: 16_000,
        estimates: { S: estimate(60), Relevance: estimate(70) },
        along: [0, 1000].map((fromWord) => ({
          fromWord,
          repetition: estimate(0.1),
          slop: { ...estimate(0), value: null },
          quality: { ...estimate(0), value: null },
          contradictions: { ...estimate(0), value: null },
        })),
      }),
    ];
    const plots = draw(cells);
    expect([...plots.keys()]).toEqual(['dimensions', 'cost-score', 'along-repetition']);
    for (const svg of plots.values())
      expect(svg).toMatch(/stroke="#c8553d"[^>]*><\/line><text[^>]*>longhand</);
    expect(plots.get('along-repetition')).not.toContain('>native<');
  });
});
