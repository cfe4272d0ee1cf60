/** How the next token is drawn, and which tokens may not be. */
import type { Random } from '../../../model/simulated/random.ts';

/** Longest repetition, in tokens, that the loop guard forbids. */
const longestPeriod = 4;
/** Tokens less likely than the best by this factor (e^-14) are never drawn: sorting them would be the slowest part. */
const hopelessInLogits = 14;

/**
 * Draws a token from softmax(logits / temperature), cut to the likeliest tokens that make up `topP`.
 *
 * @param logits - Shape `[V]`; read only.
 * @param options.temperature - 0 takes the likeliest token, and draws nothing.
 * @param options.topP - Above 0, at most 1: the smallest set of likeliest tokens with at least this share is kept.
 * @param options.isForbidden - Tokens that may not be drawn; the others share what was theirs.
 * @throws {RangeError} Every token is forbidden or no logit is a number.
 *
 * Source of the cut: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", arXiv:1904.09751.
 */
export function sampleToken(
  logits: Float32Array,
  {
    temperature,
    topP,
    random,
    isForbidden = () => false,
  }: {
    temperature: number;
    topP: number;
    random: Pick<Random, 'next'>;
    isForbidden?: (token: number) => boolean;
  },
): number {
  const best = findBest(logits, isForbidden);
  if (temperature === 0) return best;
  const highest = logits[best] as number;
  const candidates: { token: number; weight: number }[] = [];
  let total = 0;
  for (let token = 0; token < logits.length; token += 1) {
    const behind = (highest - (logits[token] as number)) / temperature;
    if (!(behind < hopelessInLogits) || isForbidden(token)) continue;
    const weight = Math.exp(-behind);
    candidates.push({ token, weight });
    total += weight;
  }
  // Equal weights in the order of their ids, so that the draw is the same everywhere.
  candidates.sort((a, b) => b.weight - a.weight || a.token - b.token);
  let kept = 0;
  let count = 0;
  while (count < candidates.length && (count === 0 || kept < topP * total)) {
    kept += (candidates[count] as { weight: number }).weight;
    count += 1;
  }
  let left = random.next() * kept;
  for (const { token, weight } of candidates.slice(0, count)) {
    left -= weight;
    if (left < 0) return token;
  }
  return (candidates[count - 1] as { token: number }).token;
}

function findBest(logits: Float32Array, isForbidden: (token: number) => boolean): number {
  let best = -1;
  for (let token = 0; token < logits.length; token += 1) {
    const logit = logits[token] as number;
    if (Number.isNaN(logit) || (best >= 0 && logit <= (logits[best] as number))) continue;
    if (!isForbidden(token)) best = token;
  }
  if (best < 0) {
    throw new RangeError(`Expected a token that may be drawn, all ${logits.length} are forbidden or NaN.`);
  }
  return best;
}

/**
 * The loop guard: the tokens that would complete an immediate repetition of the last 1 to 4 tokens.
 *
 * What the prompt itself repeats may be repeated, so that "1900" and "cocoa" can be copied where single digits and
 * letters are tokens: a repetition of p tokens is let through where all 2p of them stand in a row in the prompt.
 *
 * @param written - What was written so far.
 * @param prompt - What may be copied.
 * @returns At most four tokens.
 */
export function findLoopTokens(written: readonly number[], prompt: readonly number[]): Set<number> {
  const forbidden = new Set<number>();
  const end = written.length;
  for (let period = 1; period <= longestPeriod && 2 * period - 1 <= end; period += 1) {
    const token = written[end - period] as number;
    let repeats = true;
    for (let back = 1; back < period && repeats; back += 1) {
      repeats = written[end - back] === written[end - back - period];
    }
    if (!repeats) continue;
    const unit = written.slice(end - period);
    if (!hasRun(prompt, [...unit, ...unit])) forbidden.add(token);
  }
  return forbidden;
}

function hasRun(tokens: readonly number[], run: readonly number[]): boolean {
  for (let start = tokens.indexOf(run[0] as number); start >= 0; ) {
    if (run.every((token, index) => tokens[start + index] === token)) return true;
    start = tokens.indexOf(run[0] as number, start + 1);
  }
  return false;
}
