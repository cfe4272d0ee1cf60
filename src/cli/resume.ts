/** `longhand resume`: goes on with a run. */
import { readFile } from 'node:fs/promises';
import { resumeReading } from '../methods/read.ts';
import { resumeDocument } from '../methods/write.ts';
import type { WriteEvent } from '../methods/write-events.ts';
import type { WriteRequest } from '../methods/write-request.ts';
import { readProjectedEvents, readProjectedRuns } from '../run/projections.ts';
import { finishRun } from './finish-run.ts';
import type { Output, OutputOptions } from './output.ts';
import { recallEvents } from './progress.ts';
import { checkOut } from './publish-text.ts';
import { finishReading } from './read.ts';
import { withReader } from './read-record.ts';
import { findPlace } from './run-place.ts';
import { createRunView } from './run-view.ts';
import { createModels } from './world.ts';
import { checkJsonKind, readPositiveNumber } from './write-options.ts';

type ResumeOptions = OutputOptions & { home?: string; out?: string; maxCost?: string; onRefusal?: string };

export async function resume(runId: string, options: ResumeOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  const costInUsd =
    options.maxCost === undefined ? undefined : readPositiveNumber('max-cost', options.maxCost);
  const place = findPlace(options, process.env);
  // What the run asked for at its start; unknown where its files are gone, and then only a new one counts.
  const find = place.databaseUrl
    ? withReader(place, (reader) => reader.findRun(runId))
    : readProjectedRuns(place.home).then((runs) => runs.find((run) => run.runId === runId));
  const found = await find;
  const out = options.out ?? (found?.request as WriteRequest | undefined)?.out;
  if (out !== undefined) await checkOut(out);
  const models = createModels(output, place);
  if (found?.program === 'read') {
    const budget = costInUsd === undefined ? {} : { budget: { costInUsd } };
    const run = resumeReading(runId, { ...budget, ...(out !== undefined && { out }) }, models.world);
    return finishReading(run, { output, place, home: options.home, out, models, runId });
  }
  const view = createRunView(output);
  // A resumed walk says nothing of what is there already: plan and finished sections are known from before. Only shown,
  // so a damaged file of events stops nothing.
  if (found !== undefined) {
    const earlier = place.databaseUrl
      ? withReader(place, (reader) => reader.listEvents(runId))
      : readProjectedEvents(place.home, runId);
    recallEvents(view.progress, (await earlier.catch(() => [])) as WriteEvent[]);
  }
  const run = resumeDocument(
    runId,
    {
      ...(costInUsd !== undefined && { budget: { costInUsd } }),
      ...(options.onRefusal !== undefined && { onRefusal: options.onRefusal }),
      ...(options.out !== undefined && { out: options.out }),
    },
    // The person has had the file since the pause: it counts as it is now.
    { ...models.world, reviewPlan: (path) => readFile(path, 'utf8') },
  );
  return finishRun(run, { output, view, place, home: options.home, out, models, runId });
}
