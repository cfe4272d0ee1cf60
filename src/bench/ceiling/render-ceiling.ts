/** The card as Markdown and as a picture. */

import { renderLinePlot } from '../../publish/line-plot.ts';
import { renderTable } from '../report/markdown-table.ts';
import type { CeilingCard } from './ceiling-card.ts';
import { leastGrowth } from './early-end.ts';
import type { InputPoint, OutputPoint } from './summarize-ceiling.ts';

/** @param picture - File of the picture, beside the text. */
export function renderCeilingMarkdown(card: CeilingCard, { picture }: { picture?: string } = {}): string {
  return [
    `# Ceiling of ${card.model}`,
    card.practice
      ? '**Practice model:** its text shows that the process works, and nothing about quality.'
      : '',
    card.status === 'done'
      ? ''
      : `**Unfinished** (${describeStatus(card)}): the figures are those of what is there.`,
    `**${card.finding}**`,
    picture === undefined ? '' : `![Words read and words delivered, on log axes](${picture})`,
    card.basis,
    renderLanguages(card),
    ...renderInput(card),
    ...renderOutput(card),
    renderRules(card),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function describeStatus({ status, failure }: CeilingCard): string {
  if (status === 'budget') return 'stopped by its budget';
  return failure === null ? status : `${failure.fault}: ${failure.message}`;
}

function renderInput({ input: { points, byDepth }, endedEarly, limit }: CeilingCard): string[] {
  if (points.length === 0) return ['## What it still answers from', 'Nothing was measured.'];
  return [
    '## What it still answers from',
    renderTable(
      ['tokens', 'words', 'documents', 'right of', 'share right', '95 % interval', 'without an answer'],
      points.map((point) => [
        format(point.tokens),
        point.words === null ? '' : format(point.words),
        String(point.documents),
        `${point.right} of ${point.answers}`,
        percent(point.share),
        point.low === null ? '' : `${percent(point.low)} to ${percent(point.high)}`,
        describeLosses(point),
      ]),
    ),
    endedEarly.input === undefined
      ? `Tried up to ${format(limit.tokens)} tokens (${limitSources[limit.source]}).`
      : `Ended there: ${endedEarly.input}.`,
    byDepth.length === 0
      ? ''
      : renderTable(
          ['place of the number', 'share right', '95 % interval'],
          byDepth.map(({ place, share, low, high }) => [
            place,
            percent(share),
            low === null ? '' : `${percent(low)} to ${percent(high)}`,
          ]),
        ),
  ];
}

const limitSources: Record<CeilingCard['limit']['source'], string> = {
  asked: 'as asked with --max-input',
  window: 'what is known of its window, less room for the answers',
  default: 'nothing is known of its window; --max-input says how far to go',
};

function renderOutput({ output: { points }, endedEarly }: CeilingCard): string[] {
  if (points.length === 0) return ['## What it still delivers', 'Nothing was measured.'];
  return [
    '## What it still delivers',
    renderTable(
      ['asked words', 'answers', 'mean', 'median', 'longest', 'met an output limit', 'without an answer'],
      points.map((point) => [
        format(point.askedWords),
        String(point.answers),
        whole(point.mean),
        whole(point.median),
        whole(point.max),
        String(point.limited),
        describeLosses(point),
      ]),
    ),
    endedEarly.output === undefined ? '' : `Ended there: ${endedEarly.output}.`,
  ];
}

function renderLanguages({ input, output, ratio, byLanguage }: CeilingCard): string {
  const rows = [
    ['both', { input: input.ceiling, output: output.ceiling, ratio }],
    ['English, words', byLanguage.en],
    ['Chinese, characters', byLanguage.zh],
  ] as const;
  return renderTable(
    ['', 'answers from', 'delivers', 'kept up with what was asked to', 'ratio'],
    rows.map(([name, each]) => [
      name,
      each.input === null
        ? ''
        : `${each.input.endedBy === 'limit' ? 'at least ' : ''}${format(each.input.words)}`,
      each.output === null ? '' : `${each.output.isReached ? '' : 'at least '}${format(each.output.words)}`,
      each.output === null ? '' : format(each.output.keptWords),
      each.ratio.value === null ? '' : `${boundWords[each.ratio.bound]}${each.ratio.value}`,
    ]),
  );
}

const boundWords: Record<CeilingCard['ratio']['bound'], string> = {
  exact: '',
  'at least': 'at least ',
  'at most': 'at most ',
  unknown: 'by two lower bounds ',
};

function renderRules({ answeringShare, chanceShare, test }: CeilingCard): string {
  return [
    '## Rules',
    `- Still answers from: the longest length up to which, itself included, at least ${percent(answeringShare)} of the answers are right. An answer is right when its line holds the number asked for, as a whole token, and no other.`,
    `- By chance: a reader who picks one of the numbers of the text for each question is right in ${percent(chanceShare)}.`,
    '- Still delivers: the largest of the medians; it counts as reached when the longest length asked for is delivered to less than 80 %. Single native answers, nothing repaired, nothing continued; a refusal is counted as one, never as 0 words.',
    `- A side ends early where a text is longer than the model takes, where two lengths in a row stay below ${percent(answeringShare)}, or where two in a row deliver less than ${percent(leastGrowth - 1)} more than the best before.`,
    `- Words are counted by the rule \`longbench-write\` (Han characters and English words), documents without their questions. Half of the texts are English, half Chinese. Test: \`${test}\`.`,
  ].join('\n');
}

/** Both curves against the line on which what comes out is what was put in or asked for. */
export function renderCeilingPlot(card: CeilingCard): { svg: string; png: Uint8Array } | undefined {
  const read = card.input.points.flatMap(({ words, share }) =>
    words === null || share === null ? [] : [{ x: words, y: words * share }],
  );
  const written = card.output.points.flatMap(({ askedWords, mean }) =>
    mean === null ? [] : [{ x: askedWords, y: mean }],
  );
  const series = [
    { name: 'reads', points: read },
    { name: 'writes', points: written },
  ].filter(({ points }) => points.some(({ y }) => y > 0));
  if (series.length === 0) return undefined;
  const day = card.days === null ? '' : `, ${card.days.last}`;
  return renderLinePlot({
    title: `${shorten(card.model)}: what it reads and what it writes${card.practice ? ' (practice model)' : ''}`,
    caption: `reads: words given x share of answers right; writes: mean words delivered; ${card.calls} calls${day}${card.practice ? '; practice model' : ''}`,
    xLabel: 'words given, or asked for',
    yLabel: 'words out',
    isLogLog: true,
    series,
  });
}

const shorten = (address: string): string => (address.length <= 40 ? address : `${address.slice(0, 39)}…`);

function describeLosses({ failures, ...point }: InputPoint | OutputPoint): string {
  const parts = Object.entries(failures).map(([fault, count]) => `${fault}: ${count}`);
  if ('cut' in point && point.cut > 0) parts.push(`cut off: ${point.cut} questions`);
  return parts.join(', ');
}

const format = (value: number): string => Math.round(value).toLocaleString('en-US');
const whole = (value: number | null): string => (value === null ? '' : format(value));
const percent = (share: number | null): string => (share === null ? '' : `${Math.round(share * 100)} %`);
