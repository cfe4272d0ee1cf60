/** Finds the passages of sources that speak of something: by their words always, by meaning where that is offered. */
import { UsageError } from '../errors.ts';
import { listTerms } from './search-terms.ts';

export type Passage = {
  /** `Source.id` of where it comes from. */
  sourceId: string;
  /** Offsets into that source's text in UTF-16 units; `to` is exclusive. */
  from: number;
  to: number;
  text: string;
};

/** `score` is BM25, or the fused rank score where embeddings take part: good for order within one search only. */
export type Hit = Passage & { score: number };

/** Turns texts into vectors of one length, in the order given. */
export type Embed = (texts: readonly string[]) => Promise<readonly (readonly number[])[]>;

/** Everything an index holds, as plain JSON. */
export type SavedIndex = {
  version: 1;
  passages: readonly Passage[];
  /** Terms of each passage, for the length norm. */
  lengths: readonly number[];
  /** Per term: passage, times in it, passage, times in it … */
  postings: readonly (readonly [term: string, places: readonly number[]])[];
  /** One unit vector per passage; undefined without embeddings. */
  vectors?: readonly (readonly number[])[];
};

export type SearchIndex = {
  /** The best passages, best first; equal scores in reading order. [] where no term of the query occurs anywhere. */
  search(query: string, options?: { limit?: number }): Promise<Hit[]>;
  /** Share of the passages that hold a term, as `listTerms` gives it: 0 to 1. */
  shareOf(term: string): number;
  /** Makes the index JSON (`JSON.stringify` calls it); `restoreIndex` reads it. */
  toJSON(): SavedIndex;
};

const k1 = 1.2;
const b = 0.75;
/** The constant of reciprocal rank fusion. */
const rankOffset = 60;
const embedBatch = 64;

/**
 * Makes an index over passages.
 *
 * Ranks by BM25 (k1 1.2, b 0.75). With `embed` passages are also ranked by the cosine of their vectors, and the two
 * orders are joined by reciprocal rank fusion (k 60).
 *
 * Source: Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"; Cormack et al. 2009,
 * "Reciprocal Rank Fusion". Differs: the idf has 1 added inside the logarithm, so that no term counts against a match.
 */
export async function createIndex(
  passages: readonly Passage[],
  options: { embed?: Embed | undefined } = {},
): Promise<SearchIndex> {
  const postings = new Map<string, number[]>();
  const lengths = passages.map(({ text }, passage) => {
    const terms = listTerms(text);
    for (const [term, count] of countTerms(terms)) {
      const places = postings.get(term);
      if (places === undefined) postings.set(term, [passage, count]);
      else places.push(passage, count);
    }
    return terms.length;
  });
  const saved: SavedIndex = { version: 1, passages, lengths, postings: [...postings] };
  if (options.embed === undefined) return openIndex(saved, postings, undefined);
  const texts = passages.map(({ text }) => text);
  return openIndex({ ...saved, vectors: await embedAll(texts, options.embed) }, postings, options.embed);
}

/**
 * Opens a saved index without counting its passages again.
 *
 * @param options.embed - The same model that made the vectors; without it the index searches by words only.
 * @throws {UsageError} Saved by another version.
 */
export function restoreIndex(saved: SavedIndex, options: { embed?: Embed | undefined } = {}): SearchIndex {
  if (saved.version !== 1) {
    throw new UsageError(`Expected an index of version 1, got \`${saved.version}\`. Make it again.`);
  }
  return openIndex(saved, new Map(saved.postings), options.embed);
}

function openIndex(
  saved: SavedIndex,
  postings: ReadonlyMap<string, readonly number[]>,
  embed: Embed | undefined,
): SearchIndex {
  const { passages, lengths, vectors } = saved;
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return {
    async search(query, { limit = 10 } = {}) {
      const byWords = scoreWords(query);
      let scores = byWords;
      if (embed !== undefined && vectors !== undefined) {
        const [vector = []] = await embedAll([query], embed);
        const byMeaning = new Map(vectors.map((other, passage) => [passage, multiply(vector, other)]));
        scores = fuse([byWords, byMeaning]);
      }
      return rank(scores)
        .slice(0, limit)
        .flatMap(([passage, score]) => {
          const found = passages[passage];
          return found === undefined ? [] : [{ ...found, score }];
        });
    },
    shareOf: (term) => (postings.get(term)?.length ?? 0) / 2 / Math.max(1, passages.length),
    toJSON: () => saved,
  };

  function scoreWords(query: string): Map<number, number> {
    const scores = new Map<number, number>();
    for (const [term, queryCount] of countTerms(listTerms(query))) {
      const places = postings.get(term) ?? [];
      const found = places.length / 2;
      const idf = Math.log(1 + (passages.length - found + 0.5) / (found + 0.5));
      for (let index = 0; index < places.length; index += 2) {
        const passage = places[index] ?? 0;
        const count = places[index + 1] ?? 0;
        const norm = k1 * (1 - b + (b * (lengths[passage] ?? 0)) / meanLength);
        const score = (queryCount * idf * count * (k1 + 1)) / (count + norm);
        scores.set(passage, (scores.get(passage) ?? 0) + score);
      }
    }
    return scores;
  }
}

function countTerms(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

const rank = (scores: ReadonlyMap<number, number>): [passage: number, score: number][] =>
  [...scores].sort(([first, a], [second, b]) => b - a || first - second);

function fuse(lists: readonly ReadonlyMap<number, number>[]): Map<number, number> {
  const scores = new Map<number, number>();
  for (const list of lists) {
    rank(list).forEach(([passage], place) => {
      scores.set(passage, (scores.get(passage) ?? 0) + 1 / (rankOffset + place + 1));
    });
  }
  return scores;
}

/** Unit vectors, so that a product is the cosine. */
async function embedAll(texts: readonly string[], embed: Embed): Promise<number[][]> {
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += embedBatch) {
    const batch = texts.slice(start, start + embedBatch);
    const found = await embed(batch);
    if (found.length !== batch.length) {
      throw new Error(`Expected \`embed\` to give ${batch.length} vectors, got ${found.length}.`);
    }
    for (const vector of found) {
      const length = Math.hypot(...vector) || 1;
      vectors.push(vector.map((value) => value / length));
    }
  }
  return vectors;
}

const multiply = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
