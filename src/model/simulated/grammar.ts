/** Random sentences from a grammar of phrases; one grammar per language. */
import type { Random } from './random.ts';

/** Alternatives by name; `{name}` inside an alternative is expanded in turn. */
export type Grammar = Record<string, readonly string[]>;

/**
 * Expands one symbol of the grammar. `bound` fixes symbols, such as the topic, instead of drawing them.
 *
 * @throws {RangeError} The grammar does not know a symbol: a mistake in the grammar.
 */
export function expand(
  grammar: Grammar,
  symbol: string,
  random: Random,
  bound: Readonly<Record<string, string>> = {},
): string {
  const fixed = bound[symbol];
  if (fixed !== undefined) return fixed;
  const alternatives = grammar[symbol];
  if (alternatives === undefined)
    throw new RangeError(`Expected a symbol of the grammar, got \`${symbol}\`.`);
  return random
    .pick(alternatives)
    .replace(/\{(\w+)\}/g, (_all, name: string) => expand(grammar, name, random, bound));
}

/** Capital letter at the start, `an` where it belongs. Leaves Chinese as it is. */
export function polishSentence(sentence: string): string {
  const withArticles = sentence.replace(
    /\ba (?=(?:[aeio]|u(?!s[aeu]|ni)|honest|hour|heir)(?!ne\b|nce\b))/gi,
    (article) => `${article[0]}n `,
  );
  return withArticles.charAt(0).toUpperCase() + withArticles.slice(1);
}
