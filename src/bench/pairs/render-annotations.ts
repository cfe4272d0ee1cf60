/** The section on people of a report, as Markdown. */

import { renderTable } from '../report/markdown-table.ts';
import { renderAgreement, renderCoefficient, renderRate, renderShare } from './render-pairs.ts';
import type { PeoplePairs } from './summarize-annotations.ts';

/** Begins with a heading of the second level; ends with a line break. */
export function renderAnnotations({
  people,
  pairs,
  comparisons,
  agreement,
  withJudges,
}: PeoplePairs): string {
  const hasPractice = comparisons.some(({ practice }) => practice);
  const parts = [
    '## People',
    `${people.length} ${people.length === 1 ? 'person' : 'people'} compared ${pairs} ${pairs === 1 ? 'pair' : 'pairs'}, blind, sides drawn by chance. Intervals: 95 %, seeded bootstrap over prompts; marks of one prompt are drawn together.`,
    hasPractice
      ? '**Practice model:** texts of one are among these. Such text shows that the process works, nothing about quality.'
      : '',
    renderTable(
      [
        'first',
        'second',
        'prompts',
        'marks',
        'first better',
        'tie',
        'second better',
        'win rate of first',
        'at equal length',
      ],
      comparisons.map(({ a, b, prompts, marks, wins, ties, losses, winRate, lengthMatched }) => [
        a,
        b,
        String(prompts),
        String(marks),
        String(wins),
        String(ties),
        String(losses),
        renderRate(winRate),
        lengthMatched.pairs === 0 ? 'no pair' : `${renderRate(lengthMatched)} (${lengthMatched.pairs} marks)`,
      ]),
    ),
    renderTable(
      ['person', 'pairs', 'for the first shown'],
      people.map(({ annotator, pairs: own, firstPositionRate }) => [
        annotator,
        String(own),
        renderRate(firstPositionRate),
      ]),
    ),
    agreement.between.length === 0
      ? 'One person alone: agreement cannot be told.'
      : `Agreement of people, over A, B and neither: Krippendorff's alpha ${renderCoefficient(agreement.alpha)}.\n\n${renderAgreement(agreement.between)}`,
    withJudges.length === 0
      ? 'No judge has compared these pairs.'
      : `The majority of people beside each judge:\n\n${renderTable(
          ['judge', 'pairs', 'the same', "Cohen's kappa"],
          withJudges.map(({ judge, practice, pairs: both, same, kappa }) => [
            practice ? `${judge} (practice)` : judge,
            String(both),
            same === null ? 'no pair' : renderShare(same),
            renderCoefficient(kappa),
          ]),
        )}`,
  ];
  return parts
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}
