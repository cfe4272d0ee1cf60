/** Embedding as durable steps: vectors are paid once in the life of a run. */
import { createHash } from 'node:crypto';
import { UsageError } from '../../errors.ts';
import { costOf, type Price } from '../../model/cost.ts';
import { embedTexts } from '../../model/embeddings/embed-texts.ts';
import type { Embedder } from '../../model/embeddings/resolve-embedder.ts';
import { estimateTokens } from '../../model/estimate-tokens.ts';
import { noUsage } from '../../model/usage.ts';
import type { Embed } from '../../read/search-index.ts';
import type { RunContext } from '../../run/run-context.ts';
import type { Quote } from '../quote.ts';
import type { SourcedPrice } from '../write-request.ts';

/** Turns an address into an embedder; keys come from here and are never stored. */
export type EmbedWorld = { resolveEmbedder?: (address: string) => Promise<Embedder> };

/** Vectors as a step keeps them: 32-bit floats, little endian, one after the other, as base64. */
type KeptVectors = { count: number; base64: string };

/**
 * @param address - Undefined: the run searches by words alone.
 * @returns An `embed` whose vectors come from the run where it holds them. The same texts are asked for once.
 * @throws {UsageError} The address is off, or nobody can resolve it.
 */
export async function openEmbed(
  { address, prices }: { address: string | undefined; prices: Readonly<Record<string, Price>> },
  { resolveEmbedder }: EmbedWorld,
  context: Pick<RunContext, 'step' | 'recordCall' | 'budget' | 'abortSignal'>,
): Promise<Embed | undefined> {
  if (address === undefined) return undefined;
  if (resolveEmbedder === undefined)
    throw new UsageError(`Expected a world that resolves \`embeddings\` (${address}), got none.`);
  const embedder = await resolveEmbedder(address);
  const price = prices[address];
  const usdOf = (inputTokens: number): number => (price ? costOf({ ...noUsage(), inputTokens }, price) : 0);
  const asked = new Map<string, Promise<number[][]>>();

  const pay = async (name: string, texts: readonly string[]): Promise<KeptVectors> => {
    const expected = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
    const release = context.budget.reserve({ tokens: expected, usd: usdOf(expected), ms: 0 });
    const startedAt = performance.now();
    try {
      const { vectors, tokens } = await embedTexts(embedder, texts, { abortSignal: context.abortSignal });
      await context.recordCall(name, {
        // What was sent stands with the sources already.
        messages: [],
        detail: {
          role: 'embeddings',
          address,
          usage: { ...noUsage(), calls: 1, inputTokens: tokens },
          usd: price ? usdOf(tokens) : null,
          retriedUsd: price ? 0 : null,
          texts: texts.length,
        },
        spend: { tokens, usd: usdOf(tokens), ms: performance.now() - startedAt },
      });
      const floats = Float32Array.from(vectors.flat());
      return { count: vectors.length, base64: Buffer.from(floats.buffer).toString('base64') };
    } finally {
      release();
    }
  };

  return (texts) => {
    const name = `embed-${hashOf(`${address}\0${texts.join('\0')}`)}`;
    const known = asked.get(name) ?? context.step(name, () => pay(name, texts)).then(readVectors);
    asked.set(name, known);
    return known;
  };
}

function readVectors({ count, base64 }: KeptVectors): number[][] {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const floats = new Float32Array(bytes.buffer);
  const length = count === 0 ? 0 : floats.length / count;
  return Array.from({ length: count }, (_each, at) => [...floats.subarray(at * length, (at + 1) * length)]);
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * What embedding the sources adds to a prepared run: its price among the prices, itself among what has none, and its
 * share of the quote. Looks the address up, so that a wrong one is told before anything starts.
 *
 * @throws {UsageError} The address is off.
 */
export async function prepareEmbeddings(
  address: string | undefined,
  {
    quote,
    prices,
    sourceTokens,
  }: { quote: Quote; prices: Readonly<Record<string, SourcedPrice>>; sourceTokens: number },
  {
    resolveEmbedder,
    findPrice,
  }: EmbedWorld & { findPrice?: (address: string) => Promise<SourcedPrice | undefined> },
): Promise<{ quote: Quote; prices: Record<string, SourcedPrice>; unpriced: string[] }> {
  if (address === undefined) return { quote, prices, unpriced: [] };
  await resolveEmbedder?.(address);
  const price = prices[address] ?? (await findPrice?.(address));
  const usd = price === undefined ? null : costOf({ ...noUsage(), inputTokens: sourceTokens }, price);
  const add = ([low, high]: [number, number], more: number): [number, number] => [low + more, high + more];
  return {
    prices: { ...prices, ...(price !== undefined && { [address]: price }) },
    unpriced: price === undefined ? [address] : [],
    quote: {
      ...quote,
      calls: add(quote.calls, Math.ceil(sourceTokens / tokensPerCall)),
      inputTokens: add(quote.inputTokens, sourceTokens),
      usd: quote.usd === null || usd === null ? null : add(quote.usd, Number(usd.toFixed(4))),
    },
  };
}

/** 64 passages of about 200 tokens. */
const tokensPerCall = 12_800;
