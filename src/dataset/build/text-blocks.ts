/** A text as its blocks: what stands between blank lines, with the white space behind each kept as it is. */
import { splitParagraphs } from '../../text/paragraphs.ts';

export type Block = {
  body: string;
  /** White space between this block and the next, or at the end of the text. */
  gap: string;
};

/** Joined by {@link joinBlocks}, the blocks are the text again, byte for byte. A code fence is never split. */
export function splitBlocks(text: string): Block[] {
  return splitParagraphs(text).map((part) => {
    const body = part.trimEnd();
    return { body, gap: part.slice(body.length) };
  });
}

export function joinBlocks(blocks: readonly Block[]): string {
  return blocks.map(({ body, gap }) => body + gap).join('');
}

/** Without some blocks; the text ends as it ended before, and one block at least stays. */
export function dropBlocks(blocks: readonly Block[], isDropped: (block: Block) => boolean): Block[] {
  const kept = blocks.filter((block) => !isDropped(block));
  const last = kept.at(-1);
  if (last === undefined) return [...blocks];
  return [...kept.slice(0, -1), { body: last.body, gap: blocks.at(-1)?.gap ?? '' }];
}

export const isHeading = ({ body }: Block): boolean => /^ {0,3}#{1,6}\s[^\n]*$/.test(body);

/** Sentences in a row: no heading, list, table, quotation, code, formula or picture. */
export const isProse = ({ body }: Block): boolean =>
  !/^\s*(?:[#>|`~$!<]|[-*+•]\s|\d{1,9}[.)、]\s|\[\^)/.test(body);
