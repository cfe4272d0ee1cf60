import { setImmediate } from 'node:timers/promises';
import { ModelCallError } from '../../errors.ts';
import type { TokenScorer } from '../token-scorer.ts';
import type { LlamaSequence, Token } from './llama-library.ts';
import type { LoadedGguf } from './load-gguf.ts';

/** The further part of node-llama-cpp that scoring needs: the logits behind each token that is read. */
type ScoringSequence = LlamaSequence & {
  controlledEvaluate(
    input: readonly (
      | Token
      | [
          token: Token,
          options: {
            generateNext: {
              logits: { filter: { tokens: readonly Token[]; includeTop: number } };
              totalLogitWeight: boolean;
              options: { temperature: number; topK: number; topP: number; minP: number };
            };
          },
        ]
    )[],
  ): Promise<
    readonly ({ next: { logits?: ReadonlyMap<Token, number>; totalLogitWeight?: number } } | undefined)[]
  >;
};

/** Texts are read in pieces of this size: their logits are held at the same time. */
const pieceTokens = 256;
/** The distribution of the model itself: nothing cut off, nothing sharpened. */
const asTheModelSays = { temperature: 1, topK: 0, topP: 1, minP: 0 };

/**
 * Creates a scorer over a GGUF file. The text is read as plain text, without a chat template. Calls wait for each
 * other.
 *
 * @param options.load - Called at the first text, and again after it has failed. The scorer takes the model's one
 *   sequence: what it held is gone.
 */
export function createGgufScorer({
  name,
  load,
}: {
  name: string;
  load: () => Promise<LoadedGguf>;
}): TokenScorer {
  let loading: Promise<LoadedGguf> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const score: TokenScorer['score'] = async (text) => {
    loading ??= load();
    const loaded = await loading.catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return scoreText(loaded, name, text);
  };
  return {
    name,
    score(text) {
      const scored = last.then(() => score(text));
      last = scored.catch(() => undefined);
      return scored;
    },
  };
}

async function scoreText(
  { model, sequence, contextTokens }: LoadedGguf,
  name: string,
  text: string,
): ReturnType<TokenScorer['score']> {
  const tokens = model.tokenizer(text, false);
  const { bos, shouldPrependBosToken } = model.tokens;
  if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos);
  if (tokens.length > contextTokens) {
    throw new ModelCallError(
      `Expected a text of at most ${contextTokens} tokens, the context of \`${name}\`, got ${tokens.length}. Nothing was read. Score a shorter text, or ask for more with \`?contextTokens=\`.`,
      { fault: 'context-overflow', address: name, contextTokens },
    );
  }
  // What follows the last token is not asked for, so it need not be read.
  const read = tokens.slice(0, -1);
  const logProbabilities = new Float32Array(read.length);
  await sequence.clearHistory();
  for (let start = 0; start < read.length; start += pieceTokens) {
    const piece = read.slice(start, start + pieceTokens);
    const outputs = await (sequence as ScoringSequence).controlledEvaluate(
      piece.map((token, at) => [
        token,
        {
          generateNext: {
            logits: { filter: { tokens: [tokens[start + at + 1] as Token], includeTop: 1 } },
            totalLogitWeight: true,
            options: asTheModelSays,
          },
        },
      ]),
    );
    for (let at = 0; at < piece.length; at += 1)
      logProbabilities[start + at] = readLogProbability(outputs[at]?.next, tokens[start + at + 1] as Token);
    await setImmediate();
  }
  return { tokens: tokens.slice(1).map((token) => model.detokenize([token])), logProbabilities };
}

/**
 * Logit of a token, less the logarithm of the sum of all exponentials. The weights are relative to the largest logit,
 * which is asked for as the top one: `includeMax` adds nothing in version 3.22.1.
 */
function readLogProbability(
  next: { logits?: ReadonlyMap<Token, number>; totalLogitWeight?: number } | undefined,
  token: Token,
): number {
  const { logits, totalLogitWeight } = next ?? {};
  const logit = logits?.get(token);
  if (logits === undefined || logit === undefined || totalLogitWeight === undefined)
    throw new Error(`Expected node-llama-cpp to give the logit of token ${token}, got none.`);
  return Math.min(0, logit - Math.max(...logits.values()) - Math.log(totalLogitWeight));
}
