/** Leaves out records that nearly repeat one that was kept before. */
import { openDuplicateIndex } from '../duplicates/duplicate-index.ts';
import { sketchText } from '../duplicates/sketch.ts';
import type { DatasetRecord } from '../record.ts';
import { openScratchFile } from '../scratch-file.ts';
import type { Filter } from './filter.ts';

export type NearDuplicateFilter = Filter & {
  /** Has to be told of every record that every filter let through. */
  keep(record: DatasetRecord): void;
  /** Held in memory for what was kept. */
  readonly bytes: number;
  [Symbol.dispose](): void;
};

const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];

/**
 * Compares answers with answers; of records that have none yet, instructions. Two different answers to one instruction
 * are no duplicates.
 *
 * @param options.folder - For the shingles of what was kept, on the disk.
 * @param options.from - Share of common shingles, exact, from which two texts are near-duplicates.
 */
export function openNearDuplicateFilter(options: { folder: string; from?: number }): NearDuplicateFilter {
  const index = openDuplicateIndex(options);
  const ids = openScratchFile(options.folder);
  let last: { record: DatasetRecord; sketch: ReturnType<typeof sketchText> } | undefined;
  const sketch = (record: DatasetRecord): ReturnType<typeof sketchText> => {
    if (last?.record !== record)
      last = { record, sketch: sketchText(record.answer.trim() === '' ? record.instruction : record.answer) };
    return last.sketch;
  };
  return {
    name: 'near-duplicate',
    check(record) {
      const [first] = index.find(sketch(record));
      if (first === undefined) return undefined;
      return `${Math.round(first.similarity * 100)} % of its shingles are those of record \`${decoder.decode(ids.read(first.id))}\`.`;
    },
    keep(record) {
      index.add(sketch(record));
      ids.append(encoder.encode(record.id));
    },
    get bytes() {
      return index.bytes;
    },
    [Symbol.dispose]() {
      index[Symbol.dispose]();
      ids[Symbol.dispose]();
    },
  };
}
