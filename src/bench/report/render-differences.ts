import { findDetectable, measurePairedVariance } from '../statistics/detectable.ts';
import { comparePaired } from '../statistics/paired-test.ts';
import { type Cell, observe, type ScoreRow } from '../study/score-cell.ts';
import { listLeadingFigures, nameCell } from './cell-names.ts';
import { clipDifference } from './figure-scale.ts';
import { renderNumber, renderTable } from './markdown-table.ts';

const seed = 1;

/**
 * Compares every cell with the first one by prompt: difference, 95 % interval, p, prompts, and the smallest true
 * difference that so many prompts find in 80 of 100 studies. For every leading figure.
 *
 * @param rows - Of all cells; those of a cell are known by model, method and `study`.
 * @returns A section of Markdown; '' for fewer than two cells, or where they share no prompt.
 */
export function renderDifferences(cells: readonly Cell[], rows: readonly ScoreRow[]): string {
  const [first, ...others] = cells;
  if (first === undefined || others.length === 0) return '';
  const byCell = Map.groupBy(rows, nameCell);
  const rowsOf = (cell: Cell): readonly ScoreRow[] => byCell.get(nameCell(cell)) ?? [];
  const lines = others.flatMap((cell) =>
    listLeadingFigures(cells).flatMap((figure) => {
      const [one, other] = [observe(rowsOf(cell), figure), observe(rowsOf(first), figure)];
      const compared = clipDifference(figure, comparePaired(one, other, { seed }));
      const { difference, low, high, p, clusters, leftOut } = compared;
      if (difference === null) return [];
      const variance = measurePairedVariance(one, other);
      const repeats = Math.max(1, Math.round(one.length / new Set(one.map(({ cluster }) => cluster)).size));
      const detectable = variance === null ? null : findDetectable(clusters, { variance, repeats });
      return [
        [
          nameCell(cell),
          figure,
          signed(difference),
          low === null || high === null ? 'none' : `[${signed(low)}, ${signed(high)}]`,
          p === null ? 'none' : p < 0.001 ? '< 0.001' : p.toFixed(3),
          leftOut === 0 ? String(clusters) : `${clusters} (${leftOut} in one only)`,
          detectable === null ? 'too few prompts' : renderNumber(detectable),
        ],
      ];
    }),
  );
  if (lines.length === 0) return '';
  return [
    `## Differences against ${nameCell(first)}`,
    renderTable(['', 'figure', 'difference', '95 % interval', 'p', 'prompts', 'detectable'], lines),
    'Over the prompts that both answered. p: sign-flip permutation test, two-sided, not corrected for the number of comparisons. Detectable: the smallest true difference that 80 of 100 such studies would find; a smaller one found is luck, and none found is no proof that there is none.',
  ].join('\n\n');
}

const signed = (value: number): string => `${value > 0 ? '+' : ''}${renderNumber(value)}`;
