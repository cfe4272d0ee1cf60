/** A model's words to its reader around and between the parts of a text. */
import { splitFencedLines } from '../../text/fenced-lines.ts';
import { endsOnSentence, splitSentences } from '../../text/sentences.ts';
import { isLeftOver } from '../filters/part-labels.ts';
import { isNumberedText } from './clean-labels.ts';
import { isDivision, isFiction, isSpoken, type Pass } from './clean-pass.ts';
import { type Block, dropBlocks, isHeading, joinBlocks, splitBlocks } from './text-blocks.ts';

/** A fence around everything; one without a language only where prose stands in it, since code may be all there is. */
export const unwrapFence: Pass = (text, _options, note) => {
  const match = /^(\s*(`{3,}|~{3,})(markdown|md|text)?[^\S\n]*\n)([\s\S]*)$/.exec(text);
  if (match === null) return text;
  const [, opening = '', mark = '', language = '', rest = ''] = match;
  const body = rest.trimEnd();
  const isClosed = body.endsWith(`\n${mark}`);
  const inner = isClosed ? body.slice(0, -mark.length).trimEnd() : body;
  if (inner.trim() === '' || inner.includes(mark.slice(0, 3))) return text;
  const isMarkdown = language === 'markdown' || language === 'md';
  const isText = isClosed && splitSentences(inner).length > 1 && endsOnSentence(inner);
  if (!isMarkdown && !isText) return text;
  note({ kind: 'fence', before: opening.trim(), after: '' });
  return inner + (rest.endsWith('\n') ? '\n' : '');
};

const labelLine = /^[\s#*_[(（【<~=–—-]*(?:(?:part|section|paragraph|chapter)\b|第|段落)/i;
const ruleLine = /^(?:-{3,}|\*{3,}|_{3,})$/;

/** "Main point: …" without the rest of a line of a plan may be a sentence of the text. */
const isPoint = (line: string): boolean =>
  /^[\s#*_]*(?:main point|主要内容|主要论点|主要观点)\**\s*[:：]\s*\S/i.test(line) &&
  !/word count|字数/i.test(line);

/** Whole lines that are no part of the text: "Part 2 of 5", "(continued)", 以下是第二部分：, a word count, an offer. */
export const dropChatLines: Pass = (text, { form }, note) => {
  const blocks = splitBlocks(text);
  const gone: string[] = [];
  const cleaned = blocks.map((block, index): Block => {
    const isLast = index === blocks.length - 1;
    const lines = splitFencedLines(block.body);
    const kept = lines.filter(({ text: line, isFenced }, at) => {
      const bare = line.trim();
      if (isFenced || bare === '' || isDivision(bare, form)) return true;
      const isEnd = isLast && at === lines.length - 1;
      // In a play such a line in the middle may be spoken.
      if (isSpoken(form) && !isEnd && index + at > 0) return true;
      // What more than the label stands in is for the gate to judge.
      if (!isLeftOver(bare, isEnd) || isNumberedText(bare) || isPoint(bare)) return true;
      gone.push(bare);
      return false;
    });
    if (kept.length === lines.length) return block;
    return {
      ...block,
      body: kept
        .map((line) => line.text)
        .join('')
        .trimEnd(),
    };
  });
  const isEmpty = ({ body }: Block): boolean => body.trim() === '';
  // A text of nothing else is no text that could be mended: the gates see it as it is.
  if (gone.length === 0 || cleaned.every(isEmpty)) return text;
  for (const before of gone)
    note({ kind: labelLine.test(before) ? 'part-label' : 'meta-talk', before, after: '' });
  // The rule that set an address apart goes with it.
  const isRule = (block: Block): boolean => {
    const index = cleaned.indexOf(block);
    const before = cleaned[index - 1];
    if (before === undefined || !isEmpty(before) || !ruleLine.test(block.body)) return false;
    return index === 1 || isHeading(cleaned[index - 2] as Block);
  };
  return joinBlocks(dropBlocks(cleaned, (block) => isEmpty(block) || isRule(block)));
};

const consent = [
  /^(?:(?:[Ss]ure(?: thing)?|[Cc]ertainly|[Oo]f course|[Aa]bsolutely|[Gg]ladly)\s*!+\s*)+(?=\p{Lu}|#|$)/u,
  /^(?:(?:好的|当然(?:可以)?|没问题)[！!。]\s*)+/,
];

/** "Sure!" before the text begins. Where people speak it may be the first word of one of them, so there it stays. */
export const dropConsent: Pass = (text, { form }, note) => {
  if (isFiction(form)) return text;
  const blocks = splitBlocks(text);
  const block = blocks.find((each) => !isHeading(each));
  if (block === undefined) return text;
  const opening = block.body.trimStart();
  const match = consent.map((pattern) => pattern.exec(opening)?.[0]).find((found) => found !== undefined);
  if (match === undefined) return text;
  const body = opening.slice(match.length);
  if (body === '' && blocks.at(-1) === block) return text;
  note({ kind: 'meta-talk', before: match.trim(), after: '' });
  const cleaned = blocks.map((each) => (each === block ? { ...block, body } : each));
  return joinBlocks(dropBlocks(cleaned, (each) => each.body === ''));
};
