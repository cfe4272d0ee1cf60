/** Where the instruction comes from: the words given, a brief, or stdin. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import { type Brief, parseBrief } from './brief.ts';

/**
 * @param given - The words on the command line; `-` for stdin; the path of a `.md` or `.txt` file for a brief.
 * @returns Undefined when nothing was given.
 * @throws {UsageError} A file is missing, unreadable or no text, or two instructions were given.
 */
export async function readInstruction(
  given: string | undefined,
  briefPath: string | undefined,
): Promise<Brief | undefined> {
  if (given !== undefined && briefPath !== undefined) {
    throw new UsageError('Expected one instruction, got words and `--brief`. Leave one of them out.');
  }
  if (briefPath !== undefined) return parseBrief(await readTextFile(briefPath, 'brief'), briefPath);
  if (given === undefined) return undefined;
  if (given === '-') return readLoose(await readStdin(), 'stdin');
  if (/\.(?:md|txt)$/i.test(given) && existsSync(given)) {
    return parseBrief(await readTextFile(given, 'brief'), given);
  }
  if (/^\S+\.(?:md|txt)$/i.test(given)) {
    throw new UsageError(`Expected a brief at ${given}, but there is no such file. Check the path.`);
  }
  return { instruction: given };
}

/**
 * Reads a text file that a person named: UTF-8, or UTF-16 with a byte order mark, which does not become part of it.
 *
 * @param field - What they gave it for.
 * @throws {UsageError} The file is missing or unreadable, or holds anything but text in these encodings.
 */
export async function readTextFile(path: string, field: string): Promise<string> {
  const bytes = await readBytes(path, field);
  return decodeText(bytes, `\`${field}\` to name a text file in UTF-8 or UTF-16, got \`${path}\``);
}

async function readBytes(path: string, field: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new UsageError(`Expected \`${field}\` to name a text file, got \`${path}\`: ${reason}.`, {
      cause: error,
    });
  }
}

/** `wish` is what was expected and found, for the message. */
function decodeText(bytes: Uint8Array, wish: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  const refuse = (problem: string, cause?: unknown): UsageError =>
    new UsageError(`Expected ${wish}: ${problem}. Save it as UTF-8 text and try again.`, { cause });
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (text.includes('\0')) throw refuse('it holds bytes that no text has');
    return text;
  } catch (error) {
    throw error instanceof UsageError ? error : refuse(`its bytes are no ${encoding.toUpperCase()}`, error);
  }
}

/** An empty text stays empty here: the request says what is wrong with it. */
function readLoose(text: string, path: string): Brief {
  return text.trim() === '' ? { instruction: '' } : parseBrief(text, path);
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return decodeText(Buffer.concat(chunks), 'text in UTF-8 or UTF-16 on stdin, got something else');
}
