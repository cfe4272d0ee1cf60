/** Writes the report of a study: Markdown, one HTML page that stands alone, plots as SVG and PNG, JUnit for a CI. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { html as htmlPage } from '../../publish/html.ts';
import { renderLinePlot } from '../../publish/line-plot.ts';
import type { Cell, StudyScores } from '../study/score.ts';
import { type ReportInput, renderMarkdownReport } from './render-markdown.ts';

/** A figure that must not be lower, by the lower bound of its interval. */
export type Threshold = { figure: string; least: number };

export type WrittenReport = {
  markdown: string;
  html: string;
  plots: string[];
  junit: string;
  failedThresholds: string[];
};

export async function writeReport(
  folder: string,
  input: ReportInput,
  { thresholds = [] }: { thresholds?: readonly Threshold[] } = {},
): Promise<WrittenReport> {
  const { scores, benchmark } = input;
  const plots: string[] = [];
  const pictures: { title: string; svg: string }[] = [];
  for (const [name, picture] of Object.entries(drawPlots(benchmark.title, scores))) {
    const [svgFile, pngFile] = [join(folder, `${name}.svg`), join(folder, `${name}.png`)];
    await writeFile(svgFile, picture.svg);
    await writeFile(pngFile, picture.png);
    plots.push(svgFile, pngFile);
    pictures.push({ title: name, svg: picture.svg });
  }
  const text = renderMarkdownReport(input);
  const markdown = join(folder, 'report.md');
  await writeFile(markdown, text);
  const html = join(folder, 'report.html');
  const page = await htmlPage.publish({ title: benchmark.title, markdown: text, language: 'en', gaps: 0 });
  // The pictures are ours; everything that a model wrote has been sanitised before.
  const drawn = pictures.map(({ svg }) => `<figure>${svg}</figure>`).join('\n');
  await writeFile(
    html,
    page.toString().replace('\n</main>', () => `\n${drawn}\n</main>`),
  );
  const failed = thresholds.flatMap((threshold) =>
    scores.cells.flatMap((cell) => {
      const problem = missThreshold(cell, threshold);
      return problem === undefined ? [] : [{ cell, threshold, problem }];
    }),
  );
  const junit = join(folder, 'junit.xml');
  await writeFile(junit, renderJunit(benchmark.name, scores.cells, thresholds));
  return { markdown, html, plots, junit, failedThresholds: failed.map(({ problem }) => problem) };
}

function drawPlots(
  title: string,
  { rows, cells }: StudyScores,
): Record<string, { svg: string; png: Uint8Array }> {
  const isPractice = cells.some(({ practice }) => practice);
  const ofCell = (cell: Cell) => rows.filter((row) => row.model === cell.model && row.method === cell.method);
  const series = cells.map((cell) => ({
    name: cells.length > 1 ? cell.method : cell.model,
    isDots: true,
    points: ofCell(cell).flatMap(({ asked, words, failure }) =>
      asked === null || failure !== undefined ? [] : [{ x: asked, y: words }],
    ),
  }));
  if (series.every(({ points }) => points.length < 2)) return {};
  return {
    'asked-delivered': renderLinePlot({
      title: `${title}: asked and delivered words`,
      ...(isPractice && { caption: 'practice model: shows the process, nothing about quality' }),
      xLabel: 'asked words',
      yLabel: 'delivered words',
      isLogLog: true,
      series,
    }),
  };
}

/** The lower bound decides: a mean above the threshold may be chance. */
function missThreshold(cell: Cell, { figure, least }: Threshold): string | undefined {
  const found = cell.estimates[figure];
  const bound = found?.low ?? found?.value;
  if (bound === null || bound === undefined)
    return `${cell.model}, ${cell.method}: \`${figure}\` is unscored, expected at least ${least}`;
  return bound >= least
    ? undefined
    : `${cell.model}, ${cell.method}: lower bound of \`${figure}\` is ${bound.toFixed(2)}, expected at least ${least}`;
}

function renderJunit(name: string, cells: readonly Cell[], thresholds: readonly Threshold[]): string {
  const escapeXml = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
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
