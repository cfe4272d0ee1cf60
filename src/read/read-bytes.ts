/** One file's bytes into text and places, by the reader of its format. */
import { imageSize } from 'image-size';
import { UsageError } from '../errors.ts';
import { findHeadedParts } from './borders.ts';
import { decodeText } from './decode-text.ts';
import type { FileKind } from './file-kind.ts';
import { renderHtmlText } from './html-text.ts';
import { readJson, readJsonLines } from './read-json.ts';
import { readTable } from './read-table.ts';
import type { Reading } from './source.ts';
import { isWholeImage } from './whole-image.ts';

/**
 * Reads bytes as one of the formats. The readers of PDF, DOCX and EPUB are loaded when the first such file comes.
 *
 * @param options.charset - What a server said about the encoding of text.
 * @param options.maxUnpackedBytes - For the formats that are archives.
 * @throws {UsageError} The file does not follow its format.
 */
export async function readBytes(
  bytes: Uint8Array,
  kind: FileKind,
  options: { maxUnpackedBytes: number; charset?: string | undefined; abortSignal?: AbortSignal | undefined },
): Promise<Reading> {
  switch (kind) {
    case 'pdf':
      return (await import('./read-pdf.ts')).readPdf(bytes, options.abortSignal);
    case 'docx':
      return (await import('./read-docx.ts')).readDocx(bytes, options.maxUnpackedBytes);
    case 'epub':
      return (await import('./read-epub.ts')).readEpub(bytes, options.maxUnpackedBytes);
    case 'image':
      return readImage(bytes);
    default:
      return readText(bytes, kind, options.charset);
  }
}

type TextKind = Exclude<FileKind, 'pdf' | 'docx' | 'epub' | 'image'>;

function readText(bytes: Uint8Array, kind: TextKind, charset: string | undefined): Reading {
  const { text, encoding } = decodeText(bytes, charset ?? (kind === 'html' ? findCharset(bytes) : undefined));
  switch (kind) {
    case 'text':
      return { text, encoding };
    case 'markdown': {
      const parts = findHeadedParts(text);
      return { text, encoding, parts, title: parts.find(({ from }) => text.startsWith('# ', from))?.label };
    }
    case 'html': {
      const page = renderHtmlText(text);
      return { ...page, encoding, parts: findHeadedParts(page.text) };
    }
    case 'csv':
    case 'tsv':
      return { ...readTable(text, kind), encoding };
    case 'json':
      return { ...readJson(text), encoding };
    case 'jsonl':
      return { ...readJsonLines(text), encoding };
  }
}

function readImage(bytes: Uint8Array): Reading {
  try {
    const { width, height } = imageSize(bytes);
    if (!isWholeImage(bytes)) throw new RangeError('it ends early');
    return { text: '', image: { width, height } };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError(
      `Expected a whole image, got a damaged one (${error.message}). Download or export it again.`,
      { cause: error },
    );
  }
}

/** The encoding an HTML page names in its first bytes. */
function findCharset(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 2_000)).toString('latin1');
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(start)?.[1];
}
