/** `longhand dataset from-runs`: existing runs as training data. Nothing is started, asked or changed. */
import { join } from 'node:path';
import { findRevisions } from '../dataset/from-runs/find-revisions.ts';
import { readRun } from '../dataset/from-runs/read-run.ts';
import { type RunRows, renderRun } from '../dataset/from-runs/run-rows.ts';
import { openLineWriter } from '../dataset/write-lines.ts';
import { UsageError } from '../errors.ts';
import type { Reader } from '../run/reader.ts';
import type { RunRecord } from '../run/store.ts';
import { requireOut, writeReport } from './dataset-input.ts';
import { formatCount, formatNumber, formatTable } from './format.ts';
import type { Output, OutputOptions } from './output.ts';
import { requireRun, withReader } from './read-record.ts';
import { findPlace } from './run-place.ts';
import { checkJsonKind } from './write-options.ts';

export type FromRunsOptions = OutputOptions & { home?: string; out?: string; include?: string };

const files = {
  documents: 'documents.jsonl',
  plans: 'plans.jsonl',
  sections: 'sections.jsonl',
  revisions: 'revisions.jsonl',
  revisedDocuments: 'revised-documents.jsonl',
} as const;
type Kind = keyof typeof files;

/** Writes what the runs give; all runs of the home where none is named. */
export async function collectRuns(
  runIds: readonly string[],
  options: FromRunsOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const out = requireOut(options, 'a folder for documents, plans, sections and revisions');
  const { include } = options;
  if (include !== undefined && include !== 'unfinished')
    throw new UsageError(`Expected \`include\` to be unfinished, got \`${include}\`.`);
  const place = findPlace(options, process.env);
  return withReader(place, async (reader) => {
    if (reader.owner !== undefined)
      output.say(
        `live: process ${reader.owner.pid} is writing in ${place.home}; this is what its files say, without earlier versions of revised texts`,
      );
    const runs = await chooseRuns(runIds, reader);
    const kinds = Object.keys(files) as Kind[];
    const writers = await Promise.all(kinds.map((kind) => openLineWriter(join(out, files[kind]))));
    const counts = { runs: runs.length, used: 0, practice: 0, sectionsLeftOut: 0 };
    const leftOut: { runId: string; reason: string }[] = [];
    for (const run of runs) {
      const rows = await renderOne(run, reader, { home: place.home, takesUnfinished: include !== undefined });
      if (typeof rows === 'string') {
        leftOut.push({ runId: run.runId, reason: rows });
        continue;
      }
      counts.used += 1;
      counts.practice += rows.isPractice ? 1 : 0;
      counts.sectionsLeftOut += rows.sectionsLeftOut;
      for (const [at, kind] of kinds.entries()) for (const row of rows[kind]) await writers[at]?.write(row);
    }
    await Promise.all(writers.map((writer) => writer.close()));
    const rows = Object.fromEntries(kinds.map((kind, at) => [kind, writers[at]?.count ?? 0]));
    const result = {
      ...counts,
      rows,
      leftOut,
      ...(reader.owner && { live: { pid: reader.owner.pid } }),
    };
    await writeReport(out, result);
    output.say(`${formatNumber(counts.used)} of ${formatCount(counts.runs, 'run')}: ${out}`);
    const [first] = leftOut;
    if (first !== undefined)
      output.say(
        `${formatCount(leftOut.length, 'run')} left out; the first is ${first.runId}: ${first.reason} All in report.json.`,
      );
    if (counts.sectionsLeftOut > 0)
      output.say(
        `${formatCount(counts.sectionsLeftOut, 'section')} left out: written from sources that the request would not show, or planned where only the database says how.`,
      );
    if (counts.practice > 0)
      output.complain(
        `practice model: ${formatCount(counts.practice, 'run')} by practice models, which say nothing about quality.`,
      );
    output.print(
      formatTable([['file', 'rows'], ...kinds.map((kind) => [files[kind], formatNumber(rows[kind] ?? 0)])]),
    );
    output.printResult({ status: 'done', out, ...result });
    return 0;
  });
}

async function chooseRuns(runIds: readonly string[], reader: Reader): Promise<RunRecord[]> {
  if (runIds.length === 0) return (await reader.listRuns()).toReversed();
  const runs: RunRecord[] = [];
  for (const runId of new Set(runIds)) runs.push(await requireRun(reader, runId));
  return runs;
}

/** The rows of a run, or why it gives none. */
async function renderOne(
  run: RunRecord,
  reader: Reader,
  { home, takesUnfinished }: { home: string; takesUnfinished: boolean },
): Promise<RunRows | string> {
  if (run.program !== 'write' && run.program !== 'plan') return `It is a run of ${run.program}.`;
  const material = await readRun(run, reader, home);
  const isFinished = run.program === 'plan' ? run.status === 'done' : material.finished !== undefined;
  if (!isFinished && !takesUnfinished)
    return `It has no whole text (${run.status}). Finish it, or take what there is with --include unfinished.`;
  const rows = renderRun(material, isFinished ? await findRevisions(material, reader, home) : []);
  const hasRows = Object.keys(files).some((kind) => rows[kind as Kind].length > 0);
  return hasRows ? rows : 'Nothing in it is finished.';
}
