/** The claims of a text: its sentences that cite a source, or state what could be looked up. */
import { splitFencedLines } from '../../text/fenced-lines.ts';
import { splitSentences } from '../../text/sentences.ts';
import { listMarks, withoutMarks } from './citation-marks.ts';
import { listDates, type StatedDate } from './read-dates.ts';
import { type Lexicon, listHanNames, listNames } from './read-names.ts';
import { listNumbers } from './read-numbers.ts';
import type { StatedNumber } from './stated-number.ts';

/** What a sentence states that can be compared with a source by rule. */
export type Facts = { numbers: StatedNumber[]; dates: StatedDate[]; names: string[]; quotations: string[] };

export type Claim = {
  /** The sentence without its marks, trimmed. */
  text: string;
  /** Where the sentence stands in the text, in UTF-16 units, without blanks around it; `to` is exclusive. */
  from: number;
  to: number;
  /** Numbers of the sources it cites; [] for none. */
  cites: number[];
  facts: Facts;
};

const quotation = /[“"„«「]([^“”"„«»「」\n]{12,400})[”"»」]/gu;
const listMark = /^\s*(?:[-*+•]|\d{1,3}[.)、])\s+/;
/** "Three reasons" needs no source. */
const mostPlain = 12;
const heading = /^\s{0,3}#{1,6}\s/;

/** Reads the facts of one sentence. */
export function readFacts(sentence: string, lexicon: Lexicon): Facts {
  const text = sentence.replace(listMark, '');
  const { dates, rest } = listDates(text);
  const { numbers, rest: unmeasured } = listNumbers(rest);
  return {
    numbers,
    dates,
    names: [...listNames(unmeasured, lexicon), ...listHanNames(text)],
    quotations: [...text.matchAll(quotation)]
      .map(([, words = '']) => words)
      .filter((words) => words.split(/\s+/).length > 3 || /\p{Script=Han}{6}/u.test(words)),
  };
}

/**
 * Lists the claims of a text in reading order. Headings, code, tables, questions and notes are none.
 *
 * @param options.known - Title and instruction: a name that stands there states nothing by itself.
 */
export function extractClaims(
  text: string,
  { lexicon, known = '' }: { lexicon: Lexicon; known?: string },
): Claim[] {
  const claims: Claim[] = [];
  const isKnown = known.toLowerCase();
  let at = 0;
  const prose: { from: number; text: string }[] = [];
  for (const { text: line, isFenced } of splitFencedLines(text)) {
    const isProse = !isFenced && !heading.test(line) && !/^\s*\|/.test(line) && !/^\[\^/.test(line);
    const last = prose.at(-1);
    if (isProse && last !== undefined && last.from + last.text.length === at) last.text += line;
    else if (isProse) prose.push({ from: at, text: line });
    at += line.length;
  }
  for (const block of prose) {
    let from = block.from;
    for (const sentence of splitSentences(block.text)) {
      const lead = sentence.length - sentence.trimStart().length;
      const trimmed = sentence.trim();
      const start = from + lead;
      from += sentence.length;
      const plain = withoutMarks(trimmed).replace(listMark, '').trim();
      if (!/[\p{L}\p{N}]/u.test(plain) || /[?？]["”’」』)]*$/.test(plain)) continue;
      const facts = readFacts(plain, lexicon);
      const cites = listMarks(trimmed);
      const names = facts.names.filter((name) => !isKnown.includes(name.toLowerCase()));
      const figures = facts.numbers.filter(({ kind, value }) => kind === 'share' || value > mostPlain);
      const isCheckable = figures.length + facts.dates.length + names.length + facts.quotations.length > 0;
      if (cites.length === 0 && !isCheckable) continue;
      claims.push({ text: plain, from: start, to: start + trimmed.length, cites, facts });
    }
  }
  return claims;
}
