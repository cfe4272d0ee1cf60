/** The official files of LongGenBench. They carry no licence: read where they lie, for evaluation on this machine. */
import { z } from 'zod';
import { UsageError } from '../../errors.ts';
import { readDataJson } from '../read-data-file.ts';
import {
  type Check,
  checkKinds,
  type LongGenInstance,
  type LongGenScenario,
  type LongGenSize,
} from './longgenbench-instance.ts';

const origin = 'mozhu621/LongGenBench on GitHub, folder Dataset, commit 62c0e86';
const scenarioOfType: Readonly<Record<string, LongGenScenario>> = {
  Week: 'diary',
  Day: 'diary',
  'Menu Week': 'menu',
  'Menu Day': 'menu',
  Floor: 'skyscraper',
  Block: 'city',
};

const checks = z.record(z.string().regex(/^\d+$/), z.string().min(1));
const publishedRows = z
  .array(
    z.object({
      prompt: z.string().min(1),
      checks_once: checks,
      checks_range: checks,
      checks_periodic: checks,
      type: z.string().min(1),
      prefix: z.string().min(1),
      number: z.int().positive(),
    }),
  )
  .min(1);

type PublishedRow = z.infer<typeof publishedRows>[number];

export const nameLongGenFile = (size: LongGenSize): string => `Dataset_${size}.json`;

/**
 * Reads the official instances of one size, in the order of the file.
 *
 * Known flaws stay as they are: checks on entries beyond the last (2 in the short file), on entry 1, whose header is
 * given, two birthdays in one week as one check, and entries that must hold several things.
 *
 * @throws {UsageError} The file is missing or not as published; names the field.
 */
export async function loadLongGenBench(
  folder: string | undefined,
  size: LongGenSize,
): Promise<LongGenInstance[]> {
  const file = nameLongGenFile(size);
  const rows = await readDataJson(folder, { benchmark: 'longgenbench', file, origin }, publishedRows);
  const seen = new Map<string, number>();
  return rows.map((row, index) => {
    const scenario = scenarioOfType[row.type];
    const leastWords = Number(/(?:at least|minimum of|between) (\d+)/.exec(row.prompt)?.[1]);
    if (scenario === undefined || !(leastWords > 0))
      throw new UsageError(
        `Expected entry ${index} of \`${file}\` to have a known \`type\` and to ask for a number of words, got \`${row.type}\`. Fetch it anew from ${origin}.`,
      );
    const place = seen.get(scenario) ?? 0;
    seen.set(scenario, place + 1);
    return {
      id: `${size}-${scenario}-${String(place).padStart(3, '0')}`,
      size,
      scenario,
      language: 'en',
      prompt: row.prompt,
      label: `${row.type} {n}`,
      prefix: row.prefix,
      entries: row.number,
      leastWords,
      checks: listChecks(row),
    };
  });
}

const listChecks = (row: PublishedRow): Check[] =>
  checkKinds.flatMap((kind) =>
    Object.entries(row[`checks_${kind}`]).map(([entry, what]) => ({ kind, entry: Number(entry), what })),
  );
