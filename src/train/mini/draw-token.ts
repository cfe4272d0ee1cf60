/** One token of an answer, under the rules that hold in every kind of answer. */
import type { Random } from '../../model/simulated/random.ts';
import { findLoopTokens, sampleToken } from './inference/sample.ts';

/** Texts of the prompt by the control token that announces a copy of them, each in the ways it may be written. */
export type Copies = ReadonlyMap<number, readonly (readonly number[])[]>;

/** Another seed is another draw; the same seed, request and weights are the same answer. */
export type MiniSampling = { temperature: number; topP: number; seed: string };

/**
 * Draws the next token.
 *
 * Behind a token that announces a copy, only the copy may follow to its last letter: small models slide from one word
 * of the prompt into another. Elsewhere immediate repetitions are forbidden, and what `isForbidden` says.
 *
 * @param body - The sentence or line as far as it is written.
 * @param options.prompt - What the prompt repeats may be repeated.
 */
export function drawToken(
  logits: Float32Array,
  body: readonly number[],
  {
    prompt,
    copies,
    temperature,
    topP,
    random,
    isForbidden,
  }: {
    prompt: readonly number[];
    copies: Copies;
    temperature: number;
    topP: number;
    random: Pick<Random, 'next'>;
    isForbidden: (token: number) => boolean;
  },
): number {
  const copy = findCopyTokens(body, copies);
  if (copy !== undefined) {
    const isOther = (token: number): boolean => !copy.has(token);
    return sampleToken(logits, { temperature, topP, random, isForbidden: isOther });
  }
  const loops = findLoopTokens(body, prompt);
  return sampleToken(logits, {
    temperature,
    topP,
    random,
    isForbidden: (token) => loops.has(token) || isForbidden(token),
  });
}

/** The tokens a copy in the making can go on with; undefined outside a copy and behind a whole one. */
export function findCopyTokens(body: readonly number[], copies: Copies): Set<number> | undefined {
  const start = body.findLastIndex((token) => copies.has(token));
  if (start < 0) return undefined;
  const begun = body.slice(start + 1);
  const fitting = (copies.get(body[start] as number) ?? []).filter((copy) =>
    begun.every((token, index) => copy[index] === token),
  );
  if (fitting.length === 0 || fitting.some((copy) => copy.length === begun.length)) return undefined;
  return new Set(fitting.map((copy) => copy[begun.length] as number));
}
