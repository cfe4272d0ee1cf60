/** One run as the material of training data, whether its database can be read or only its files. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { manuscriptStep } from '../../methods/finish-document.ts';
import { readEditedManuscript } from '../../methods/hand-edits.ts';
import { loadDocument, loadManuscript, loadPlanned, planOf } from '../../methods/manuscript-index.ts';
import { readRequest } from '../../methods/run-models.ts';
import type { WriteEvent } from '../../methods/write-events.ts';
import type { WriteRequest } from '../../methods/write-request.ts';
import type { WriteResult } from '../../methods/write-result.ts';
import { listSections, type Plan } from '../../plan/plan.ts';
import { readPlanFile } from '../../plan/plan-file.ts';
import { runFolder } from '../../run/projections.ts';
import type { Reader } from '../../run/reader.ts';
import type { RunRecord } from '../../run/store.ts';
import type { ClaimRow } from '../../write/sources/claim-row.ts';
import { splitDocument } from './split-document.ts';

export type RunSection = { id: string; title: string; text: string; targetWords: number };

export type RunMaterial = {
  runId: string;
  status: string;
  request: WriteRequest;
  /** Absent: the run has no whole text, or its text has gaps. */
  finished?: { markdown: string; result: WriteResult };
  /** Absent: it was written in one piece, or nothing is planned yet. */
  plan?: Plan;
  /** Sections with text, in reading order; those of an unfinished run up to the first that is missing. */
  sections: RunSection[];
  events: WriteEvent[];
  claims: ClaimRow[];
  /** A person changed the text in its file after the last command. */
  isHandEdited: boolean;
};

/** @param home - Where the files of the run are. */
export async function readRun(run: RunRecord, reader: Reader, home: string): Promise<RunMaterial> {
  const { runId, status } = run;
  const request = readRequest(run.request);
  const events = (await reader.listEvents(runId)) as WriteEvent[];
  const base = { runId, status, request, events, sections: [], claims: [], isHandEdited: false };
  if (run.program === 'plan') {
    const plan = status === 'done' ? (run.result as Plan | undefined) : undefined;
    return { ...base, ...(plan !== undefined && hasParts(plan) && { plan }) };
  }
  const folder = runFolder(home, runId);
  const result =
    status === 'done' || status === 'outside-contract' ? (run.result as WriteResult | undefined) : undefined;
  const edited = await readEditedManuscript(folder);
  const markdown = result && (edited ?? (await readMarkdown(runId, result, reader, folder)));
  const isWhole = result !== undefined && result.quality.gaps === 0 && markdown !== undefined;
  const plan = await readPlan(run, request, reader, folder);
  return {
    ...base,
    ...(isWhole && { finished: { markdown, result } }),
    ...(plan !== undefined && hasParts(plan) && { plan }),
    sections: await readSections(run, reader, { markdown, isEdited: edited !== undefined, result }),
    claims: await readClaims(folder),
    isHandEdited: edited !== undefined,
  };
}

const hasParts = (plan: Plan): boolean =>
  listSections(plan).filter(({ section }) => section.targetWords > 0).length > 1;

async function readMarkdown(
  runId: string,
  result: WriteResult,
  reader: Reader,
  folder: string,
): Promise<string | undefined> {
  const step = await reader.findStep(runId, result.manuscriptStep ?? manuscriptStep);
  if (step !== undefined) return (step.value as { markdown: string }).markdown;
  return readFile(join(folder, 'manuscript.md'), 'utf8').catch(() => undefined);
}

async function readPlan(
  { runId, summary }: RunRecord,
  { targetWords, instruction }: WriteRequest,
  reader: Reader,
  folder: string,
): Promise<Plan | undefined> {
  const memory = reader.memoryOf(runId);
  const planned = memory === undefined ? undefined : await loadPlanned(memory);
  if (memory !== undefined && planned !== undefined && planned.size > 0) {
    const document = await loadDocument(memory);
    const title = document?.title ?? (typeof summary.title === 'string' ? summary.title : '');
    return planOf(title, planned);
  }
  const path = join(folder, 'plan.md');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return readPlanFile(text, { targetWords, fallbackWords: targetWords, defaultTitle: instruction, path });
  } catch (error) {
    // A person may be in the middle of editing it.
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

async function readSections(
  { runId }: RunRecord,
  reader: Reader,
  {
    markdown,
    isEdited,
    result,
  }: { markdown: string | undefined; isEdited: boolean; result: WriteResult | undefined },
): Promise<RunSection[]> {
  const memory = reader.memoryOf(runId);
  if (memory !== undefined) {
    const written = await loadManuscript(memory);
    const texts = isEdited && markdown !== undefined ? splitDocument(markdown, written) : undefined;
    const missing = written.findIndex(({ status }) => status === 'gap');
    return written
      .slice(0, missing < 0 ? written.length : missing)
      .map(({ id, title, text, targetWords }) => ({ id, title, text: texts?.get(id) ?? text, targetWords }))
      .filter(({ text }) => text !== '');
  }
  // Headings that only gather others are no sections of the result: theirs is the text before the first inside them.
  const sections = result?.sections ?? [];
  const texts = markdown === undefined ? undefined : splitDocument(markdown, sections);
  return sections.flatMap(({ id, title, targetWords }) => {
    const text = texts?.get(id) ?? '';
    return text === '' ? [] : [{ id, title, text, targetWords }];
  });
}

async function readClaims(folder: string): Promise<ClaimRow[]> {
  const text = await readFile(join(folder, 'claims.json'), 'utf8').catch(() => undefined);
  return text === undefined ? [] : ((JSON.parse(text) as { claims?: ClaimRow[] }).claims ?? []);
}
