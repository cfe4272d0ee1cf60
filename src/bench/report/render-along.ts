/** How answers ended, and how they change along their length. */
import { answerClasses } from '../autopsy/classify-answer.ts';
import { fewestWordsAlong } from '../study/measure-answers.ts';
import type { Cell } from '../study/score.ts';
import { nameCell } from './cell-names.ts';
import { clipToScale } from './figure-scale.ts';
import { renderCount, renderEstimate, renderShare, renderTable } from './markdown-table.ts';

/** Classes of answers by asked length, one table for all cells; '' where there is no answer. */
export function renderClasses(cells: readonly Cell[]): string {
  const rows = cells.flatMap((cell) => (cell.classes ?? []).map((row) => ({ cell, ...row })));
  const isSeen = answerClasses.filter((name) => rows.some(({ counts }) => counts[name] > 0));
  if (rows.length === 0) return '';
  return [
    '## How answers ended',
    renderTable(
      ['model, method', 'asked words', 'answers', ...isSeen.toReversed()],
      rows.map(({ cell, asked, answers, counts }) => [
        nameCell(cell),
        asked,
        String(answers),
        ...isSeen.toReversed().map((name) => String(counts[name])),
      ]),
    ),
    'By rules, without a judge: `stopped-early` is under 80 % of the asked words; `loop` ends in copies of one block; `degraded-tail` repeats or breaks off sentences far more in its last fifth. `finished` says nothing of quality, nor of the length contract, which is stricter. Calls that failed are no answers and stand in the first table.',
  ].join('\n\n');
}

/** Figures of every 1,000 words; '' where no answer is long enough. */
export function renderAlong(cells: readonly Cell[]): string {
  const rows = cells.flatMap((cell) => (cell.along ?? []).map((row) => ({ cell, ...row })));
  if (rows.length === 0) return '';
  const judged = (['quality', 'contradictions'] as const).filter((figure) =>
    rows.some((row) => row[figure].value !== null),
  );
  const missing = (['quality', 'contradictions'] as const).filter((figure) => !judged.includes(figure));
  return [
    '## Along the text',
    renderTable(
      ['model, method', 'from word', 'prompts', 'repetition', 'slop', ...judged],
      rows.map(({ cell, fromWord, repetition, slop, ...row }) => [
        nameCell(cell),
        renderCount(fromWord),
        String(repetition.clusters),
        renderShare(clipToScale('repetition', repetition)),
        renderShare(clipToScale('slop', slop)),
        ...judged.map((figure) => renderEstimate(row[figure])),
      ]),
    ),
    `Answers over ${renderCount(fewestWordsAlong)} words, every 1,000 words. Repetition: share of 4-grams that stood before in the same answer; it rises in almost any text, so compare at the same position. Slop: share of words in stock phrases. Further on there are fewer answers, and those are the long ones.${missing.length > 0 ? ` Not judged by passage, so left out: ${missing.join(', ')}.` : ''}`,
  ].join('\n\n');
}

/** Points of a curve that a table shows; the plot has all. */
const mostPoints = 12;

/** Cumulative NLL of answers and of their shuffled controls; '' where no scorer read them. */
export function renderNll(cells: readonly Cell[]): string {
  const curves = cells.flatMap((cell) => (cell.nll ?? []).map((curve) => ({ cell, ...curve })));
  const rows = curves.flatMap(({ cell, scorer, points }) => {
    const step = Math.ceil(points.length / mostPoints);
    return points
      .filter((_each, at) => step > 0 && (points.length - 1 - at) % step === 0)
      .map(({ tokens, original, shuffled, lead }) => [
        nameCell(cell),
        scorer,
        renderCount(tokens),
        String(original.clusters),
        renderEstimate(original),
        renderEstimate(shuffled),
        renderEstimate({ ...lead, value: lead.difference, values: lead.clusters }),
      ]);
  });
  if (curves.length === 0) return '';
  const leftOut = curves.flatMap((curve) => curve.leftOut);
  const reasons = [
    ...Map.groupBy(leftOut, ({ from, reason }) => `${from === 'both' ? 'answer' : 'control'}: ${reason}`),
  ];
  return [
    '## Cumulative NLL',
    ...(rows.length > 0
      ? [
          renderTable(
            ['model, method', 'scorer', 'tokens', 'prompts', 'as written', 'shuffled', 'lead'],
            rows,
          ),
        ]
      : []),
    'Mean of −log p of the first so many tokens, in nats. Falling: later text is ever better foretold by earlier text. Lead: shuffled paragraphs minus the text as written; only what lies above 0 is due to its order. Repetition lowers the curve too.',
    ...(leftOut.length > 0
      ? [
          `Left out: ${reasons
            .slice(0, 5)
            .map(([reason, some]) => `${reason} (${some.length})`)
            .join('; ')}.`,
        ]
      : []),
  ].join('\n\n');
}
