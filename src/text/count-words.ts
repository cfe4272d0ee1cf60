/**
 * How long a text is. One rule for targets, budgets and scores; a second one for scripts the first cannot see.
 */

/** The rule a count was made with; named in every result. */
export type CountingRule = 'longbench-write' | 'unicode';

const benchmarkUnit = /[\u4e00-\u9fff]|(?<![\p{L}\p{N}_])[a-zA-Z]+(?![\p{L}\p{N}_])/gu;
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
/** A unit of either kind: one Han character, or a run of other letters. */
const anyUnit = /[\u4e00-\u9fff]|[\p{L}--[\u4e00-\u9fff]][[\p{L}\p{M}]--[\u4e00-\u9fff]]*/gv;
const plainWord = /^[a-zA-Z]+$/;

const maxMissedShare = 0.05;
const maxMissedShareInHanText = 0.2;

/**
 * Counts words by the given rule.
 *
 * `longbench-write`: Han characters in U+4E00..U+9FFF plus runs of ASCII letters with no letter, number or
 * underscore (Unicode categories L and N) on either side. Kana, hangul, Cyrillic, accented Latin words, digits
 * and Latin letters glued to Han count nothing; Markdown markup is not stripped.
 * `unicode`: word-like segments of `Intl.Segmenter`, so numbers count, a contraction is one word, and Chinese
 * counts words of the dictionary instead of characters.
 *
 * @returns A whole number, 0 for text without words.
 *
 * Source: the word counter of LongBench-Write. Bai et al. 2024, "LongWriter", arXiv:2408.07055.
 */
export function countWords(text: string, rule: CountingRule = 'longbench-write'): number {
  let count = 0;
  if (rule === 'unicode') {
    for (const segment of segmenter.segment(text)) if (segment.isWordLike) count += 1;
    return count;
  }
  benchmarkUnit.lastIndex = 0;
  while (benchmarkUnit.test(text)) count += 1;
  return count;
}

/**
 * Chooses the rule that can see the text: `unicode` where `longbench-write` would miss too much of it.
 *
 * Units are Han characters and runs of other letters; a unit is missed when it holds a letter that is neither
 * ASCII nor Han. `unicode` is chosen above 5 % missed units (the default tolerance of a length contract), which
 * takes in kana, hangul, Cyrillic, Arabic, Thai, Devanagari, and Latin with many accents such as German, French
 * or Vietnamese. Where most units are Han the bound is 20 %: there the other rule changes the unit from
 * characters to words, so a Chinese text with foreign names keeps its characters and a Japanese one does not.
 * Texts without letters get `longbench-write`.
 */
export function chooseCountingRule(text: string): CountingRule {
  let units = 0;
  let han = 0;
  let missed = 0;
  for (const [unit] of text.matchAll(anyUnit)) {
    units += 1;
    if (unit >= '\u4e00' && unit <= '\u9fff') han += 1;
    else if (!plainWord.test(unit)) missed += 1;
  }
  const bound = han * 2 > units ? maxMissedShareInHanText : maxMissedShare;
  return missed > units * bound ? 'unicode' : 'longbench-write';
}
