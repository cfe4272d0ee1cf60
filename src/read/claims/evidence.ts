/** Where sources speak of what a claim says: the sentence, or two, that hold most of its words and facts. */
import { splitSentences } from '../../text/sentences.ts';
import type { Source } from '../source.ts';
import { readTerms } from './claim-terms.ts';
import type { Lexicon } from './read-names.ts';

export type EvidenceSource = Pick<Source, 'id' | 'title' | 'text' | 'language' | 'parts'>;

export type Evidence = {
  /** Offsets into the source's text in UTF-16 units; `to` is exclusive. */
  from: number;
  to: number;
  quote: string;
  /** What stands just before it: who "she" is. */
  context: string;
  /** What it stands under: the document's title, its heading, the line a list begins with. Who "the station" is. */
  setting: string;
  /** Share of the claim's words, weighed by how rare they are in the source, that stand in the quote: 0 to 1. */
  coverage: number;
  /** The same of its words alone, figures left out. */
  wordCoverage: number;
};

export type EvidenceFinder = {
  /**
   * The places that hold most of a claim, best first, then those that hold its figures. [] where no word or fact of it
   * occurs.
   *
   * @param options.limit - Of the former, default 3; of the latter one less.
   * @param options.isSingle - One sentence each, however much the next one would add.
   * @param options.isAlike - After them those that give a quantity of the same dimension, a share or a date where the
   *   claim does.
   */
  find(
    claim: { text: string },
    options?: { limit?: number; isSingle?: boolean; isAlike?: boolean },
  ): Evidence[];
  /**
   * A stretch around places that were found, for a judge to look in: all of them where they stand close to each other,
   * else the first with its neighbours.
   */
  widen(places: readonly Evidence[]): Evidence;
};

type Sentence = { from: number; to: number; terms: ReadonlySet<string>; setting: string };

const figure = /^#|^\d/;
const contextSentences = 2;
/** A second sentence is taken in where it holds so much more of the claim. */
const leastGain = 0.18;
const mostStretch = 900;
const mostAlike = 12;
const heading = /^#{1,6}\s/;
const listItem = /^(?:[-*+•]|\d{1,3}[.)、])\s/;

