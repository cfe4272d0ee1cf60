/** What models and methods are called in a report, and the figures that speak first. */
import type { Cell } from '../study/score.ts';

type Named = Pick<Cell, 'model' | 'method' | 'study'>;

/** `model, method`, and the study where there are several. */
export const nameCell = ({ model, method, study }: Named): string =>
  [model, method, ...(study === undefined ? [] : [study])].join(', ');

/** As short as they can be told apart: what all cells share is left out, unless there is nothing else. */
export function nameBriefly(cells: readonly Named[]): string[] {
  const parts = (['model', 'method', 'study'] as const).filter(
    (part) => new Set(cells.map((cell) => cell[part])).size > 1,
  );
  const names = cells.map((cell) => parts.flatMap((part) => cell[part] ?? []).join(', '));
  return parts.length > 0 && new Set(names).size === cells.length ? names : cells.map(nameCell);
}

/** Scores of the benchmarks, in the order in which a reader asks for them. */
const scores = [
  ...['S', 'S_l', 'S_q', 'rescaled', 'score', 'wAvg', 'STIC-2', 'STIC-1', 'CR', 'reached'],
  ...['F1', 'ROUGE-1', 'ROUGE-2', 'ROUGE-L'],
];

/** Figures that some cell has a value of, leading ones first; names with # are counts that summaries are made of. */
export function listFigures(cells: readonly Cell[]): string[] {
  const names = new Set(
    cells.flatMap(({ estimates }) =>
      Object.entries(estimates).flatMap(([name, { value }]) =>
        value === null || name.startsWith('#') ? [] : [name],
      ),
    ),
  );
  return [
    ...scores.filter((name) => names.has(name)),
    ...[...names].filter((name) => !scores.includes(name)),
  ];
}

/** The scores among them; `words` where there is no score. */
export function listLeadingFigures(cells: readonly Cell[]): string[] {
  const figures = listFigures(cells);
  const leading = figures.filter((name) => scores.includes(name));
  return leading.length > 0 ? leading : figures.filter((name) => name === 'words');
}
