/** Divides what is too long to be a unit of its own: a sentence, a word, a line without any space. */

/** A first guess; real texts have one to five. */
const firstCharactersPerToken = 4;
/** A longest piece need not be found to the character where the budget is this many tokens per character missed. */
const tokensPerMissedCharacter = 100;
/** How far back from the limit a word's beginning is looked for. */
const longestWord = 200;

/**
 * Divides a sentence into pieces of at most `chunkTokens`.
 *
 * Pieces end between words where a word ends near the limit, else between characters as a reader sees them (an accent
 * stays with its letter), else between code points.
 *
 * @returns Length in UTF-16 units and tokens of each piece; the lengths add up to the sentence's.
 * @throws {RangeError} One code point alone counts more than `chunkTokens`.
 */
export function splitLongSentence(
  sentence: string,
  options: {
    chunkTokens: number;
    countTokens: (text: string) => number;
    language?: string | undefined;
  },
): { length: number; tokens: number }[] {
  const { chunkTokens, countTokens } = options;
  const locale =
    options.language === undefined || options.language === 'other' ? undefined : options.language;
  const words = new Intl.Segmenter(locale, { granularity: 'word' });
  const characters = new Intl.Segmenter(locale, { granularity: 'grapheme' });
  const pieces: { length: number; tokens: number }[] = [];
  let guess = chunkTokens * firstCharactersPerToken;
  for (let from = 0; from < sentence.length; ) {
    const longest = findLongest(sentence, from, guess, options);
    const rest = sentence.length - from;
    const piece =
      longest === rest
        ? { length: rest, tokens: countTokens(sentence.slice(from)) }
        : (shorten(sentence, from, longest, words, options) ??
          shorten(sentence, from, longest, characters, options) ??
          shortenByCodePoints(sentence, from, longest, options));
    pieces.push(piece);
    guess = longest + 1;
    from += piece.length;
  }
  return pieces;
}

/**
 * The longest length that fits: between one that fits and one that does not, the next try is where a straight line
 * meets the budget. At least 1, which may not fit.
 */
function findLongest(
  text: string,
  from: number,
  guess: number,
  { chunkTokens, countTokens }: { chunkTokens: number; countTokens: (text: string) => number },
): number {
  const rest = text.length - from;
  const count = (length: number): number => countTokens(text.slice(from, from + length));
  const tolerance = Math.max(1, chunkTokens / tokensPerMissedCharacter);
  let low = 1;
  let lowTokens = 1;
  let high = Math.min(rest, guess);
  let highTokens = count(high);
  while (highTokens <= chunkTokens) {
    if (high === rest) return rest;
    [low, lowTokens] = [high, highTokens];
    high = Math.min(rest, Math.ceil(high * 1.1) + 1);
    highTokens = count(high);
  }
  for (let tries = 0; high - low > tolerance; tries += 1) {
    const share = (chunkTokens - lowTokens + 0.5) / (highTokens - lowTokens);
    // A text of two densities can mislead the line for long; halving cannot be misled.
    const aim = tries < 6 ? low + (high - low) * share : (low + high) / 2;
    const next = Math.min(high - 1, Math.max(low + 1, Math.round(aim)));
    const tokens = count(next);
    if (tokens <= chunkTokens) [low, lowTokens] = [next, tokens];
    else [high, highTokens] = [next, tokens];
  }
  return low;
}

/** The last border of `segmenter` at or before `longest` whose piece fits. */
function shorten(
  text: string,
  from: number,
  longest: number,
  segmenter: Intl.Segmenter,
  { chunkTokens, countTokens }: { chunkTokens: number; countTokens: (text: string) => number },
): { length: number; tokens: number } | undefined {
  const start = Math.max(0, longest - longestWord);
  const area = text.slice(from + start, from + longest + longestWord);
  const borders = [...segmenter.segment(area)]
    .map(({ index }) => start + index)
    // The first border is where the area begins, which may be inside a word.
    .filter((length) => length > start && length <= longest);
  for (const length of borders.reverse()) {
    const tokens = countTokens(text.slice(from, from + length));
    if (tokens <= chunkTokens) return { length, tokens };
  }
  return undefined;
}

function shortenByCodePoints(
  text: string,
  from: number,
  longest: number,
  { chunkTokens, countTokens }: { chunkTokens: number; countTokens: (text: string) => number },
): { length: number; tokens: number } {
  const firstLength = String.fromCodePoint(text.codePointAt(from) ?? 0).length;
  for (let length = Math.max(longest, firstLength); length >= firstLength; length -= 1) {
    if (isInsidePair(text, from + length)) continue;
    const tokens = countTokens(text.slice(from, from + length));
    if (tokens <= chunkTokens) return { length, tokens };
  }
  const character = text.slice(from, from + firstLength);
  throw new RangeError(
    `Expected \`chunkTokens\` to hold at least one character, got \`${chunkTokens}\` where \`${character}\` counts ${countTokens(character)}. Raise it.`,
  );
}

function isInsidePair(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  const before = text.charCodeAt(index - 1);
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
}
