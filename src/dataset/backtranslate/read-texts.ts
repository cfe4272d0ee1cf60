/** Finished texts, for which instructions are looked for: files of any kind, folders, and rows of data sets. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { loadSources } from '../../read/load-sources.ts';
import { walkFolder } from '../../read/walk-folder.ts';
import { type ReadOptions, reportBadRow } from '../read/bad-row.ts';
import { findLayout, type Row, readLayout } from '../read/layouts.ts';
import { readId, readProvenance } from '../read/read-records.ts';
import { readRows } from '../read/read-rows.ts';
import type { Provenance } from '../record.ts';

export type GoldText = {
  /** As the row names it, else file name and line; of a document its title and the beginning of its hash. */
  id: string;
  text: string;
  source: { file: string; line: number };
  provenance?: Provenance;
  licence?: string;
};

const rowFile = /\.(?:jsonl|ndjson|parquet|csv|tsv)$/i;

/**
 * Yields the texts of all files in their order, one in memory at a time. A file of rows gives the field `text` of each
 * row, or the answer of its conversation; every other file (text, Markdown, HTML, PDF, DOCX, EPUB) is one text.
 *
 * @throws {UsageError} A path is not there, or a file cannot be read and `onBadRow` is absent.
 */
export async function* readTexts(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<GoldText> {
  for (const path of paths) {
    const status = await stat(path).catch(() => undefined);
    if (status === undefined)
      throw new UsageError(
        `Expected \`paths\` to be files or folders of texts, got \`${path}\`, which is not there.`,
      );
    const files: string[] = [];
    if (status.isDirectory()) for await (const inner of walkFolder(path)) files.push(join(path, inner));
    else files.push(path);
    for (const file of files)
      yield* rowFile.test(file) ? readRowTexts(file, options) : readDocument(file, options);
  }
}

async function* readDocument(file: string, options: ReadOptions): AsyncGenerator<GoldText> {
  try {
    for await (const found of loadSources([file]))
      if (found.problem === undefined && found.text.trim() !== '')
        yield { id: `${found.title} ${found.id}`, text: found.text.trim(), source: { file, line: 1 } };
  } catch (error) {
    reportBadRow({ file, line: 1 }, { field: '', expected: 'a text', found: error }, options);
  }
}

async function* readRowTexts(file: string, options: ReadOptions): AsyncGenerator<GoldText> {
  for await (const { line, row } of readRows(file, options)) {
    const source = { file, line };
    const fields = (typeof row === 'object' && row !== null ? row : {}) as Row;
    const text = readText(fields);
    if (typeof text !== 'string') {
      const expected = 'a text, or a conversation with an answer';
      reportBadRow(source, { field: 'text', expected, found: text.found }, options);
      continue;
    }
    const provenance = readProvenance(fields);
    const licence = fields.licence ?? fields.license;
    yield {
      id: readId(fields, source),
      text,
      source,
      ...(provenance && { provenance }),
      ...(typeof licence === 'string' && { licence }),
    };
  }
}

function readText(row: Row): string | { found: unknown } {
  if (typeof row.text === 'string' && row.text.trim() !== '') return row.text.trim();
  const layout = findLayout(row);
  const read = layout === undefined ? undefined : readLayout(row, layout);
  const last = read !== undefined && 'messages' in read ? read.messages.at(-1) : undefined;
  return last?.role === 'assistant' && last.content.trim() !== '' ? last.content.trim() : { found: row.text };
}
