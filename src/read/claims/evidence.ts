/** Where sources speak of what a claim says: the sentence, or two, that hold most of its words and facts. */
import { splitSentences } from '../../text/sentences.ts';
import { listTerms } from '../search-terms.ts';
import type { Source } from '../source.ts';
import { readFacts } from './extract-claims.ts';
import type { Lexicon } from './read-names.ts';

export type EvidenceSource = Pick<Source, 'id' | 'title' | 'text' | 'language' | 'parts'>;

export type Evidence = {
  /** Offsets into the source's text in UTF-16 units; `to` is exclusive. */
  from: number;
  to: number;
  quote: string;
  /** What stands just before it: who "she" is. */
  context: string;
  /** Share of the claim's words, weighed by how rare they are in the source, that stand in the quote: 0 to 1. */
  coverage: number;
  /** The same of its words alone, figures left out. */
  wordCoverage: number;
};

export type EvidenceFinder = {
  /**
   * The places that hold most of a claim, best first. [] where no word or fact of it occurs.
   *
   * @param options.limit - Default 3.
   * @param options.isSingle - One sentence each, however much the next one would add.
   */
  find(claim: { text: string }, options?: { limit?: number; isSingle?: boolean }): Evidence[];
};

type Sentence = { from: number; to: number; terms: ReadonlySet<string> };

const commonTerms = new Set(
  'the a an of in on at to and or for by with from that thi it is ar wa were be been ha have had as which their it also more than into after befor between'.split(
    ' ',
  ),
);
const figure = /^#|^\d/;
const contextSentences = 2;
/** A second sentence is taken in where it holds so much more of the claim. */
const leastGain = 0.18;

/** Reads a source once, for many claims. */
export function createEvidenceFinder(source: EvidenceSource, lexicon: Lexicon): EvidenceFinder {
  const sentences: Sentence[] = [];
  const places = new Map<string, number[]>();
  let at = 0;
  for (const sentence of splitSentences(source.text)) {
    const lead = sentence.length - sentence.trimStart().length;
    const from = at + lead;
    const to = at + sentence.trimEnd().length;
    at += sentence.length;
    if (to <= from) continue;
    const terms = termsOf(source.text.slice(from, to), lexicon);
    for (const term of terms) {
      const known = places.get(term);
      if (known === undefined) places.set(term, [sentences.length]);
      else known.push(sentences.length);
    }
    sentences.push({ from, to, terms });
  }

  const weightOf = (term: string): number =>
    Math.log(1 + sentences.length / (0.5 + (places.get(term)?.length ?? 0))) *
    (term.startsWith('#') ? 1.5 : 1);

  return {
    find({ text }, { limit = 3, isSingle = false } = {}) {
      const wanted = [...termsOf(text, lexicon)];
      const weights = new Map(wanted.map((term) => [term, weightOf(term)]));
      const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
      if (total === 0) return [];
      const scores = new Map<number, number>();
      for (const term of wanted)
        for (const place of places.get(term) ?? [])
          scores.set(place, (scores.get(place) ?? 0) + (weights.get(term) ?? 0));
      const best = [...scores].sort(([a, x], [b, y]) => y - x || a - b).slice(0, limit);
      return best.map(([place]) => placeAt(place, wanted, weights, { total, isSingle }));
    },
  };

  function placeAt(
    place: number,
    wanted: readonly string[],
    weights: ReadonlyMap<string, number>,
    { total, isSingle }: { total: number; isSingle: boolean },
  ): Evidence {
    const sum = (terms: readonly string[]): number =>
      terms.reduce((all, term) => all + (weights.get(term) ?? 0), 0);
    const held = (places: readonly number[]): string[] =>
      wanted.filter((term) => places.some((each) => sentences[each]?.terms.has(term)));
    const cover = (places: readonly number[]): number => sum(held(places)) / total;
    let range = [place];
    let coverage = cover(range);
    for (const other of isSingle ? [] : [place + 1, place - 1]) {
      if (sentences[other] === undefined || isApart(Math.min(place, other))) continue;
      const both = cover([place, other]);
      if (both - coverage < leastGain) continue;
      range = [place, other].sort((a, b) => a - b);
      coverage = both;
      break;
    }
    const from = sentences[range[0] ?? place]?.from ?? 0;
    const to = sentences[range.at(-1) ?? place]?.to ?? 0;
    const first = sentences[Math.max(0, (range[0] ?? place) - contextSentences)]?.from ?? from;
    const words = wanted.filter((term) => !figure.test(term));
    return {
      from,
      to,
      quote: source.text.slice(from, to),
      context: source.text.slice(first, from),
      coverage,
      wordCoverage:
        sum(held(range).filter((term) => !figure.test(term))) / Math.max(Number.MIN_VALUE, sum(words)),
    };
  }

  /** A blank line stands between a sentence and the next. */
  function isApart(place: number): boolean {
    return /\n\s*\n/.test(source.text.slice(sentences[place]?.to, sentences[place + 1]?.from));
  }
}

/** Words as the search index has them, and numbers by their value, so that "twelve" is 12. */
function termsOf(text: string, lexicon: Lexicon): Set<string> {
  const terms = new Set(listTerms(text).filter((term) => !commonTerms.has(term)));
  const { numbers, dates } = readFacts(text, lexicon);
  for (const { value } of numbers) terms.add(`#${Number(value.toPrecision(12))}`);
  for (const { year } of dates) if (year !== undefined) terms.add(`#y${year}`);
  return terms;
}
