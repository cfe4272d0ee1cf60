/** What each summarizer of NexusSum reads. */

import type { ReadingHost, SourceSpan } from '../reading/read-method.ts';
import { type SceneChunk, scenesPerChunk } from './chunks.ts';

/** Neighbouring chunks of one source, told as prose where they were dialogue. */
export type Part = { spans: SourceSpan[]; text: string; words: number };

/**
 * Puts neighbouring chunks of one source together, up to the tokens and scenes that are shown at once.
 *
 * @param textOf - The text of a chunk as it is to be read, told as prose or as it stands. A chunk over the tokens is a
 *   part of its own.
 */
export function packParts(
  chunks: readonly SceneChunk[],
  textOf: (chunk: SceneChunk) => string,
  mostPartTokens: number,
  { countTokens, countWords }: Pick<ReadingHost, 'countTokens' | 'countWords'>,
): Part[] {
  const parts: Part[] = [];
  let scenes = 0;
  for (const chunk of chunks) {
    const open = parts.at(-1);
    const text = textOf(chunk);
    const joined = open === undefined ? text : `${open.text}\n\n${text}`;
    const fits =
      open?.spans.at(-1)?.sourceId === chunk.span.sourceId &&
      scenes + chunk.scenes <= scenesPerChunk &&
      countTokens(joined) <= mostPartTokens;
    if (open !== undefined && fits) {
      open.text = joined;
      open.words = countWords(joined);
      const last = open.spans.at(-1);
      if (last?.to === chunk.span.from) last.to = chunk.span.to;
      else open.spans.push({ ...chunk.span });
      scenes += chunk.scenes;
    } else {
      parts.push({ spans: [{ ...chunk.span }], text, words: countWords(text) });
      scenes = chunk.scenes;
    }
  }
  return parts;
}
