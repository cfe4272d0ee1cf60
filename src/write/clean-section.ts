/**
 * What a model adds around a section although it was asked for the text alone: a fence, the headings again, a word
 * to its reader, a count, an offer. Only whole lines at either end go, and only those no author would write there.
 */
import { lowerHeadings } from '../text/headings.ts';
import { isAddressToReader, isOffer, isTally } from './chat-lines.ts';

/**
 * Takes away what stands around the text of a section; at least one line stays.
 *
 * In front: a fence around everything, the heading of the section or of the document with or without its number, a
 * label such as "Section 3" or 第三节, "Here is section 1:". At the end: a word count, "[End of section]", an offer
 * to go on. Lines inside, and prose that merely holds such words, stay.
 *
 * @param title - Of the section; '' where it has none.
 * @param options.documentTitle - A heading that repeats it goes as well.
 * @param options.depth - Depth of the section, 1 at the top, whose own heading is one level deeper: headings inside
 *   are set below that. Absent: they stay as they are.
 */
export function cleanSection(
  text: string,
  title: string,
  { documentTitle = '', depth }: { documentTitle?: string; depth?: number } = {},
): string {
  const titles = [title, documentTitle].map(bare).filter((each) => each !== '');
  let body = text.replace(/\r\n?/g, '\n').trim();
  for (let before = ''; before !== body; ) {
    before = body;
    body = trimEnd(trimStart(unfence(body), titles, title));
  }
  return depth === undefined ? body : lowerHeadings(body, depth + 1);
}

function unfence(body: string): string {
  const inner = /^```(?:markdown|md|text)?\n([\s\S]*)\n```$/.exec(body)?.[1];
  return inner === undefined || inner.includes('```') ? body : inner.trim();
}

function trimStart(body: string, titles: readonly string[], title: string): string {
  const [first = '', ...rest] = body.split('\n');
  const below = rest.join('\n').trim();
  if (below === '') return body;
  if (isLabel(first, titles)) return below;
  // "Sure!" may stand in a paragraph of its own.
  const paragraphs = [...body.matchAll(/\n\s*\n/g)].slice(0, 2).map(({ index }) => body.slice(0, index));
  const address = [first, ...paragraphs].find((part) => isAddressToReader(part, title));
  if (address === undefined) return body;
  const kept = body.slice(address.length).trim();
  // The rule that set the address apart goes with it.
  return kept === '' ? body : kept.replace(/^(?:-{3,}|\*{3,}|_{3,})\s*\n\s*/, '');
}

function trimEnd(body: string): string {
  const lastLine = /\n([^\n]+)$/.exec(body);
  const lastParagraph = findLastParagraph(body);
  const cut = [
    lastLine !== null && isTally(lastLine[1] ?? '') ? lastLine : undefined,
    lastParagraph !== undefined && isOffer(lastParagraph.text) ? lastParagraph : undefined,
  ].find((match) => match !== undefined);
  if (cut === undefined) return body;
  return body
    .slice(0, cut.index)
    .trim()
    .replace(/\n\s*(?:-{3,}|\*{3,}|_{3,})$/, '')
    .trim();
}

/** Where the last paragraph begins, the blank lines before it included. By lines: a pattern over all of them explodes. */
function findLastParagraph(body: string): { index: number; text: string } | undefined {
  const lines = body.split('\n');
  const blank = lines.findLastIndex((line) => line.trim() === '');
  if (blank < 1) return undefined;
  return { index: lines.slice(0, blank).join('\n').length, text: lines.slice(blank + 1).join('\n') };
}

const bare = (text: string): string =>
  withoutNumber(text)
    .replace(/[\s\p{P}\p{S}]+/gu, '')
    .toLowerCase();

const labelPattern =
  /^(?:section|paragraph|part|step|chapter)\s*\d+(?:\.\d+)*\b\s*[-–—:.]?\s*|^第\s*[\d.一二三四五六七八九十百]+\s*[节節段章部]\s*[-–—:：]?\s*/i;
const titleLabel = /^(?:title|heading|标题|標題|小标题)\s*[:：]\s*/i;
const number =
  /^(?:\d+(?:\.\d+)*\s*[.)、．:：]?|[一二三四五六七八九十]+\s*[、.．]|[（(][一二三四五六七八九十\d]+[)）]|[ivx]+\.)\s*(?=\S)/i;

/** The number stays where nothing else does: a section may be called "1984". */
function withoutNumber(text: string): string {
  const rest = text.trim().replace(number, '');
  return /[\p{L}\p{N}]/u.test(rest) ? rest : text;
}

function isLabel(line: string, titles: readonly string[]): boolean {
  const text = line
    .replace(/^#{1,6}\s+/, '')
    .replace(/\*\*|__/g, '')
    .trim();
  const isHeading = /^#{1,6}\s/.test(line) || /^(\*\*|__).*\1$/.test(line.trim());
  const unlabelled = text.replace(titleLabel, '').replace(labelPattern, '');
  if (titles.includes(bare(unlabelled)) || titles.includes(bare(text))) return true;
  if (isHeading && /^[\d.]+$/.test(text)) return true;
  return unlabelled === '' && (isHeading || labelPattern.test(text));
}
