/** Tokens as the simulated model counts them: o200k, loaded when the first request comes. */
import type { ReadMessage } from './read-request.ts';

export type Tokenizer = {
  encode(text: string): readonly number[];
  decode(tokens: readonly number[]): string;
};

/** Tokens a chat format adds to every message, and before the reply. */
const messageOverhead = 4;
const replyOverhead = 3;
const roleMarkers: Record<ReadMessage['role'], number> = { system: -1, user: -2, assistant: -3, tool: -4 };
/** Paragraphs remembered, so that a history that grows is not encoded again and again. */
const maxRemembered = 20_000;

let loading: Promise<Tokenizer> | undefined;

/** Loads the encoding once; it takes some hundred milliseconds the first time. */
export function loadTokenizer(): Promise<Tokenizer> {
  loading ??= import('gpt-tokenizer/encoding/o200k_base').then(({ encode, decode }) => {
    const remembered = new Map<string, readonly number[]>();
    const encodePlain = (text: string): readonly number[] => encode(text, { disallowedSpecial: new Set() });
    return {
      decode: (tokens) => decode(tokens),
      encode: (text) => {
        const tokens: number[] = [];
        for (const paragraph of text.match(/[^\n]*\n+|[^\n]+$/g) ?? []) {
          const known = remembered.get(paragraph) ?? encodePlain(paragraph);
          if (remembered.size >= maxRemembered) remembered.clear();
          remembered.set(paragraph, known);
          for (const token of known) tokens.push(token);
        }
        return tokens;
      },
    };
  });
  return loading;
}

/** The tokens of a prompt, markers between the messages included; their number is what usage reports. */
export function encodePrompt(messages: readonly ReadMessage[], tokenizer: Tokenizer): number[] {
  const tokens: number[] = [];
  for (const { role, text } of messages) {
    for (let index = 0; index < messageOverhead; index++) tokens.push(roleMarkers[role]);
    for (const token of tokenizer.encode(text)) tokens.push(token);
  }
  for (let index = 0; index < replyOverhead; index++) tokens.push(0);
  return tokens;
}

/** The first `limit` tokens of a text; never ends inside a character. */
export function truncateToTokens(text: string, limit: number, tokenizer: Tokenizer): string {
  const tokens = tokenizer.encode(text);
  return tokens.length <= limit ? text : tokenizer.decode(tokens.slice(0, limit)).replace(/\uFFFD+$/, '');
}
