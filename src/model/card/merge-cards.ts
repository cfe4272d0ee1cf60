/** Two cards of one endpoint as one. */
import type { CapabilityCard } from './card.ts';

/**
 * Merges what was known with what has become known. Plain facts: the newer one counts.
 *
 * Limits are gathered: the longest kept and the shortest lost prompt, the widest token ratio, the longest answer. A
 * kept size that contradicts a loss gives way to the other card's, or is not known any more: too small a window
 * costs little, too large a one the start of a prompt. A window that has grown is for a new probe to say, which
 * replaces these two fields instead of merging them.
 *
 * @param newer - Its key is the key of the result.
 */
export function mergeCards(older: CapabilityCard, newer: CapabilityCard): CapabilityCard {
  const lostTokens = extreme(Math.min, older.lostTokens, newer.lostTokens);
  const keptTokens = [older.keptTokens, newer.keptTokens]
    .filter((tokens) => tokens !== undefined)
    .filter((tokens) => tokens < (lostTokens ?? Infinity))
    .reduce<number | undefined>((most, tokens) => Math.max(most ?? 0, tokens), undefined);
  const merged: CapabilityCard = {
    ...older,
    ...withoutGaps(newer),
    updatedAt: later(older.updatedAt, newer.updatedAt) ?? newer.updatedAt,
    probedAt: later(older.probedAt, newer.probedAt),
    keptTokens,
    lostTokens,
    maxOutputWords: extreme(Math.max, older.maxOutputWords, newer.maxOutputWords),
    tokenRatio: widen(older.tokenRatio, newer.tokenRatio),
  };
  return withoutGaps(merged);
}

function extreme(
  choose: (a: number, b: number) => number,
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : choose(a, b);
}

type Ratio = CapabilityCard['tokenRatio'];

function widen(a: Ratio, b: Ratio): Ratio {
  return a === undefined || b === undefined ? (a ?? b) : [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

/** ISO times in one zone sort as text. */
const later = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

/** Without fields that are there but undefined: they would hide what the other card knows. */
function withoutGaps<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
