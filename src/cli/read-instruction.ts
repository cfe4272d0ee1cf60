/** Where the instruction comes from: the words given, a brief, or stdin. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import { type Brief, parseBrief } from './brief.ts';

/**
 * @param given - The words on the command line; `-` for stdin; the path of a `.md` or `.txt` file for a brief.
 * @returns Undefined when nothing was given.
 * @throws {UsageError} A file is missing or unreadable, or two instructions were given.
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

/** Reads a text file that a person named; `field` is what they gave it for. */
export async function readTextFile(path: string, field: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new UsageError(`Expected \`${field}\` to name a text file, got \`${path}\`: ${reason}.`, {
      cause: error,
    });
  }
}

/** An empty text stays empty here: the request says what is wrong with it. */
function readLoose(text: string, path: string): Brief {
  return text.trim() === '' ? { instruction: '' } : parseBrief(text, path);
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
