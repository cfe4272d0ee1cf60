/** The sources of a run, numbered as they are cited, with everything a section or a check looks up in them. */
import { estimateTokens } from '../../model/estimate-tokens.ts';
import { findBorders } from '../../read/borders.ts';
import { chunkText } from '../../read/chunk-text.ts';
import {
  createEvidenceFinder,
  type EvidenceFinder,
  type EvidenceSource,
} from '../../read/claims/evidence.ts';
import { createLexicon, type Lexicon } from '../../read/claims/read-names.ts';
import { createIndex, type Embed, type Hit, type Passage } from '../../read/search-index.ts';

/** A source as a run holds it. */
type ShelfSource = EvidenceSource & {
  /** The file or address it was read from, as a reader of the text will look for it. */
  path: string;
};

export type Shelf = {
  /** Source `[S1]` first. */
  sources: readonly ShelfSource[];
  lexicon: Lexicon;
  /** The passages that speak of a query, best first. */
  search(query: string, limit: number): Promise<Hit[]>;
  /** Whether a term stands in few passages: what names a subject, and is no word of all. */
  isRare(term: string): boolean;
  /** Passages of one source in reading order. */
  passagesOf(number: number): readonly Passage[];
  /** @throws {RangeError} There is no such source. */
  sourceOf(number: number): ShelfSource;
  finderOf(number: number): EvidenceFinder;
  numberOf(sourceId: string): number;
  /** The name of the page, chapter or row a place stands in; '' where the format names none. */
  labelOf(number: number, from: number): string;
};

/** Large enough to be understood alone, small enough that many fit beside a section. */
const passageTokens = 220;
/** A name may stand in this share of the passages, or in this many of a small shelf. */
const rareShare = 0.03;
const mostRare = 4;

/** Cuts a source into passages of whole sentences, in reading order. */
export function cutPassages({
  id,
  text,
  language,
  parts,
}: Pick<EvidenceSource, 'id' | 'text' | 'language' | 'parts'>): Passage[] {
  const borders = parts.length > 0 ? parts.map(({ from }) => from) : findBorders(text);
  const options = { chunkTokens: passageTokens, countTokens: estimateTokens, language, borders };
  return chunkText(text, options).map(({ from, to }) => ({
    sourceId: id,
    from,
    to,
    text: text.slice(from, to),
  }));
}

/**
 * Cuts the sources into passages and indexes them. Follows from the sources, and the vectors of their passages, alone.
 *
 * @param options.embed - Ranks passages by meaning as well; it must give the same vectors on a resume.
 */
export async function createShelf(
  sources: readonly ShelfSource[],
  { embed }: { embed?: Embed | undefined } = {},
): Promise<Shelf> {
  const passages = sources.flatMap(cutPassages);
  const index = await createIndex(passages, { embed });
  const lexicon = createLexicon(sources.map(({ text }) => text));
  const finders = new Map<number, EvidenceFinder>();
  const numbers = new Map(sources.map(({ id }, at) => [id, at + 1]));
  const sourceOf = (number: number): ShelfSource => {
    const source = sources[number - 1];
    if (source === undefined)
      throw new RangeError(`Expected a source from 1 to ${sources.length}, got ${number}.`);
    return source;
  };
  return {
    sources,
    lexicon,
    sourceOf,
    isRare: (term) => index.shareOf(term) <= Math.max(rareShare, mostRare / passages.length),
    search: (query, limit) => index.search(query, { limit }),
    passagesOf: (number) => passages.filter(({ sourceId }) => sourceId === sourceOf(number).id),
    finderOf(number) {
      const known = finders.get(number) ?? createEvidenceFinder(sourceOf(number), lexicon);
      finders.set(number, known);
      return known;
    },
    numberOf: (sourceId) => numbers.get(sourceId) ?? 0,
    labelOf(number, from) {
      const { parts, title } = sourceOf(number);
      const label = parts.findLast((part) => part.from <= from && from < part.to)?.label ?? '';
      // The part a document begins with often has its name.
      return label === 'start' || label === title ? '' : label;
    },
  };
}
