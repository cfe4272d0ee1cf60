/** One answer of mini, from a request's messages to its last token. */
import type { LanguageModelV4CallOptions, LanguageModelV4Usage } from '@ai-sdk/provider';
import { ModelCallError } from '../../errors.ts';
import { readMessages } from '../../model/simulated/read-request.ts';
import { splitSentences } from '../../text/sentences.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { decodeLines, renderLines } from './decode-lines.ts';
import { decodeText, type MiniFinish } from './decode-text.ts';
import type { MiniSequence } from './inference/sequence.ts';
import type { MiniVocabulary } from './mini-vocabulary.ts';
import type { MiniTask } from './prompt/mini-task.ts';
import { parseCompactRequest } from './prompt/parse-compact-request.ts';
import { renderMiniPrompt } from './prompt/render-mini-prompt.ts';
import { createSentenceCheck } from './sentence-faults.ts';

/** What mini is sampled with unless the request says otherwise. */
const usualTemperature = 0.7;
const usualTopP = 0.95;
/** The longest text it has been taught; its ceiling, as every model has one. */
const mostWords = 400;
/** Tokens of a word in mini's own answers, countdown included; a text is not begun that has no room to end. */
const tokensPerWord = 2.2;

/** Everything a loaded mini is. */
export type LoadedMini = {
  tokenizer: Tokenizer;
  vocabulary: MiniVocabulary;
  sequence: MiniSequence;
  isKnownWord: (word: string) => boolean;
};

export type MiniAnswer = { finishReason: MiniFinish['reason']; usage: LanguageModelV4Usage };

/**
 * Writes one answer and yields its text as it comes: sentence by sentence, a plan in one piece.
 *
 * The same request with the same seed gives the same text. Asked for more words than its ceiling, it stops at that.
 *
 * @throws {ModelCallError} `context-overflow`: the prompt leaves no room for an answer. Nothing was read.
 * @throws The signal's reason, between two tokens.
 */
export async function* writeAnswer(
  { tokenizer, vocabulary, sequence, isKnownWord }: LoadedMini,
  options: LanguageModelV4CallOptions,
  { address, signal }: { address: string; signal: AbortSignal | undefined },
): AsyncGenerator<string, MiniAnswer> {
  const { contextTokens } = sequence;
  const messages = readMessages(options.prompt)
    .filter(({ role }) => role !== 'tool')
    .map(({ role, text }) => ({ role: role as 'system' | 'user' | 'assistant', content: text }));
  const task = parseCompactRequest(messages);
  const promptText = renderMiniPrompt(task);
  const prompt = tokenizer.encode(promptText, { allowSpecial: true });
  if (prompt.length >= contextTokens) {
    throw new ModelCallError(
      `Expected a request of fewer than ${contextTokens} tokens, the context of \`${address}\`, got ${prompt.length}. Nothing was read.`,
      { fault: 'context-overflow', address, contextTokens },
    );
  }
  const keptTokens = await sequence.read(prompt, signal);
  const free = contextTokens - prompt.length;
  const shared = {
    vocabulary,
    room: Math.min(options.maxOutputTokens ?? free, free),
    sampling: {
      temperature: options.temperature ?? usualTemperature,
      topP: options.topP ?? usualTopP,
      // Of all that was asked, also of what is not shown to the model, such as the part of a book.
      seed: `${options.seed ?? 0} ${JSON.stringify(messages)}`,
    },
    signal,
  };
  const check = createSentenceCheck({ earlier: earlierSentences(task), promptText, isKnownWord });

  let finish: MiniFinish;
  if (task.kind === 'plan') {
    const plan = await decodeLines(sequence, {
      ...shared,
      lines: task.sections,
      targetWords: task.words,
      isDamaged: (text) => check.find(text, Number.POSITIVE_INFINITY).includes('damaged-word'),
    });
    finish = plan;
    if (plan.lines.length > 0) yield renderLines(plan.lines);
  } else {
    const targetWords = Math.min(task.words, mostWords, Math.max(1, Math.floor(free / tokensPerWord)));
    finish = yield* decodeText(sequence, { ...shared, check, targetWords });
  }
  return {
    finishReason: finish.reason,
    usage: {
      inputTokens: {
        total: prompt.length,
        noCache: prompt.length - keptTokens,
        cacheRead: keptTokens,
        cacheWrite: undefined,
      },
      outputTokens: { total: finish.tokens, text: finish.tokens, reasoning: undefined },
    },
  };
}

/** Sentences and openings that must not come again. A shortened passage may keep the sentences it had. */
function earlierSentences(task: MiniTask): string[] {
  if (task.kind !== 'section' && task.kind !== 'more') return [];
  return [...task.notAgain, task.soFar].flatMap(splitSentences);
}
