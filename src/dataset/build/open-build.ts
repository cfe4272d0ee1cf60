/** A build and its folder: which documents it is made of, settled once and found again by the same command. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { Fleet } from '../../run/fleet/fleet.ts';
import { writeWhole } from '../../run/projections.ts';
import type { BadRow } from '../read/bad-row.ts';
import { checkRowFile } from '../read/read-rows.ts';
import type { DatasetRecord } from '../record.ts';
import { openLineWriter } from '../write-lines.ts';
import { addDocumentImages } from './document-images.ts';
import { type BuildSettings, createDocumentRequest, type DocumentRequest } from './document-request.ts';

/** Kind of the documents' program, for workers. */
export const documentProgram = 'dataset-document';

/** `build.json` in the folder of a build. */
export type BuildFile = {
  buildId: string;
  /** Digest of input files and settings: another command in the same folder is another build. */
  digest: string;
  /** What the input held besides documents; absent until every row of it has been read. */
  leftOut?: LeftOut;
};

/** Rows that are no documents. */
export type LeftOut = {
  /** Those in `unfit.jsonl`. */
  unfit: number;
  /** Those in `bad-rows.jsonl`, the first ones in full. */
  badRows: { count: number; first: BadRow[] };
};

const documentsAtOnce = 200;

export async function readBuildFile(folder: string): Promise<BuildFile | undefined> {
  const text = await readFile(join(folder, 'build.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as BuildFile);
}

/**
 * What tells one build from another: its settings, and its files by name and size.
 *
 * @throws {UsageError} A file is not there, or holds no rows.
 */
export async function digestBuild(files: readonly string[], settings: unknown): Promise<string> {
  for (const file of files) await checkRowFile(file);
  const sizes = await Promise.all(files.map(async (file) => [file, (await stat(file)).size]));
  return createHash('sha256')
    .update(JSON.stringify([sizes, settings]))
    .digest('hex');
}

/**
 * Opens the build of a folder: a new one, or the one that was begun there.
 *
 * @throws {UsageError} The folder holds a build of other files or settings.
 */
export async function openBuild(
  folder: string,
  digest: string,
  fleet: Fleet,
  limits: Pick<
    Parameters<Fleet['insertBuild']>[0],
    'priority' | 'mostInFlight' | 'mostUsd' | 'keepsCalls' | 'settings'
  >,
): Promise<BuildFile> {
  const known = await readBuildFile(folder);
  if (known !== undefined && known.digest !== digest)
    throw new UsageError(
      `Expected the files and settings that the build in ${folder} was begun with, got others. ` +
        'Repeat its command as it was, or name another folder with --out.',
    );
  const file = known ?? {
    buildId: randomBytes(5).toString('hex'),
    digest,
  };
  if (known === undefined) await writeBuildFile(folder, file);
  if (file.leftOut !== undefined && (await fleet.findBuild(file.buildId)) === undefined)
    throw absentBuild(folder, file);
  await fleet.insertBuild({
    buildId: file.buildId,
    program: documentProgram,
    expectedUsd: undefined,
    ...limits,
  });
  return file;
}

/** Notes that every row of the input has been read, and what was left out. */
export const closeFilling = (folder: string, file: BuildFile, leftOut: LeftOut): Promise<void> =>
  writeBuildFile(folder, { ...file, leftOut });

export function absentBuild(folder: string, { buildId }: BuildFile): UsageError {
  return new UsageError(
    `Expected build ${buildId} of ${folder} in this home, but it is not there. ` +
      'Name the home or the database it was begun in, with --home or LONGHAND_DATABASE_URL, or another folder with --out.',
  );
}

const writeBuildFile = (folder: string, file: BuildFile): Promise<void> =>
  writeWhole(join(folder, 'build.json'), `${JSON.stringify(file, undefined, 2)}\n`);

/**
 * Makes documents of records, in their order. Killed before {@link closeFilling}, it begins with the first record
 * again, and what is there already stays as it is.
 *
 * @param usdOf - What a document is expected to cost; the build knows the mean of it before it counts as filled.
 * @returns Documents, and rows that could not become one; those are in `unfit.jsonl` with their reasons.
 */
export async function fillBuild(
  folder: string,
  file: BuildFile,
  records: AsyncIterable<DatasetRecord>,
  settings: BuildSettings,
  fleet: Fleet,
  usdOf: (request: DocumentRequest) => number = () => 0,
): Promise<{ documents: number; unfit: number }> {
  const unfit = await openLineWriter(join(folder, 'unfit.jsonl'));
  let batch: { runId: string; position: number; request: DocumentRequest }[] = [];
  let position = 0;
  let usd = 0;
  const send = async (): Promise<void> => {
    await fleet.enqueue(file.buildId, batch);
    batch = [];
  };
  for await (const record of records) {
    const drafted = createDocumentRequest(record, settings);
    const made = 'unfit' in drafted ? drafted : await addDocumentImages(drafted.request);
    if ('unfit' in made) {
      const { id, source, instruction } = record;
      await unfit.write({ id, ...source, instruction: instruction.slice(0, 200), reason: made.unfit });
      continue;
    }
    batch.push({ runId: `${file.buildId}-${position}`, position, request: made.request });
    position += 1;
    usd += usdOf(made.request);
    if (batch.length === documentsAtOnce) await send();
  }
  await send();
  await unfit.close();
  await fleet.updateBuild(file.buildId, { expectedUsd: position === 0 ? 0 : usd / position });
  return { documents: position, unfit: unfit.count };
}
