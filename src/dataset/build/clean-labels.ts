/** Numbers and notes that name the part of a text a model was asked for, inside lines that are otherwise the text's. */
import type { FormName } from '../../plan/form/form.ts';
import { splitFencedLines } from '../../text/fenced-lines.ts';
import { splitSentences } from '../../text/sentences.ts';
import { isFiction, isSpoken, type Pass } from './clean-pass.ts';
import { type Block, dropBlocks, isHeading, isProse, joinBlocks, splitBlocks } from './text-blocks.ts';

const numeral = '(?:#?\\d+(?:\\.\\d+)*|one|two|three|four|five|six|seven|eight|nine|ten|[ivx]+)';
const han = '[\\d一二三四五六七八九十百]+';
const of = `(?:\\s*(?:of|/)\\s*${numeral})?`;
const emphasis = '(\\*\\*|__)?';
const create = (label: string, separator: string): RegExp =>
  new RegExp(`^((?:#{1,6}\\s+)?)${emphasis}${label}${emphasis}${separator}${emphasis}[^\\S\\n]*(?=\\S)`, 'i');

/** No author numbers paragraphs: wherever a line begins like this. */
const paragraphLabels = [
  create(`paragraph\\s+${numeral}${of}`, '\\s*[-–—:.)]'),
  create(`(?:第\\s*${han}\\s*(?:段落?|自然段)|段落\\s*${han})`, '\\s*[:：、.]'),
];
/** Parts and sections may be titles and clauses: labels only before whole sentences, where a part begins. */
const partLabels = [
  create(`(?:part|section)\\s+${numeral}${of}`, '\\s*(?:[-–—:]|\\.(?=\\s))'),
  create(`第\\s*${han}\\s*(?:部分|小?节)(?:[（(]续[）)])?`, '\\s*[:：]'),
];
const isSentences = (text: string): boolean =>
  text.length >= 20 && /[.!?。！？…]["'”’」』*_)）]*$/.test(text);

/** Forms that speak of the paragraphs of other texts by number. */
const isNumbering: ReadonlySet<FormName> = new Set(['lesson', 'review', 'textbook', 'guide', 'manual']);

/** Whether a line is text behind the number of a paragraph. */
export const isNumberedText = (line: string): boolean => readLabel(line, paragraphLabels) !== undefined;

/** Labels in front of prose: "Paragraph 3: The sea …", "Part 2: The storm broke over the village. …", 第二段：海上起了风。 */
export const dropLabels: Pass = (text, { form }, note) => {
  const blocks = splitBlocks(text);
  const cleaned = blocks.map((block, index): Block => {
    const before = blocks[index - 1];
    const isStart = (before === undefined || isHeading(before)) && !isHeading(block);
    const label = isStart ? readLabel(block.body, partLabels) : undefined;
    // Numbered sections one after another are clauses of a contract or an act.
    const isClause = readLabel(blocks[index + 1]?.body ?? '', partLabels) !== undefined;
    const own = label !== undefined && !isClause && isSentences(label.rest) ? label : undefined;
    if (own !== undefined) note({ kind: 'part-label', before: own.label, after: '' });
    const lines = splitFencedLines(own?.rest ?? block.body).map(({ text: line, isFenced }) => {
      const found = isFenced || isNumbering.has(form) ? undefined : readLabel(line, paragraphLabels);
      if (found !== undefined) note({ kind: 'part-label', before: found.label, after: '' });
      return found?.rest ?? line;
    });
    return { ...block, body: lines.join('') };
  });
  return joinBlocks(cleaned);
};

/** The label a line begins with, and the line without it: its heading marks stay, and emphasis that goes on. */
function readLabel(line: string, patterns: readonly RegExp[]): { label: string; rest: string } | undefined {
  const match = patterns.map((pattern) => pattern.exec(line)).find((found) => found !== null);
  if (match == null) return undefined;
  const [whole, heading = '', ...marks] = match;
  const open = marks.filter((mark) => mark !== undefined);
  const kept = open.length % 2 === 1 ? (open[0] ?? '') : '';
  return { label: whole.trim(), rest: `${heading}${kept}${line.slice(whole.length)}` };
}

const continued =
  /\s*[([（【]\s*(?:continued|cont(?:[’'.]d|\.)?|续|接上文|接上一?(?:部分|节|章))\s*[)\]）】](?=[*_]*\s*$)/i;
/** A line longer than this is prose. */
const longestTitle = 240;

/** "(continued)" behind a heading or another line. Where nothing else stands in it, the line is no title, and goes whole. */
export const dropContinued: Pass = (text, { form }, note) => {
  // In a screenplay "ANNA (CONT'D)" goes on speaking.
  if (isSpoken(form)) return text;
  return splitFencedLines(text)
    .map(({ text: line, isFenced }) => {
      if (isFenced || line.length > longestTitle) return line;
      const after = line.replace(continued, '');
      if (after === line || !/[\p{L}\p{N}]/u.test(after)) return line;
      note({ kind: 'part-label', before: line.trim(), after: after.trim() });
      return after;
    })
    .join('');
};

const announcements = [
  /^(?:in|over|throughout) the (?:next|following|coming|upcoming|subsequent) (?:few )?(?:sections?|parts?|chapters?|paragraphs?),? (?:we|i|you|this \w+)(?:['’]ll|\s+(?:will|shall|are going to|turn|look|explore|examine|discuss|delve))\b/i,
  /^the (?:next|following|upcoming) (?:section|part|chapter|paragraph) (?:will|shall|is going to|explores|examines|discusses|looks at|delves into)\b/i,
  /^(?:在|于)?(?:下一|接下来的?|下面的?|后面的?|随后的?)(?:个)?(?:一)?(?:章节|小节|节|章|部分|段)(?:内容)?(?:中|里|之中|当中)?[，,]?(?:我们|本文|笔者|我|文章)?(?:将|会|就来|再来|要)/,
];
/** Papers and lessons say what comes next as part of what they are. */
const isAnnouncing: ReadonlySet<FormName> = new Set(['paper', 'textbook', 'lesson', 'speech', 'manual']);

/** "In the next section we will …" as the last sentence before a heading or the end. */
export const dropAnnouncements: Pass = (text, { form }, note) => {
  if (isFiction(form) || isAnnouncing.has(form)) return text;
  const blocks = splitBlocks(text);
  const empty = new Set<Block>();
  let hasChanged = false;
  const cleaned = blocks.map((block, index): Block => {
    const next = blocks[index + 1];
    if (!isProse(block) || (next !== undefined && !isHeading(next))) return block;
    const sentences = splitSentences(block.body);
    const last = (sentences.at(-1) ?? '').trim();
    if (!announcements.some((pattern) => pattern.test(last))) return block;
    const body = sentences.slice(0, -1).join('').trimEnd();
    // A section of nothing else keeps it.
    if (body === '' && (index === 0 || isHeading(blocks[index - 1] as Block))) return block;
    hasChanged = true;
    note({ kind: 'announcement', before: last, after: '' });
    const rest = { ...block, body };
    if (body === '') empty.add(rest);
    return rest;
  });
  return hasChanged ? joinBlocks(dropBlocks(cleaned, (block) => empty.has(block))) : text;
};
