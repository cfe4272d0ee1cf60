/** The report of a study as Markdown: what was measured, how, and every table; the other forms are made from it. */
import type { Benchmark } from '../benchmark.ts';
import type { StudyManifest } from '../study/manifest.ts';
import type { Cell, StudyScores } from '../study/score.ts';
import { listFigures, nameCell } from './cell-names.ts';
import { clipToScale } from './figure-scale.ts';
import { renderCount, renderEstimate, renderTable } from './markdown-table.ts';
import { renderAlong, renderClasses, renderNll } from './render-along.ts';
import { renderDifferences } from './render-differences.ts';
import { renderJudging } from './render-judging.ts';
import { renderManifest } from './render-manifest.ts';
import { renderPublished } from './render-published.ts';

export type ReportInput = {
  benchmark: Pick<Benchmark, 'title' | 'source' | 'name'>;
  manifest: StudyManifest;
  scores: StudyScores;
};

/** Rows of the tables by group of all cells together. */
const mostGroupRows = 400;

/**
 * @param options.plots - Pictures that lie beside the report, shown where they belong.
 * @param options.sections - Sections of other stages, such as comparisons in pairs, as Markdown.
 */
export function renderMarkdownReport(
  { benchmark, manifest, scores }: ReportInput,
  {
    plots = [],
    sections = [],
  }: { plots?: readonly { name: string; title: string }[]; sections?: readonly string[] } = {},
): string {
  const { cells, rows } = scores;
  const practice = renderPractice(scores);
  const show = (wanted: RegExp): string[] =>
    plots.filter(({ name }) => wanted.test(name)).map(({ name, title }) => `![${title}](${name}.svg)`);
  return [
    `# ${benchmark.title}`,
    practice,
    `## Results${cells.some(({ model }) => model.startsWith('simulated:')) ? ' (controller test)' : ''}`,
    renderOverall(cells),
    'Means over prompts; in brackets 95 % intervals, cut off at the ends of a scale. n=1: a single prompt, so no interval.',
    ...cells.flatMap(describeCeiling),
    ...show(/^(?:asked-delivered|ruler|dimensions|tasks|cost-score)$/),
    renderDifferences(cells, rows),
    renderJudging(scores),
    ...sections.map((section) => section.trim()),
    renderClasses(cells),
    renderAlong(cells),
    ...show(/^along-/),
    renderNll(cells),
    ...show(/^nll-/),
    ...renderGroups(cells),
    renderPublished(benchmark.name),
    renderManifest(benchmark, manifest),
    practice,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** One line a model and method: means over prompts, with intervals. */
export function renderOverall(cells: readonly Cell[]): string {
  const names = listFigures(cells);
  const hasStudies = cells.some(({ study }) => study !== undefined);
  return renderTable(
    [...(hasStudies ? ['study'] : []), 'model', 'method', 'answers', 'failed', ...names, 'USD'],
    cells.map((cell) => [
      ...(hasStudies ? [cell.study ?? ''] : []),
      cell.practice ? `${cell.model} (practice)` : cell.model,
      cell.method,
      String(cell.answers),
      String(cell.failures),
      ...names.map((name) => {
        const found = cell.estimates[name];
        return renderEstimate(found && clipToScale(name, found));
      }),
      cell.usd === null ? 'unknown' : cell.usd.toFixed(cell.usd < 1 ? 4 : 2),
    ]),
  );
}

/** The first and the last words of a report in which a practice model had a part. */
function renderPractice({ cells, judging }: StudyScores): string {
  const models = [...new Set(cells.filter(({ practice }) => practice).map(({ model }) => model))];
  const judges = (judging?.judges ?? []).filter(({ practice }) => practice).map(({ judge }) => judge);
  return [
    ...(models.length > 0
      ? [
          `**Practice model:** ${models.join(', ')}. ${models.length === 1 ? 'Its' : 'Their'} text shows that the process works, and nothing about quality.`,
        ]
      : []),
    ...(judges.length > 0
      ? [
          `**Judged by a practice model:** ${judges.join(', ')}. Scores with ${judges.length === 1 ? 'its' : 'their'} verdicts in them test the process and say nothing about quality.`,
        ]
      : []),
  ].join(' ');
}

function describeCeiling(cell: Cell): string[] {
  if (cell.ceiling === undefined) return [];
  const { words, keptWords, isReached } = cell.ceiling;
  return [
    `${nameCell(cell)}: ${isReached ? 'ceiling at' : 'no ceiling up to the longest asked length; at least'} ${renderCount(words)} words (largest median); kept up to ${renderCount(keptWords)} asked words.`,
  ];
}

/** The benchmark's own aggregate, cell by cell, as long as there is room. */
function renderGroups(cells: readonly Cell[]): string[] {
  const share = Math.max(1, Math.floor(mostGroupRows / Math.max(1, cells.length)));
  return cells.flatMap((cell) => {
    const shown = cell.summary.filter(({ figure }) => !figure.startsWith('#'));
    const scored = new Set(shown.flatMap(({ figure, value }) => (value === null ? [] : [figure])));
    const unscored = [...new Set(shown.map(({ figure }) => figure))].filter((figure) => !scored.has(figure));
    const rows = shown.filter(({ figure }) => scored.has(figure));
    if (shown.length === 0) return [];
    const left = rows.length - share;
    return [
      `## ${nameCell(cell)}`,
      renderTable(
        ['group', 'figure', 'value', 'samples', 'unscored'],
        rows
          .slice(0, share)
          .map(({ group, figure, value, samples, unscored }) => [
            group,
            figure,
            value === null ? 'unscored' : value.toFixed(2),
            String(samples),
            String(unscored),
          ]),
      ),
      ...(unscored.length > 0 ? [`Unscored everywhere: ${unscored.join(', ')}.`] : []),
      ...(left > 0 ? [`${left} more rows are left out here; all are in \`scores.json\`.`] : []),
    ];
  });
}
