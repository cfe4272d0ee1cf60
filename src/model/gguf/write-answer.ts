/** One answer of a loaded model: the prompt read as far as it is new, then token by token to its end. */
import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { ModelCallError } from '../../errors.ts';
import { convertPromptToTokens, type ReplyMemory } from './chat-tokens.ts';
import { createGrammar } from './json-grammar.ts';
import type { Token } from './llama-library.ts';
import type { LoadedGguf } from './load-gguf.ts';
import { createTokenText } from './token-text.ts';

/** Prompts are read in pieces of this size, between which an abort is seen. */
const prefillTokens = 512;
/** What llama.cpp samples with by itself. */
const usualSampling = { temperature: 0.8, topK: 40, topP: 0.95, minP: 0.05 };

export type Emit = (part: LanguageModelV4StreamPart) => void;

/**
 * Writes one answer, from its first text part to its finish part.
 *
 * @throws {ModelCallError} `context-overflow`: the prompt leaves no room for an answer. Nothing was read.
 * @throws The signal's reason, between two tokens.
 */
export async function writeAnswer(
  { library, llama, model, sequence, chatWrapper, contextTokens, threads }: LoadedGguf,
  {
    address,
    options,
    replies,
    signal,
    emit,
  }: {
    address: string;
    options: LanguageModelV4CallOptions;
    replies: ReplyMemory;
    signal: AbortSignal;
    emit: Emit;
  },
): Promise<void> {
  const { tokens, stopTokens, stopTexts } = convertPromptToTokens(
    options.prompt,
    { model, chatWrapper },
    replies,
  );
  // One place is left for the answer's first token.
  if (tokens.length >= contextTokens) {
    throw new ModelCallError(
      `Expected a request of fewer than ${contextTokens} tokens, the context of \`${address}\`, got ${tokens.length}. Nothing was read.`,
      { fault: 'context-overflow', address, contextTokens },
    );
  }
  const grammar = await createGrammar(llama, options.responseFormat);
  const startedAt = performance.now();
  const keptTokens = await readPrompt(sequence, tokens, signal);
  const readAt = performance.now();

  const room = Math.min(options.maxOutputTokens ?? Number.POSITIVE_INFINITY, contextTokens - tokens.length);
  const texts = createTokenText(model, {
    before: tokens,
    stopTexts: [...stopTexts, ...(options.stopSequences ?? []), ...(grammar?.stopTexts ?? [])].filter(
      Boolean,
    ),
  });
  const written: Token[] = [];
  let text = '';
  let finish: LanguageModelV4FinishReason['unified'] = 'stop';
  const say = (delta: string): void => {
    if (delta === '') return;
    if (text === '') emit({ type: 'text-start', id: '0' });
    text += delta;
    emit({ type: 'text-delta', id: '0', delta });
  };
  const answer = sequence.evaluate(tokens.slice(-1), {
    ...samplingOf(options),
    ...(grammar && {
      grammarEvaluationState: new library.LlamaGrammarEvaluationState({ model, grammar: grammar.grammar }),
    }),
  });
  for await (const token of answer) {
    signal.throwIfAborted();
    written.push(token);
    if (stopTokens.some((stop) => endsWith(written, stop))) {
      written.pop();
      break;
    }
    say(texts.push(token));
    if (texts.isStopped) break;
    if (written.length >= room) {
      finish = 'length';
      break;
    }
  }
  say(texts.end());
  if (text !== '') emit({ type: 'text-end', id: '0' });
  // Where a stop text was taken off, the tokens say more than the text.
  if (!texts.isStopped) replies.remember(text, written);
  emit({
    type: 'finish',
    finishReason: { unified: finish, raw: finish },
    usage: {
      inputTokens: {
        total: tokens.length,
        noCache: tokens.length - keptTokens,
        cacheRead: keptTokens,
        cacheWrite: undefined,
      },
      outputTokens: { total: written.length, text: written.length, reasoning: undefined },
    },
    providerMetadata: {
      gguf: { prefillMs: readAt - startedAt, decodeMs: performance.now() - readAt, threads },
    },
  });
}

/** Reads all but the last token, from where the sequence differs on; returns how many tokens were kept. */
async function readPrompt(
  sequence: LoadedGguf['sequence'],
  tokens: Token[],
  signal: AbortSignal,
): Promise<number> {
  // The last token is evaluated to get the first of the answer, so it is never kept.
  const head = tokens.slice(0, -1);
  await sequence.adaptStateToTokens(head, false);
  const keptTokens = sequence.nextTokenIndex;
  for (let index = keptTokens; index < head.length; index += prefillTokens) {
    signal.throwIfAborted();
    await sequence.evaluateWithoutGeneratingNewTokens(head.slice(index, index + prefillTokens));
  }
  signal.throwIfAborted();
  return keptTokens;
}

function samplingOf(options: LanguageModelV4CallOptions): Parameters<LoadedGguf['sequence']['evaluate']>[1] {
  const { temperature = usualSampling.temperature, topK, topP, seed } = options;
  // 0 is greedy: the likeliest token, whatever else is set.
  if (temperature === 0) return { temperature };
  return {
    temperature,
    topK: topK ?? usualSampling.topK,
    topP: topP ?? usualSampling.topP,
    minP: usualSampling.minP,
    // The sampler takes 32 bits.
    ...(seed !== undefined && { seed: seed >>> 0 }),
  };
}

const endsWith = (tokens: readonly Token[], end: readonly Token[]): boolean =>
  end.length <= tokens.length &&
  end.every((token, index) => token === tokens[tokens.length - end.length + index]);
