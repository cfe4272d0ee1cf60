/** The parts that two versions of one text have in common: its headed sections, or else its paragraphs. */
import { splitParagraphs } from '../../text/paragraphs.ts';
import { splitSections } from '../../text/sections.ts';

/** One part of both versions; joined in order they are the two texts, byte for byte. */
export type AlignedPart = {
  /** Its heading; '' for a paragraph, and for what stands before the first heading. */
  title: string;
  chosen: string;
  rejected: string;
};

type Part = { title: string; text: string };

/**
 * Cuts both texts at the highest level of headings that has several in each. The headings must be the same in number
 * and words; texts without headings are cut into paragraphs, which must be the same in number.
 *
 * @returns Why there is no alignment: the parts differ, or there are fewer than two.
 */
export function alignParts(chosen: string, rejected: string): AlignedPart[] | { unfit: string } {
  const [left, right] = [splitHeaded(chosen), splitHeaded(rejected)];
  const isHeaded = left !== undefined && right !== undefined;
  if (!isHeaded && (left !== undefined || right !== undefined))
    return { unfit: 'Only one of its two texts has headings.' };
  const a = left ?? splitParagraphs(chosen).map((text) => ({ title: '', text }));
  const b = right ?? splitParagraphs(rejected).map((text) => ({ title: '', text }));
  const kind = isHeaded ? 'sections' : 'paragraphs';
  if (a.length !== b.length) return { unfit: `Its texts have ${a.length} and ${b.length} ${kind}.` };
  if (a.length < 2) return { unfit: `Its texts have one of the ${kind} that prefixes are made of.` };
  const other = a.findIndex(({ title }, at) => title !== b[at]?.title);
  if (other >= 0)
    return { unfit: `Section ${other + 1} is headed “${a[other]?.title}” and “${b[other]?.title}”.` };
  return a.map(({ title, text }, at) => ({ title, chosen: text, rejected: b[at]?.text ?? '' }));
}

/** Undefined where no level has several headings. */
function splitHeaded(text: string): Part[] | undefined {
  const found = splitSections(text);
  const level = [1, 2, 3, 4, 5, 6].find((each) => found.filter((part) => part.level === each).length > 1);
  if (level === undefined) return undefined;
  const parts: Part[] = [];
  for (const part of found) {
    const last = parts.at(-1);
    if (part.level === level) parts.push({ title: part.heading, text: part.text });
    else if (last === undefined) parts.push({ title: '', text: part.text });
    else last.text += part.text;
  }
  const [first, second] = parts;
  // A title alone is no part of its own.
  if (first?.title !== '' || second === undefined || hasText(first.text)) return parts;
  return [{ ...second, text: first.text + second.text }, ...parts.slice(2)];
}

const hasText = (markdown: string): boolean =>
  splitSections(markdown).some(({ level, text }) =>
    level === 0
      ? text.trim() !== ''
      : text.slice(text.indexOf('\n') + 1).trim() !== '' && text.includes('\n'),
  );
