/** Vectors of texts, with the faults and retries of every other call. */
import { ModelCallError } from '../../errors.ts';
import { type Delay, delay as realDelay } from '../delay.ts';
import { estimateTokens } from '../estimate-tokens.ts';
import { createCallError } from '../fault-message.ts';
import { classifyError } from '../faults.ts';
import { createRetryPolicy } from '../retry-policy.ts';
import type { Embedder } from './resolve-embedder.ts';

export type EmbedOptions = {
  abortSignal?: AbortSignal | undefined;
  now?: () => number;
  random?: () => number;
  delay?: Delay;
};

/** Most texts of one call; an endpoint may take fewer. */
const mostAtOnce = 64;
/** Passages and claims are far shorter; what else is searched for may be a whole instruction. */
const mostCharacters = 8_000;

/**
 * Embeds texts, in the order given, all with vectors of one length.
 *
 * Empty texts are embedded as a single blank, which endpoints accept. Texts beyond 8,000 characters lose their end.
 *
 * @returns `tokens`: as the endpoint counted them, else as we do.
 * @throws {ModelCallError} Retries are used up or cannot help, or the answer is not one vector a text.
 * @throws The signal's reason, as soon as it is aborted.
 */
export async function embedTexts(
  embedder: Embedder,
  texts: readonly string[],
  options: EmbedOptions = {},
): Promise<{ vectors: number[][]; tokens: number }> {
  const { model } = embedder;
  const batchSize = Math.max(1, Math.min(mostAtOnce, (await model.maxEmbeddingsPerCall) ?? 1));
  const values = texts.map((text) => (text.trim() === '' ? ' ' : text.slice(0, mostCharacters)));
  const vectors: number[][] = [];
  let tokens = 0;
  for (let from = 0; from < values.length; from += batchSize) {
    const batch = values.slice(from, from + batchSize);
    const answer = await embedBatch(embedder, batch, options);
    const length = vectors[0]?.length ?? answer.embeddings[0]?.length ?? 0;
    const isWhole =
      answer.embeddings.length === batch.length &&
      length > 0 &&
      answer.embeddings.every((vector) => vector.length === length && vector.every(Number.isFinite));
    if (!isWhole) throw notVectors(embedder.address, batch.length, answer.embeddings);
    vectors.push(...answer.embeddings);
    tokens += answer.usage?.tokens ?? batch.reduce((sum, text) => sum + estimateTokens(text), 0);
  }
  return { vectors, tokens };
}

async function embedBatch(
  { address, model }: Embedder,
  values: string[],
  { abortSignal, now = Date.now, random = Math.random, delay = realDelay }: EmbedOptions,
): Promise<Awaited<ReturnType<Embedder['model']['doEmbed']>>> {
  const decide = createRetryPolicy({ random });
  let waitedInMs = 0;
  for (let attempts = 1; ; attempts += 1) {
    abortSignal?.throwIfAborted();
    try {
      return await model.doEmbed({ values, ...(abortSignal && { abortSignal }) });
    } catch (error) {
      abortSignal?.throwIfAborted();
      const fault = classifyError(error, { now: now() });
      if (fault === undefined) throw error;
      const decision = decide(fault, { canContinue: false });
      if (decision.action === 'stop')
        throw createCallError(fault, { address, attempts, waitedInMs, partialText: '' });
      await delay(decision.delayInMs, abortSignal);
      waitedInMs += decision.delayInMs;
    }
  }
}

function notVectors(address: string, asked: number, given: readonly (readonly number[])[]): ModelCallError {
  const lengths = [...new Set(given.map((vector) => vector.length))].slice(0, 4).join(', ');
  return new ModelCallError(
    `Expected one vector of numbers for each of ${asked} texts from \`${address}\`, got ${given.length}, of length ${lengths || 'none'}. Name a model that is made for embeddings.`,
    { fault: 'bad-request', address },
  );
}
