/** Several sources as one text, and where each stretch of it comes from. */
import { findBorders } from '../../read/borders.ts';
import type { ReadingSource, SourceSpan } from './read-method.ts';

export type JoinedSources = {
  /** The sources in order; where there are several, each under a line with its number and title. */
  text: string;
  /** Offsets into `text` where something new begins (a source, a chapter, a scene), rising; for `chunkText`. */
  borders: number[];
  /** What of which source stands in a stretch of `text`; headings of ours belong to none. */
  spansOf(from: number, to: number): SourceSpan[];
};

/** Puts the sources one after the other, so that many short ones share a chunk. */
export function joinSources(sources: readonly Pick<ReadingSource, 'id' | 'title' | 'text'>[]): JoinedSources {
  const places: { sourceId: string; start: number; length: number }[] = [];
  const borders: number[] = [];
  let text = '';
  for (const [index, source] of sources.entries()) {
    if (sources.length > 1) {
      if (text !== '') text += '\n\n';
      if (text !== '') borders.push(text.length);
      text += `[${index + 1}] ${source.title.replace(/\s+/g, ' ')}\n\n`;
    }
    const start = text.length;
    places.push({ sourceId: source.id, start, length: source.text.length });
    for (const border of findBorders(source.text)) borders.push(start + border);
    text += source.text;
  }
  return {
    text,
    borders,
    spansOf: (from, to) =>
      places.flatMap(({ sourceId, start, length }) => {
        const [begin, end] = [Math.max(from, start), Math.min(to, start + length)];
        return begin < end ? [{ sourceId, from: begin - start, to: end - start }] : [];
      }),
  };
}
