/** The chapters of a story that was written in one piece. */
import { countWords } from '../../text/count-words.ts';
import { splitParagraphs } from '../../text/paragraphs.ts';

export type Chapters = {
  /** In reading order, each with its heading where it has one; joined they are the story. */
  chapters: readonly string[];
  /** false: the story has no chapter headings and was cut into equal parts. */
  areMarked: boolean;
};

const number =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|[ivxl]+|\\d{1,3}';
/** A line of its own; one that goes on as a sentence ends in a full stop or a comma. */
const chapterHeading = new RegExp(
  String.raw`^[ \t]{0,3}(?:#{1,6}[ \t]*)?[*_]{0,3}[ \t]*chapter[ \t]+(?:${number})\b(?:[^\n]{0,80}[^\n.,;])?[ \t]*$`,
  'gim',
);
/** Less is an entry of a table of contents. */
const leastWords = 30;

/**
 * Splits a story at lines such as "Chapter 3", "## Chapter Three: The Pier" or "**CHAPTER III**". What stands before
 * the first heading belongs to the first chapter, a heading with under 30 words to the one after it.
 *
 * @param parts - Without two such headings the story is cut at paragraph ends into so many parts of about equal words,
 *   fewer where it has fewer paragraphs; '' gives none.
 */
export function splitChapters(story: string, parts: number): Chapters {
  const starts = [...story.matchAll(chapterHeading)].map(({ index }) => index);
  const chapters: string[] = [];
  let from = 0;
  for (const [index, start] of starts.entries()) {
    const to = starts[index + 1] ?? story.length;
    if (countWords(story.slice(start, to)) < leastWords && to < story.length) continue;
    chapters.push(story.slice(from, to));
    from = to;
  }
  return chapters.length > 1
    ? { chapters, areMarked: true }
    : { chapters: cutEvenly(story, parts), areMarked: false };
}

function cutEvenly(story: string, parts: number): string[] {
  const whole = countWords(story);
  const pieces: string[] = [];
  let open = '';
  let words = 0;
  for (const paragraph of splitParagraphs(story)) {
    open += paragraph;
    words += countWords(paragraph);
    if (words >= (whole * (pieces.length + 1)) / parts && words > 0) {
      pieces.push(open);
      open = '';
    }
  }
  if (open === '') return pieces;
  return pieces.length === 0 ? [] : [...pieces.slice(0, -1), `${pieces.at(-1)}${open}`];
}
