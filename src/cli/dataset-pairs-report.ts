/** What `longhand dataset pairs` says before it pays and when it is done. */
import { join } from 'node:path';
import type { SampleQuote } from '../dataset/pairs/quote-samples.ts';
import type { PairsReport } from '../dataset/pairs/write-pairs.ts';
import type { Model } from '../model/model.ts';
import { describeStudyQuote } from './bench-quote.ts';
import { sayPracticeRecords } from './dataset-input.ts';
import { formatCount, formatNumber, formatTable, formatUsd } from './format.ts';
import type { Output } from './output.ts';

/** @param isWriting - Whether samples are to be written; else all are given. */
export function sayPairsQuote(
  { answers, writing, verdicts, judgingUsd }: SampleQuote,
  isWriting: boolean,
  output: Output,
): void {
  if (isWriting) output.say(describeStudyQuote(answers, writing));
  const cost =
    judgingUsd === null ? 'price unknown' : `${formatUsd(judgingUsd[0])} to ${formatUsd(judgingUsd[1])}`;
  output.say(`to judge: ${formatCount(verdicts, 'verdict')}, ${cost}`);
}

export function sayPairs(
  out: string,
  {
    pairs,
    instructions,
    byRule,
    meanScores,
    byQualityAlone,
    qualitySpread,
    samples,
    practice,
    failed,
    usd,
  }: PairsReport & {
    failed: { answers: number; verdicts: number; unscored: number };
    usd: number;
  },
  { judge, output }: { judge: Model; output: Output },
): void {
  output.say(
    `${formatCount(pairs, 'pair')} of ${formatCount(instructions, 'instruction')}: ${join(out, 'pairs.jsonl')}; all samples with scores and verdicts in ${join(out, 'samples.jsonl')}`,
  );
  if (meanScores !== null)
    output.say(
      `mean score: chosen ${meanScores.chosen.toFixed(1)}, rejected ${meanScores.rejected.toFixed(1)}` +
        (qualitySpread === null
          ? ''
          : `; one sample judged again differs by ${qualitySpread.toFixed(1)} points of S_q`),
    );
  if (byQualityAlone > 0)
    output.say(
      `${formatCount(byQualityAlone, 'pair')} of instructions that name no length: by quality alone.`,
    );
  if (samples.scored < samples.asked)
    output.complain(
      `${formatNumber(samples.asked - samples.scored)} of ${formatCount(samples.asked, 'sample')} without a score, left out. The same command asks again where a call failed (${failed.answers} answers, ${failed.verdicts} verdicts).`,
    );
  output.say(`paid in this folder: ${formatUsd(usd)}`);
  sayPracticeRecords(practice, output);
  if (judge.isPractice)
    output.complain(`practice model: ${judge.address} judged, so the scores say nothing about quality.`);
  output.print(
    formatTable([
      ['no pair', 'instructions'],
      ...Object.entries(byRule).map(([rule, count]) => [rule, formatNumber(count)]),
    ]),
  );
}
