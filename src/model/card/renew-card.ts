/** A card after a new probe. */
import type { CapabilityCard } from './card.ts';
import { mergeCards } from './merge-cards.ts';
import { forgetWindow } from './refresh-card.ts';

/**
 * Puts a probe's card in the place of the known one. Limits that the probe has measured replace the old ones, which
 * merging alone could only narrow: a server may have been started with a larger window since. What the probe could
 * not measure stays.
 *
 * @param options.triedWords - Length of the answer that was asked for; undefined where that step told nothing. A
 *   ceiling below it that was not met again is gone.
 */
export function renewCard(
  known: CapabilityCard,
  probed: CapabilityCard,
  { triedWords = 0 }: { triedWords?: number | undefined },
): CapabilityCard {
  const hasWindow = probed.keptTokens !== undefined || probed.lostTokens !== undefined;
  const { maxOutputWords, ...rest } = hasWindow ? forgetWindow(known) : known;
  const isGone = probed.maxOutputWords !== undefined || (maxOutputWords ?? 0) < triedWords;
  return mergeCards({ ...rest, ...(!isGone && maxOutputWords !== undefined && { maxOutputWords }) }, probed);
}
