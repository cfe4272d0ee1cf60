/** The pieces of a text that stay whole when it is continued, split or repaired. Joined, they are the text again. */
import { splitFencedLines } from '../../text/fenced-lines.ts';
import { splitParagraphs } from '../../text/paragraphs.ts';
import type { Form } from './form.ts';

/** `**Anna (softly):** …`, `老王：…`, `— …`. A time or an address with a colon is no speaker. */
const turnStart =
  /^ {0,3}(?:(?:\*\*|__)?(?!https?:)\p{L}[\p{L}\p{M}\p{N}.'’&·-]{0,24}(?: [\p{L}\p{N}][\p{L}\p{M}\p{N}.'’&·-]{0,24}){0,3}(?:\s*[(（][^)）\n]{1,40}[)）])?(?:\*\*|__)?\s*(?::(?!\/\/|\d)|：)|[—–]\s*\p{L})/u;
const sceneStart =
  /^ {0,3}(?:#{1,6}\s|(?:\*\*|__)?(?:(?:INT|EXT|I\/E|EST)[./\s]|(?:scene|act|szene|escena|scène|сцена)\s+[\p{N}IVX]|第[一二三四五六七八九十百\d]+[场幕]|场景|場面)|(?:[*_-] *){3,}\s*$|[*＊◇◆§]\s*$)/iu;
const questionStart =
  /^ {0,3}(?:(?:#{1,6}\s+|\*\*|\d{1,3}[.)、]\s*|[-*+]\s+)*(?:Q(?:uestion)?\s*\d*\s*[.:：)]|问(?:题)?\s*\d*\s*[:：]|質問\s*\d*\s*[:：])|(?:#{1,6}\s+|\*\*|\d{1,3}[.)、]\s*).*[?？؟]\s*(?:\*\*)?\s*$)/iu;
const itemMark =
  /^(\s*)(?:#{1,6}\s+)?(?:\*\*)?(?:([-*+•·])\s|(\d{1,4})[.)、．](?!\d)|[（(]([一二三四五六七八九十\d]{1,4})[)）]|([一二三四五六七八九十]{1,3})、)/u;

/**
 * Splits a text into the smallest pieces that its form keeps whole.
 *
 * Stanzas and paragraphs end at blank lines; a turn begins with its speaker or a dash, a scene with its heading or a
 * break, a question with its mark or as a numbered, bold or headed line that asks. Items are those of the outermost
 * list, sub-items included. What stands before the first piece belongs to it. A text without any such beginning is
 * split into paragraphs; code fences are never split. '' gives none.
 */
export function splitUnits(text: string, unit: Form['unit']): string[] {
  if (unit === 'paragraph' || unit === 'stanza') return splitParagraphs(text);
  const lines = splitFencedLines(text);
  const isStart = unit === 'item' ? readItemStart(lines) : matcher(unit);
  const units: string[] = [];
  let hasStart = false;
  for (const line of lines) {
    const starts = !line.isFenced && isStart(line.text);
    if (units.length === 0 || (starts && hasStart)) units.push(line.text);
    else units[units.length - 1] += line.text;
    hasStart ||= starts;
  }
  return hasStart ? units : splitParagraphs(text);
}

const starts = { turn: turnStart, scene: sceneStart, question: questionStart };

const matcher =
  (unit: keyof typeof starts) =>
  (line: string): boolean =>
    starts[unit].test(line.trimEnd());

/** Items of the first one's depth and kind: a bullet under a number is part of the numbered item. */
function readItemStart(lines: readonly { text: string; isFenced: boolean }[]): (line: string) => boolean {
  const first = lines.find((line) => !line.isFenced && itemMark.test(line.text));
  const kind = kindOf(first?.text ?? '');
  return (line) => kind !== undefined && kindOf(line) === kind;
}

function kindOf(line: string): string | undefined {
  const match = itemMark.exec(line);
  if (match === null) return undefined;
  const [, indent = '', bullet, digits, inBrackets] = match;
  return `${indent.length}:${bullet ? 'bullet' : digits ? 'number' : inBrackets ? 'bracket' : 'han'}`;
}
