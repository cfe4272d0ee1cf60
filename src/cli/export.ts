/** `longhand export`: publishes the text of a run again. Reads only. */
import { UsageError } from '../errors.ts';
import type { ReadResult } from '../methods/reading/read-result.ts';
import type { WriteRequest } from '../methods/write-request.ts';
import { resolveModel } from '../model/resolve-model.ts';
import type { RunRecord } from '../run/store.ts';
import type { Output, OutputOptions } from './output.ts';
import { createFigureFinder } from './publish-figures.ts';
import { checkOut, publishText } from './publish-text.ts';
import { readResult, requireRun, withReader } from './read-record.ts';
import { findPlace } from './run-place.ts';
import { listSectionStates, readManuscript } from './show.ts';
import { loadMini } from './world.ts';
import { checkJsonKind } from './write-options.ts';

type ExportOptions = OutputOptions & { home?: string; out?: string };

export async function exportRun(runId: string, options: ExportOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  const { out } = options;
  if (out === undefined) throw new UsageError('Expected `--out FILE` to say where to publish, got none.');
  await checkOut(out);
  const place = findPlace(options, process.env);
  return withReader(place, async (reader) => {
    const run = await requireRun(reader, runId);
    if (run.program === 'read') return exportAnswer(run, out, output);
    if (run.program !== 'write') {
      throw new UsageError(
        `Expected a run with a text, but run ${runId} made a plan only. Write it with: longhand write`,
      );
    }
    const markdown = await readManuscript(run, reader, place);
    const sections = (await listSectionStates(run, reader)).filter(({ targetWords }) => targetWords > 0);
    const done = sections.filter(({ status }) => status === 'done').length;
    if (markdown === undefined || done === 0) {
      throw new UsageError(
        `Expected a run with finished text, but run ${runId} has none yet. Go on with: longhand resume ${runId}`,
      );
    }
    const result = readResult(run);
    const { models } = run.request as WriteRequest;
    const isPractice = result?.practice ?? (await hasPracticeModel(Object.values(models)));
    const facts = {
      gaps: sections.filter(({ status }) => status === 'gap').length,
      ...(result === undefined && { unfinished: { done, of: sections.length } }),
      ...(isPractice && { practice: { model: models.writer } }),
    };
    const findStep = (name: string): ReturnType<typeof reader.findStep> => reader.findStep(runId, name);
    const request = run.request as WriteRequest;
    await publishText(out, markdown, facts, createFigureFinder({ runId, place, request, findStep }));
    const state = result === undefined ? `, unfinished: ${done} of ${sections.length} sections` : '';
    output.say(`run ${runId} published to ${out}${state}${isPractice ? ' (practice model)' : ''}`);
    output.printResult({ runId, status: run.status, done, of: sections.length, out });
    return 0;
  });
}

/** The answer of a finished reading. */
async function exportAnswer(run: RunRecord, out: string, output: Output): Promise<number> {
  const { runId, status } = run;
  if (status !== 'done' && status !== 'outside-contract') {
    throw new UsageError(
      `Expected a reading with its answer, but run ${runId} is ${status}. Go on with: longhand resume ${runId}`,
    );
  }
  const { answer, model, practice, skippedUnits } = run.result as ReadResult;
  await publishText(out, `${answer}\n`, { gaps: skippedUnits, ...(practice && { practice: { model } }) });
  output.say(`run ${runId} published to ${out}${practice ? ' (practice model)' : ''}`);
  output.printResult({ runId, status, out });
  return 0;
}

async function hasPracticeModel(addresses: readonly string[]): Promise<boolean> {
  const found = addresses.map(async (address) => {
    try {
      return (await resolveModel(address, { env: process.env, loadMini })).isPractice;
    } catch {
      // A real model whose key is not set here: practice models need none.
      return false;
    }
  });
  return (await Promise.all(found)).includes(true);
}
