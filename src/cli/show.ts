/** `longhand show`: a run, one of its sections, or why a section is what it is. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { manuscriptStep } from '../methods/finish-document.ts';
import { readEditedManuscript } from '../methods/hand-edits.ts';
import type { RunPlace } from '../methods/write.ts';
import type { WriteEvent } from '../methods/write-events.ts';
import { compareIds } from '../plan/plan.ts';
import { runFolder } from '../run/projections.ts';
import type { Reader } from '../run/reader.ts';
import type { RunRecord } from '../run/store.ts';
import { findSectionText, type PlannedSection } from './find-section.ts';
import { formatNumber, formatTable } from './format.ts';
import type { Output, OutputOptions } from './output.ts';
import { describeRun, readResult, requireRun, withReader } from './read-record.ts';
import { findPlace } from './run-place.ts';
import { showWhy } from './show-why.ts';
import { checkJsonKind } from './write-options.ts';

type ShowOptions = OutputOptions & { home?: string; why?: boolean };

export async function show(
  runId: string,
  section: string | undefined,
  options: ShowOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const place = findPlace(options, process.env);
  return withReader(place, async (reader) => {
    const document =
      (await reader.findRun(runId)) === undefined ? await reader.findDocument(runId) : undefined;
    if (document !== undefined) {
      const { showDocument } = await import('./show-document.ts');
      return showDocument(document, { section, why: options.why ?? false }, reader, output);
    }
    const run = await requireRun(reader, runId);
    if (reader.owner !== undefined) {
      output.say(`live: process ${reader.owner.pid} is writing in ${place.home}; this is what its files say`);
    }
    const id = section?.replace(/^section-/, '');
    if (options.why) return showWhy(run, id, reader, output);
    if (id !== undefined) return showSection(run, id, reader, place, output);
    return showRun(run, reader, output);
  });
}

type SectionState = PlannedSection & { deliveredWords: number; status: string; attempts: number };

/** Every section of the plan and what became of it, as the events tell. */
export async function listSectionStates(run: RunRecord, reader: Reader): Promise<SectionState[]> {
  const states = new Map<string, SectionState>();
  for (const event of (await reader.listEvents(run.runId)) as WriteEvent[]) {
    const waiting = { deliveredWords: 0, status: 'waiting', attempts: 0 };
    if (event.type === 'plan-ready') {
      for (const planned of event.sections) states.set(planned.id, { ...planned, ...waiting });
    } else if (event.type === 'section-start' && !states.has(event.id)) {
      const { id, title, targetWords } = event;
      states.set(id, { id, title, targetWords, ...waiting });
    } else if (event.type === 'section-end') {
      const { id, title, targetWords, deliveredWords, status, attempts } = event;
      states.set(id, { id, title, targetWords, deliveredWords, status, attempts });
    } else if (event.type === 'section-revised') {
      const state = states.get(event.id);
      if (state !== undefined) states.set(event.id, { ...state, deliveredWords: event.deliveredWords });
    }
  }
  const sorted = [...states.values()].sort((a, b) => compareIds(a.id, b.id));
  // A part that was planned when it was reached is the heading of its sections.
  return sorted.map((state, index) =>
    state.status === 'waiting' && sorted[index + 1]?.id.startsWith(`${state.id}.`)
      ? { ...state, targetWords: 0 }
      : state,
  );
}

/** The text of a run as far as it is written; undefined before the first section. */
export async function readManuscript(
  run: RunRecord,
  reader: Reader,
  place: RunPlace,
): Promise<string | undefined> {
  const result = readResult(run);
  const folder = runFolder(place.home, run.runId);
  // A person's own changes are the text.
  const edited = await readEditedManuscript(folder);
  if (edited !== undefined) return edited;
  const step =
    result === undefined
      ? undefined
      : await reader.findStep(run.runId, result.manuscriptStep ?? manuscriptStep);
  if (step !== undefined) return (step.value as { markdown: string }).markdown;
  return readFile(join(folder, 'manuscript.md'), 'utf8').catch(() => undefined);
}

async function showRun(run: RunRecord, reader: Reader, output: Output): Promise<number> {
  const row = describeRun(run);
  const result = readResult(run);
  const sections = await listSectionStates(run, reader);
  const written = sections.filter(({ targetWords }) => targetWords > 0);
  output.print(
    [
      `run ${row.runId}: ${row.status}${run.failure ? ` (${run.failure.message})` : ''}`,
      `instruction: ${row.instruction}`,
      `method ${row.method}, model ${row.model}${result?.practice ? ' (practice model)' : ''}`,
      `${formatNumber(row.deliveredWords)}${row.targetWords > 0 ? ` of ${formatNumber(row.targetWords)}` : ''} words` +
        `${result ? `, length score ${result.lengthScore}, counted as ${result.counting}` : ''}`,
      ...(row.out === null ? [] : [`out: ${row.out}`]),
      ...(written.length === 0
        ? []
        : [
            '',
            formatTable([
              ['section', 'words', 'asked', 'status', 'title'],
              ...written.map((each) => [
                each.id,
                formatNumber(each.deliveredWords),
                formatNumber(each.targetWords),
                each.status,
                each.title,
              ]),
            ]),
          ]),
    ].join('\n'),
  );
  output.printResult({
    ...row,
    sections: written,
    result: result ?? null,
    failure: run.failure ?? null,
    ...(reader.owner && { live: { pid: reader.owner.pid } }),
  });
  return 0;
}

async function showSection(
  run: RunRecord,
  id: string,
  reader: Reader,
  place: RunPlace,
  output: Output,
): Promise<number> {
  const sections = await listSectionStates(run, reader);
  const section = sections.find((each) => each.id === id);
  if (section === undefined) {
    const known = sections.map((each) => each.id).join(', ');
    throw new UsageError(
      `Expected a section of run ${run.runId}, got \`${id}\`. ${known === '' ? 'It has none yet.' : `It has ${known}.`}`,
    );
  }
  const markdown = await readManuscript(run, reader, place);
  const text = markdown === undefined ? undefined : findSectionText(markdown, sections, id);
  output.print(text ?? `Section ${id}, "${section.title}", is not written yet.`);
  output.printResult({
    runId: run.runId,
    section: { ...section, text: text ?? null },
    ...(reader.owner && { live: { pid: reader.owner.pid } }),
  });
  return 0;
}
