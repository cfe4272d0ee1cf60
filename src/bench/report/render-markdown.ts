/** The report of a study as Markdown: what was measured, how, and every table; the other forms are made from it. */
import type { Benchmark } from '../benchmark.ts';
import type { Estimate } from '../statistics/mean-interval.ts';
import type { StudyManifest } from '../study/manifest.ts';
import type { Cell, StudyScores } from '../study/score.ts';

export type ReportInput = {
  benchmark: Pick<Benchmark, 'title' | 'source' | 'name'>;
  manifest: StudyManifest;
  scores: StudyScores;
};

/** Figures whose column says a share or a score, in the order a reader looks for them; others follow. */
const leading = ['S', 'S_l', 'S_q'];
const mostGroupRows = 400;

export function renderMarkdownReport({ benchmark, manifest, scores }: ReportInput): string {
  const { cells } = scores;
  const practice = cells.filter((cell) => cell.practice).map(nameOf);
  return [
    `# ${benchmark.title}`,
    practice.length > 0
      ? `**Practice model:** ${practice.join(', ')}. ${practice.length === 1 ? 'Its' : 'Their'} text shows that the process works, and nothing about quality.`
      : '',
    renderOverall(cells),
    renderJudging(scores),
    ...cells.map(renderGroups),
    renderManifest(benchmark, manifest),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** One line a model and method: means over prompts, with intervals. */
export function renderOverall(cells: readonly Cell[]): string {
  const names = figuresOf(cells);
  const head = ['model', 'method', 'answers', 'failed', ...names, 'USD'];
  return table(
    head,
    cells.map((cell) => [
      cell.practice ? `${cell.model} (practice)` : cell.model,
      cell.method,
      String(cell.answers),
      String(cell.failures),
      ...names.map((name) => renderEstimate(cell.estimates[name])),
      cell.usd === null ? 'unknown' : cell.usd.toFixed(cell.usd < 1 ? 4 : 2),
    ]),
  );
}

/** Figures that some answer has a value of, leading ones first; names with # are counts that summaries are made of. */
function figuresOf(cells: readonly Cell[]): string[] {
  const names = new Set(
    cells.flatMap(({ estimates }) =>
      Object.entries(estimates).flatMap(([name, { value }]) =>
        value === null || name.startsWith('#') ? [] : [name],
      ),
    ),
  );
  const rest = [...names].filter((name) => !leading.includes(name));
  return [...leading.filter((name) => names.has(name)), ...rest];
}

function renderEstimate({ value, low, high }: Estimate | undefined = {} as Estimate): string {
  if (value === null || value === undefined) return 'unscored';
  const number = (each: number): string => (Math.abs(each) < 10 ? each.toFixed(2) : each.toFixed(1));
  return low === null || high === null ? number(value) : `${number(value)} [${number(low)}, ${number(high)}]`;
}

function renderJudging({ rows, judges }: StudyScores): string {
  const unscored = rows.reduce((sum, row) => sum + row.unscored, 0);
  if (judges.length === 0) return 'No judge was asked: figures that need one are unscored.';
  return `Judges: ${judges.join(', ')}. Verdicts without a score: ${unscored}; they count nowhere.`;
}

function renderGroups(cell: Cell): string {
  const rows = cell.summary.slice(0, mostGroupRows);
  if (rows.length === 0) return '';
  return `## ${nameOf(cell)}\n\n${table(
    ['group', 'figure', 'value', 'samples', 'unscored'],
    rows.map(({ group, figure, value, samples, unscored }) => [
      group,
      figure,
      value === null ? 'unscored' : value.toFixed(2),
      String(samples),
      String(unscored),
    ]),
  )}`;
}

function renderManifest({ source, name }: ReportInput['benchmark'], manifest: StudyManifest): string {
  const { date, version, data, samples, repeats, counting, judging, mode } = manifest;
  return [
    '## What was measured',
    [
      `- ${name}${mode === undefined ? '' : `, ${mode}`}: ${source}`,
      `- ${samples.count} prompts, ${repeats} ${repeats === 1 ? 'answer' : 'answers'} each; words counted by \`${counting}\``,
      ...data.map(({ file, sha256 }) => `- ${file}: sha256 ${sha256.slice(0, 16)}…`),
      ...(judging?.rubrics ?? []).map(
        (rubric) =>
          `- rubric ${rubric.name}, version ${rubric.version}: sha256 ${rubric.sha256.slice(0, 16)}…`,
      ),
      `- intervals: 95 %, seeded bootstrap over prompts`,
      `- Longhand ${version}, begun ${date}`,
    ].join('\n'),
  ].join('\n\n');
}

const nameOf = ({ model, method }: Cell): string => `${model}, ${method}`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
