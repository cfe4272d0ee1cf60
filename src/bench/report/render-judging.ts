/** Who judged, how far judges agree, what they left unscored, and whom they may favour. */
import type { Agreement, JudgeFacts } from '../study/judge-agreement.ts';
import type { StudyScores } from '../study/score.ts';
import { renderCount, renderNumber, renderTable } from './markdown-table.ts';

/** A section of Markdown; one sentence where nobody was asked. */
export function renderJudging({ rows, judges, judging }: StudyScores): string {
  if (judges.length === 0) return 'No judge was asked: figures that need one are unscored.';
  const unscored = rows.reduce((sum, row) => sum + row.unscored, 0);
  const sum = `Judges: ${judges.join(', ')}. Verdicts without a score: ${unscored}; they count nowhere.`;
  if (judging === undefined) return sum;
  const facts = judging.judges;
  return [
    '## Judges',
    sum,
    ...facts.filter(({ practice }) => practice).map(describePractice),
    renderTable(
      ['judge', 'verdicts', 'mean grade', 'unscored', 'not reached', 'alpha of its repeats', 'answered as'],
      facts.map((each) => [
        each.practice ? `${each.judge} (practice)` : each.judge,
        renderCount(each.scored),
        renderNumber(each.mean),
        renderCount(each.unscored),
        renderCount(each.failed),
        each.repeatAlpha === null ? 'none' : each.repeatAlpha.toFixed(2),
        each.returnedIds.join(', ') || 'not said',
      ]),
    ),
    ...facts.flatMap(describeReasons),
    ...facts.flatMap(describeFamilies),
    ...renderAgreement(judging.agreement),
  ].join('\n\n');
}

const describePractice = ({ judge }: JudgeFacts): string =>
  `**${judge}: judged by a practice model: tests the process, says nothing about quality.**`;

const describeReasons = ({ judge, unscored, reasons }: JudgeFacts): string[] =>
  reasons.length === 0
    ? []
    : [
        `Why ${renderCount(unscored)} of ${judge} are unscored: ${reasons.map(({ reason, count }) => `${reason} (${count})`).join('; ')}${reasons.reduce((sum, { count }) => sum + count, 0) < unscored ? '; others' : ''}.`,
      ];

function describeFamilies({ judge, practice, sameFamily, unknownFamily }: JudgeFacts): string[] {
  return [
    ...(sameFamily.length > 0
      ? [
          `**Same family:** ${judge} judges texts of ${sameFamily.join(', ')}; judges are known to favour their own.`,
        ]
      : []),
    // A practice judge has no favourites to speak of, and has been marked.
    ...(unknownFamily.length > 0 && !practice
      ? [`Whether ${judge} is of one family with ${unknownFamily.join(', ')} cannot be told.`]
      : []),
  ];
}

function renderAgreement(agreement: readonly Agreement[]): string[] {
  if (agreement.length === 0) return [];
  const pairs = agreement[0]?.kappas.map(({ judges }) => judges.join(' / ')) ?? [];
  const show = (value: number | null): string => (value === null ? 'none' : value.toFixed(2));
  return [
    '### Agreement',
    renderTable(
      ['', 'judged twice or more', 'alpha', ...pairs.map((pair) => `kappa ${pair}`)],
      agreement.map(({ dimension, units, alpha, kappas }) => [
        dimension,
        renderCount(units),
        show(alpha),
        ...kappas.map(({ kappa }) => show(kappa)),
      ]),
    ),
    'Alpha: Krippendorff, interval. Kappa: Cohen, quadratic weights. 1 is full agreement, 0 what chance would give; none: nothing to compare, such as one and the same grade throughout. Krippendorff holds conclusions from 0.8 on, tentative ones from 0.667, and none below.',
  ];
}
