/** From an answer to its entries: as the released script does it, and so that other ways to mark them are seen, too. */
import { countWords } from '../../text/count-words.ts';
import type { LongGenInstance } from './longgenbench-instance.ts';

type Marks = Pick<LongGenInstance, 'label' | 'prefix' | 'language'>;

/** Fewer words than this are no entry but a header, or a promise to write one. */
const fewestWords = 10;

/** Words between blanks, as the benchmark counts them; for Chinese, characters by the rule of the house. */
export const countEntryWords = (text: string, language: string): number =>
  language === 'zh' ? countWords(text) : (text.match(/\S+/gu)?.length ?? 0);

/**
 * The entries by number, exactly as the released script finds them: the given first header and the answer, split at
 * `#*#`; a part's number is the first `Label 12` anywhere in it; of several parts with one number the first counts,
 * were it empty. Whatever stands behind the end mark belongs to the last part.
 *
 * @returns Parts as they are, headers included; numbers beyond the last entry included.
 */
export function splitAsReleased(answer: string, { label, prefix }: Marks): Map<number, string> {
  const number = new RegExp(quote(label).replace('\\{n\\}', String.raw`(\d+)`), 'u');
  const blocks = new Map<number, string>();
  for (const part of (prefix + answer).split('#*#')) {
    const entry = number.exec(part)?.[1];
    if (entry !== undefined && !blocks.has(Number(entry))) blocks.set(Number(entry), part);
  }
  return blocks;
}

/**
 * The entries by number, however the answer marks them.
 *
 * A header is `Label 12` behind `#*#`, or at the beginning of a line, Markdown before it or not, when it ends there or
 * goes on with brackets, a colon, a full stop or a dash; the case of letters, leading zeros and blanks do not matter. An
 * entry reaches to the next header or `#*#`. Text up to the last `*** started ***` and from `*** finished` on is left
 * out. The given first header is put in front only where the answer has none for entry 1.
 *
 * Of several entries with one number the first counts that has at least 10 words behind its header. An entry without
 * any such counts as not written: a list of headers is no document.
 *
 * @returns Entries with their headers, trimmed.
 */
export function splitBlocks(answer: string, { label, prefix, language }: Marks): Map<number, string> {
  const name = quote(label)
    .replaceAll(' ', String.raw`[ \t]*`)
    .replace('\\{n\\}', String.raw`[ \t]*(?<number>\d{1,5})(?!\d)[ \t]*`);
  const decoration = String.raw`[ \t>*_#"“\-]*`;
  const isAtEnd = String.raw`(?=[ \t*_]*(?:[(（][^()（）\n]*[)）])?[ \t*_"”]*(?:[:：.。—–-]|$))`;
  const header = new RegExp(
    String.raw`#\\?\*#${decoration}${name}|^${decoration}${name.replace('<number>', '<other>')}${isAtEnd}`,
    'gimu',
  );
  const own = cutToDocument(answer);
  const ownHeaders = [...own.matchAll(header)];
  const hasFirst = ownHeaders.some((match) => numberOf(match) === 1);
  const text = hasFirst ? own : `${prefix}\n${own}`;
  const headers = hasFirst ? ownHeaders : [...text.matchAll(header)];
  const blocks = new Map<number, string>();
  for (const [index, match] of headers.entries()) {
    const entry = numberOf(match);
    if (blocks.has(entry)) continue;
    const bodyStart = match.index + match[0].length;
    const reach = text.slice(bodyStart, headers[index + 1]?.index);
    const body = reach.split(/#\\?\*#/, 1)[0] as string;
    const rest = body.replace(/^[^\S\n]*(?:[(（][^()（）\n]*[)）])?/, '');
    if (countEntryWords(rest, language) >= fewestWords) blocks.set(entry, (match[0] + body).trim());
  }
  return blocks;
}

const numberOf = ({ groups }: RegExpMatchArray): number => Number(groups?.number ?? groups?.other);

function cutToDocument(answer: string): string {
  const started = /\*\*\*\s*started\s*\*\*\*/gi;
  const last = [...answer.matchAll(started)].at(-1);
  const document = last === undefined ? answer : answer.slice(last.index + last[0].length);
  const end = document.search(/\*\*\*\s*finished/i);
  return end < 0 ? document : document.slice(0, end);
}

const quote = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
