/** The end of a `dataset build`, whichever it is: its files, its figures, how to go on, and the exit code. */
import type { LeftOut } from '../dataset/build/open-build.ts';
import type { WrittenBuild } from '../dataset/build/write-build.ts';
import type { Fleet } from '../run/fleet/fleet.ts';
import type { BuildOptions } from './dataset-build-options.ts';
import { renderBuildReport } from './dataset-build-report.ts';
import { writeReport } from './dataset-input.ts';
import { formatCount, formatNumber } from './format.ts';
import type { Output } from './output.ts';
import type { Failure } from './report-failure.ts';
import { sayPractice } from './world.ts';

/** @returns 0 all made · 1 paused by a key or a model that is refused · 3 paused · 4 some documents could not be made · 130 interrupted. */
export async function finishBuild(
  {
    folder,
    buildId,
    written: { report, failed },
    isInterrupted,
    pausedBy,
    leftOut,
  }: {
    folder: string;
    buildId: string;
    written: WrittenBuild;
    isInterrupted: boolean;
    /** What made this process pause the build. */
    pausedBy: Failure | undefined;
    leftOut: LeftOut;
  },
  {
    fleet,
    output,
    practice,
  }: { fleet: Fleet; output: Output; options: BuildOptions; practice: string | undefined },
): Promise<number> {
  const build = await fleet.findBuild(buildId);
  const totals = await fleet.totalBuild(buildId);
  const left = totals.waiting + totals.claimed;
  const status = left === 0 ? 'done' : isInterrupted ? 'interrupted' : (build?.state ?? 'stopped');
  await writeReport(folder, { buildId, status, ...report, failed, left, ...leftOut });
  if (report.documents > 0) output.print(renderBuildReport(report));
  output.say(`${formatNumber(report.kept)} of ${formatCount(report.documents, 'document')} kept: ${folder}`);
  if (failed > 0)
    output.complain(
      `${formatCount(failed, 'document')} could not be made: ${folder}/failed.jsonl. The same command tries again.`,
    );
  if (left > 0) {
    const isLimited = status === 'paused' && pausedBy === undefined && build?.mostUsd !== undefined;
    const goingOn = isLimited
      ? 'The same command goes on, where money ended it with a higher --max-cost.'
      : 'The same command goes on.';
    output.complain(
      `${formatCount(left, 'document')} left.${build?.reason === undefined ? '' : ` ${build.reason}`} ${goingOn}`,
    );
  }
  if (practice !== undefined) output.say(sayPractice(practice));
  const exitCode = left > 0 ? (isInterrupted ? 130 : (pausedBy?.exitCode ?? 3)) : failed > 0 ? 4 : 0;
  output.printResult({
    status,
    buildId,
    out: folder,
    ...report,
    failed,
    left,
    ...(build?.reason !== undefined && { reason: build.reason }),
    practice: report.practice > 0,
    ...leftOut,
    exitCode,
  });
  return exitCode;
}
