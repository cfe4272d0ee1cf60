/**
 * How a conversation is written for our models: each message as `<|role|>`, its text, `<|end|>`, with nothing between.
 *
 *     <|user|>Write about the sea.<|end|><|assistant|>The sea …<|end|>
 *
 * Control tokens stand at both ends of every text, so that a text has the same tokens whatever is around it, and the
 * tokens of a prompt are always the first tokens of prompt and answer.
 */
import type { Message } from '../../model/request.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';

/** The token that opens a message of each role. */
const roleTokens: Record<Message['role'], string> = {
  system: '<|system|>',
  user: '<|user|>',
  assistant: '<|assistant|>',
};

/** Closes every message; a model that writes it has finished. */
export const endToken = '<|end|>';

/** Special tokens that a tokenizer needs for `encodeMessage`. */
export const chatSpecialTokens: readonly string[] = [...Object.values(roleTokens), endToken];

/** The same template in Jinja, for `tokenizer_config.json` and GGUF files. */
export const chatTemplate = `{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '${endToken}' }}{% endfor %}{% if add_generation_prompt %}{{ '${roleTokens.assistant}' }}{% endif %}`;

/** A message in tokens: the one that opens it, its text, the one that closes it. */
export type MessageTokens = { opening: number; text: readonly number[]; end: number };

/** Encodes a message. Control tokens that are written out inside the text stay text. */
export function encodeMessage({ role, content }: Message, tokenizer: Tokenizer): MessageTokens {
  return {
    opening: tokenizer.specialId(roleTokens[role]),
    text: tokenizer.encode(content),
    end: tokenizer.specialId(endToken),
  };
}

/** Tokens after which a model writes its answer: all messages and the opening of an assistant message. */
export function encodePrompt(messages: readonly Message[], tokenizer: Tokenizer): number[] {
  const ids = messages.flatMap((message) => {
    const { opening, text, end } = encodeMessage(message, tokenizer);
    return [opening, ...text, end];
  });
  return [...ids, tokenizer.specialId(roleTokens.assistant)];
}
