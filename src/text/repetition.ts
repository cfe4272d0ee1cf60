/** How much of a text says again, word for word, what it said before. */

const unitPattern = /\p{Script=Han}|[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

/**
 * Share of 4-grams that occurred earlier in the same text, 0 to 1; 0 below four units.
 * A unit is a Han character or a run of letters and digits, lower-cased; 4-grams cross sentence ends.
 */
export function measureRepetition(text: string): number {
  const units = text.toLowerCase().match(unitPattern) ?? [];
  const seen = new Set<string>();
  let repeated = 0;
  const grams = units.length - 3;
  for (let index = 0; index < grams; index += 1) {
    const gram = units.slice(index, index + 4).join(' ');
    if (seen.has(gram)) repeated += 1;
    else seen.add(gram);
  }
  return grams > 0 ? repeated / grams : 0;
}
