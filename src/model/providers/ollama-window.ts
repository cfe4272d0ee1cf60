/** How large a context Ollama is told to load: `num_ctx`, which it otherwise takes too small and cuts prompts to. */
import { z } from 'zod';
import { ModelCallError } from '../../errors.ts';
import { fetchJson } from '../fetch-json.ts';

const shown = z.object({
  model_info: z.record(z.string(), z.unknown()).catch({}),
  capabilities: z.array(z.string()).optional().catch(undefined),
});
const tokens = z.int().positive();

/**
 * The largest context the model was made for, in its own tokens, and whether it takes images; each undefined where the
 * server does not say.
 */
export async function readOllamaModel(
  name: string,
  {
    baseUrl,
    headers,
    fetch,
    signal,
  }: {
    /** Without a slash at its end. */
    baseUrl: string;
    headers: Record<string, string>;
    fetch: typeof globalThis.fetch;
    signal: AbortSignal;
  },
): Promise<{ contextTokens: number | undefined; vision: boolean | undefined }> {
  const answer = await fetchJson(`${baseUrl}/api/show`, {
    fetch,
    signal,
    headers,
    method: 'POST',
    body: JSON.stringify({ model: name }),
  });
  const { model_info: info = {}, capabilities } = shown.safeParse(answer).data ?? {};
  return {
    contextTokens: tokens.safeParse(info[`${info['general.architecture']}.context_length`]).data,
    vision: capabilities?.includes('vision'),
  };
}

/** Sizes are this times a power of two: a changed size makes Ollama load the model again, so they must be few. */
const leastContextTokens = 4_096;
/** Room for an answer whose length is not limited. */
const usualAnswerTokens = 1_024;

/** Context to load for one call, in the model's tokens. */
export type ChooseContext = (request: {
  /** In tokens of our tokenizer. */
  promptTokens: number;
  maxOutputTokens: number | undefined;
}) => Promise<number>;

/**
 * Creates the choice of `num_ctx` for one model: large enough for request and answer, and never smaller than before.
 *
 * @param options.askWindow - Asked until it answers; undefined: not known, so no limit from there.
 * @param options.limit - Window known from elsewhere, in the model's tokens.
 * @param options.tokenRatio - So many tokens of the model may stand for one of ours.
 * @throws {ModelCallError} `context-overflow`: request and answer do not fit together. Nothing was sent.
 */
export function createContextChoice({
  address,
  askWindow,
  limit = Number.POSITIVE_INFINITY,
  tokenRatio,
}: {
  address: string;
  askWindow: () => Promise<number | undefined>;
  limit: number | undefined;
  tokenRatio: number;
}): ChooseContext {
  let asked: Promise<number | undefined> | undefined;
  let chosen = leastContextTokens;
  return async ({ promptTokens, maxOutputTokens = usualAnswerTokens }) => {
    asked ??= askWindow();
    const own = await asked;
    if (own === undefined) asked = undefined;
    const window = Math.min(own ?? limit, limit);
    const needed = Math.ceil(promptTokens * tokenRatio) + maxOutputTokens;
    if (needed > window) {
      throw new ModelCallError(
        `Expected request and answer to fit into the ${window} tokens of \`${address}\`, got about ${needed - maxOutputTokens} for the request and ${maxOutputTokens} for the answer. Nothing was sent.`,
        { fault: 'context-overflow', address },
      );
    }
    while (chosen < needed) chosen *= 2;
    return Math.min(chosen, window);
  };
}
