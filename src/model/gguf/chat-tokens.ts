/**
 * A prompt as tokens, such that a growing dialogue begins with exactly the tokens its last call ended with.
 *
 * The same text can be cut into tokens in several ways, and a model does not write in the way a tokenizer reads. What
 * it wrote is therefore remembered as the tokens it wrote, and put in their place when the text comes back.
 */
import type { LanguageModelV4Prompt } from '@ai-sdk/provider';
import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import type { ChatItem, TemplateText, Token } from './llama-library.ts';
import type { LoadedGguf } from './load-gguf.ts';

/** Answers kept as tokens; older ones are cut anew, which costs their evaluation and nothing else. */
const rememberedReplies = 512;

export type ReplyMemory = {
  remember(text: string, tokens: readonly Token[]): void;
  find(text: string): readonly Token[] | undefined;
};

/** Remembers answers by their text without the space around it, which methods take off. */
export function createReplyMemory(): ReplyMemory {
  const replies = new Map<string, readonly Token[]>();
  return {
    remember(text, tokens) {
      const key = text.trim();
      if (key === '') return;
      replies.delete(key);
      replies.set(key, tokens);
      const [oldest] = replies.keys();
      if (replies.size > rememberedReplies && oldest !== undefined) replies.delete(oldest);
    },
    find: (text) => replies.get(text.trim()),
  };
}

export type ChatTokens = {
  tokens: Token[];
  /** Each ends the answer when its tokens come last; beside the model's own end tokens. */
  stopTokens: Token[][];
  /** Each ends the answer when its text comes. */
  stopTexts: string[];
};

/** Renders messages by the model's chat template, up to where its answer begins. */
export function convertPromptToTokens(
  prompt: LanguageModelV4Prompt,
  { model, chatWrapper }: Pick<LoadedGguf, 'model' | 'chatWrapper'>,
  replies: ReplyMemory,
): ChatTokens {
  const chatHistory: ChatItem[] = [...prompt.map(convertMessage), { type: 'model', response: [] }];
  const { contextText, stopGenerationTriggers } = chatWrapper.generateContextState({ chatHistory });
  const tokens = tokenize(contextText, model.tokenizer, replies);
  const { bos, shouldPrependBosToken } = model.tokens;
  if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos);
  const isPlain = ({ values }: TemplateText): boolean => values.every((value) => typeof value === 'string');
  return {
    tokens,
    stopTexts: stopGenerationTriggers.filter(isPlain).map(({ values }) => values.join('')),
    stopTokens: stopGenerationTriggers
      .filter((trigger) => !isPlain(trigger))
      .map((trigger) => trigger.tokenize(model.tokenizer))
      .filter(({ length }) => length > 0),
  };
}

type Tokenize = LoadedGguf['model']['tokenizer'];

/** Each content by itself: a text behind it must not change how it is cut. */
function tokenize(text: TemplateText, tokenizer: Tokenize, replies: ReplyMemory): Token[] {
  return text.values.flatMap((value) => {
    if (typeof value === 'string') return replies.find(value) ?? tokenizer(value, false);
    return (value as { tokenize(tokenizer: Tokenize): Token[] }).tokenize(tokenizer);
  });
}

function convertMessage({ role, content }: LanguageModelV4Prompt[number]): ChatItem {
  const text = typeof content === 'string' ? content : content.map(textOf).join('');
  if (role === 'assistant') return { type: 'model', response: [text] };
  if (role === 'system' || role === 'user') return { type: role, text };
  throw new UnsupportedFunctionalityError({ functionality: `${role} messages to a GGUF model` });
}

function textOf(part: { type: string; text?: string }): string {
  if (part.type === 'text' && part.text !== undefined) return part.text;
  // Thoughts of earlier answers are not shown again, as the templates of thinking models want it.
  if (part.type === 'reasoning') return '';
  throw new UnsupportedFunctionalityError({
    functionality: `${part.type} parts in messages to a GGUF model`,
  });
}
