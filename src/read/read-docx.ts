/** Word documents: paragraphs, headings, lists, tables and footnotes as text. */
import { zipSync } from 'fflate';
import mammoth from 'mammoth';
import { UsageError } from '../errors.ts';
import { findHeadedParts } from './borders.ts';
import { cleanText } from './decode-text.ts';
import { renderHtmlText } from './html-text.ts';
import type { Reading } from './source.ts';
import { unzip } from './unzip.ts';

/**
 * Reads a DOCX file. Parts are the sections under its headings; the title is left to the file's name.
 *
 * Pictures, comments, deleted text, headers and footers are left out.
 *
 * @throws {UsageError} Damaged, protected by a password, not a Word document, or larger than the limit.
 */
export async function readDocx(bytes: Uint8Array, maxUnpackedBytes: number): Promise<Reading> {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) {
    throw new UsageError(
      'Expected an open Word document, got one protected by a password or in the old .doc format. Save it as .docx without a password.',
    );
  }
  const entries = unzip(bytes, { wants: (name) => !name.startsWith('word/media/'), maxUnpackedBytes });
  if (!entries.has('word/document.xml')) {
    throw new UsageError('Expected a Word document, got an archive without one. Save it as .docx again.');
  }
  // Packed again without pictures, so that what the library unpacks is known to be within the limit.
  const checked = zipSync(Object.fromEntries(entries), { level: 0 });
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(checked) },
      {
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
        externalFileAccess: false,
        includeEmbeddedStyleMap: false,
      },
    );
    const text = cleanText(renderHtmlText(value).text);
    return { text, parts: findHeadedParts(text) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError(`Expected a whole Word document, got: ${error.message}. Save it as .docx again.`, {
      cause: error,
    });
  }
}
