/**
 * Scores a delivered length against the required one, 0 to 100; a shortfall costs more than the same excess.
 *
 * 100 at the required length, 0 at a third of it or less and at four times or more. Nothing delivered scores 0,
 * where the published formula divides by zero.
 *
 * @param requiredWords - Required length, above 0.
 * @param deliveredWords - Delivered length, 0 or more, counted by the same rule.
 * @throws {RangeError} A length is out of range; the message names it.
 *
 * Source: S_l of LongBench-Write. Bai et al. 2024, "LongWriter", arXiv:2408.07055.
 */
export function scoreLength(requiredWords: number, deliveredWords: number): number {
  if (!(requiredWords > 0) || !Number.isFinite(requiredWords)) {
    throw new RangeError(`Expected \`requiredWords\` to be a positive number, got \`${requiredWords}\`.`);
  }
  if (!(deliveredWords >= 0) || !Number.isFinite(deliveredWords)) {
    throw new RangeError(`Expected \`deliveredWords\` to be a number from 0, got \`${deliveredWords}\`.`);
  }
  if (deliveredWords === 0) return 0;
  const excess =
    deliveredWords > requiredWords
      ? (deliveredWords / requiredWords - 1) / 3
      : (requiredWords / deliveredWords - 1) / 2;
  return 100 * Math.max(0, 1 - excess);
}
