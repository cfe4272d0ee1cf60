/** Sentences that two parts of a text share between them, or that broke off where the next part began. */
import { endsOnSentence, splitSentences } from '../../text/sentences.ts';
import { isSpoken, isVerse, type Pass } from './clean-pass.ts';
import { type Block, dropBlocks, isHeading, isProse, joinBlocks, splitBlocks } from './text-blocks.ts';

/** A shorter block may be a title, a name, a greeting. */
const leastCharacters = 40;
/** A small letter of a word; "b." and a letter of a formula begin something of their own. */
const smallStart = /^[\p{Ll}--\p{Script=Common}](?!\.|\))/v;
/** Words no sentence ends with. */
const brokenOff =
  /(?:[,，、;；]|\b(?:the|an?|of|and|or|to|in|on|at|with|that|for|from|by|his|her|their|its|as|but|which|who)|[的和与或在是而但把被从对向])$/i;

/** Characters from the end that hold the last sentence, for the report. */
const longestTail = 400;

/**
 * Puts a sentence together that goes on with a small letter in the next block, under the next heading too; cuts the
 * beginning of a sentence that breaks off before a heading. Verse and plays are left alone.
 */
export const mendCutSentences: Pass = (text, { form, isInner }, note) => {
  if (isVerse(form) || isSpoken(form)) return text;
  const blocks = splitBlocks(text);
  // A block that has been taken in whole, or cut away, is empty until the end.
  const find = (from: number, isSought: (block: Block) => boolean): number | undefined => {
    for (let at = from; at < blocks.length; at += 1) {
      const block = blocks[at] as Block;
      if (block.body !== '' && isSought(block)) return at;
    }
    return undefined;
  };
  let hasChanged = false;
  for (let index = 0; index < blocks.length; ) {
    const block = blocks[index] as Block;
    const next = find(index + 1, () => true);
    const after = find(index + 1, (each) => !isHeading(each));
    const isLast = next === undefined && !isInner;
    if (isLast || !breaksOff(block)) index += 1;
    else if (after !== undefined && goesOn(block, blocks[after] as Block)) {
      const rest = blocks[after] as Block;
      const [first = '', ...others] = after === next ? [rest.body] : splitSentences(rest.body);
      const tail = splitSentences(block.body.slice(-longestTail)).at(-1) ?? '';
      const end = first.trimEnd();
      note({ kind: 'cut-sentence', before: `${tail}${block.gap}${end}`, after: `${tail} ${end}` });
      hasChanged = true;
      // The same block is looked at again: the sentence may go on further.
      blocks[index] = { body: `${block.body} ${end}`, gap: after === next ? rest.gap : block.gap };
      blocks[after] = { ...rest, body: others.join('') };
    } else {
      const kept = next === undefined || isHeading(blocks[next] as Block) ? cutBack(block.body) : undefined;
      const isOnly = index === 0 || isHeading(blocks[index - 1] as Block);
      if (kept !== undefined && !(kept === '' && isOnly)) {
        note({ kind: 'cut-sentence', before: block.body.slice(kept.length).trim(), after: '' });
        hasChanged = true;
        blocks[index] = { ...block, body: kept };
      }
      index += 1;
    }
  }
  return hasChanged ? joinBlocks(dropBlocks(blocks, ({ body }) => body === '')) : text;
};

const breaksOff = (block: Block): boolean =>
  isProse(block) && /[\p{L}\p{N},，、;；]$/u.test(block.body) && !endsOnSentence(block.body);

const goesOn = (block: Block, after: Block): boolean =>
  block.body.length >= leastCharacters && isProse(after) && smallStart.test(after.body);

/** The block up to its last whole sentence; undefined where its end may be meant as it is: a caption, a name. */
function cutBack(body: string): string | undefined {
  const sentences = splitSentences(body);
  const fragment = (sentences.at(-1) ?? '').trim();
  const whole = sentences.slice(0, -1).join('').trimEnd();
  if (brokenOff.test(fragment)) return whole;
  const isSentenceBefore = countUnits(sentences.at(-2) ?? '') >= 4 && endsOnSentence(whole);
  return isSentenceBefore && countUnits(fragment) >= 3 && !fragment.includes('\n') ? whole : undefined;
}

const countUnits = (text: string): number => text.match(/\p{Script=Han}{2}|[\p{L}\p{N}]+/gu)?.length ?? 0;
