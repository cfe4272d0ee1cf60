/** Search over the sources of a reading, by words and by meaning, for programs that look instead of reading all. */
import { createIndex, type Embed, type SearchIndex } from '../../read/search-index.ts';
import { cutPassages } from '../../write/sources/shelf.ts';
import type { FoundPassage } from './found-passage.ts';
import type { ReadingSource } from './read-method.ts';

/** Made at its first call: a reading that never searches pays for no vectors. */
export function createSearch(
  sources: readonly Pick<ReadingSource, 'id' | 'text' | 'language' | 'parts'>[],
  embed: Embed,
): (query: string, limit: number) => Promise<FoundPassage[]> {
  let index: Promise<SearchIndex> | undefined;
  return async (query, limit) => {
    index ??= createIndex(sources.flatMap(cutPassages), { embed });
    const hits = await (await index).search(query, { limit });
    return hits.map(({ sourceId, from, to, text }) => ({
      source: sources.findIndex(({ id }) => id === sourceId),
      from,
      to,
      text,
    }));
  };
}
