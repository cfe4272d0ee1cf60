/** The one text a decoder holds: what was read and written, kept from request to request as far as it is the same. */
import { setImmediate } from 'node:timers/promises';
import type { MiniDecoder } from './decoder.ts';

/** Tokens between two breaths of the event loop: about 15 ms of reading or writing. */
const promptTokensPerBreath = 32;
const tokensPerBreath = 8;

export type MiniSequence = {
  /** Everything the decoder has read, prompt and answer. */
  readonly tokens: readonly number[];
  readonly contextTokens: number;
  /**
   * Makes the prompt what the decoder has read. The beginning it shares with what was read before is kept.
   *
   * @returns How many tokens were kept. The last of the prompt is always read anew.
   * @throws The signal's reason, within some 20 ms.
   */
  read(prompt: readonly number[], signal: AbortSignal | undefined): Promise<number>;
  /** Reads one more token; the logits of what follows it are valid until the next call. */
  push(token: number): Float32Array;
  /** The logits behind the last token read or pushed. */
  readonly logits: Float32Array;
  /** Forgets the tokens behind this position. A token has to be pushed before logits are asked for again. */
  rewind(position: number): void;
  /**
   * Makes these the tokens behind a position, reading only what is not already there.
   *
   * @throws The signal's reason, between two tokens.
   */
  restore(position: number, tokens: readonly number[], signal: AbortSignal | undefined): Promise<void>;
  /**
   * Lets timers and input have their turn now and then; call it once per token.
   *
   * @throws The signal's reason.
   */
  breathe(signal: AbortSignal | undefined): Promise<void>;
};

/** Creates an empty sequence. The decoder belongs to it from now on. */
export function createMiniSequence(decoder: MiniDecoder): MiniSequence {
  const tokens: number[] = [];
  let logits: Float32Array = new Float32Array(0);
  let count = 0;
  const rewind = (position: number): void => {
    decoder.rewind(position);
    tokens.length = position;
  };
  const push = (token: number): Float32Array => {
    logits = decoder.next(token);
    tokens.push(token);
    return logits;
  };
  const breathe = async (signal: AbortSignal | undefined): Promise<void> => {
    count += 1;
    if (count % tokensPerBreath === 0) await setImmediate();
    signal?.throwIfAborted();
  };
  return {
    tokens,
    contextTokens: decoder.contextTokens,
    get logits() {
      return logits;
    },
    rewind,
    async read(prompt, signal) {
      let kept = 0;
      while (kept < prompt.length - 1 && prompt[kept] === tokens[kept]) kept += 1;
      rewind(kept);
      for (let from = kept; from < prompt.length; from += promptTokensPerBreath) {
        await setImmediate();
        signal?.throwIfAborted();
        const part = prompt.slice(from, from + promptTokensPerBreath);
        logits = decoder.prefill(part);
        tokens.push(...part);
      }
      return kept;
    },
    push,
    breathe,
    async restore(position, wanted, signal) {
      let same = 0;
      while (same < wanted.length && wanted[same] === tokens[position + same]) same += 1;
      if (tokens.length > position + same) rewind(position + same);
      for (const token of wanted.slice(same)) {
        await breathe(signal);
        push(token);
      }
    },
  };
}
