/** `longhand dataset filter`: which rows stay, and why the others do not. */
import { join } from 'node:path';
import { type FilterName, filterNames } from '../dataset/filters/filter.ts';
import { filterRecords } from '../dataset/filters/filter-records.ts';
import { renderRecord } from '../dataset/record.ts';
import { openLineWriter } from '../dataset/write-lines.ts';
import { UsageError } from '../errors.ts';
import {
  collectBadRows,
  openRecords,
  readNumberWithin,
  requireOut,
  sayPracticeRecords,
  writeReport,
} from './dataset-input.ts';
import { type RuleOptions, readRules, renderCounts } from './dataset-rules.ts';
import { formatNumber } from './format.ts';
import type { Output } from './output.ts';
import { checkJsonKind, readWordCount } from './write-options.ts';

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

function readNames(text: string): FilterName[] {
  return text.split(',').map((name) => {
    const found = filterNames.find((rule) => rule === name.trim());
    if (found !== undefined) return found;
    throw new UsageError(`Expected \`rules\` to be of ${filterNames.join(', ')}, got \`${name}\`.`);
  });
}
