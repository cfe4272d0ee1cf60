/** The images of one document, found on this machine. */
import { dirname, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { checkSight, readImages } from '../../methods/images/image-request.ts';
import type { DocumentRequest } from './document-request.ts';

/**
 * The request with the images its row names; paths are read from the folder of the row's file. A request without
 * images stays as it is.
 *
 * @returns What is wrong, where an image is not there, or a model does not see it or takes none so large.
 */
export async function addDocumentImages(
  request: DocumentRequest,
): Promise<{ request: DocumentRequest } | { unfit: string }> {
  const { images: named = [], source } = request.record;
  if (named.length === 0) return { request };
  try {
    const images = await readImages(named.map((path) => resolve(dirname(source.file), path)));
    const write = { ...request.write, images };
    checkSight(write, write.cards);
    return { request: { ...request, write } };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { unfit: error.message };
  }
}
