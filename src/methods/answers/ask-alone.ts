/** Questions to one model outside any run, such as a judge's: what they took, and what ended them, as data. */
import { rm } from 'node:fs/promises';
import { ModelCallError } from '../../errors.ts';
import type { Ask } from '../../model/ask.ts';
import type { Model } from '../../model/model.ts';
import { type RecordedCall, recordCalls } from '../../model/record.ts';
import { readRecordedCalls, replayCalls } from '../../model/recorded-model.ts';
import { openRowFile } from '../../run/row-file.ts';
import { createVolatileContext, createVolatileState } from '../../run/volatile-context.ts';
import { createAsk } from '../durable-ask.ts';
import { createLessons } from '../lessons.ts';
import type { SourcedPrice } from '../write-request.ts';
import { type AnswerRow, sumCalls } from './answer-row.ts';

export type AskedAlone<Value> = Pick<AnswerRow, 'usage' | 'usd' | 'returnedIds'> & {
  calls: number;
  /** Absent where a call failed for good. */
  value?: Value;
  failure?: { fault: string; message: string };
};

/**
 * Hands `work` a way to ask, and sums up its calls.
 *
 * @param options.repliesFile - Keeps replies until `keep` has ended: where a kill comes in between, the same requests of
 *   the next try are answered from it, and nothing is paid twice.
 * @param keep - Puts the outcome where it lasts.
 * @returns What `keep` makes of it. Errors that are no failed call are thrown.
 */
export async function askAlone<Value, Kept>(
  model: Model,
  work: (ask: Ask) => Promise<Value>,
  { prices, repliesFile }: { prices: Readonly<Record<string, SourcedPrice>>; repliesFile: string },
  keep: (outcome: AskedAlone<Value>) => Promise<Kept>,
): Promise<Kept> {
  const replies = await openRowFile<RecordedCall>(repliesFile, {
    keyOf: ({ request }) => request,
    isDone: () => true,
  });
  const outcome = await ask().finally(() => replies.close());
  const kept = await keep(outcome);
  await rm(repliesFile, { force: true });
  return kept;

  async function ask(): Promise<AskedAlone<Value>> {
    const recorded = recordCalls(model, (call) => replies.append(call));
    const asked = replayCalls(recorded, await readRecordedCalls(repliesFile));
    const state = createVolatileState();
    const context = createVolatileContext({ state });
    const models = { writer: asked, planner: asked, editor: asked, summarizer: asked, judge: asked };
    const asking = createAsk({ prices }, models, context, await createLessons({}, context));
    const took = (): Omit<AskedAlone<Value>, 'value' | 'failure'> => {
      const details = state.calls.map(({ detail }) => detail);
      const ids = details.flatMap(({ modelId }) => (typeof modelId === 'string' ? [modelId] : []));
      return { calls: details.length, ...sumCalls(details), returnedIds: [...new Set(ids)] };
    };
    try {
      const value = await work(asking.ask);
      return { value, ...took() };
    } catch (error) {
      if (!(error instanceof ModelCallError)) throw error;
      return { failure: { fault: error.fault, message: error.message }, ...took() };
    }
  }
}
