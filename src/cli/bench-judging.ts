/** Judging the answers of a study, from the quote to the manifest. */
import { withPassages } from '../bench/judge-passages.ts';
import { judgeStudy } from '../bench/study/judge.ts';
import { describeJudging, planJudging } from '../bench/study/judging.ts';
import { keepJudging } from '../bench/study/manifest.ts';
import { sumSpent } from '../bench/study/spent.ts';
import { findPrices, readConcurrency, readMaxCost, splitList, today } from './bench-options.ts';
import { requirePrices, sayLeft } from './bench-quote.ts';
import type { StudyAtWork } from './bench-study.ts';
import { formatCount, formatNumber, formatUsd } from './format.ts';
import { readPositiveInteger } from './write-options.ts';

/** Asks every judge what was not asked before. Resolves with whether it stopped before the end, and what it did. */
export async function judgeAnswers({
  folder,
  benchmark: asked,
  judgePrompt,
  study,
  models: { world },
  options,
  output,
  abortSignal,
}: StudyAtWork): Promise<{ isStopped: boolean; judged: object }> {
  const benchmark = options.judgePassages === true ? withPassages(asked) : asked;
  const addresses = splitList(options.judge ?? '');
  const judges = await Promise.all(addresses.map((address) => world.resolveModel(address)));
  const repeats =
    options.judgeRepeats === undefined ? 1 : readPositiveInteger('judge-repeats', options.judgeRepeats);
  const prices = await findPrices(addresses, options, world);
  const maxCost = readMaxCost(options);
  requirePrices(addresses, prices, maxCost);
  const { answersUsd, verdictsUsd } = await sumSpent(folder);
  const resolved = judges.map(({ address }) => address);
  const plan = await planJudging(folder, benchmark, study.samples, resolved, { repeats, prices });
  const cost = plan.usd === null ? 'price unknown' : `${formatUsd(plan.usd[0])} to ${formatUsd(plan.usd[1])}`;
  output.say(`to judge: ${formatCount(plan.missing, 'verdict')}, ${cost}`);
  sayLeft(output, maxCost, answersUsd + verdictsUsd);
  const report = await judgeStudy(folder, benchmark, study.samples, judges, {
    repeats,
    concurrency: readConcurrency(options),
    ...(maxCost !== undefined && { mostUsd: maxCost - answersUsd - verdictsUsd }),
    prices,
    abortSignal,
    onRow: (row, { done, unscored, failed }) => {
      output.printEvent({ type: 'verdict', ...row });
      output.say(
        `judged ${formatNumber(done)} of ${formatNumber(plan.missing)}, unscored ${unscored}, failed ${failed}: ${row.answer}`,
      );
    },
  });
  await keepJudging(folder, await describeJudging(folder, plan.rubrics, judgePrompt), today());
  output.say(
    `judged: ${report.done} new, ${report.skipped} before, ${report.unscored} unscored, ${report.failed} failed, ${formatUsd(report.usd)}`,
  );
  return { isStopped: report.isStopped, judged: { ...report, quotedUsd: plan.usd } };
}
