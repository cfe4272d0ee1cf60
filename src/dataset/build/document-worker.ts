/** How a worker makes documents of data sets: their program, their limits, and what follows from a failure. */
import { BudgetError, ModelCallError, StoreError, UsageError } from '../../errors.ts';
import type { WriteWorld } from '../../methods/run-models.ts';
import type { CapabilityCard } from '../../model/card/card.ts';
import type { Model } from '../../model/model.ts';
import type { Verdict, WorkerOptions } from '../../run/fleet/worker.ts';
import type { DocumentRequest } from './document-request.ts';
import { documentProgram } from './open-build.ts';
import { type BuiltDocument, createRecordProgram } from './record-program.ts';

const mostAttempts = 5;
/** A provider that is down or has asked everybody to wait is not asked again at once. */
const firstDelayInMs = 20_000;
/** What a document has taught of its model is kept now and then: thousands teach the same. */
const saveCardEveryInMs = 60_000;

/**
 * Everything a worker has to know of documents; models are resolved once for all of them.
 *
 * @param batchedWorld - For documents of builds that call through batch APIs.
 */
export function describeDocuments(
  world: WriteWorld,
  batchedWorld: WriteWorld,
): Pick<WorkerOptions, 'programOf' | 'limitsOf' | 'figuresOf' | 'judgeFailure'> {
  const unreachable = new WeakSet<object>();
  const program = createRecordProgram(shareModels(world, unreachable));
  const batchedProgram = createRecordProgram(shareModels(batchedWorld, unreachable));
  return {
    programOf(kind, { request }) {
      if (kind !== documentProgram) return undefined;
      return (request as DocumentRequest).isBatched ? batchedProgram : program;
    },
    limitsOf: (request) => (request as DocumentRequest).write.limits,
    figuresOf(result) {
      const { verdict, deliveredWords, usage, cost } = result as BuiltDocument;
      return {
        kept: verdict === 'kept' ? 1 : 0,
        words: deliveredWords,
        calls: usage.calls,
        inputTokens: usage.inputTokens,
        outputTokens: usage.outputTokens,
        usd: cost.usd ?? 0,
      };
    },
    judgeFailure(error, attempts) {
      // A machine without the key makes nothing; a document without its image stops nobody.
      const isOfMachine = error instanceof StoreError || unreachable.has(error as object);
      return isOfMachine ? { next: 'end-worker' } : judgeFailure(error, attempts);
    },
  };
}

/** One model object for an address, however many documents speak through it: what it learnt of its server is shared. */
function shareModels(world: WriteWorld, unreachable: WeakSet<object>): WriteWorld {
  const models = new Map<string, Promise<Model>>();
  const savedAt = new Map<string, number>();
  return {
    ...world,
    resolveModel(address, card) {
      const known = models.get(address) ?? world.resolveModel(address, card);
      models.set(address, known);
      known.catch((error: unknown) => {
        // A server that was away for a moment is asked again.
        models.delete(address);
        if (error instanceof UsageError) unreachable.add(error);
      });
      return known;
    },
    async saveCard(card: CapabilityCard) {
      const before = savedAt.get(card.key) ?? Number.NEGATIVE_INFINITY;
      if (performance.now() - before < saveCardEveryInMs) return;
      savedAt.set(card.key, performance.now());
      await world.saveCard?.(card);
    },
  };
}

/** What helps against a failure: time, a person, another process, or nothing. */
function judgeFailure(error: unknown, attempts: number): Verdict {
  if (error instanceof UsageError) return { next: 'give-up' };
  if (error instanceof ModelCallError) {
    const { fault, message: reason } = error;
    if (fault === 'auth' || fault === 'unknown-model' || fault === 'quota')
      return { next: 'pause-build', reason };
    const isPassing = ['rate-limit', 'server', 'network', 'idle-timeout', 'stream-cut'].includes(fault);
    if (!isPassing || attempts + 1 >= mostAttempts) return { next: 'give-up' };
    return { next: 'retry', delayInMs: firstDelayInMs * 2 ** attempts };
  }
  if (error instanceof BudgetError) return { next: 'give-up' };
  return attempts === 0 ? { next: 'retry', delayInMs: 1_000 } : { next: 'give-up' };
}
