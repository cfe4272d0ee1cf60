/** PDF files: the text of each page, with where each page starts. */
import { getDocumentProxy } from 'unpdf';
import { UsageError } from '../errors.ts';
import { cleanText } from './decode-text.ts';
import { joinParts, type Reading } from './source.ts';

/**
 * Reads the text of a PDF. Parts are the pages, labelled `page 1` …, counted from 1 as viewers do.
 *
 * Text comes in the order of the file, which for columns and tables need not be the order of reading; words divided at
 * a line's end stay divided. Pictures are not read: a scanned page gives ''. Nor are
 * Chinese or Japanese fonts without a Unicode table of their own, which older programs wrote.
 *
 * @throws {UsageError} Damaged, protected by a password, or without any text (scanned).
 */
export async function readPdf(bytes: Uint8Array, abortSignal?: AbortSignal): Promise<Reading> {
  // The library takes the buffer over, so it gets its own, and it refuses a Buffer; messages of level 0 are errors only.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), {
    verbosity: 0,
    stopAtErrors: false,
    maxImageSize: 1,
  }).catch((error: unknown) => {
    throw explain(error);
  });
  try {
    const pages: { label: string; text: string }[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      abortSignal?.throwIfAborted();
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
      pages.push({ label: `page ${number}`, text: cleanText(text).trim() });
      page.cleanup();
    }
    const { info } = (await pdf.getMetadata()) as { info: { Title?: unknown } };
    const title = typeof info.Title === 'string' ? cleanText(info.Title).trim() : '';
    if (pages.every(({ text }) => text === '')) {
      throw new UsageError(
        `Expected text in the PDF, got ${pdf.numPages} page(s) without any: scanned pictures, or fonts that do not name their letters. Run text recognition (OCR) on it first.`,
      );
    }
    return { ...joinParts(pages, '\n\n'), title: title || undefined };
  } catch (error) {
    if (error instanceof UsageError || abortSignal?.aborted) throw error;
    throw explain(error);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

function explain(error: unknown): UsageError {
  const name = error instanceof Error ? error.name : '';
  const message = error instanceof Error ? error.message : String(error);
  return name === 'PasswordException'
    ? new UsageError(
        'Expected an open PDF, got one protected by a password. Save a copy without the password.',
        { cause: error },
      )
    : new UsageError(`Expected a whole PDF, got a damaged one (${message}). Download or export it again.`, {
        cause: error,
      });
}
