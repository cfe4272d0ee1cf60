/** Reads official data files as they are published. Nothing of them is kept in the project. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ZodType } from 'zod';
import { UsageError } from '../errors.ts';

/** One published file: for which benchmark, its name, and where a person gets it. */
export type DataFile = {
  benchmark: string;
  /** Name without folders, as published. */
  file: string;
  /** Repository or data set, folder and commit. */
  origin: string;
};

/**
 * Reads a published file as text, a byte order mark left out.
 *
 * @param folder - What `--data` names: the folder with the file, or any of the benchmark's files in it.
 * @throws {UsageError} No folder is named, or the file is not in it; names the file, the benchmark and its origin.
 */
export async function readDataText(folder: string | undefined, data: DataFile): Promise<string> {
  const { benchmark, file, origin } = data;
  if (folder === undefined)
    throw new UsageError(
      `Expected \`--data\` to name the folder with \`${file}\` for \`${benchmark}\`, got nothing. The file is published in ${origin}.`,
    );
  const path = join(await folderOf(folder), file);
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new UsageError(
      `Expected \`${file}\` for \`${benchmark}\` in ${dirname(path)}, but it ${(cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read'}. It is published in ${origin}: fetch it and name its folder with \`--data\`.`,
      { cause },
    );
  }
}

/**
 * Reads a published file that is one JSON value.
 *
 * @throws {UsageError} As `readDataText`; or the file is not JSON or not of the published form: names the first field.
 */
export async function readDataJson<T>(
  folder: string | undefined,
  data: DataFile,
  schema: ZodType<T>,
): Promise<T> {
  return parseValue(await readDataText(folder, data), data, schema, `\`${data.file}\``);
}

/**
 * Reads a published file of JSON lines, in its order; empty lines are left out.
 *
 * @throws {UsageError} As `readDataJson`, with the number of the line; or the file has no line at all.
 */
export async function readDataLines<T>(
  folder: string | undefined,
  data: DataFile,
  schema: ZodType<T>,
): Promise<T[]> {
  const lines = (await readDataText(folder, data)).split('\n');
  const rows = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [parseValue(line, data, schema, `line ${index + 1} of \`${data.file}\``)],
  );
  if (rows.length === 0) throw unlikePublished(`\`${data.file}\``, data, 'is empty');
  return rows;
}

/** The folder itself, or that of a file which `--data` names. */
export async function folderOf(path: string): Promise<string> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? dirname(path) : path;
}

function parseValue<T>(text: string, data: DataFile, schema: ZodType<T>, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unlikePublished(where, data, `is not JSON: \`${text.trim().slice(0, 60)}\``, cause);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw unlikePublished(
    where,
    data,
    `has ${field === '' ? 'another form' : `another \`${field}\``} (${issue?.message ?? 'unknown'})`,
    read.error,
  );
}

function unlikePublished(where: string, { benchmark, origin }: DataFile, what: string, cause?: unknown) {
  return new UsageError(
    `Expected ${where} to be as published for \`${benchmark}\`, but it ${what}. Fetch it anew from ${origin}.`,
    { cause },
  );
}
