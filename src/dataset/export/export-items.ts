/** Writes a set in the form and the kind of file that a trainer reads. */
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { makeFolder, openLineWriter, unfinishedPath } from '../write-lines.ts';
import type { Form } from './forms.ts';
import { measureRow, openParquetFile } from './parquet-file.ts';

/** An item that the form has no room for; it was left out. */
export type UnfitItem = { id: string; source: { file: string; line: number }; reason: string };

export type ExportOptions = { onUnfit: (item: UnfitItem) => void };

type Item = { id: string; source: { file: string; line: number } };

/**
 * Writes one file, `.jsonl` or `.parquet` by its name, in the order of the items. It has its name when it is whole.
 *
 * @returns Rows that were written.
 * @throws {UsageError} The name ends otherwise, or Parquet has no columns for the form.
 */
export async function exportFile<Of extends Item>(
  items: AsyncIterable<Of>,
  path: string,
  form: Form<Of>,
  options: ExportOptions,
): Promise<number> {
  if (path.endsWith('.jsonl')) {
    const lines = await openLineWriter(path);
    for await (const row of renderRows(items, form, options)) await lines.write(row);
    await lines.close();
    return lines.count;
  }
  if (!path.endsWith('.parquet'))
    throw new UsageError(
      `Expected \`out\` to end in .jsonl or .parquet, or to be a folder, got \`${path}\`.`,
    );
  checkColumns(form);
  await makeFolder(dirname(path));
  const file = openParquetFile(unfinishedPath(path), form.columns);
  for await (const row of renderRows(items, form, options)) file.write(row);
  file.close();
  await rename(unfinishedPath(path), path);
  return file.count;
}

/** Characters of text after which another file begins: about what the Hub shows without trouble. */
const shardCharacters = 256_000_000;

/**
 * Writes `train-00000.parquet`, `train-00001.parquet` … into a folder; they have these names when all of them are whole.
 *
 * @param prefix - Folder and split, such as `set/data/train`.
 */
export async function exportShards<Of extends Item>(
  items: AsyncIterable<Of>,
  prefix: string,
  form: Form<Of>,
  options: ExportOptions,
): Promise<{ rows: number; files: string[] }> {
  checkColumns(form);
  const files: string[] = [];
  let [rows, characters] = [0, Number.POSITIVE_INFINITY];
  let shard: ReturnType<typeof openParquetFile> | undefined;
  const open = (): ReturnType<typeof openParquetFile> => {
    const path = `${prefix}-${String(files.length).padStart(5, '0')}.parquet`;
    files.push(path);
    characters = 0;
    return openParquetFile(unfinishedPath(path), form.columns);
  };
  for await (const row of renderRows(items, form, options)) {
    if (shard === undefined || characters >= shardCharacters) {
      shard?.close();
      shard = open();
    }
    shard.write(row);
    characters += measureRow(row);
    rows += 1;
  }
  // An empty split is a file without rows, which every reader understands.
  shard ??= open();
  shard.close();
  // All at once: a folder with the first shards of a set looks like a smaller set.
  for (const path of files) await rename(unfinishedPath(path), path);
  await dropOldShards(prefix, files);
  return { rows, files };
}

/** Shards of a larger set that was written here before: whoever loads the folder would get them too. */
async function dropOldShards(prefix: string, files: readonly string[]): Promise<void> {
  const [folder, split] = [dirname(prefix), basename(prefix)];
  const current = new Set(files.map((path) => basename(path)));
  for (const name of await readdir(folder)) {
    const isShard = name.startsWith(`${split}-`) && /^\d{5,}\.parquet$/.test(name.slice(split.length + 1));
    if (isShard && !current.has(name)) await rm(join(folder, name));
  }
}

async function* renderRows<Of extends Item>(
  items: AsyncIterable<Of>,
  form: Form<Of>,
  { onUnfit }: ExportOptions,
): AsyncGenerator<Record<string, unknown>> {
  for await (const item of items) {
    const rendered = form.render(item);
    if ('row' in rendered) yield rendered.row;
    else onUnfit({ id: item.id, source: item.source, reason: rendered.unfit });
  }
}

function checkColumns({ columns }: Pick<Form<never>, 'columns'>): void {
  if (columns.length === 0)
    throw new UsageError('Expected `out` to end in .jsonl for this form: Parquet has no columns for it.');
}
