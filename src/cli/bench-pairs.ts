/** `longhand bench pairs`: judges compare the answers of a study two by two. */
import { judgePairs } from '../bench/pairs/judge-pairs.ts';
import { listPairs } from '../bench/pairs/list-pairs.ts';
import { openAnsweredStudy } from '../bench/pairs/open-answered-study.ts';
import { quotePairs } from '../bench/pairs/quote-pairs.ts';
import { writePairsReport } from '../bench/pairs/write-pairs-report.ts';
import { sumSpent } from '../bench/study/spent.ts';
import {
  type BenchOptions,
  findPrices,
  readConcurrency,
  readMaxCost,
  splitList,
  today,
} from './bench-options.ts';
import { requirePrices, sayLeft } from './bench-quote.ts';
import { formatCount, formatUsd } from './format.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output } from './output.ts';
import { findPlace } from './run-place.ts';
import { createModels } from './world.ts';
import { checkJsonKind, readPositiveInteger } from './write-options.ts';

type PairsOptions = Pick<
  BenchOptions,
  'json' | 'quiet' | 'home' | 'data' | 'judge' | 'judgeRepeats' | 'concurrency' | 'maxCost' | 'price'
> & { against?: string };

/** Judges the pairs that are missing, then summarises all that are there. Without a judge it only summarises. */
export async function comparePairs(folder: string, options: PairsOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  const { judge = '', judgeRepeats = '1', against, data } = options;
  const repeats = readPositiveInteger('judge-repeats', judgeRepeats);
  const concurrency = readConcurrency(options);
  const maxCost = readMaxCost(options);
  const { world } = createModels(output, findPlace(options, process.env));
  const addresses = [...new Set(splitList(judge))];
  const judges = await Promise.all(addresses.map((address) => world.resolveModel(address)));
  const prices = await findPrices(addresses, options, world);
  requirePrices(addresses, prices, maxCost);
  const { manifest, samples, index } = await openAnsweredStudy(folder, data);
  const listed = listPairs(index.answers.values(), manifest, { against });
  const quotedUsd = quotePairs(listed.pairs, addresses, { repeats, prices });
  if (addresses.length > 0) {
    const cost =
      quotedUsd === null ? 'price unknown' : `${formatUsd(quotedUsd[0])} to ${formatUsd(quotedUsd[1])}`;
    output.say(
      `to compare, what was compared before included: ${formatCount(listed.pairs.length, 'pair')}, ${cost}`,
    );
  }
  const { answersUsd, verdictsUsd } = await sumSpent(folder);
  const spentUsd = answersUsd + verdictsUsd;
  sayLeft(output, maxCost, spentUsd);
  const controller = new AbortController();
  const release = onInterrupt({ soft: () => controller.abort(), hard: () => process.exit(130) });
  try {
    const judged = await judgePairs(
      folder,
      listed.pairs,
      judges,
      { samples, index, prices, date: today() },
      {
        repeats,
        concurrency,
        ...(maxCost !== undefined && { mostUsd: maxCost - spentUsd }),
        abortSignal: controller.signal,
        onRow: (row, { done, unscored, tooLong, failed }) => {
          output.printEvent({ type: 'pair', ...row });
          output.say(
            `compared ${done}, unscored ${unscored}, too long ${tooLong}, failed ${failed}: ${row.a} / ${row.b}`,
          );
        },
      },
    );
    const { summary, markdown, files } = await writePairsReport(folder, index, listed);
    output.print(markdown);
    output.say(
      `compared: ${formatCount(judged.done, 'new pair')}, ${judged.skipped} before, ${judged.unscored} unscored, ${judged.tooLong} too long, ${judged.failed} failed, ${formatUsd(judged.usd)}`,
    );
    output.say(`report: ${files.markdown}, ${files.summary}`);
    if (judged.isStopped) output.say('Stopped before the end; the same command goes on.');
    const status = judged.isStopped ? 'stopped' : 'done';
    output.printResult({ status, out: folder, quotedUsd, judged, files, ...summary });
    return judged.isStopped ? 3 : 0;
  } finally {
    release();
  }
}
