/** Models at half price for a command that keeps many documents in flight: their calls go out as provider batches. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { RunWorld } from '../methods/write.ts';
import type { WriteRequest } from '../methods/write-request.ts';
import { batchPriceOf, findBatchFacts } from '../model/batch/batch-facts.ts';
import { createBatchModel } from '../model/batch/create-batch-model.ts';
import { openBatchFolder } from '../model/batch/folder-store.ts';
import type { Model } from '../model/model.ts';
import { formatCount } from './format.ts';
import type { Output } from './output.ts';

/** Documents in flight without another word: step k of all of them makes a batch. */
export const batchedConcurrency = '1000';

/**
 * Wraps every model in its provider's batch API. Batches are kept under `batches/` of the home, so that a process that
 * was killed finds them again.
 *
 * @returns The world, and `close` for the orderly end of the work: not for an interrupted one.
 */
export function batchModels(
  world: RunWorld,
  { home }: { home: string },
  output: Output,
): { world: RunWorld; close: () => Promise<void> } {
  const closers: (() => Promise<void>)[] = [];
  return {
    world: {
      ...world,
      async resolveModel(address, card) {
        const model = await world.resolveModel(address, card);
        const name = createHash('sha256').update(address).digest('hex').slice(0, 16);
        const store = await openBatchFolder(join(home, 'batches', name));
        const batched = createBatchModel(model, {
          store,
          onProgress: ({ batchId, status, rows }) =>
            output.say(`batch ${batchId} of ${address}: ${status}, ${formatCount(rows, 'call')}`),
        });
        closers.push(batched.close);
        return batched.model;
      },
    },
    async close() {
      for (const close of closers) await close();
    },
  };
}

/** @throws {UsageError} The provider has no batch API. */
export function requireBatch({ address, batch }: Model): void {
  if (batch !== undefined && findBatchFacts(address) !== undefined) return;
  throw new UsageError(
    `Expected \`batch\` to go with a model of OpenAI, Anthropic or Google, got \`${address}\`, whose calls cannot be batched. Leave the flag out.`,
  );
}

/** What the calls cost as batches; every address has a batch API. */
export function batchPrices(prices: WriteRequest['prices']): WriteRequest['prices'] {
  return Object.fromEntries(
    Object.entries(prices).map(([address, price]) => [
      address,
      { ...(batchPriceOf(address, price) ?? price), source: `${price.source}, as a batch` },
    ]),
  );
}
