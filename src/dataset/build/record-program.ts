/** One training record from one instruction: written by a method as it is, cleaned, and judged by the gates. */
import { ModelCallError, OutputFormatError } from '../../errors.ts';
import { loadPlanned, planOf } from '../../methods/manuscript-index.ts';
import type { WriteWorld } from '../../methods/run-models.ts';
import { createWriteProgram } from '../../methods/write-program.ts';
import { sumCost, type WriteResult } from '../../methods/write-result.ts';
import type { Usage } from '../../model/model.ts';
import { addUsage, noUsage } from '../../model/usage.ts';
import { readForm } from '../../plan/form/form.ts';
import { renderPlanFile } from '../../plan/plan-file.ts';
import type { Program, RunContext } from '../../run/run-context.ts';
import { chooseCountingRule, countWords } from '../../text/count-words.ts';
import type { Language } from '../../text/language.ts';
import type { Manuscript } from '../../write/manuscript.ts';
import { describeRefusal } from '../filters/refusal.ts';
import { createRecord, type DatasetRecord, renderRecord } from '../record.ts';
import { scoreAsked } from '../statistics/measure-set.ts';
import { checkGates, type GateReason } from './check-gates.ts';
import { cleanManuscript } from './clean-manuscript.ts';
import type { Change } from './clean-pass.ts';
import type { DocumentRequest } from './document-request.ts';

/** What becomes of one instruction. JSON, stored as the result of its run. */
export type BuiltDocument = {
  id: string;
  verdict: 'kept' | 'rejected';
  /** Every gate that was not passed; empty for what is kept. */
  reasons: GateReason[];
  /** The row, as `readRecords` reads it back; of a rejected document with all the text there is. */
  record: Record<string, unknown>;
  language: Language;
  askedWords: number;
  deliveredWords: number;
  /** S_l, 0 to 100, a kept bound or range 100; null where no text came. */
  lengthScore: number | null;
  usage: Usage;
  /** null: a call without a known price. */
  cost: { usd: number | null };
  /** What cleaning did, in order. */
  changes: Change[];
  isPractice: boolean;
};

/**
 * The program of one document of a build, for {@link DocumentRequest}s. Its text and its plan follow from the stored
 * steps of the writing program, so a resume pays nothing twice and comes to the same verdict.
 *
 * What the document itself is to blame for is a rejected document with its reason: the model declines the whole of
 * it, no plan comes, it does not fit the window, a gate is not passed. Everything else is thrown.
 *
 * @throws {ModelCallError | BudgetError} Keys, quota, network, limits: another document would fare no better.
 */
export function createRecordProgram(world: WriteWorld): Program {
  return async (raw, context) => {
    const request = raw as DocumentRequest;
    let manuscript: Manuscript | undefined;
    let isPractice = false;
    const write = createWriteProgram({
      ...world,
      async resolveModel(address, card) {
        const model = await world.resolveModel(address, card);
        isPractice ||= model.isPractice;
        return model;
      },
      onManuscript(latest) {
        manuscript = latest;
        world.onManuscript?.(latest);
      },
    });
    let failure: GateReason | undefined;
    let written: WriteResult | undefined;
    try {
      written = (await write(request.write, context)).result as WriteResult;
    } catch (error) {
      failure = readFault(error);
      if (failure === undefined) throw error;
    }
    const made = await makeRecord(
      request,
      { manuscript, isPractice, isWhole: written !== undefined },
      context,
    );
    const result = judgeDocument(request, { ...made, failure, gaps: written?.quality.gaps ?? 0 });
    return { status: 'done', result };
  };
}

/** The gate a failed document falls to; undefined for a failure that is not its own. */
function readFault(error: unknown): GateReason | undefined {
  const reason = (error as Error).message;
  if (error instanceof OutputFormatError) {
    // A planner that is known to decline leaves no reply to read.
    const declined = error.text === '' ? reason : describeRefusal(error.text);
    return declined === undefined ? { gate: 'plan', reason } : { gate: 'refusal', reason: declined };
  }
  if (!(error instanceof ModelCallError)) return undefined;
  if (error.fault === 'refusal') return { gate: 'refusal', reason };
  return error.fault === 'context-overflow' ? { gate: 'window', reason } : undefined;
}

/** The row with its answer, cleaned, and what it took. */
async function makeRecord(
  { write, record, headings }: DocumentRequest,
  {
    manuscript,
    isPractice,
    isWhole,
  }: { manuscript: Manuscript | undefined; isPractice: boolean; isWhole: boolean },
  context: RunContext,
): Promise<{ record: DatasetRecord; usage: Usage; changes: Change[] }> {
  const { text, changes } =
    manuscript === undefined
      ? { text: '', changes: [] }
      : cleanManuscript(manuscript, { ...write, headings });
  const calls = await context.listCallDetails();
  const { usd } = sumCost(calls, null);
  // Of a run that broke off only the sections that landed are known.
  const plan = isWhole ? await renderPlan(manuscript?.title ?? '', write.language, context) : undefined;
  return {
    changes,
    usage: calls.reduce((sum: Usage, call) => addUsage(sum, call.usage as Usage), noUsage()),
    record: createRecord({
      ...record,
      messages: [...record.messages, ...(text === '' ? [] : [{ role: 'assistant' as const, content: text }])],
      ...(plan !== undefined && { plan }),
      provenance: {
        ...record.provenance,
        model: write.models.writer,
        method: write.method,
        runId: context.runId,
        ...(isPractice && { isPractice }),
      },
      ...(usd !== null && { cost: { usd } }),
    }),
  };
}

/** @param parts.failure - What ended the run before its text was whole: then no gate is asked. */
function judgeDocument(
  { write, gates, lengthBasis }: DocumentRequest,
  {
    record,
    usage,
    changes,
    failure,
    gaps,
  }: {
    record: DatasetRecord;
    usage: Usage;
    changes: Change[];
    failure: GateReason | undefined;
    gaps: number;
  },
): BuiltDocument {
  const { instruction, targetWords, contract } = write;
  const { answer, id, language, provenance, cost } = record;
  const form = readForm(instruction, { targetWords }).name;
  const judged = lengthBasis === 'inferred' ? { ...record, requiredWords: targetWords } : record;
  const reasons = failure === undefined ? checkGates(judged, { ...gates, form, gaps }) : [failure];
  const deliveredWords = countWords(answer, chooseCountingRule(answer));
  return {
    id,
    verdict: reasons.length === 0 ? 'kept' : 'rejected',
    reasons,
    record: renderRecord(record),
    language,
    askedWords: targetWords,
    deliveredWords,
    lengthScore: answer === '' ? null : scoreAsked(contract, deliveredWords),
    usage,
    cost: { usd: cost?.usd ?? null },
    changes,
    isPractice: provenance?.isPractice ?? false,
  };
}

/** The plan as its file reads, from the sections that have landed; undefined for a text without a plan. */
async function renderPlan(
  title: string,
  language: Parameters<typeof renderPlanFile>[1],
  { memory }: RunContext,
): Promise<string | undefined> {
  const planned = await loadPlanned(memory);
  return planned.size < 2 ? undefined : renderPlanFile(planOf(title, planned), language).trimEnd();
}
