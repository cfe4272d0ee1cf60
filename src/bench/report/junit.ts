/** Thresholds on figures, and their outcome as JUnit XML for a CI. */
import type { Cell } from '../study/score.ts';
import { clipToScale } from './figure-scale.ts';

/** A figure that must not be lower, by the lower bound of its interval. */
export type Threshold = { figure: string; least: number };

/** Says what is wrong, as a line; undefined where it holds. The lower bound decides: a mean above may be chance. */
export function missThreshold(cell: Cell, { figure, least }: Threshold): string | undefined {
  const found = cell.estimates[figure];
  const bound = (found && clipToScale(figure, found).low) ?? found?.value;
  if (bound === null || bound === undefined)
    return `${cell.model}, ${cell.method}: \`${figure}\` is unscored, expected at least ${least}`;
  return bound >= least
    ? undefined
    : `${cell.model}, ${cell.method}: lower bound of \`${figure}\` is ${bound.toFixed(2)}, expected at least ${least}`;
}

/** One test case for each cell and threshold. */
export function renderJunit(name: string, cells: readonly Cell[], thresholds: readonly Threshold[]): string {
  const cases = cells.flatMap((cell) =>
    thresholds.map((threshold) => {
      const problem = missThreshold(cell, threshold);
      const title = escapeXml(`${cell.method}: ${threshold.figure} >= ${threshold.least}`);
      const body = problem === undefined ? '' : `<failure message="${escapeXml(problem)}"/>`;
      return {
        problem,
        xml: `  <testcase classname="${escapeXml(cell.model)}" name="${title}">${body}</testcase>`,
      };
    }),
  );
  const failures = cases.filter(({ problem }) => problem !== undefined).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${escapeXml(name)}" tests="${cases.length}" failures="${failures}">`,
    ...cases.map(({ xml }) => xml),
    '</testsuite>',
    '',
  ].join('\n');
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
