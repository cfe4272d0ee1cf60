/** The section on pairs of a report, as Markdown: who is preferred to whom, and how far the judges can be trusted. */

import { renderTable } from '../report/markdown-table.ts';
import type { Estimate } from '../statistics/mean-interval.ts';
import type { RaterAgreement } from './pair-agreement.ts';
import type { JudgeOfPairs, StudyPairs } from './summarize-study-pairs.ts';

/** Begins with a heading of the second level; ends with a line break. */
export function renderPairs(study: StudyPairs): string {
  const { cells, judges, comparisons, strengths, agreement, withoutAnswer, rubric } = study;
  const isPractice = new Map(cells.map(({ name, practice }) => [name, practice]));
  const mark = (name: string): string => (isPractice.get(name) ? `${name} (practice)` : name);
  if (judges.length === 0)
    return '## Pairs\n\nNo judge has compared the answers two by two. `longhand bench pairs` does.\n';
  const parts = [
    '## Pairs',
    `Two answers to one prompt side by side, each pair in both orders; orders that disagree make a tie. Intervals: 95 %, seeded bootstrap over prompts. Rubric ${rubric.name}, version ${rubric.version}, sha256 ${rubric.sha256.slice(0, 16)}…, temperature ${rubric.temperature ?? "the model's own"}.`,
    renderPractice(study),
    renderTable(
      [
        'first',
        'second',
        'judge',
        'pairs',
        'first better',
        'tie',
        'second better',
        'win rate of first',
        'at equal length',
        'flips',
      ],
      comparisons.map((row) => [
        mark(row.a),
        mark(row.b),
        row.judge,
        String(row.scored),
        String(row.wins),
        String(row.ties),
        String(row.losses),
        renderRate(row.winRate),
        row.lengthMatched.pairs === 0
          ? 'no pair'
          : `${renderRate(row.lengthMatched)} (${row.lengthMatched.pairs} pairs)`,
        renderRate(row.flipRate),
      ]),
    ),
    'At equal length: only pairs whose longer answer has at most a fifth more words, balanced so that the mean difference is none. Pairs of unequal length say nothing there.',
    strengths.length < 2
      ? ''
      : `### Strengths\n\nBradley-Terry over all ${cells.length === strengths.length ? '' : 'real '}authors: two that differ by d win 1 / (1 + e^-d) of their pairs.\n\n${renderTable(
          ['author', 'log-strength', 'pairs', 'win rate'],
          strengths.map(({ name, logStrength, low, high, games, winRate }) => [
            mark(name),
            `${logStrength.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`,
            String(games),
            renderShare(winRate),
          ]),
        )}`,
    '### Judges of the pairs',
    renderTable(
      [
        'judge',
        'pairs',
        'judged',
        'unscored',
        'too long',
        'failed',
        'flips',
        'for the first shown',
        'with itself',
        'USD',
      ],
      judges.map((judge) => [
        judge.practice ? `${judge.judge} (practice)` : judge.judge,
        String(judge.pairs),
        String(judge.scored),
        String(judge.unscored),
        String(judge.tooLong),
        String(judge.failed + judge.oneOrderOnly),
        renderRate(judge.flipRate),
        renderRate(judge.firstPositionRate),
        judge.repeats < 2 ? 'judged once' : renderCoefficient(judge.repeatAgreement),
        judge.usd === null ? 'unknown' : judge.usd.toFixed(judge.usd < 1 ? 4 : 2),
      ]),
    ),
    [
      ...judges.flatMap(describeJudge),
      ...(withoutAnswer > 0
        ? [`- ${withoutAnswer} pairs were not made, because an answer failed or is missing.`]
        : []),
    ].join('\n'),
    agreement.between.length === 0
      ? ''
      : `Agreement of the judges, over A, B and tie: Krippendorff's alpha ${renderCoefficient(agreement.alpha)}.\n\n${renderAgreement(agreement.between)}`,
  ];
  return parts
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** Every two raters in a line. */
export function renderAgreement(between: readonly RaterAgreement[]): string {
  return renderTable(
    ['one', 'other', 'pairs', 'the same', "Cohen's kappa"],
    between.map(({ raters, pairs, same, kappa }) => [
      raters[0],
      raters[1],
      String(pairs),
      same === null ? 'no pair' : renderShare(same),
      renderCoefficient(kappa),
    ]),
  );
}

function renderPractice({ cells, judges }: StudyPairs): string {
  const authors = cells.filter(({ practice }) => practice).map(({ name }) => name);
  const practising = judges.filter(({ practice }) => practice).map(({ judge }) => judge);
  return [
    ...(authors.length > 0
      ? [
          `**Practice model:** ${authors.join('; ')}. Such text shows that the process works, nothing about quality.`,
        ]
      : []),
    ...(practising.length > 0
      ? [
          `**Judged by a practice model:** ${practising.join('; ')}. Its verdicts test the process and say nothing about quality.`,
        ]
      : []),
  ].join('\n\n');
}

function describeJudge({
  judge,
  returnedIds,
  dates,
  sameFamily,
  unknownFamily,
  reasons,
  tooLong,
}: JudgeOfPairs): string[] {
  const when = dates[0] === dates[1] ? dates[0] : `${dates[0]} to ${dates[1]}`;
  return [
    `- ${judge}: answered as ${returnedIds.join(', ') || 'nothing it named'}; ${when}.`,
    ...(sameFamily.length > 0
      ? [`- **${judge} is of the same family as ${sameFamily.join('; ')}** and may favour it.`]
      : []),
    ...(unknownFamily.length > 0
      ? [`- Whether ${judge} is of the same family as ${unknownFamily.join('; ')} cannot be told.`]
      : []),
    ...(tooLong > 0
      ? [`- ${tooLong} pairs do not fit the window of ${judge} and were left out; no text was cut.`]
      : []),
    ...reasons.map(
      ({ reason, count }) => `- Unscored by ${judge}, ${count} ${count === 1 ? 'time' : 'times'}: ${reason}`,
    ),
  ];
}

/** `62 % [51, 73]`; without an interval where nothing tells one. */
export function renderRate({ value, low, high }: Pick<Estimate, 'value' | 'low' | 'high'>): string {
  if (value === null) return 'cannot be told';
  if (low === null || high === null) return renderShare(value);
  return `${renderShare(value)} [${(100 * low).toFixed(0)}, ${(100 * high).toFixed(0)}]`;
}

export const renderShare = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** Of agreement, from -1 to 1; what rounds to nothing has no sign. */
export const renderCoefficient = (value: number | null): string =>
  value === null ? 'cannot be told' : (Math.round(value * 100) / 100).toFixed(2);
