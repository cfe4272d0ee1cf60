/** `longhand bench pairs`: judges compare the answers of a study two by two. */
import { judgePairs } from '../bench/pairs/judge-pairs.ts';
import { listPairs } from '../bench/pairs/list-pairs.ts';
import { openAnsweredStudy } from '../bench/pairs/open-answered-study.ts';
import { writePairsReport } from '../bench/pairs/write-pairs-report.ts';
import { formatCount, formatUsd } from './format.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output, OutputOptions } from './output.ts';
import { findPlace } from './run-place.ts';
import { createModels } from './world.ts';
import { checkJsonKind, readPositiveInteger, readPositiveNumber } from './write-options.ts';

type PairsOptions = OutputOptions &
  Partial<Record<'home' | 'judge' | 'judgeRepeats' | 'against' | 'data' | 'concurrency' | 'maxCost', string>>;

/** Judges the pairs that are missing, then summarises all that are there. Without a judge it only summarises. */
export async function comparePairs(folder: string, options: PairsOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  const { world } = createModels(output, findPlace(options, process.env));
  const { judge = '', judgeRepeats = '1', concurrency = '4', maxCost, against, data } = options;
  const settings = {
    repeats: readPositiveInteger('judge-repeats', judgeRepeats),
    concurrency: readPositiveInteger('concurrency', concurrency),
    ...(maxCost !== undefined && { mostUsd: readPositiveNumber('max-cost', maxCost) }),
  };
  const date = new Date().toISOString().slice(0, 10);
  const addresses = [...new Set(judge.split(',').map((each) => each.trim()))].filter((each) => each !== '');
  const judges = await Promise.all(addresses.map((address) => world.resolveModel(address)));
  const found = await Promise.all(
    addresses.map(async (address) => [address, await world.findPrice?.(address)] as const),
  );
  const prices = Object.fromEntries(
    found.flatMap(([address, price]) => (price === undefined ? [] : [[address, price]])),
  );
  const { manifest, samples, index } = await openAnsweredStudy(folder, data);
  const controller = new AbortController();
  const release = onInterrupt({ soft: () => controller.abort(), hard: () => process.exit(130) });
  try {
    const listed = listPairs(index.answers.values(), manifest, { against });
    const judged = await judgePairs(
      folder,
      listed.pairs,
      judges,
      { samples, index, prices, date },
      {
        ...settings,
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
    output.printResult({ status, out: folder, judged, files, ...summary });
    return judged.isStopped ? 3 : 0;
  } finally {
    release();
  }
}
