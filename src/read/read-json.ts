/** JSON and JSON lines as lines of `path: value`, so that any value can be quoted together with where it stands. */
import { UsageError } from '../errors.ts';
import { joinParts, type Reading } from './source.ts';

/**
 * Renders a JSON document. An array at the top gives one part per element, labelled `[0]`, `[1]` …; an object one
 * part per key.
 *
 * Numbers keep the digits they were written with; `null`, empty objects and empty arrays are shown as such.
 *
 * @throws {UsageError} Not JSON, or nested too deeply to walk.
 */
export function readJson(text: string): Reading {
  const value = parseJson(text, 'JSON');
  if (typeof value !== 'object' || value === null) return { text: String(value) };
  const isArray = Array.isArray(value);
  const pieces = Object.entries(value).map(([key, item]) => {
    const path = isArray ? `[${key}]` : key;
    return { label: path, text: renderValue(path, item) };
  });
  return joinParts(pieces, '\n');
}

/**
 * Renders JSON lines: one part per line that is not blank, labelled `line 1` ….
 *
 * @throws {UsageError} A line is not JSON; the message names it.
 */
export function readJsonLines(text: string): Reading {
  const pieces: { label: string; text: string }[] = [];
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end);
    number += 1;
    start = end === -1 ? text.length : end + 1;
    if (line.trim() === '') continue;
    const label = `line ${number}`;
    pieces.push({ label, text: `${label}:\n${renderValue('', parseJson(line, `JSON in ${label}`))}` });
  }
  return joinParts(pieces, '\n');
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text, keepDigits);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError(`Expected ${what}, got: ${error.message}. Mend it and try again.`, { cause: error });
  }
}

/** A number as it was written: 12345678901234567890 would lose its last digits, 1.50 its zero. */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? value) : value;
}

function renderValue(path: string, value: unknown): string {
  const lines: string[] = [];
  const walk = (at: string, item: unknown): void => {
    if (typeof item !== 'object' || item === null) lines.push(at === '' ? String(item) : `${at}: ${item}`);
    else if (Object.keys(item).length === 0) lines.push(`${at}: ${Array.isArray(item) ? '[]' : '{}'}`);
    else {
      const isArray = Array.isArray(item);
      for (const [key, inner] of Object.entries(item)) {
        walk(isArray ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`, inner);
      }
    }
  };
  try {
    walk(path, value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError('Expected JSON that can be walked, got thousands of levels. Flatten it first.', {
      cause: error,
    });
  }
  return lines.join('\n');
}