/** Reads a source once, for many claims. */
export function createEvidenceFinder(source: EvidenceSource, lexicon: Lexicon): EvidenceFinder {
  const sentences: Sentence[] = [];
  const places = new Map<string, number[]>();
  const kinds = new Map<string, number[]>();
  let [at, head, lead] = [0, '', ''];
  const termsOfSetting = new Map<string, ReadonlySet<string>>();
  for (const sentence of splitSentences(source.text)) {
    const from = at + sentence.length - sentence.trimStart().length;
    const to = at + sentence.trimEnd().length;
    at += sentence.length;
    if (to <= from) continue;
    const text = source.text.slice(from, to);
    const { terms, kinds: ofText } = readTerms(text, lexicon);
    if (heading.test(text)) [head, lead] = [text.replace(heading, ''), ''];
    else if (!listItem.test(text)) lead = /[:：]$/.test(text) ? text : '';
    const lines = [source.title, head, lead].filter(
      (line, index, all) => line !== '' && all.indexOf(line) === index,
    );
    for (const term of terms) add(places, term, sentences.length);
    for (const kind of ofText) add(kinds, kind, sentences.length);
    sentences.push({ from, to, terms, setting: lines.join('\n') });
  }

  const weightOf = (term: string): number =>
    Math.log(1 + sentences.length / (0.5 + (places.get(term)?.length ?? 0))) *
    (term.startsWith('#') ? 1.5 : 1);

  return {
    find({ text }, { limit = 3, isSingle = false, isAlike = false } = {}) {
      const claimed = readTerms(text, lexicon);
      const wanted = [...claimed.terms];
      const weights = new Map(wanted.map((term) => [term, weightOf(term)]));
      const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
      if (total === 0) return [];
      const best = rank(wanted, weights).slice(0, limit);
      // Of a paraphrase the figures may be all that is left.
      const figures = rank(
        wanted.filter((term) => term.startsWith('#')),
        weights,
      ).slice(0, limit - 1);
      const alike = isAlike
        ? [...claimed.kinds].flatMap((kind) => kinds.get(kind) ?? []).slice(0, mostAlike)
        : [];
      return [...new Set([...best, ...figures, ...alike])].map((place) =>
        placeAt(place, wanted, weights, isSingle),
      );
    },
    widen(places) {
      const [best] = places;
      if (best === undefined) throw new RangeError('Expected `places` to hold one place at least, got none.');
      const [from, to] = [
        Math.min(...places.map((each) => each.from)),
        Math.max(...places.map((each) => each.to)),
      ];
      const isClose = to - from <= mostStretch;
      const first = sentences.findIndex((each) => each.to > (isClose ? from : best.from));
      const last = sentences.findLastIndex((each) => each.from < (isClose ? to : best.to));
      const start = sentences[Math.max(0, first - 1)]?.from ?? best.from;
      const end = (sentences[last + 1] ?? sentences[last])?.to ?? best.to;
      return { ...best, from: start, to: end, quote: source.text.slice(start, end), context: '' };
    },
  };

  /** The sentences that hold any of the terms, those that hold most first. */
  function rank(terms: readonly string[], weights: ReadonlyMap<string, number>): number[] {
    const scores = new Map<number, number>();
    for (const term of terms)
      for (const place of places.get(term) ?? [])
        scores.set(place, (scores.get(place) ?? 0) + (weights.get(term) ?? 0));
    return [...scores].sort(([a, x], [b, y]) => y - x || a - b).map(([place]) => place);
  }

  /** Words of the setting that a sentence need not say again. */
  function settingOf(place: number): ReadonlySet<string> {
    const setting = sentences[place]?.setting ?? '';
    const known = termsOfSetting.get(setting) ?? readTerms(setting, lexicon).terms;
    termsOfSetting.set(setting, known);
    return known;
  }

  function placeAt(
    place: number,
    wanted: readonly string[],
    weights: ReadonlyMap<string, number>,
    isSingle: boolean,
  ): Evidence {
    const sum = (terms: readonly string[]): number =>
      terms.reduce((all, term) => all + (weights.get(term) ?? 0), 0);
    const held = (places: readonly number[]): string[] =>
      wanted.filter((term) => places.some((each) => sentences[each]?.terms.has(term)));
    const setting = settingOf(place);
    // What the setting says counts neither for a sentence that leaves it out nor against it.
    const cover = (places: readonly number[], kind: (term: string) => boolean): number => {
      const there = held(places).filter(kind);
      const asked = wanted.filter((term) => kind(term) && (there.includes(term) || !setting.has(term)));
      return sum(there) / Math.max(Number.MIN_VALUE, sum(asked));
    };
    const all = (): boolean => true;
    let range = [place];
    let coverage = cover(range, all);
    for (const other of isSingle ? [] : [place + 1, place - 1]) {
      if (sentences[other] === undefined || isApart(Math.min(place, other))) continue;
      const both = cover([place, other], all);
      if (both - coverage < leastGain) continue;
      range = [place, other].sort((a, b) => a - b);
      coverage = both;
      break;
    }
    const from = sentences[range[0] ?? place]?.from ?? 0;
    const to = sentences[range.at(-1) ?? place]?.to ?? 0;
    const first = sentences[Math.max(0, (range[0] ?? place) - contextSentences)]?.from ?? from;
    return {
      from,
      to,
      quote: source.text.slice(from, to),
      context: source.text.slice(first, from),
      setting: sentences[place]?.setting ?? '',
      coverage,
      wordCoverage: cover(range, (term) => !figure.test(term)),
    };
  }

  /** A blank line stands between a sentence and the next. */
  function isApart(place: number): boolean {
    return /\n\s*\n/.test(source.text.slice(sentences[place]?.to, sentences[place + 1]?.from));
  }
}

function add(index: Map<string, number[]>, key: string, place: number): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [place]);
  else known.push(place);
}
