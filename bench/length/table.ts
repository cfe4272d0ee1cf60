/** From measured runs to rows of the table, and to what the goal asks of one of them. */
import { scoreLength } from '../../src/text/length-score.ts';
import type { MeasuredRun } from './measure-run.ts';

export type Cell = { quality: string; method: string; runs: readonly MeasuredRun[] };

/** Numbers of one cell; shares from 0 to 1, undefined where there is nothing to measure. */
type Summary = {
  runs: number;
  /** Runs that ended with an error; nothing else of them is counted. */
  failed: number;
  /** S_l of runs "about" a length, 0 to 100. */
  meanScore: number | undefined;
  lowScore: number | undefined;
  /** How far off, as a share of the asked words; runs "about" a length. */
  usualError: number | undefined;
  highError: number | undefined;
  outside: number | undefined;
  /** Hard bounds that were kept, of those delivered. */
  boundsKept: number | undefined;
  /** Summed over runs, so that long texts weigh more; wasted words as well. */
  englishBeats: number | undefined;
  chineseBeats: number | undefined;
  wasted: number | undefined;
  /** Mean of a run. */
  calls: number | undefined;
  inputTokens: number | undefined;
};

/** Percentiles: `low` the 5th, `usual` the 50th, `high` the 95th. */
export function summarizeCell({ runs }: Pick<Cell, 'runs'>): Summary {
  const delivered = runs.flatMap((run) => (run.delivered ? [{ ...run, ...run.delivered }] : []));
  const about = delivered.filter(({ kind }) => kind === 'about');
  const bounded = delivered.filter(({ kind }) => kind !== 'about');
  const scores = about.map(({ askedWords, words }) => scoreLength(askedWords, words));
  const errors = about.map(({ askedWords, words }) => Math.abs(words / askedWords - 1));
  const sum = (read: (run: (typeof delivered)[number]) => number): number =>
    delivered.reduce((total, run) => total + read(run), 0);
  const isKept = ({ kind, askedWords, words }: (typeof delivered)[number]): boolean =>
    kind === 'atLeast' ? words >= askedWords : words <= askedWords;
  const shareOfBeats = (language: 'en' | 'zh'): number | undefined =>
    divide(
      sum(({ beats }) => beats[language].present),
      sum(({ beats }) => beats[language].planned),
    );
  const written = sum(({ answers }) => answers.written);
  const kept = sum(({ answers }) => answers.kept);
  return {
    runs: runs.length,
    failed: runs.length - delivered.length,
    meanScore: divide(
      scores.reduce((total, score) => total + score, 0),
      scores.length,
    ),
    lowScore: percentile(scores, 0.05),
    usualError: percentile(errors, 0.5),
    highError: percentile(errors, 0.95),
    outside: divide(delivered.filter(({ isOutside }) => isOutside).length, delivered.length),
    boundsKept: divide(bounded.filter(isKept).length, bounded.length),
    englishBeats: shareOfBeats('en'),
    chineseBeats: shareOfBeats('zh'),
    wasted: divide(written - kept, written),
    calls: divide(
      sum(({ calls }) => calls),
      delivered.length,
    ),
    inputTokens: divide(
      sum(({ inputTokens }) => inputTokens),
      delivered.length,
    ),
  };
}

const columns: readonly [title: string, read: (summary: Summary) => string][] = [
  ['runs', ({ runs }) => `${runs}`],
  ['S_l mean', ({ meanScore }) => fixed(meanScore, 1)],
  ['S_l p5', ({ lowScore }) => fixed(lowScore, 1)],
  ['error p50', ({ usualError }) => percent(usualError)],
  ['error p95', ({ highError }) => percent(highError)],
  ['exit 4', ({ outside }) => percent(outside)],
  ['failed', ({ failed }) => `${failed}`],
  ['bounds kept', ({ boundsKept }) => percent(boundsKept)],
  ['beats en', ({ englishBeats }) => percent(englishBeats)],
  ['beats zh', ({ chineseBeats }) => percent(chineseBeats)],
  ['wasted', ({ wasted }) => percent(wasted)],
  ['calls', ({ calls }) => fixed(calls, 1)],
  ['input tokens', ({ inputTokens }) => fixed(inputTokens, 0)],
];

/** The table as Markdown, one row a cell; a dash where there is nothing to measure. */
export function renderTable(cells: readonly Cell[]): string {
  const line = (values: readonly string[]): string => `| ${values.join(' | ')} |`;
  return [
    line(['model', 'method', ...columns.map(([title]) => title)]),
    line(['---', '---', ...columns.map(() => '---:')]),
    ...cells.map((cell) => {
      const summary = summarizeCell(cell);
      return line([cell.quality, cell.method, ...columns.map(([, read]) => read(summary))]);
    }),
  ].join('\n');
}

const goals: readonly [name: string, isMet: (summary: Summary) => boolean][] = [
  ['S_l mean at least 98', ({ meanScore = Number.NaN }) => meanScore >= 98],
  ['S_l p5 at least 95', ({ lowScore = Number.NaN }) => lowScore >= 95],
  [
    'beats at least 95 %',
    ({ englishBeats = Number.NaN, chineseBeats = Number.NaN }) =>
      Math.min(englishBeats, chineseBeats) >= 0.95,
  ],
  ['wasted below 10 %', ({ wasted = Number.NaN }) => wasted < 0.1],
  ['hard bounds all kept', ({ boundsKept, failed }) => boundsKept === 1 && failed === 0],
];

/** What is asked of the default method with a usual model (bias 0.85, sigma 0.25), and whether it is met. */
export function renderGoals(cell: Pick<Cell, 'runs'>): string {
  const summary = summarizeCell(cell);
  return goals.map(([name, isMet]) => `- ${name}: ${isMet(summary) ? 'met' : 'not met'}`).join('\n');
}

/** Between the two nearest ranks, in proportion; undefined of no values. */
function percentile(values: readonly number[], level: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const at = level * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === undefined || high === undefined ? undefined : low + (high - low) * (at - Math.floor(at));
}

const divide = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);
const fixed = (value: number | undefined, digits: number): string =>
  value === undefined ? '-' : value.toFixed(digits);
const percent = (value: number | undefined): string =>
  value === undefined ? '-' : `${(100 * value).toFixed(1)} %`;
