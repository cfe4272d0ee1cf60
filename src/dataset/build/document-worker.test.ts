import { describe, expect, it } from 'vitest';
import { ModelCallError, UsageError } from '../../errors.ts';
import type { WriteWorld } from '../../methods/run-models.ts';
import type { Claim } from '../../run/fleet/queue.ts';
import type { RunContext } from '../../run/run-context.ts';
import { describeDocuments } from './document-worker.ts';
import { documentProgram } from './open-build.ts';

/** What the program of a document fails with where its models cannot be had. */
async function failWith(error: Error): Promise<{ failure: unknown; judge: (failure: unknown) => string }> {
  const world = { resolveModel: () => Promise.reject(error) } as unknown as WriteWorld;
  const { programOf, judgeFailure } = describeDocuments(world, world);
  const models = { writer: 'openai:x' };
  const request = { write: { models, cards: {}, prices: {}, roles: {} } };
  const program = programOf(documentProgram, { request } as Claim);
  const context = {
    memory: { find: async () => [] },
    warn: async () => {},
    listCallDetails: async () => [],
    lastAnswerers: async () => new Map(),
  } as unknown as RunContext;
  const failure = await program?.(request, context).catch((caught: unknown) => caught);
  return { failure, judge: (about) => judgeFailure(about, 0).next };
}

describe('what follows from the failure of a document', () => {
  it('ends a worker that lacks a key, and gives up a document that lacks a file', async () => {
    const { failure, judge } = await failWith(new UsageError('Expected OPENAI_API_KEY, found none.'));
    expect(failure).toMatchObject({ message: 'Expected OPENAI_API_KEY, found none.' });
    expect(judge(failure)).toBe('end-worker');
    expect(judge(new UsageError('Expected an image at figure-1.png, found none.'))).toBe('give-up');
  });

  it('tries a document again whose server is away', async () => {
    const away = new ModelCallError('away', { fault: 'network', address: 'openai:x' });
    const { failure, judge } = await failWith(away);
    expect(judge(failure)).toBe('retry');
  });
});
