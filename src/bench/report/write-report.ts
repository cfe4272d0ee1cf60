/** Writes the report of a study: Markdown, one HTML page that stands alone, plots as SVG and PNG, JUnit for a CI. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawPlots } from './draw-plots.ts';
import { missThreshold, renderJunit, type Threshold } from './junit.ts';
import { renderReportPage } from './render-html.ts';
import { type ReportInput, renderMarkdownReport } from './render-markdown.ts';

export type { Threshold } from './junit.ts';

export type WrittenReport = {
  markdown: string;
  html: string;
  plots: string[];
  junit: string;
  failedThresholds: string[];
};

/** Sections that other stages leave in the folder of a study. */
const sectionFiles = ['pairs.md', 'annotations.md'];

export async function writeReport(
  folder: string,
  input: ReportInput,
  { thresholds = [] }: { thresholds?: readonly Threshold[] } = {},
): Promise<WrittenReport> {
  const { scores, benchmark } = input;
  const drawn = drawPlots(benchmark.title, scores);
  const plots: string[] = [];
  for (const { name, svg, png } of drawn) {
    const [svgFile, pngFile] = [join(folder, `${name}.svg`), join(folder, `${name}.png`)];
    await writeFile(svgFile, svg);
    await writeFile(pngFile, png);
    plots.push(svgFile, pngFile);
  }
  // Absent unless that stage has run.
  const found = await Promise.all(
    sectionFiles.map((file) => readFile(join(folder, file), 'utf8').catch(() => '')),
  );
  const text = renderMarkdownReport(input, { plots: drawn, sections: found });
  const [markdown, html, junit] = [
    join(folder, 'report.md'),
    join(folder, 'report.html'),
    join(folder, 'junit.xml'),
  ];
  await writeFile(markdown, text);
  await writeFile(html, await renderReportPage(text, { title: benchmark.title, plots: drawn, scores }));
  await writeFile(junit, renderJunit(benchmark.name, scores.cells, thresholds));
  const failedThresholds = thresholds.flatMap((threshold) =>
    scores.cells.flatMap((cell) => missThreshold(cell, threshold) ?? []),
  );
  return { markdown, html, plots, junit, failedThresholds };
}
