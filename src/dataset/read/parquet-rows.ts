/** The rows of a Parquet file, one row group in memory at a time. */
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { UsageError } from '../../errors.ts';
import type { RawRow } from './raw-row.ts';

/**
 * Yields every row as an object by column. What it takes in memory is decided by whoever wrote the file: its largest row
 * group is held at once, unpacked.
 *
 * @throws {UsageError} The file is no Parquet file, or a part of it cannot be unpacked.
 */
export async function* readParquetRows(path: string): AsyncGenerator<RawRow> {
  const read = async <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((cause: Error) => {
      throw new UsageError(`Expected ${path} to be a Parquet file that can be read: ${cause.message}.`, {
        cause,
      });
    });
  const file = await read(() => asyncBufferFromFile(path));
  const metadata = await read(() => parquetMetadataAsync(file));
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    const rows = await read(() => parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd }));
    for (const [index, row] of rows.entries()) yield { line: rowStart + index + 1, row };
    rowStart = rowEnd;
  }
}
