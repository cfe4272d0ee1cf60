/** One answer of a study: a whole run of a method, its calls kept beside it so that none is paid twice after a kill. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BudgetError, ModelCallError, UsageError } from '../../errors.ts';
import type { CapabilityCard } from '../../model/card/card.ts';
import type { Model } from '../../model/model.ts';
import { readRecordedCalls, replayCalls } from '../../model/recorded-model.ts';
import type { Program } from '../../run/run-context.ts';
import { createVolatileContext, createVolatileState } from '../../run/volatile-context.ts';
import { countWords } from '../../text/count-words.ts';
import { withoutFigures } from '../../write/figures/figure.ts';
import { type Manuscript, renderMarkdown } from '../../write/manuscript.ts';
import { createReadProgram } from '../reading/read-program.ts';
import type { ReadResult } from '../reading/read-result.ts';
import { createWriteProgram } from '../write-program.ts';
import type { SourcedPrice, WriteSettings } from '../write-request.ts';
import type { WriteResult } from '../write-result.ts';
import { type AnswerRow, sumCalls } from './answer-row.ts';
import { type Attempt, createAttemptRequest, keyOfAttempt } from './attempt.ts';
import { createReadingAttempt } from './reading-attempt.ts';

export type GenerateWorld = {
  resolveModel: (address: string, card?: CapabilityCard) => Promise<Model>;
  openCard?: ((address: string) => Promise<CapabilityCard>) | undefined;
  prices?: Readonly<Record<string, SourcedPrice>> | undefined;
};

/** What ends the answer is in its row; only a wrong setting and an abort are thrown. */
export async function answerAttempt(
  attempt: Attempt,
  folder: string,
  { resolveModel, openCard, prices = {} }: GenerateWorld,
  {
    keepCalls,
    settings,
    abortSignal,
  }: { keepCalls: boolean; settings: Partial<WriteSettings>; abortSignal?: AbortSignal | undefined },
): Promise<AnswerRow> {
  const { model, method, sample, repeat } = attempt;
  const key = keyOfAttempt(attempt);
  const startedAt = performance.now();
  const callsFolder = join(folder, 'calls', createHash('sha256').update(key).digest('hex').slice(0, 16));
  const tries = await listTries(callsFolder);
  const earlier = (
    await Promise.all(tries.map((each) => readRecordedCalls(join(callsFolder, each, 'calls.jsonl'))))
  ).flat();
  const now = join(callsFolder, String(tries.length + 1));
  await mkdir(now, { recursive: true });
  const card = await openCard?.(model);
  let finishReason: string | undefined;
  let practice = false;
  const returnedIds = new Set<string>();
  const state = createVolatileState();
  const base = { key, model, method, sample: sample.id, repeat };
  const measured = (): Pick<AnswerRow, 'usage' | 'usd' | 'returnedIds' | 'finishReason'> => {
    for (const { detail } of state.calls) {
      if (typeof detail.modelId === 'string') returnedIds.add(detail.modelId);
      if (typeof detail.finishReason === 'string') finishReason = detail.finishReason;
    }
    const { usage, usd } = sumCalls(state.calls.map(({ detail }) => detail));
    return { usage, usd, returnedIds: [...returnedIds], ...(method === 'native' && { finishReason }) };
  };
  try {
    const run = await prepareRun(attempt, {
      known: { prices, card, settings },
      // Every repeat is another draw: what one was answered must not answer the next.
      resolveModel: async (address, known) => {
        const found = await resolveModel(address, known);
        practice ||= found.isPractice;
        return replayCalls(found, earlier, { seedOffset: 1_000 * (repeat - 1) });
      },
    });
    const { result } = await run.program(
      run.request,
      createVolatileContext({ runId: key, folder: now, state, ...(abortSignal && { abortSignal }) }),
    );
    const outcome = run.outcomeOf(result);
    if (!keepCalls) await rm(callsFolder, { recursive: true, force: true });
    return { ...base, ...outcome, ms: since(startedAt), ...measured() };
  } catch (error) {
    // A text that cannot be read, or is too long for a method, ends its own answer and no other.
    const isSetting = error instanceof UsageError && sample.source === undefined;
    if (abortSignal?.aborted === true || isSetting) throw error;
    const fault = nameFault(error);
    const failure = { fault, message: (error as Error).message };
    return { ...base, text: '', practice, words: 0, ms: since(startedAt), ...measured(), failure };
  }
}

type Run = {
  request: unknown;
  program: Program;
  outcomeOf: (result: unknown) => Pick<AnswerRow, 'text' | 'status' | 'practice' | 'words'>;
};

/** The run that writes the answer, or that reads it out of the text of its sample. */
async function prepareRun(
  attempt: Attempt,
  {
    known,
    resolveModel,
  }: {
    known: Parameters<typeof createAttemptRequest>[1];
    resolveModel: GenerateWorld['resolveModel'];
  },
): Promise<Run> {
  const { sample } = attempt;
  if (sample.source !== undefined) {
    const { request, texts } = await createReadingAttempt(
      { ...attempt, sample: { ...sample, source: sample.source } },
      { ...known, budget: known.settings?.budget },
    );
    return {
      request,
      program: createReadProgram({ resolveModel, texts }),
      outcomeOf: (result) => {
        const { status, practice, answer, words } = result as ReadResult;
        return { text: answer, status, practice, words };
      },
    };
  }
  let manuscript: Manuscript | undefined;
  const request = createAttemptRequest(attempt, known);
  return {
    request,
    program: createWriteProgram({
      resolveModel,
      onManuscript: (latest) => {
        manuscript = latest;
      },
    }),
    outcomeOf: (result) => {
      const { status, delivered, practice } = result as WriteResult;
      const text = manuscript === undefined ? '' : renderMarkdown(manuscript);
      if (sample.images === undefined) return { text, status, practice, words: delivered.words };
      // Figures and captions are set by us: they are no part of what the model wrote.
      const written = withoutFigures(text);
      return { text: written, status, practice, words: countWords(written, request.counting) };
    },
  };
}

function nameFault(error: unknown): string {
  if (error instanceof ModelCallError) return error.fault;
  if (error instanceof BudgetError) return 'budget';
  return error instanceof UsageError ? 'usage' : 'failed';
}

const since = (startedAt: number): number => Math.round(performance.now() - startedAt);

/** Folders of the tries before, which a kill ended; their calls are paid. */
async function listTries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b));
}
