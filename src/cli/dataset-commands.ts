/** Names, options and help of `longhand dataset …`. */
import type { Command } from 'commander';
import { addCommand, type Perform } from './define-command.ts';

const gather = (value: string, earlier: string[] = []): string[] => [...earlier, value];

/** Training sets: choose, filter, mix, look at, hand on. */
export function addDatasetCommands(program: Command, perform: Perform): void {
  const dataset = program
    .command('dataset')
    .description('training sets: select instructions, filter, mix, measure, export');
  const addReading = (command: Command): Command =>
    command.option(
      '--layout <name>',
      'messages, sharegpt, wildchat, alpaca or prompt (default: told by the fields of each row)',
    );
  const addRules = (command: Command): Command =>
    command
      .option('--languages <codes>', 'en, zh …, parted by commas; other languages are left out')
      .option('--benchmark <file>', 'no record may hold text of this file; repeatable', gather)
      .option(
        '--similarity <n>',
        'share of common 5-word shingles that makes near-duplicates (default: 0.7)',
      );

  addRules(
    addReading(
      addCommand(dataset, 'select <files...>', 'find the instructions that want a long answer').option(
        '--out <dir>',
        'folder for selected.jsonl, rejected.jsonl, bad-rows.jsonl and report.json',
      ),
    ),
  )
    .option('--words <n>', 'what counts as long (default: 2000)')
    .action((files, options) =>
      perform(
        async (output) => (await import('./dataset.ts')).selectDataset(files, options, output),
        options,
      ),
    );
  addRules(
    addReading(
      addCommand(
        dataset,
        'filter <files...>',
        'leave out what should not be learnt; rejects are kept with reasons',
      ).option('--out <dir>', 'folder for kept.jsonl, rejected.jsonl, bad-rows.jsonl and report.json'),
    ),
  )
    .option(
      '--rules <names>',
      'length, completeness, repetition, refusal, error-text, part-labels, language, toxicity, scraping, contamination, near-duplicate; parted by commas (default: all; contamination with --benchmark)',
    )
    .option('--length-score <n>', 'least length score S_l of an answer, 0 to 100 (default: 80)')
    .option('--least-words <n>', 'leave out shorter answers, whatever was asked')
    .option('--require-length', 'leave out instructions that name no length')
    .action((files, options) =>
      perform(
        async (output) => (await import('./dataset.ts')).filterDataset(files, options, output),
        options,
      ),
    );
  addReading(
    addCommand(
      dataset,
      'mix <files...>',
      'mix long records, or pairs, with general ones; shuffled by a seed',
    ),
  )
    .option('--general <file>', 'general records, or pairs; repeatable', gather)
    .option('--ratio <n>', 'general records for each long one (default: 30)')
    .option('--long <n>', 'so many long records, spread evenly over lengths from 2,000 to 128,000 words')
    .option('--test <share>', 'share for a test set without near-duplicates of the rest: 5% or 0.05')
    .option('--similarity <n>', 'share of common 5-word shingles that makes near-duplicates (default: 0.7)')
    .option('--seed <text>', 'another shuffle and another draw (default: 0)')
    .option('--out <dir>', 'folder for train.jsonl, test.jsonl and report.json')
    .action((files, options) =>
      perform(
        async (output) => (await import('./dataset-mix.ts')).mixDataset(files, options, output),
        options,
      ),
    );
  addReading(
    addCommand(dataset, 'stats <files...>', 'lengths, languages, sources, cost and licences of a set'),
  )
    .option('--plot <file>', 'the lengths as a picture, .svg or .png')
    .action((files, options) =>
      perform(
        async (output) => (await import('./dataset-figures.ts')).describeDataset(files, options, output),
        options,
      ),
    );
  addReading(
    addCommand(dataset, 'ceiling <files...>', 'how long the answers get: share over 500 to 32,000 words'),
  )
    .option('--examples <n>', 'how many of the longest answers are named (default: 10)')
    .action((files, options) =>
      perform(
        async (output) => (await import('./dataset-figures.ts')).showDatasetCeiling(files, options, output),
        options,
      ),
    );
  const addCard = (command: Command): Command =>
    command
      .option('--name <text>', 'name of the set (default: from --out)')
      .option('--licence <id>', 'licence of the set, such as apache-2.0 (default: what all records carry)');
  addCard(
    addReading(addCommand(dataset, 'export <files...>', 'write a set in the form a trainer reads'))
      .option(
        '--as <form>',
        'messages (default), sharegpt, alpaca, prompt-completion; of pairs: trl (default), llama-factory, axolotl, preferred-output',
      )
      .option('--test <file>', 'the test split, in a folder for the Hub; repeatable', gather)
      .option('--out <path>', 'a .jsonl or .parquet file, or a folder for the Hub'),
  ).action((files, options) =>
    perform(
      async (output) => (await import('./dataset-export.ts')).exportDataset(files, options, output),
      options,
    ),
  );
  addCard(
    addReading(
      addCommand(dataset, 'card <files...>', 'a README.md with the figures of a set, for the Hub'),
    ).option('--out <file>', 'where it goes (default: stdout)'),
  ).action((files, options) =>
    perform(
      async (output) => (await import('./dataset-figures.ts')).writeDatasetCard(files, options, output),
      options,
    ),
  );
}
