/** What of a long text a model is shown that shall say which instruction it follows. */
import { chunkText } from '../../read/chunk-text.ts';

export type ShownText = {
  /** The text, or its parts with marks where something is left out. */
  text: string;
  /** What was shown, as offsets into the text in UTF-16 units; `to` is exclusive. */
  ranges: { from: number; to: number }[];
  /** Characters shown, of all. */
  characters: number;
  ofCharacters: number;
};

/** A text that does not fit is cut into pieces a twelfth of the room each; so many of them are shown. */
const pieces = { begin: 5, middle: 3, end: 3 };
const piecesToRoom = 12;
const mark = '\n\n[…]\n\n';

/**
 * Shows a text whole where it fits; else its beginning, its middle and its end, in whole sentences, about 5 : 3 : 3. What
 * lies between is what the constraints cannot speak of.
 *
 * @param options.roomTokens - Most tokens of what is shown.
 * @returns Undefined where the room is too small for anything: below 240 tokens.
 */
export function showText(
  text: string,
  { roomTokens, countTokens }: { roomTokens: number; countTokens: (text: string) => number },
): ShownText | undefined {
  const ofCharacters = text.length;
  if (countTokens(text) <= roomTokens)
    return { text, ranges: [{ from: 0, to: text.length }], characters: text.length, ofCharacters };
  const chunkTokens = Math.floor(roomTokens / piecesToRoom);
  if (chunkTokens < 20) return undefined;
  const chunks = chunkText(text, { chunkTokens, countTokens });
  const middle = Math.floor((chunks.length - pieces.middle) / 2);
  const isShown = (at: number): boolean =>
    at < pieces.begin || at >= chunks.length - pieces.end || (at >= middle && at < middle + pieces.middle);
  const ranges: ShownText['ranges'] = [];
  for (const { index, from, to } of chunks) {
    if (!isShown(index)) continue;
    const last = ranges.at(-1);
    if (last?.to === from) last.to = to;
    else ranges.push({ from, to });
  }
  return {
    text: ranges.map(({ from, to }) => text.slice(from, to).trim()).join(mark),
    ranges,
    characters: ranges.reduce((sum, { from, to }) => sum + to - from, 0),
    ofCharacters,
  };
}
