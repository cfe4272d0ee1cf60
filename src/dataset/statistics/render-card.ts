/** The card of a set: what the Hub reads in its front matter, and what a person should know before training on it. */
import { stringify } from 'yaml';
import type { SetStatistics, Spread } from './measure-set.ts';

export type CardFields = {
  name: string;
  /** As the Hub names it, such as `apache-2.0`; absent: taken from the records where they agree, else `unknown`. */
  licence?: string;
  /** Data files by split, as globs from the folder of the card. */
  splits?: readonly { split: string; path: string }[];
  /** What was left out on the way here, by rule. */
  rejected?: Readonly<Record<string, number>>;
  /** Rows are pairs of answers. */
  isPreference?: boolean;
};

const sizes: readonly [number, string][] = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [1e7, '1M<n<10M'],
  [Number.POSITIVE_INFINITY, 'n>10M'],
];

/** @returns A README.md with YAML front matter. Nothing in it is said that the records do not carry. */
export function renderCard(statistics: SetStatistics, fields: CardFields): string {
  const { languages, licences, records, practice } = statistics;
  const stated = Object.keys(licences).filter((name) => name !== 'not stated');
  const licence =
    fields.licence ?? (stated.length === 1 && !('not stated' in licences) ? stated[0] : 'unknown');
  const frontMatter = stringify({
    pretty_name: fields.name,
    license: licence,
    language: Object.keys(languages).filter((name) => name !== 'other'),
    task_categories: ['text-generation'],
    size_categories: [sizes.find(([below]) => records < below)?.[1]],
    tags: [
      'long-form-generation',
      ...(fields.isPreference ? ['preference'] : []),
      ...(practice > 0 ? ['practice-model'] : []),
    ],
    ...(fields.splits && {
      configs: [
        { config_name: 'default', data_files: fields.splits.map(({ split, path }) => ({ split, path })) },
      ],
    }),
  });
  return [
    `---\n${frontMatter}---`,
    `# ${fields.name}`,
    ...(practice > 0
      ? [`**${number(practice)} of these answers are by practice models. They say nothing about quality.**`]
      : []),
    renderFigures(statistics, fields),
    renderLengths(statistics),
    renderCounts('Languages', languages),
    renderCounts('Taken from', statistics.datasets),
    renderCounts('Written by', statistics.models),
    renderCounts('Written with', statistics.methods),
    renderCounts('Licences of the records', licences),
    ...(fields.rejected ? [renderCounts('Left out, by rule', fields.rejected)] : []),
    '## Words\n\nWords are counted by the rule of LongBench-Write: Han characters and runs of ASCII letters; texts in scripts that it cannot see are counted as Unicode words.',
  ].join('\n\n');
}

function renderFigures(statistics: SetStatistics, { isPreference = false }: CardFields): string {
  const { records, answers, words, asked, long, repetition, cost, withPlan, countedAsUnicode } = statistics;
  const rows: [string, string][] = [
    [isPreference ? 'pairs (figures are of the chosen answers)' : 'records', number(records)],
    ['answers', number(answers)],
    ['words of all answers', number(words)],
    ['words an answer', spread(statistics.answerWords)],
    ['words an instruction', spread(statistics.instructionWords)],
    ['answers over 2,000 words', percent(long.share)],
    ['answers to a named length', number(asked.answers)],
    ['their mean length score', asked.meanLengthScore === null ? '–' : asked.meanLengthScore.toFixed(1)],
    ['repeated 4-grams, median', repetition === null ? '–' : percent(repetition.median)],
    ['answers counted as Unicode words', number(countedAsUnicode)],
    ['records with a plan', number(withPlan)],
    ['cost', cost === null ? 'not stated' : `${cost.usd.toFixed(2)} USD for ${number(cost.records)} records`],
  ];
  return `## Figures\n\n| | |\n| --- | --- |\n${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}`;
}

function renderLengths({ lengths, answers }: SetStatistics): string {
  const rows = lengths.map(
    ({ bucket, count }) =>
      `| ${bucket} | ${number(count)} | ${percent(answers === 0 ? null : count / answers)} |`,
  );
  return `## Lengths\n\n| words | answers | share |\n| --- | ---: | ---: |\n${rows.join('\n')}`;
}

function renderCounts(title: string, counts: Readonly<Record<string, number>>): string {
  const rows = Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `| ${name.replaceAll('|', '\\|')} | ${number(count)} |`);
  return `## ${title}\n\n| | records |\n| --- | ---: |\n${rows.join('\n')}`;
}

const number = (value: number): string => Math.round(value).toLocaleString('en-US');
const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
const spread = (of: Spread | null): string =>
  of === null
    ? '–'
    : `${number(of.median)} in the middle, ${number(of.least)} to ${number(of.most)}, mean ${number(of.mean)}`;
