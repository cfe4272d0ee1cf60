/**
 * A plan in lines, cut into one block of lines a section. Which lines open a section is not told in advance: labels
 * ("Section 3"), numbers, 一、, （一）, headings and bullets all do in some reply, and all stand inside sections in
 * another.
 */

type SplitReply = { title: string | undefined; blocks: string[][]; totalLine: string | undefined };

const openers: readonly [string, RegExp][] = [
  [
    'label',
    /^[-*+>#\s]*(?:(?:section|paragraph|part|chapter|step|subtask)\s*\d+(?:\.\d+)*|第\s*[\d一二三四五六七八九十百]+\s*[节節段章部步](?:落)?)/i,
  ],
  ['han', /^(?:[>#\s]|\*\*)*[一二三四五六七八九十]+\s*[、.．]/],
  ['bracketed', /^(?:[>#\s]|\*\*)*[（(][一二三四五六七八九十\d]+[)）]/],
  ['roman', /^(?:[>#\s]|\*\*)*[IVX]+\.\s/],
  ['number', /^(?:[->#\s]|\*\*)*\d+\s*[.)、．](?!\d)/],
  ['number-deep', /^(?:[->#\s]|\*\*)*\d+(?:\.\d+)+[.)、．]?\s/],
  ['heading-2', /^##\s/],
  ['heading-3', /^###\s/],
  ['heading-4', /^#{4,6}\s/],
  ['bold', /^\*\*[^*]+\*\*(?!\s*[:：])/],
  ['bold-bullet', /^[-*+•]\s+\*\*/],
  ['bullet', /^[-*+•]\s/],
];
/** A bullet or bold words that name a field of a section open none. */
const field =
  /^[-*+•\s]*\**(?:title|heading|main\s*points?|key\s*points?|word\s*count|words|length|标题|小标题|要点|主要内容|内容|字数|篇幅)\**\s*[:：]/i;
/** A closing sum belongs to no section. */
const total =
  /^[\s*_#>(（-]*(?:(?:grand\s+)?total(?:\s+(?:target|word|words|count|length|across|for|of|in|all|the|sections|text|whole))*|总计|总字数|合计|全文共?)[\s*:：=–—-]*(?:about|approx\.?|约|大约|[~≈])?\s*\**\d/i;
const titleLine = /^[#*\s]*(?:title|标题|標題|题目|題目)\**\s*[:：]\s*(.+)$/i;

/**
 * Cuts a reply where its sections open: at the first kind of line that itself names the words of every section, else at
 * the kind that gives most sections a count.
 *
 * @param hasCount - Whether some lines name a word count.
 * @returns `blocks`, none where no section has a count; `title` as the line that names it; the line with the total.
 */
export function splitPlanReply(reply: string, hasCount: (lines: readonly string[]) => boolean): SplitReply {
  const lines = reply
    .split('\n')
    .filter((line) => !/^\s*(?:$|```|\.{3,}\s*$|…+\s*$|(?:-\s*){3,}$|(?:\*\s*){3,}$)/.test(line));
  const totalLine = lines.find((line) => total.test(line));
  const body = lines.filter((line) => !total.test(line));
  const splits = openers.flatMap(([style]) => {
    const at = body.flatMap((line, index) => (styleOf(line) === style ? [index] : []));
    return at.length === 0 ? [] : [cutAt(body, at, style)];
  });
  splits.sort((a, b) => a.first - b.first);
  const counted = (blocks: readonly string[][]): number => blocks.filter(hasCount).length;
  const isHeaded = ({ blocks }: { blocks: string[][] }): boolean =>
    blocks.length > 1 && blocks.every((block) => hasCount(block.slice(0, 1)));
  const best =
    splits.find(isHeaded) ??
    splits.reduce<(typeof splits)[number] | undefined>(
      (most, split) => (counted(split.blocks) > counted(most?.blocks ?? []) ? split : most),
      undefined,
    );
  const blocks = dropPreface(best?.blocks ?? [], hasCount);
  return { title: findTitle(body.slice(0, best?.first ?? body.length)), blocks, totalLine };
}

function styleOf(line: string): string | undefined {
  if (field.test(line) || titleLine.test(line)) return undefined;
  const style = openers.find(([, pattern]) => pattern.test(line.trim()))?.[0];
  // What is indented belongs to the line above it.
  return /^\s/.test(line) && style !== 'label' ? undefined : style;
}

function cutAt(lines: readonly string[], at: readonly number[], style: string) {
  const level = Number(/^heading-(\d)$/.exec(style)?.[1] ?? 0);
  const blocks = at.map((start, index) => {
    const block = lines.slice(start, at[index + 1]);
    // A heading above the level of sections ends the section before it and heads none itself.
    const end = block.findIndex((line, offset) => offset > 0 && isAbove(line, level));
    return end < 0 ? block : block.slice(0, end);
  });
  return { blocks, first: at[0] ?? 0 };
}

const isAbove = (line: string, level: number): boolean => {
  const marks = /^(#{1,6})\s/.exec(line)?.[1]?.length ?? 9;
  return marks < level;
};

/** Remarks that were numbered too: what stands before a second number 1 and names no words. */
function dropPreface(blocks: string[][], hasCount: (lines: readonly string[]) => boolean): string[][] {
  const restart = blocks.findLastIndex(
    (block, index) => index > 0 && /^\D{0,8}(?:1|一)\D/.test(block[0] ?? ''),
  );
  return restart > 0 && !blocks.slice(0, restart).some(hasCount) ? blocks.slice(restart) : blocks;
}

function findTitle(preface: readonly string[]): string | undefined {
  for (const line of preface) {
    const labelled = titleLine.exec(line)?.[1];
    if (labelled !== undefined) return labelled;
    if (/^\s*(?:#\s|\*\*[^*]+\*\*\s*$)/.test(line)) return line;
  }
  return undefined;
}
