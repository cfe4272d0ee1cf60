import { describe, expect, it } from 'vitest';
import type { Cell, ScoreRow } from '../study/score.ts';
import { renderDifferences } from './render-differences.ts';

const study = (name: string, scores: readonly (number | null)[]): { cell: Cell; rows: ScoreRow[] } => {
  const base = { model: 'm', method: 'native', practice: false, usd: null, study: name };
  return {
    cell: {
      ...base,
      answers: scores.length,
      failures: 0,
      summary: [],
      estimates: { S_l: { value: 1, low: null, high: null, clusters: 1, values: 1 } },
    },
    rows: scores.map((score, at) => ({
      ...base,
      answer: `${at}`,
      sample: `s${at}`,
      repeat: 1,
      words: 1,
      asked: 1,
      ms: 1,
      counted: {},
      scores: { S_l: score },
      unscored: 0,
    })),
  };
};
const render = (...studies: ReturnType<typeof study>[]): string =>
  renderDifferences(
    studies.map(({ cell }) => cell),
    studies.flatMap(({ rows }) => rows),
  );

describe('renderDifferences', () => {
  it('compares studies by prompt: 4, 6, 5, 5 more than the first', () => {
    const text = render(study('a', [50, 60, 70, 80]), study('b', [54, 66, 75, 85]));
    expect(text).toContain('## Differences against m, native, a');
    // Of the 16 patterns of signs only two sum to at least 20.
    expect(text).toMatch(
      /\| m, native, b \| S_l \| \+5\.00 \| \[\+.+, \+.+\] \| 0\.125 \| 4 \| \d+\.\d\d \|/,
    );
  });

  it('leaves out prompts that one of them lacks, and says how many', () => {
    const text = render(study('a', [50, 60, null, 80]), study('b', [54, 66, 75, null]));
    expect(text).toContain('| 2 (2 in one only) |');
  });

  it('is silent for one study, and where no prompt is shared', () => {
    expect(render(study('a', [1, 2]))).toBe('');
    expect(render(study('a', [1, null]), study('b', [null, 2]))).toBe('');
  });
});
