/** The JSON values that stand in a model's reply: alone, in a fence, or after prose. */

type FoundJson = {
  /** Objects, and arrays that hold some, in the order they stand; those inside another one are not listed again. */
  values: unknown[];
  /** A brace opens what cannot be read as an object, or is never closed. */
  hasBroken: boolean;
  /** An object is never closed. */
  isCut: boolean;
};

/** How often the length of a reply may be read in the search; only nothing but brackets needs more. */
const mostReadings = 50;

/**
 * Finds every object, and every array of objects.
 *
 * Two faults are mended, because they leave no doubt about what was meant: raw line breaks inside strings, and a
 * comma before a closing bracket. All others (single quotes, unescaped quotes, words for numbers) are not.
 */
export function findJson(reply: string): FoundJson {
  const values: unknown[] = [];
  let hasBroken = false;
  let isCut = false;
  let read = 0;
  for (let index = 0; index < reply.length && read < mostReadings * reply.length; index++) {
    const character = reply[index];
    if (character !== '{' && character !== '[') continue;
    const end = findClosing(reply, index);
    read += (end ?? reply.length) - index;
    const value = end === undefined ? undefined : parseMended(reply.slice(index, end + 1));
    if (end !== undefined && value !== undefined) {
      if (holdsObject(value)) values.push(value);
      index = end;
    } else if (character === '{') {
      hasBroken = true;
      isCut ||= end === undefined;
    }
  }
  return { values, hasBroken, isCut };
}

/** False for `[3]` and other marks of prose. */
const holdsObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (!Array.isArray(value) || value.some(holdsObject));

/** Place of the bracket that closes the one at `start`; brackets in strings do not count. */
function findClosing(text: string, start: number): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index] as string;
    if (isInString) {
      if (character === '\\') index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if ((character === '}' || character === ']') && --depth === 0) return index;
  }
  return undefined;
}

function parseMended(text: string): unknown {
  try {
    return JSON.parse(mend(text));
  } catch {
    // Prose in brackets is no JSON; what is missing is said by whoever looks for it.
    return undefined;
  }
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function mend(text: string): string {
  // A whole string, or a comma that nothing follows: what is neither stays as it is.
  return text.replaceAll(/"(?:[^"\\]|\\[\s\S])*"|,(?=\s*[}\]])/g, (found) =>
    found === ',' ? '' : found.replaceAll(/[\n\r\t]/g, (character) => escapes[character] as string),
  );
}
