/** `longhand dataset build` on a build that is there already: looked at, paused, gone on with, cancelled. */
import { absentBuild, readBuildFile } from '../dataset/build/open-build.ts';
import { UsageError } from '../errors.ts';
import { openEngine } from '../run/engine.ts';
import { type BuildOptions, readBuildLimits } from './dataset-build-options.ts';
import { describeTotals } from './follow-build.ts';
import type { Output } from './output.ts';
import { findPlace } from './run-place.ts';

/** `--status`, `--pause`, `--go-on`, `--cancel`: beside whoever is at work, on Postgres; else for the next command. */
export async function steerBuild(folder: string, options: BuildOptions, output: Output): Promise<number> {
  const file = await readBuildFile(folder);
  if (file === undefined)
    throw new UsageError(`Expected a build in ${folder}, found no build.json. Name its folder with --out.`);
  const engine = await openEngine(findPlace(options, process.env));
  try {
    const { fleet } = engine;
    if ((await fleet.findBuild(file.buildId)) === undefined) throw absentBuild(folder, file);
    await fleet.updateBuild(file.buildId, readBuildLimits(options));
    if (options.pause) await fleet.updateBuild(file.buildId, { state: 'paused', reason: 'Paused by hand.' });
    if (options.cancel)
      await fleet.updateBuild(file.buildId, { state: 'cancelled', reason: 'Cancelled by hand.' });
    if (options.goOn) await fleet.updateBuild(file.buildId, { state: 'running', reason: null });
    const build = await fleet.findBuild(file.buildId);
    const totals = await fleet.totalBuild(file.buildId);
    const workers = await fleet.listWorkers();
    // A build of which all is made runs no more, whatever may still be handed out.
    const isOver = totals.waiting + totals.claimed === 0;
    const state = isOver ? 'done' : build?.state;
    output.print(
      [
        `build ${file.buildId}: ${state}${build?.reason === undefined ? '' : ` (${build.reason})`}`,
        ...describeTotals(totals),
        ...workers.map(({ workerId, host, inFlight }) => `${workerId} on ${host}: ${inFlight} in flight`),
      ].join('\n'),
    );
    output.printResult({
      buildId: file.buildId,
      state,
      reason: build?.reason,
      totals,
      workers,
    });
    return 0;
  } finally {
    await engine.close();
  }
}
