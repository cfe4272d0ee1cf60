/** Words that a plan gives to a section, where people and models write them: behind a title, or on a line of their own. */
import { numberPattern, parseNumber } from './length/numbers.ts';

const about =
  '(?:about|around|approx\\.?|approximately|roughly|circa|ca\\.?|target|max\\.?|[~≈]|大约|大概|约)?\\s*';
const amount = `${about}(?<low>${numberPattern})(?:\\s*(?:[-–—~～]|to|到|至)\\s*(?<high>${numberPattern}))?`;
const unit = '\\s*(?:words?|wds|个?字|词)(?:左右)?';
const mark = '[*_\\s]*';
const behind = new RegExp(
  `(?:(?:\\s+[*_]+)?\\s*[(（[【]${mark}${amount}${unit}${mark}[)）\\]】]|(?:\\s+[-–—|·]+|\\s*[:：,，;；—])${mark}${amount.replaceAll('?<low>', '?<low2>').replaceAll('?<high>', '?<high2>')}${unit})${mark}[:：.]?$`,
  'i',
);
const label =
  '(?:(?:target\\s+|approximate\\s+|estimated\\s+)?word\\s*(?:count|budget|target|limit)|words|target(?:\\s+(?:length|words))?|length|budget|(?:目标|预计)?字数|篇幅|长度)';
const alone = [
  new RegExp(`^${label}\\s*[:：=]${mark}${amount}(?:${unit})?[.。]?$`, 'i'),
  new RegExp(`^${amount}${unit}[.。]?$`, 'i'),
];
const totalLabel =
  /^(?:(?:grand\s+)?total(?:\s+(?:word\s*count|words|length))?|in\s+total|总字数|总计|合计|全文共?|共计?)\s*[:：=]?\s*/i;

/**
 * Splits `Early lights (400 words)`, `Early lights — 400 words` or 起源（400字） into title and words; a range counts
 * with its middle. Undefined words where the text ends on anything else; it then stays as it is.
 */
export function takeBudget(text: string): { text: string; words: number | undefined } {
  const match = behind.exec(text);
  const words = match === null ? undefined : readAmount(match);
  const rest = text.slice(0, match?.index).trim();
  return words === undefined || rest.replace(/[*_]/g, '') === ''
    ? { text, words: undefined }
    : { text: closeEmphasis(rest), words };
}

/** The words of a line that says nothing else: `Words: 400`, `*Word count: ~400 words*`, (400 words), 字数：400. */
export function readBudgetLine(line: string): number | undefined {
  const inner = bareLine(line);
  for (const pattern of alone) {
    const match = pattern.exec(inner);
    if (match !== null) return readAmount(match);
  }
  return undefined;
}

/** The words of a line such as `Total: 2,000 words`, which belongs to no section. */
export function readTotalLine(line: string): number | undefined {
  const inner = bareLine(line);
  const rest = inner.replace(totalLabel, '');
  if (rest === inner) return undefined;
  const match = new RegExp(`^${amount}(?:${unit})?[.。]?$`, 'i').exec(rest);
  return match === null ? undefined : readAmount(match);
}

/** Words as a field of JSON or a cell of a table: 400, "about 400 words", 400字, "4k". */
export function readBudgetValue(value: unknown): number | undefined {
  if (typeof value === 'number') return value > 0 && Number.isFinite(value) ? Math.round(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const match = new RegExp(`^${amount}(?:${unit})?[.。]?$`, 'i').exec(bareLine(value));
  return match === null ? undefined : readAmount(match);
}

const bareLine = (line: string): string =>
  line
    .trim()
    .replace(/^(?:>\s*)+/, '')
    .replace(/\*\*|__|^[*_]+|[*_]+$/g, '')
    .replace(/^[(（[【](.*)[)）\]】]$/, '$1')
    .trim();

function readAmount({ groups = {} }: RegExpExecArray): number | undefined {
  const low = parseNumber(groups.low ?? groups.low2 ?? '')?.value;
  const high = parseNumber(groups.high ?? groups.high2 ?? '')?.value ?? low;
  if (low === undefined || high === undefined) return undefined;
  const words = Math.round((low + high) / 2);
  return words > 0 ? words : undefined;
}

/** `**Title (400 words)**` loses its closing marks with its words. */
function closeEmphasis(text: string): string {
  const opening = /^(\*\*|__|\*|_)/.exec(text)?.[1];
  if (opening === undefined || text.indexOf(opening, opening.length) >= 0) return text;
  return text.slice(opening.length).trim();
}
