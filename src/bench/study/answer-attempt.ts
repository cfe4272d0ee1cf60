/** One answer of a study: a whole run of a method, its calls kept beside it so that none is paid twice after a kill. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BudgetError, ModelCallError, UsageError } from '../../errors.ts';
import { createWriteProgram } from '../../methods/write-program.ts';
import type { SourcedPrice, WriteSettings } from '../../methods/write-request.ts';
import type { WriteResult } from '../../methods/write-result.ts';
import type { CapabilityCard } from '../../model/card/card.ts';
import type { Model } from '../../model/model.ts';
import { readRecordedCalls, replayCalls } from '../../model/recorded-model.ts';
import { createVolatileContext, createVolatileState } from '../../run/volatile-context.ts';
import { type Manuscript, renderMarkdown } from '../../write/manuscript.ts';
import { type AnswerRow, sumCalls } from './answer-row.ts';
import { type Attempt, createAttemptRequest, keyOfAttempt } from './attempt.ts';

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
  const request = createAttemptRequest(attempt, { prices, card, settings });
  let manuscript: Manuscript | undefined;
  let finishReason: string | undefined;
  const returnedIds = new Set<string>();
  const state = createVolatileState();
  const base = { key, model, method, sample: sample.id, repeat };
  const program = createWriteProgram({
    resolveModel: async (address, known) =>
      // Every repeat is another draw: what one was answered must not answer the next.
      replayCalls(await resolveModel(address, known), earlier, { seedOffset: 1_000 * (repeat - 1) }),
    onManuscript: (latest) => {
      manuscript = latest;
    },
  });
  const measured = (): Pick<AnswerRow, 'usage' | 'usd' | 'returnedIds' | 'finishReason'> => {
    for (const { detail } of state.calls) {
      if (typeof detail.modelId === 'string') returnedIds.add(detail.modelId);
      if (typeof detail.finishReason === 'string') finishReason = detail.finishReason;
    }
    const { usage, usd } = sumCalls(state.calls.map(({ detail }) => detail));
    return { usage, usd, returnedIds: [...returnedIds], ...(method === 'native' && { finishReason }) };
  };
  try {
    const { result } = await program(
      request,
      createVolatileContext({ runId: key, folder: now, state, ...(abortSignal && { abortSignal }) }),
    );
    const { status, delivered, practice } = result as WriteResult;
    const text = manuscript === undefined ? '' : renderMarkdown(manuscript);
    if (!keepCalls) await rm(callsFolder, { recursive: true, force: true });
    return { ...base, text, status, practice, words: delivered.words, ms: since(startedAt), ...measured() };
  } catch (error) {
    if (abortSignal?.aborted === true || error instanceof UsageError) throw error;
    const fault =
      error instanceof ModelCallError ? error.fault : error instanceof BudgetError ? 'budget' : 'failed';
    const failure = { fault, message: (error as Error).message };
    return { ...base, text: '', practice: false, words: 0, ms: since(startedAt), ...measured(), failure };
  }
}

const since = (startedAt: number): number => Math.round(performance.now() - startedAt);

/** Folders of the tries before, which a kill ended; their calls are paid. */
async function listTries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b));
}
