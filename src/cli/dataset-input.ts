/** What the commands of `longhand dataset` have in common: their files, bad rows, and reports. */
import { join } from 'node:path';
import { recordOfChosen } from '../dataset/preference-pair.ts';
import type { BadRow } from '../dataset/read/bad-row.ts';
import { type Layout, layouts } from '../dataset/read/layouts.ts';
import { holdsPairs, readPairs } from '../dataset/read/read-pairs.ts';
import { readRecords } from '../dataset/read/read-records.ts';
import type { DatasetRecord } from '../dataset/record.ts';
import { openLineWriter } from '../dataset/write-lines.ts';
import { UsageError } from '../errors.ts';
import { writeWhole } from '../run/projections.ts';
import { formatCount } from './format.ts';
import type { Output, OutputOptions } from './output.ts';

export type DatasetOptions = OutputOptions & { layout?: string; out?: string };

/** Bad rows that are shown as they come; the rest is counted. */
const shown = 5;

export type BadRows = {
  onBadRow: (row: BadRow) => void;
  readonly count: number;
  /** Says how many there were; @returns them for the result, the first ones in full. */
  finish(): Promise<{ count: number; first: BadRow[] }>;
};

/** @param folder - Keeps all of them in `bad-rows.jsonl` there. */
export async function collectBadRows(output: Output, folder?: string): Promise<BadRows> {
  const file = folder === undefined ? undefined : await openLineWriter(join(folder, 'bad-rows.jsonl'));
  const first: BadRow[] = [];
  let count = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    onBadRow(row) {
      count += 1;
      if (first.length < shown) {
        first.push(row);
        output.complain(row.message);
      }
      last = last.then(() => file?.write(row));
    },
    get count() {
      return count;
    },
    async finish() {
      await last;
      await file?.close();
      if (count > 0)
        output.complain(
          `${formatCount(count, 'bad row')} left out${folder === undefined ? '' : `: ${join(folder, 'bad-rows.jsonl')}`}.`,
        );
      return { count, first };
    },
  };
}

export type Records = {
  records: AsyncIterable<DatasetRecord>;
  /** Records by practice models among those read so far. */
  readonly practice: number;
};

/** Opens files as a stream of records that says how far it is. */
export function openRecords(
  files: readonly string[],
  { layout }: DatasetOptions,
  { onBadRow }: Pick<BadRows, 'onBadRow'>,
  output: Output,
): Records {
  return watch(readRecords(files, { onBadRow, ...readLayoutOption({ layout }) }), output);
}

/** @throws {UsageError} There is no such layout. */
export function readLayoutOption({ layout }: Pick<DatasetOptions, 'layout'>): { layout?: Layout } {
  if (layout === undefined) return {};
  const chosen = layouts.find((name) => name === layout);
  if (chosen === undefined)
    throw new UsageError(`Expected \`layout\` to be ${layouts.join(', ')}, got \`${layout}\`.`);
  return { layout: chosen };
}

/** The same for figures: of a set of preference pairs, the chosen answers. */
export async function openAnswers(
  files: readonly string[],
  options: DatasetOptions,
  badRows: Pick<BadRows, 'onBadRow'>,
  output: Output,
): Promise<Records> {
  if (!(await holdsPairs(files))) return openRecords(files, options, badRows, output);
  output.say('Preference pairs: these are the figures of the chosen answers.');
  const chosen = async function* (): AsyncGenerator<DatasetRecord> {
    for await (const pair of readPairs(files, badRows)) yield recordOfChosen(pair);
  };
  return watch(chosen(), output);
}

function watch(records: AsyncIterable<DatasetRecord>, output: Output): Records {
  let practice = 0;
  return {
    records: count(records, output, ({ provenance }) => {
      if (provenance?.isPractice) practice += 1;
    }),
    get practice() {
      return practice;
    },
  };
}

async function* count<Item>(
  items: AsyncIterable<Item>,
  output: Output,
  see: (item: Item) => void,
): AsyncGenerator<Item> {
  const every = 10_000;
  let done = 0;
  for await (const item of items) {
    see(item);
    yield item;
    done += 1;
    if (done % every === 0) output.say(`${formatCount(done, 'record')} …`);
  }
}

/** A line that must stand with every figure of such a set. */
export function sayPracticeRecords(practice: number, output: Output): void {
  if (practice > 0)
    output.complain(
      `practice model: ${formatCount(practice, 'answer')} by practice models, which say nothing about quality.`,
    );
}

/** @throws {UsageError} There is none. */
export function requireOut({ out }: { out?: string }, what: string): string {
  if (out === undefined) throw new UsageError(`Expected \`out\`, got none. Name ${what} with --out.`);
  return out;
}

export async function writeReport(folder: string, report: unknown): Promise<void> {
  await writeWhole(join(folder, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
}

/** A number from one end to the other, both allowed. */
export function readNumberWithin(field: string, text: string, [least, most]: [number, number]): number {
  const value = /^\d*\.?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`Expected \`${field}\` to be a number from ${least} to ${most}, got \`${text}\`.`);
}
