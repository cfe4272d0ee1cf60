/** Opens the archives that DOCX and EPUB files are, with a limit on what comes out of them. */
import { unzipSync } from 'fflate';
import { UsageError } from '../errors.ts';

const mostEntries = 20_000;

/**
 * Unpacks the entries wanted.
 *
 * Sizes are added up from the archive's table before anything is inflated, and no entry is inflated beyond the size
 * it names there; so an archive made to explode is refused while it is small.
 *
 * @param options.maxUnpackedBytes - Of all wanted entries together.
 * @throws {UsageError} Not an archive, damaged, or larger than the limit.
 */
export function unzip(
  bytes: Uint8Array,
  options: { wants: (name: string) => boolean; maxUnpackedBytes: number },
): Map<string, Uint8Array> {
  let total = 0;
  let entries = 0;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        entries += 1;
        if (!options.wants(name)) return false;
        // A stored entry comes out with its packed size, whatever the table says of the other.
        total += Math.max(size, originalSize);
        if (total > options.maxUnpackedBytes || entries > mostEntries) throw new TooLarge();
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (error) {
    if (error instanceof TooLarge) {
      throw new UsageError(
        `Expected at most ${options.maxUnpackedBytes / 1e6} MB in ${mostEntries} entries after unpacking, got an archive that would give more. Save the document again without its pictures, or split it.`,
      );
    }
    if (!(error instanceof Error)) throw error;
    throw new UsageError(
      `Expected a whole archive, got a damaged one (${error.message}). Download or save the file again.`,
      { cause: error },
    );
  }
}

class TooLarge extends Error {}
