/** Where a text itself says that something new begins: headings, chapters, scenes. */
import { splitFencedLines } from '../text/fenced-lines.ts';
import type { SourcePart } from './source.ts';

const heading = /^ {0,3}#{1,6}[ \t]+(\S.*?)[ \t#]*$/;
const chapter =
  /^\s*(?:(?:chapter|part|book|act|scene|prologue|epilogue|preface|appendix)\b[^.!?]{0,60}|第[〇零一二三四五六七八九十百千两\d]{1,8}[章回节卷部幕场集](?:[\s:：].{0,40}|.{0,30}[^。！？，])?|(?:序章|楔子|尾声|后记|前言))\s*$/i;
const sceneHeading = /^\s*(?:\d+[.\s]\s*)?(?:INT|EXT|INT\.?\/EXT|I\/E)[.\s].{1,80}$/;
const sceneBreak = /^\s*(?:(?:[*#~·•＊※◇◆]\s*){1,9}|(?:[-_=—]\s*){3,})\s*$/;

/**
 * Finds the sections of a text by its `#` headings outside of code fences.
 *
 * @returns One part per heading, from its `#` to the next heading; text before the first heading is a part with the
 *   label `start` unless it is blank; [] where there is no heading.
 */
export function findHeadedParts(text: string): SourcePart[] {
  const starts: { label: string; from: number }[] = [];
  for (const { line, from } of placedLines(text)) {
    const label = heading.exec(line)?.[1];
    if (label !== undefined) starts.push({ label, from });
  }
  const first = starts[0];
  if (first === undefined) return [];
  if (text.slice(0, first.from).trim() !== '') starts.unshift({ label: 'start', from: 0 });
  return starts.map((start, index) => ({ ...start, to: starts[index + 1]?.from ?? text.length }));
}

/**
 * Finds the offsets where a chapter, section or scene begins: at `#` headings, chapter lines ("Chapter IV", 第三章),
 * scene headings of scripts (`INT. KITCHEN`), and after a line that only separates (`* * *`, `---`).
 *
 * @returns Offsets in UTF-16 units, rising; never 0 and never the end. Meant for `chunkText`'s `borders`.
 */
export function findBorders(text: string): number[] {
  const borders: number[] = [];
  let isAfterBreak = false;
  for (const { line, from } of placedLines(text)) {
    if (line.trim() === '') continue;
    if (sceneBreak.test(line)) {
      isAfterBreak = true;
      continue;
    }
    const begins = isAfterBreak || heading.test(line) || chapter.test(line) || sceneHeading.test(line);
    if (begins && from > 0) borders.push(from);
    isAfterBreak = false;
  }
  return borders;
}

/** The lines outside of code fences, without their line break, and where they start. */
function* placedLines(text: string): Generator<{ line: string; from: number }> {
  let from = 0;
  for (const { text: line, isFenced } of splitFencedLines(text)) {
    // A line as long as a paragraph is neither heading nor break; the patterns need not look at it.
    if (!isFenced && line.length <= 300) yield { line: line.replace(/\n$/, ''), from };
    from += line.length;
  }
}
