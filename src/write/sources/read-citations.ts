/** A text that a person has edited, back from citations as readers know them to the marks of a text in the making. */
import { normalizeMarks, renderMark } from '../../read/claims/citation-marks.ts';
import { extractClaims } from '../../read/claims/extract-claims.ts';
import { type CitationStyle, type Labels, referenceHeadings } from './render-references.ts';
import { keyOfClaim } from './settle-claims.ts';
import type { Shelf } from './shelf.ts';

/** A note's label, not at its own note. */
const noteMark = /\[\^(\d{1,6})\](?!:)/g;
/** Numbers in brackets, one after the other, where they are no link, no note and no index. */
const numberMarks = /(?<![\w^\]])(?:\[\d{1,6}\])+(?![([:])/g;
const runOfMarks = /(\S)[^\S\n]*((?:\[S\d+\])+)/gu;

/**
 * Puts a mark in place of every citation whose label is known, before the full stop as marks stand; any other note or
 * number is the person's own and stays.
 */
export function readCitations(
  text: string,
  { labels, style, shelf }: { labels: Labels; style: CitationStyle; shelf: Shelf },
): string {
  const markOf = (own: string, label: string): string => {
    const number = labels[label];
    return number === undefined ? own : renderMark(number);
  };
  const marked =
    style === 'footnotes'
      ? text.replace(noteMark, markOf)
      : text.replace(numberMarks, (run) => run.replace(/\[(\d+)\]/g, markOf));
  if (marked === text) return text;
  return normalizeMarks(marked, shelf.sources.length).replace(
    runOfMarks,
    (_run, before: string, marks: string) => `${before}${/\p{Script=Han}/u.test(before) ? '' : ' '}${marks}`,
  );
}

/** The text without the notes and the list that were written out behind it; lines that name no source stay. */
export function dropReferences(text: string, { shelf, labels }: { shelf: Shelf; labels: Labels }): string {
  const places = shelf.sources.flatMap(({ path }) => [`\`${path.replace(/[`\n]/g, "'")}\``, `<${path}>`]);
  const isOurs = (line: string): boolean => {
    const label = /^\[\^(\d+)\]:/.exec(line)?.[1];
    if (label !== undefined) return labels[label] !== undefined;
    return /^\d+\. /.test(line) && places.some((place) => line.includes(place));
  };
  const isHeading = (line: string): boolean =>
    Object.values(referenceHeadings).some((heading) => line.trim() === `## ${heading}`);
  const lines = text.split('\n');
  const kept = lines.filter((line) => !isHeading(line) && !isOurs(line));
  return kept.length === lines.length
    ? text
    : kept
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim();
}

/**
 * Sentences of an edited section that are the person's: those that carry no mark, since every claim of a settled text
 * has one, and those whose mark is not the one the ledger has for them. As keys of the ledger.
 */
export function listOwnSentences(
  text: string,
  { rows, shelf }: { rows: readonly { claim: string; sources: readonly number[] }[]; shelf: Shelf },
): string[] {
  const known = new Map(rows.map((row) => [keyOfClaim(row.claim), row.sources]));
  return extractClaims(text, { lexicon: shelf.lexicon })
    .filter(({ text: claim, cites }) => {
      const sources = known.get(keyOfClaim(claim)) ?? [];
      const isAsKnown = cites.length === sources.length && cites.every((number) => sources.includes(number));
      return cites.length === 0 || !isAsKnown;
    })
    .map(({ text: claim }) => keyOfClaim(claim));
}
