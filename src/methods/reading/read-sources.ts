/** The texts of a run's sources: kept with the run, so that it can go on when the files are gone or changed. */
import { UsageError } from '../../errors.ts';
import { estimateTokens } from '../../model/estimate-tokens.ts';
import { loadSources } from '../../read/load-sources.ts';
import type { Source } from '../../read/source.ts';
import type { RunContext } from '../../run/run-context.ts';
import type { ReadingSource } from './read-method.ts';
import type { ReadRequest } from './read-request.ts';
import type { SourceRecord } from './source-record.ts';

/** The database takes a text in pieces of this many characters. */
const pieceCharacters = 1_000_000;

/** Texts by the id of their source, as far as this process has read them already. */
export type ReadTexts = ReadonlyMap<string, Source>;

/**
 * Reads the files a person named, and those of the folders. What cannot be read in a folder is left out with a note.
 *
 * @param options.takesImages - Whether images of this machine are of use; else each is left out with a note.
 * @throws {UsageError} Something named cannot be read, or there are images only and they are of no use.
 */
export async function readFiles(
  paths: readonly string[],
  { takesImages = false, ...options }: { allowHttp: boolean; takesImages?: boolean },
): Promise<{ records: SourceRecord[]; texts: ReadTexts; notes: string[]; images: Source[] }> {
  const records: SourceRecord[] = [];
  const texts = new Map<string, Source>();
  const notes: string[] = [];
  const images: Source[] = [];
  for await (const source of loadSources(paths, options)) {
    if (source.problem !== undefined) {
      // Who names a file counts on it; of a folder the rest is read, and said to be the rest.
      if (paths.includes(source.path ?? source.url ?? '')) throw new UsageError(source.problem);
      notes.push(`Left out: ${source.problem}`);
      continue;
    }
    if (source.image !== undefined) {
      if (takesImages && source.path !== undefined) images.push(source);
      else notes.push(`${source.path ?? source.url} is an image and is left out: reading takes text.`);
      continue;
    }
    texts.set(source.id, source);
    records.push(recordOf(source));
  }
  if (records.length === 0 && images.length === 0) {
    throw new UsageError(
      'Expected at least one source with text, got images only. Name a text, Markdown, HTML, PDF, DOCX or EPUB file.',
    );
  }
  return { records, texts, notes, images };
}

function recordOf({ id, path, url, title, mediaType, sha256, language, text }: Source): SourceRecord {
  const [characters, tokens] = [text.length, estimateTokens(text)];
  return { id, path: path ?? url ?? '', title, mediaType, sha256, language, characters, tokens };
}

/**
 * Gives the texts of the request's sources: from the run where it holds them, else from `texts`, else from the files,
 * and keeps them in steps.
 *
 * @throws {UsageError} A run that was stopped before it held a text finds its file gone or changed.
 */
export async function keepSources(
  { sources, allowHttp }: Pick<ReadRequest, 'sources' | 'allowHttp'>,
  texts: ReadTexts,
  context: Pick<RunContext, 'step'>,
): Promise<ReadingSource[]> {
  const kept: ReadingSource[] = [];
  for (const record of sources) {
    const { id, path, title, mediaType, language, characters, tokens } = record;
    const find = async (): Promise<Source> => texts.get(id) ?? (await readAgain(record, allowHttp));
    const { parts } = await context.step(`source-${id}/parts`, async () => ({ parts: (await find()).parts }));
    let text = '';
    for (let from = 0; from < characters; from += pieceCharacters) {
      const name = `source-${id}/text-${from / pieceCharacters + 1}`;
      const piece = await context.step(name, async () =>
        (await find()).text.slice(from, from + pieceCharacters),
      );
      text += piece;
    }
    kept.push({ id, title: title === '' ? path : title, mediaType, text, language, parts, tokens });
  }
  return kept;
}

async function readAgain({ path, sha256, id }: SourceRecord, allowHttp: boolean): Promise<Source> {
  for await (const source of loadSources([path], { allowHttp })) {
    if (source.problem !== undefined) throw new UsageError(source.problem);
    if (source.sha256 === sha256) return { ...source, id };
  }
  throw new UsageError(
    `Expected \`${path}\` to be as it was when the run began, but it has changed. Put the old file back, or start anew: longhand read`,
  );
}
