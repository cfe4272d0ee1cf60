/**
 * Where sentences end, in plain prose and in Markdown. Rules, not a model: one end mark list for all scripts, and
 * for the ambiguous full stop the letter that follows it and a list of abbreviations.
 */
import { splitFencedLines } from './fenced-lines.ts';

/** Marks that end a sentence wherever they stand. */
const hardMarks = '。！？｡।॥؟۔።។။';
const closers = `"'”’」』】）》〉)\\]*_~`;
const boundary = new RegExp(
  [
    `[${hardMarks}]+[${hardMarks}.!?…]*[${closers}]*[^\\S\\n]*`,
    // A run of marks is tried from its first one only, or thousands of them would be tried from each.
    `(?<![!?])[!?]+[${closers}]*(?=[\\u4e00-\\u9fff“「『])`,
    `(?:(?<![.!?])[.!?]+|(?<!…)…+)[${closers}]*(?=\\s|$)[^\\S\\n]*`,
    '\\n+[^\\S\\n]*',
  ].join('|'),
  'gu',
);
const abbreviation =
  /(?:^|[\s("'“‘[])(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Gen|Col|Capt|Lt|Sgt|Rev|Hon|Gov|Sen|Rep|Pres|vs|cf|e\.g|i\.e|viz|approx|Mt|Ft)\.$/;
const abbreviationBeforeNumber =
  /(?:^|[\s(])(?:[Nn]os?|[Ff]igs?|[Ee]qs?|[Ss]ecs?|[Cc]h|[Vv]ols?|pp?|ca|[Tt]ab)\.$/;
const initial = /(?:^|[\s("“])(?:\p{Lu}\S*\s+)?(?:\p{Lu}\.)+$/u;
/** "He and I." ends a sentence; "the keeper is I. Ferreira" does not. */
const pronoun =
  /(?:^|\s)(?:and|or|nor|but|not|than|as|so|am|was|do|did|does|have|had|can|could|will|would|shall|should|said|like|that)\s+I\.$/i;
const listNumber = /(?:^|\n)\s*(?:\d{1,3}|[a-zA-Z])\.$/;

/**
 * Splits a text into sentences; joined, the parts are the text again.
 *
 * A part keeps the closing quotes, brackets and spaces after its end mark. Full stops of abbreviations, initials,
 * decimals and list numbers do not end a sentence, nor does any Latin mark before a small letter
 * (`"Stop!" he said`). A line break ends one unless the next line goes on with a small letter, so headings, list
 * items and verse lines are parts of their own. Thai and Lao have no end mark: there only line breaks split.
 */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const match of text.matchAll(boundary)) {
    const end = match.index + match[0].length;
    if (match.index === start && sentences.length === 0 && match[0].trim() === '') continue;
    if (!isBoundary(text, start, match.index, match[0])) continue;
    if (match[0].trim() === '' && match.index === start) sentences[sentences.length - 1] += match[0];
    else sentences.push(text.slice(start, end));
    start = end;
  }
  if (start < text.length) sentences.push(text.slice(start));
  return sentences;
}

/**
 * Says whether a text is finished, as opposed to cut in the middle of a sentence.
 *
 * True after an end mark with any closing quotes, brackets or emphasis; after a closed code or formula block, a
 * whole table row, an image, a thematic break that follows such an end, and closing lines ("The End", 全文完, a
 * name or date under "Sincerely,"). A list item without an end mark counts as finished where the item before it
 * has none either and it does not break off at a comma or a word like "the"; so does a line of verse, which is a
 * short line after three more without end marks. False for '', a heading, an open
 * code fence, an abbreviation such as "Dr.". Text in Thai or Lao, which has no end mark, always counts as
 * finished: ask the model why it stopped instead.
 */
export function endsOnSentence(text: string): boolean {
  const lines = splitFencedLines(text);
  while (lines.length > 0 && isSkippable(lines.at(-1)?.text ?? '')) lines.pop();
  const last = lines.at(-1);
  if (last === undefined) return false;
  if (last.isFenced) return last.closesFence;
  const ending = lines
    .map((line) => line.text.trim())
    .filter((line) => line !== '')
    .slice(-4);
  return isFinishedLine(last.text.trim(), ending.at(-2) ?? '') || isVerse(ending);
}

/**
 * Cuts a text back to its last finished sentence.
 *
 * @returns The longest start of `text` for which `endsOnSentence` holds, without the white space after it; the
 *   text unchanged where it is finished; '' where no sentence is.
 */
export function trimToSentence(text: string): string {
  if (endsOnSentence(text)) return text;
  const lines = splitFencedLines(text);
  const isOpen = lines.at(-1)?.isFenced === true && lines.at(-1)?.closesFence === false;
  if (isOpen) {
    const opening = lines.findLastIndex((line, index) => line.isFenced && !lines[index - 1]?.isFenced);
    const afterClosed = lines.findLastIndex((line) => line.closesFence);
    const kept = lines.slice(0, Math.max(opening, afterClosed + 1));
    return trimToSentence(
      kept
        .map((line) => line.text)
        .join('')
        .trimEnd(),
    );
  }
  const sentences = splitSentences(text);
  let length = text.length;
  while (sentences.length > 0) {
    length -= sentences.pop()?.length ?? 0;
    const candidate = text.slice(0, length).trimEnd();
    if (endsOnSentence(candidate)) return candidate;
  }
  return '';
}

function isBoundary(text: string, start: number, index: number, match: string): boolean {
  const rest = text.slice(index + match.length, index + match.length + 40);
  if (match.startsWith('\n')) return match.trimEnd() !== '' || /\n.*\n/.test(match) || !/^\p{Ll}/u.test(rest);
  if (hardMarks.includes(match[0] ?? '')) return true;
  if (/^\s*\p{Ll}/u.test(rest)) return false;
  if (match[0] !== '.' || match.startsWith('..')) return true;
  return !isInnerStop(text.slice(Math.max(start, index - 40), index + 1), rest);
}

/** Whether the full stop that ends `before` belongs to an abbreviation, an initial or a list number. */
function isInnerStop(before: string, after: string): boolean {
  if (abbreviation.test(before) || listNumber.test(before)) return true;
  if (abbreviationBeforeNumber.test(before)) return /^\s*[\d(]/.test(after);
  const isInitial = initial.test(before) && !pronoun.test(before);
  return (
    isInitial && /^\s*\p{Lu}/u.test(after) && !/^\s*(?:The|It|He|She|They|We|But|In|This|That)\b/.test(after)
  );
}

const isSkippable = (line: string): boolean =>
  /^\s*$|^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/.test(line.trimEnd());
const listItem = /^(?:[-*+•]|\d{1,9}[.)、])\s+(?=\S)/;
const closer = new RegExp(`[${closers}\\s]`, 'u');
const footnoteMark = /\[\^[^[\]]+\]$/;

/** A line without closing quotes, brackets, emphasis, spaces and footnote marks at its end. By steps: a pattern over a long run of them explodes. */
function withoutTrailing(line: string): string {
  let end = line.length;
  while (end > 0) {
    const mark = line[end - 1] === ']' ? footnoteMark.exec(line.slice(Math.max(0, end - 60), end)) : null;
    if (mark !== null) end -= mark[0].length;
    else if (closer.test(line[end - 1] ?? '')) end -= 1;
    else break;
  }
  return line.slice(0, end);
}
const endMark = new RegExp(`[.!?…${hardMarks}]$`, 'u');
const brokenOff =
  /(?:[,;:，、；：—–-]|(?:^|\s)(?:an?|the|of|and|or|to|in|on|for|with|by|as|at|from|that|is|are))$/i;
const closingLine = /^(?:the end|end|fin|完|全文完|全书完|全剧终|剧终|终|本章完|未完待续)$/i;

function isFinishedLine(line: string, lineBefore: string): boolean {
  if (/^#{1,6}(?:\s|$)/.test(line)) return false;
  if (/^\|.*\|$/.test(line)) return countPipes(line) >= countPipes(lineBefore);
  if (/^!\[[^\]]*\]\([^)]*\)$/.test(line) || /\$\$$/.test(line)) return true;
  const bare = withoutTrailing(line.replace(listItem, ''));
  if (endMark.test(bare)) return !bare.endsWith('.') || !isInnerStop(` ${bare}`, '');
  if (/[\p{Script=Thai}\p{Script=Lao}]$/u.test(bare)) return true;
  if (closingLine.test(bare.replace(/^[（(—*\s]+/, ''))) return true;
  if (listItem.test(line)) return !brokenOff.test(bare) && isOpenItem(lineBefore);
  const isUnderGreeting =
    /^[^.!?。！？]{1,40}[,，]$/.test(lineBefore) || /^(?:此致|敬礼)[！!]?$/.test(lineBefore);
  return isUnderGreeting && /^[^,，:：]{1,40}$/.test(bare) && !brokenOff.test(bare);
}

/** Four short lines without an end mark; the last one does not break off. */
const isVerse = (ending: readonly string[]): boolean =>
  ending.length === 4 &&
  ending.every((line) => line.length <= 70 && !/^[#|>`$!]/.test(line) && !listItem.test(line)) &&
  ending.every((line) => !endMark.test(withoutTrailing(line))) &&
  !brokenOff.test(ending.at(-1) ?? '');

const countPipes = (line: string): number => line.match(/\|/g)?.length ?? 0;

/** A list item that itself carries no end mark. */
const isOpenItem = (line: string): boolean =>
  listItem.test(line) && !endMark.test(withoutTrailing(line)) && !brokenOff.test(line);
