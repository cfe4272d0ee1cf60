/** What stands twice where two parts of a text meet: a heading, a paragraph, the last sentences. */
import { splitSentences } from '../../text/sentences.ts';
import { isSpoken, isVerse, type Pass } from './clean-pass.ts';
import { type Block, dropBlocks, isHeading, isProse, joinBlocks, splitBlocks } from './text-blocks.ts';

/** The letters and digits of a title: marks, case and a note that it goes on do not make another one. */
const bareTitle = (body: string): string => body.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();

/** A heading right above the same again, as a heading, in bold or plain; the first one stays. */
export const dropRepeatedHeadings: Pass = (text, _options, note) => {
  const blocks = splitBlocks(text);
  const repeated = new Set<Block>();
  for (const [index, block] of blocks.entries()) {
    const before = blocks[index - 1];
    if (before === undefined || repeated.has(before) || !isHeading(before) || block.body.includes('\n'))
      continue;
    const title = bareTitle(block.body);
    if (title === '' || title !== bareTitle(before.body)) continue;
    repeated.add(block);
    note({ kind: 'repeated-heading', before: block.body, after: '' });
  }
  return repeated.size === 0 ? text : joinBlocks(dropBlocks(blocks, (block) => repeated.has(block)));
};

/** What is shorter may stand twice by chance or for effect. Han characters say about three times as much each. */
const leastRepeated = 60;
/** Characters of a paragraph's beginning that must stand in the one before, white space included. */
const leastAlike = 12;
const weigh = (text: string): number => text.length + 2 * (text.match(/\p{Script=Han}/gu)?.length ?? 0);
const normalize = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * The last sentences of a paragraph again at the start of the next, whether a heading stands between them or not: those
 * of the next go. Verse and plays are left alone; so are lists, tables, quotations and code.
 */
export const dropRepeatedText: Pass = (text, { form }, note) => {
  if (isVerse(form) || isSpoken(form)) return text;
  const blocks = splitBlocks(text);
  const empty = new Set<Block>();
  let hasChanged = false;
  let before: Block | undefined;
  const cleaned = blocks.map((block): Block => {
    if (isHeading(block)) return block;
    const earlier = before;
    before = isProse(block) ? block : undefined;
    if (earlier === undefined || before === undefined) return block;
    // Most paragraphs share nothing; to split all of them into sentences would be most of the work of cleaning.
    if (!earlier.body.includes(block.body.trimStart().slice(0, leastAlike))) return block;
    const sentences = splitSentences(block.body);
    const count = countShared(splitSentences(earlier.body), sentences);
    if (count === 0) return block;
    const repeated = sentences.slice(0, count).join('').trim();
    const rest = { ...block, body: sentences.slice(count).join('').trimStart() };
    hasChanged = true;
    note({ kind: 'repeated-text', before: repeated, after: '' });
    // What comes after is compared with what stays.
    before = rest.body === '' ? earlier : rest;
    if (rest.body === '') empty.add(rest);
    return rest;
  });
  return hasChanged ? joinBlocks(dropBlocks(cleaned, (block) => empty.has(block))) : text;
};

/** How many sentences end the one and begin the other, where they are long enough together. */
function countShared(earlier: readonly string[], sentences: readonly string[]): number {
  const [ending, opening] = [earlier.map(normalize), sentences.map(normalize)];
  for (let count = Math.min(ending.length, opening.length); count > 0; count -= 1) {
    const shared = opening.slice(0, count);
    if (weigh(shared.join(' ')) < leastRepeated) return 0;
    if (shared.every((sentence, index) => sentence === ending[ending.length - count + index])) return count;
  }
  return 0;
}
