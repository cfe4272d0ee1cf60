/** `longhand dataset stats`, `ceiling` and `card`: what a set holds. */
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { measureSetCeiling } from '../dataset/statistics/measure-ceiling.ts';
import { measureSet, type SetStatistics, type Spread } from '../dataset/statistics/measure-set.ts';
import { renderCard } from '../dataset/statistics/render-card.ts';
import { makeFolder } from '../dataset/write-lines.ts';
import { UsageError } from '../errors.ts';
import { collectBadRows, type DatasetOptions, openAnswers, sayPracticeRecords } from './dataset-input.ts';
import { formatNumber, formatTable, formatUsd } from './format.ts';
import type { Output } from './output.ts';
import { checkJsonKind, readPositiveInteger } from './write-options.ts';

export async function describeDataset(
  files: readonly string[],
  options: DatasetOptions & { plot?: string },
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const { plot } = options;
  if (plot !== undefined && !/\.(?:svg|png)$/.test(plot))
    throw new UsageError(`Expected \`plot\` to end in .svg or .png, got \`${plot}\`.`);
  const badRows = await collectBadRows(output);
  const statistics = await measureSet((await openAnswers(files, options, badRows, output)).records);
  if (plot !== undefined) {
    const { plotLengths } = await import('../dataset/statistics/plot-lengths.ts');
    const { svg, png } = plotLengths(
      statistics,
      files.length === 1 ? (files[0] ?? '') : `${files.length} files`,
    );
    await makeFolder(dirname(plot));
    await writeFile(plot, plot.endsWith('.svg') ? svg : png);
    output.say(`Lengths: ${plot}`);
  }
  output.print(renderStatistics(statistics));
  sayPracticeRecords(statistics.practice, output);
  output.printResult({
    status: 'done',
    ...statistics,
    ...(plot && { plot }),
    badRows: await badRows.finish(),
  });
  return 0;
}

export async function showDatasetCeiling(
  files: readonly string[],
  options: DatasetOptions & { examples?: string },
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const examples = options.examples === undefined ? 10 : readPositiveInteger('examples', options.examples);
  const badRows = await collectBadRows(output);
  const input = await openAnswers(files, options, badRows, output);
  const ceiling = await measureSetCeiling(input.records, { examples });
  output.print(
    [
      `${formatNumber(ceiling.answers)} answers, the longest ${formatNumber(ceiling.longestWords)} words`,
      formatTable([
        ['over', 'answers', 'share'],
        ...ceiling.over.map(({ words, count, share }) => [
          `${formatNumber(words)} words`,
          formatNumber(count),
          percent(share),
        ]),
      ]),
      formatTable([
        ['words', 'row', 'instruction'],
        ...ceiling.longest.map(({ words, file, line, instruction }) => [
          formatNumber(words),
          `${file}:${line}`,
          instruction.slice(0, 70),
        ]),
      ]),
    ].join('\n\n'),
  );
  sayPracticeRecords(input.practice, output);
  output.printResult({
    status: 'done',
    ...ceiling,
    practice: input.practice,
    badRows: await badRows.finish(),
  });
  return 0;
}

export async function writeDatasetCard(
  files: readonly string[],
  options: DatasetOptions & { name?: string; licence?: string },
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const { out, name = 'Long-form writing', licence } = options;
  const badRows = await collectBadRows(output);
  const statistics = await measureSet((await openAnswers(files, options, badRows, output)).records);
  const card = renderCard(statistics, { name, ...(licence !== undefined && { licence }) });
  if (out === undefined) output.print(card);
  else {
    await makeFolder(dirname(out));
    await writeFile(out, `${card}\n`);
    output.say(`Card: ${out}`);
  }
  sayPracticeRecords(statistics.practice, output);
  const { practice, records } = statistics;
  output.printResult({
    status: 'done',
    out: out ?? null,
    records,
    practice,
    card,
    badRows: await badRows.finish(),
  });
  return 0;
}

function renderStatistics(statistics: SetStatistics): string {
  const { asked, cost } = statistics;
  const figures = [
    ['records', formatNumber(statistics.records)],
    ['answers', formatNumber(statistics.answers)],
    ['words', formatNumber(statistics.words)],
    ['words an answer', spread(statistics.answerWords)],
    ['words an instruction', spread(statistics.instructionWords)],
    ['answers over 2,000 words', percent(statistics.long.share)],
    ['answers to a named length', formatNumber(asked.answers)],
    ['their mean length score', asked.meanLengthScore?.toFixed(1) ?? '–'],
    ['of them scored 80 or more', percent(asked.from80.share)],
    ['repeated 4-grams, median', percent(statistics.repetition?.median ?? null)],
    [
      'cost',
      cost === null ? 'not stated' : `${formatUsd(cost.usd)} for ${formatNumber(cost.records)} records`,
    ],
  ];
  const lengths = statistics.lengths.map(({ bucket, count }) => [
    bucket,
    formatNumber(count),
    percent(statistics.answers === 0 ? null : count / statistics.answers),
  ]);
  const groups = (['languages', 'models', 'methods', 'datasets', 'licences'] as const).map((of) =>
    formatTable([
      [of, 'records'],
      ...Object.entries(statistics[of])
        .sort((a, b) => b[1] - a[1])
        .slice(0, 12)
        .map(([name, count]) => [name, formatNumber(count)]),
    ]),
  );
  return [formatTable(figures), formatTable([['words', 'answers', 'share'], ...lengths]), ...groups].join(
    '\n\n',
  );
}

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
const spread = (of: Spread | null): string =>
  of === null
    ? '–'
    : `${formatNumber(of.median)} in the middle, ${formatNumber(of.least)} to ${formatNumber(of.most)}, mean ${formatNumber(of.mean)}`;
