/** `longhand dataset select` and `longhand dataset filter`: which rows stay, and why the others do not. */
import { join } from 'node:path';
import { type FilterName, filterNames } from '../dataset/filters/filter.ts';
import { filterRecords } from '../dataset/filters/filter-records.ts';
import { renderRecord } from '../dataset/record.ts';
import { selectRecords } from '../dataset/select/select-records.ts';
import { openLineWriter } from '../dataset/write-lines.ts';
import { UsageError } from '../errors.ts';
import type { Language } from '../text/language.ts';
import {
  collectBadRows,
  type DatasetOptions,
  openRecords,
  readNumberWithin,
  requireOut,
  sayPracticeRecords,
  writeReport,
} from './dataset-input.ts';
import { formatNumber, formatTable } from './format.ts';
import type { Output } from './output.ts';
import { checkJsonKind, readWordCount } from './write-options.ts';

type RuleOptions = DatasetOptions & { languages?: string; benchmark?: string[]; similarity?: string };

/** Shares of common shingles below this are beyond what the index finds. */
const leastSimilarity = 0.4;

export async function selectDataset(
  files: readonly string[],
  options: RuleOptions & { words?: string },
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const out = requireOut(options, 'a folder for the selected instructions');
  const leastWords = options.words === undefined ? 2000 : readWordCount('words', options.words);
  const rules = readRules(options);
  const badRows = await collectBadRows(output, out);
  const input = openRecords(files, options, badRows, output);
  const selected = await openLineWriter(join(out, 'selected.jsonl'));
  const rejected = await openLineWriter(join(out, 'rejected.jsonl'));
  const report = await selectRecords(
    input.records,
    { leastWords, folder: out, ...rules },
    {
      select: (record, wish) => selected.write({ ...renderRecord(record), wish }),
      reject: (record, reasons) => rejected.write({ ...renderRecord(record), rejected: reasons }),
    },
  );
  await Promise.all([selected.close(), rejected.close()]);
  const result = { ...report, leastWords, practice: input.practice, badRows: await badRows.finish() };
  await writeReport(out, result);
  const { share, low, high } = report.long;
  output.say(
    `${formatNumber(report.selected)} of ${formatNumber(report.records)} instructions selected: ${join(out, 'selected.jsonl')}`,
  );
  if (share !== null)
    output.say(
      `${percent(share)} want at least ${formatNumber(leastWords)} words (95 % interval ${percent(low)} to ${percent(high)}), by rules.`,
    );
  if (report.perhaps > report.asked)
    output.say(
      `${formatNumber(report.perhaps)} more may: the rules cannot tell, and they count as not long.`,
    );
  sayPracticeRecords(input.practice, output);
  output.print(renderCounts('left out by', report.byRule));
  output.printResult({ status: 'done', out, ...result });
  return 0;
}

export async function filterDataset(
  files: readonly string[],
  options: RuleOptions & {
    rules?: string;
    lengthScore?: string;
    requireLength?: boolean;
    leastWords?: string;
  },
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const out = requireOut(options, 'a folder for what is kept');
  const settings = {
    folder: out,
    ...readRules(options),
    ...(options.rules !== undefined && { rules: readNames(options.rules) }),
    length: {
      ...(options.lengthScore !== undefined && {
        leastScore: readNumberWithin('length-score', options.lengthScore, [0, 100]),
      }),
      ...(options.leastWords !== undefined && {
        leastWords: readWordCount('least-words', options.leastWords),
      }),
      isRequired: options.requireLength ?? false,
    },
  };
  const badRows = await collectBadRows(output, out);
  const input = openRecords(files, options, badRows, output);
  const kept = await openLineWriter(join(out, 'kept.jsonl'));
  const rejected = await openLineWriter(join(out, 'rejected.jsonl'));
  const report = await filterRecords(input.records, settings, {
    keep: (record) => kept.write(renderRecord(record)),
    reject: (record, reasons) => rejected.write({ ...renderRecord(record), rejected: reasons }),
  });
  await Promise.all([kept.close(), rejected.close()]);
  const result = { ...report, practice: input.practice, badRows: await badRows.finish() };
  await writeReport(out, result);
  output.say(
    `${formatNumber(report.kept)} of ${formatNumber(report.records)} records kept: ${join(out, 'kept.jsonl')}; the others with their reasons in ${join(out, 'rejected.jsonl')}`,
  );
  sayPracticeRecords(input.practice, output);
  output.print(renderCounts('left out by', report.byRule));
  output.printResult({ status: 'done', out, ...result });
  return 0;
}

function readRules({ languages, benchmark, similarity }: RuleOptions): {
  languages?: Language[];
  benchmarks?: string[];
  duplicateFrom?: number;
} {
  return {
    ...(languages !== undefined && { languages: readLanguages(languages) }),
    ...(benchmark !== undefined && { benchmarks: benchmark }),
    ...(similarity !== undefined && {
      duplicateFrom: readNumberWithin('similarity', similarity, [leastSimilarity, 1]),
    }),
  };
}

const known: readonly Language[] = ['en', 'zh', 'ja', 'ko', 'ar', 'ru', 'th', 'hi', 'other'];

function readLanguages(text: string): Language[] {
  return text.split(',').map((code) => {
    const found = known.find((language) => language === code.trim());
    if (found !== undefined) return found;
    throw new UsageError(`Expected \`languages\` to be of ${known.join(', ')}, got \`${code}\`.`);
  });
}

function readNames(text: string): FilterName[] {
  return text.split(',').map((name) => {
    const found = filterNames.find((rule) => rule === name.trim());
    if (found !== undefined) return found;
    throw new UsageError(`Expected \`rules\` to be of ${filterNames.join(', ')}, got \`${name}\`.`);
  });
}

function renderCounts(title: string, counts: Readonly<Record<string, number>>): string {
  const rows = Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => [name, formatNumber(count)]);
  return formatTable([[title, 'records'], ...rows]);
}

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(2)} %`);
