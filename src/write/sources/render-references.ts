/** Citations as readers know them: notes or numbers in the text, and a list of what was cited behind it. */
import type { PromptLanguage } from '../../plan/prompt-language.ts';
import { withoutMarks } from '../../read/claims/citation-marks.ts';
import { extractClaims } from '../../read/claims/extract-claims.ts';
import type { ClaimRow } from './claim-row.ts';
import type { Shelf } from './shelf.ts';

/** `footnotes`: a Markdown note for every source and page. `numbered`: numbers in brackets into the list. */
export type CitationStyle = 'footnotes' | 'numbered';

/** Number of the source that a citation in the text names, by its label: `1` for `[^1]` or `[1]`. */
export type Labels = Readonly<Record<string, number>>;

/** What is cited at one place of the text. */
type Cited = { number: number; place: string };

export const referenceHeadings: Record<PromptLanguage, string> = { en: 'References', zh: '参考文献' };
const marks = /[^\S\n]*((?:\[S\d+\])+)([.!?。！？…]*["'”’」』）)*_]*)/g;

/**
 * Turns the marks of all sections into citations, and lists what they name. A source that nothing cites is not
 * listed, and a mark without a row in the ledger goes: no reference stands here that no source backs.
 *
 * @param texts - Of the sections, in reading order, with marks.
 * @param options.rows - The ledger of each section, in the same order.
 * @param options.taken - Markdown whose own notes keep their labels.
 * @returns The sections, what comes behind the last one ('' where nothing is cited), and what the labels name.
 */
export function renderReferences(
  texts: readonly string[],
  {
    rows,
    shelf,
    style,
    language,
    taken = '',
  }: {
    rows: readonly (readonly ClaimRow[])[];
    shelf: Shelf;
    style: CitationStyle;
    language: PromptLanguage;
    taken?: string;
  },
): { texts: string[]; references: string; labels: Labels } {
  const notes: Cited[] = [];
  const listed: { number: number; places: string[] }[] = [];
  const first = style === 'footnotes' ? highestLabel([taken, ...texts].join('\n')) + 1 : 1;
  const cite = (cited: Cited): string => {
    const entry = listed.find(({ number }) => number === cited.number) ?? {
      number: cited.number,
      places: [],
    };
    if (!listed.includes(entry)) listed.push(entry);
    if (cited.place !== '' && !entry.places.includes(cited.place)) entry.places.push(cited.place);
    if (style === 'numbered') return `[${listed.indexOf(entry) + 1}]`;
    const known = notes.findIndex(({ number, place }) => number === cited.number && place === cited.place);
    if (known < 0) notes.push(cited);
    return `[^${first + (known < 0 ? notes.length - 1 : known)}]`;
  };
  const done = texts.map((text, at) => renderText(text, rows[at] ?? [], shelf, style, cite));
  if (listed.length === 0) return { texts: done, references: '', labels: {} };
  const list = listed.map(
    ({ number, places }, at) =>
      `${at + 1}. ${describeSource(shelf, number, style === 'numbered' ? places : [], language)}`,
  );
  const definitions = notes.map(
    ({ number, place }, at) =>
      `[^${first + at}]: ${describeSource(shelf, number, place === '' ? [] : [place], language)}`,
  );
  const parts = [
    ...(definitions.length > 0 ? [definitions.join('\n')] : []),
    `## ${referenceHeadings[language]}`,
    list.join('\n'),
  ];
  const labelled = style === 'footnotes' ? notes : listed;
  const labels = Object.fromEntries(
    labelled.map(({ number }, at): [string, number] => [
      String((style === 'footnotes' ? first : 1) + at),
      number,
    ]),
  );
  return { texts: done, references: parts.join('\n\n'), labels };
}

function renderText(
  text: string,
  rows: readonly ClaimRow[],
  shelf: Shelf,
  style: CitationStyle,
  cite: (cited: Cited) => string,
): string {
  const byClaim = new Map(rows.map((row) => [row.claim.replace(/\s+/g, ' '), row]));
  const claims = extractClaims(text, { lexicon: shelf.lexicon });
  return text.replace(marks, (_all, run: string, stop: string, offset: number) => {
    const claim = claims.find(({ from, to }) => from <= offset && offset <= to);
    const row = byClaim.get(withoutMarks(claim?.text ?? '').replace(/\s+/g, ' '));
    const isStanding = row?.outcome === 'kept' || row?.outcome === 'rewritten';
    const numbers = [...run.matchAll(/\d+/g)]
      .map(([number]) => Number(number))
      .filter((number) => isStanding && row.sources.includes(number));
    const cited = numbers.map((number) => {
      const isSpan = row?.source === shelf.sourceOf(number).id;
      return cite({ number, place: isSpan ? (row?.place ?? '') : '' });
    });
    const marked = [...new Set(cited)].join('');
    // A note stands behind the full stop, a number in brackets before it.
    return style === 'footnotes'
      ? `${stop}${marked}`
      : `${marked === '' || /^\p{Script=Han}/u.test(text.slice(offset - 1)) ? '' : ' '}${marked}${stop}`;
  });
}

/** `Title, page 3. path/of/file.pdf`, in one line that Markdown reads as text. */
function describeSource(
  shelf: Shelf,
  number: number,
  places: readonly string[],
  language: PromptLanguage,
): string {
  const { title, path } = shelf.sourceOf(number);
  const name = [plain(title), ...places.map(plain)]
    .filter((part) => part !== '')
    .join(language === 'zh' ? '，' : ', ');
  const where = /^https?:/i.test(path)
    ? `<${path.replace(/[<>\s]/g, encodeURIComponent)}>`
    : `\`${path.replace(/[`\n]/g, "'")}\``;
  return path === title
    ? `${where}${places.map((place) => `, ${plain(place)}`).join('')}`
    : `${name}${language === 'zh' ? '。' : '. '}${where}`;
}

/** A title comes from a source and is not trusted: no markup of it counts. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
    .replace(/[\\`*_{}[\]<>#|!]/g, (mark) => `\\${mark}`);

const highestLabel = (markdown: string): number =>
  Math.max(0, ...[...markdown.matchAll(/\[\^(\d{1,6})\]/g)].map(([, label]) => Number(label)));
