/** Finds a quotation in the text it claims to come from, forgiving what copying changes and nothing else. */

export type Span = {
  /** Offsets into the text in UTF-16 units; `to` is exclusive. */
  from: number;
  to: number;
  /** Letter by letter, or only after spaces, quotation marks, dashes, widths and markup were made alike. */
  isExact: boolean;
};

/** A text in plain form and, for each of its UTF-16 units, where the character it comes from began. */
type Folded = { text: string; starts: number[] };

/** What is dropped besides; tried in this order. */
const foldings = ['none', 'markup', 'hyphenation'] as const;
type Folding = (typeof foldings)[number];

const sameMarks = new Map<string, string>([
  ...[...'“”„‟«»「」『』〝〞＂″'].map((mark) => [mark, '"'] as const),
  ...[...'‘’‚‛′＇´'].map((mark) => [mark, "'"] as const),
  ...[...'‐‑‒–—―−－﹣'].map((mark) => [mark, '-'] as const),
]);
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/;
const undivided = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\u3000-\u303f\uff00-\uffef]/u;
/** Stands for the characters of a divided word's hyphen and line break, so that offsets stay. */
const dropped = '\ufffe';
const hyphenation = /(?<=\p{L})[-‐]\n[ \t]*(?=\p{Ll})/gu;
const markup = /[*_`\ufffe]/;
const joined = /[\p{L}\p{N}]/u;

/**
 * Finds where a text holds a quotation.
 *
 * First letter by letter; then with runs of white space as one blank (none beside Chinese or Japanese), full-width
 * forms as plain ones, and all kinds of quotation marks and of dashes as one; then also without Markdown emphasis
 * marks; then also with words put together that a line's end divides. Capitals, numbers and words are never changed,
 * and a quotation that begins or ends inside a word or number of the text is not found: `5 %` is not in `15 %`.
 *
 * @returns The first place, or undefined; always undefined for a blank quotation.
 */
export function findSpan(text: string, quote: string): Span | undefined {
  return createSpanFinder(text)(quote);
}

/** As `findSpan`, for many quotations of one text: the text is made plain once. */
export function createSpanFinder(text: string): (quote: string) => Span | undefined {
  const folded = new Map<Folding, Folded>();
  const foldOnce = (folding: Folding): Folded => {
    const plain = folded.get(folding) ?? fold(text, folding);
    folded.set(folding, plain);
    return plain;
  };
  return (quote) => {
    const wanted = quote.trim();
    if (wanted === '') return undefined;
    const exact = findWhole(text, wanted);
    if (exact !== undefined) return { from: exact, to: exact + wanted.length, isExact: true };
    for (const folding of foldings) {
      if (folding === 'hyphenation' && text.search(hyphenation) === -1) continue;
      // A long text without markup need not be gone through twice.
      const plain = foldOnce(folding === 'markup' && !markup.test(text) ? 'none' : folding);
      const plainQuote = fold(wanted, folding).text;
      const at = plainQuote === '' ? undefined : findWhole(plain.text, plainQuote);
      if (at === undefined) continue;
      const last = plain.starts[at + plainQuote.length - 1] ?? 0;
      return { from: plain.starts[at] ?? 0, to: last + widthAt(text, last), isExact: false };
    }
    return undefined;
  };
}

/** The first place where `wanted` stands and neither end of it lies inside a word or number. */
function findWhole(text: string, wanted: string): number | undefined {
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    if (!isInsideWord(text, at) && !isInsideWord(text, at + wanted.length)) return at;
  }
  return undefined;
}

function isInsideWord(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(at, at + 2);
  // `5` in `1.5`, `1` in `1,000` and `5` in `-5`: the mark belongs to the number.
  if (/\d[.,]$|(?:^|[\s(])[-−]$/.test(before) && /^\d/.test(after)) return true;
  if (/\d$/.test(before) && /^[.,]\d/.test(after)) return true;
  const left = before.at(-1) ?? '';
  const right = after[0] ?? '';
  return joined.test(left) && joined.test(right) && !undivided.test(left) && !undivided.test(right);
}

function fold(text: string, folding: Folding): Folded {
  const source =
    folding === 'hyphenation' ? text.replace(hyphenation, (mark) => dropped.repeat(mark.length)) : text;
  const starts: number[] = [];
  let plainText = '';
  // What stays as it is is copied in runs, not character by character.
  let runFrom = 0;
  let wasUndivided = true;
  let blankFrom: number | undefined;
  for (let at = 0; at < source.length; ) {
    const { plain, isSame, isBlank, isUndivided, isMarkup } = look(source.codePointAt(at) ?? 0);
    const to = at + widthAt(source, at);
    const isDropped = isBlank || plain === '' || (isMarkup && folding !== 'none');
    if (isBlank) blankFrom ??= at;
    if (isDropped || !isSame || blankFrom !== undefined) {
      plainText += source.slice(runFrom, at);
      runFrom = isDropped || !isSame ? to : at;
    }
    if (!isDropped) {
      if (blankFrom !== undefined && !wasUndivided && !isUndivided) {
        plainText += ' ';
        starts.push(blankFrom);
      }
      if (!isSame) plainText += plain;
      for (let index = 0; index < plain.length; index += 1) starts.push(at);
      blankFrom = undefined;
      wasUndivided = isUndivided;
    }
    at = to;
  }
  return { text: plainText + source.slice(runFrom), starts };
}

const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

type Look = { plain: string; isSame: boolean; isBlank: boolean; isUndivided: boolean; isMarkup: boolean };

const looks = new Map<number, Look>();

/** What there is to know of a character; found out once, for there are millions of them. */
function look(code: number): Look {
  const known = looks.get(code);
  if (known !== undefined) return known;
  const character = String.fromCodePoint(code);
  const same = sameMarks.get(character) ?? character.normalize('NFKC');
  const plain = invisible.test(character) ? '' : (sameMarks.get(same) ?? same);
  const found = {
    plain,
    isSame: plain === character,
    isBlank: /\s/.test(character),
    isUndivided: undivided.test(character),
    isMarkup: markup.test(character),
  };
  looks.set(code, found);
  return found;
}
