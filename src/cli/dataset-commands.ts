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
    .option(
      '--judge <address>',
      'asks this model where the rules cannot tell; answers are kept in rubric.jsonl',
    )
    .option('--concurrency <n>', 'questions at once (default: 4)')
    .option('--max-cost <usd>', 'stop softly before the answers cost more; needs known prices')
    .option('--price <in,cached,out>', 'price of the judge in USD per million tokens', gather)
    .option('--dry-run', 'only say what asking would take')
    .action((files, options) =>
      perform(
        async (output) => (await import('./dataset-select.ts')).selectDataset(files, options, output),
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
      'pairs [files...]',
      'preference pairs: samples of every instruction, judged; the best beside a worse one',
    ),
  )
    .option('--model <address>', 'who writes the samples')
    .option('--method <name>', 'how they are written, as in `write` (default: native)')
    .option('--samples <n>', 'samples of each instruction (default: 4)')
    .option(
      '--from <file>',
      'answers that exist already, several to an instruction, in place of --model; repeatable',
      gather,
    )
    .option('--judge <address>', 'who judges them; the score is the mean of S_l and S_q')
    .option('--judge-repeats <n>', 'verdicts on each sample (default: 1)')
    .option(
      '--rejected <which>',
      'random (default): any worse one; worst; margin: any that is worse by --margin',
    )
    .option('--margin <points>', 'with --rejected margin: points of the score, of 100 (default: 10)')
    .option('--seed <text>', 'another draw of the rejected ones (default: 0)')
    .option('--concurrency <n>', 'calls at once, fewer where a server asks for it (default: 4)')
    .option('--max-cost <usd>', 'stop softly before the folder costs more; needs known prices')
    .option(
      '--price <in,cached,out>',
      'price of the model in USD per million tokens; <address>=in,cached,out for another one; repeatable',
      gather,
    )
    .option('--dry-run', 'only say what it would take')
    .option('--out <dir>', 'folder for answers, verdicts, samples.jsonl, pairs.jsonl and rejected.jsonl')
    .action((files, options) =>
      perform(
        async (output) => (await import('./dataset-pairs.ts')).makePairs(files, options, output),
        options,
      ),
    );
  addCommand(
    dataset,
    'backtranslate <paths...>',
    'finished texts in, the instructions they follow out: goal and constraints, and a corrupted twin',
  )
    .option('--model <address>', 'who reads the texts')
    .option('--concurrency <n>', 'texts at once, fewer where a server asks for it (default: 4)')
    .option('--max-cost <usd>', 'stop softly before the folder costs more; needs known prices')
    .option('--price <in,cached,out>', 'price of the model in USD per million tokens', gather)
    .option('--out <dir>', 'folder for records.jsonl, pairs.jsonl (I-ORPO), rejected.jsonl and replies.jsonl')
    .action((paths, options) =>
      perform(
        async (output) =>
          (await import('./dataset-backtranslate.ts')).backtranslateDataset(paths, options, output),
        options,
      ),
    );
  addReading(
    addCommand(dataset, 'variants <files...>', 'a set in another form: plan-augmented, prefixes, revisions'),
  )
    .option(
      '--form <name>',
      'plan: the plan before the answer, of records with one; prefix: growing prefixes of pairs of whole texts; revision: pairs of rows with before, after and note',
    )
    .option('--out <file>', 'a .jsonl file')
    .action((files, options) =>
      perform(
        async (output) => (await import('./dataset-variants.ts')).makeVariants(files, options, output),
        options,
      ),
    );
  addCommand(
    dataset,
    'from-runs [runs...]',
    'existing runs as training data: texts, plans, sections, revisions',
  )
    .option('--include <what>', 'unfinished: also plans and sections of runs that have no whole text')
    .option(
      '--out <dir>',
      'folder for documents, plans, sections, revisions and revised-documents, each .jsonl, and report.json',
    )
    .action((runs, options) =>
      perform(
        async (output) => (await import('./dataset-from-runs.ts')).collectRuns(runs, options, output),
        options,
      ),
    );
  addReading(
    addCommand(
      dataset,
      'build [files...]',
      'instructions in, documents of the asked length out; each is durable, on one machine or many',
    ),
  )
    .option(
      '--out <dir>',
      'folder of the build: kept.jsonl, rejected.jsonl, failed.jsonl, unfit.jsonl, report.json; the same command goes on',
    )
    .option('--model <address>', 'the model that writes (default: as for write)')
    .option('--planner <address>', 'another model for plans')
    .option('--writer <address>', 'another model for sections')
    .option('--editor <address>', 'another model for edits')
    .option('--summarizer <address>', 'another model for summaries')
    .option('--judge <address>', 'another model for judgements')
    .option('--method <name>', 'any writing method (default: longhand)')
    .option(
      '--on-refusal <policy>',
      'stop (default: the document is rejected), gap, or switch:<model address>',
    )
    .option('--least-words <n>', 'length of what names none, at least (default: 2000)')
    .option('--headings <policy>', 'form (default: as texts of the form have them), keep or none')
    .option('--length-score <n>', 'least length score S_l that is kept, 0 to 100 (default: 80)')
    .option('--languages <codes>', 'en, zh …, parted by commas; texts in others are rejected')
    .option('--concurrency <n>', 'documents made at once in this process (default: 4)')
    .option('--max-in-flight <n>', 'documents in flight on all workers together')
    .option('--priority <n>', 'workers take builds of a higher one first (default: 0)')
    .option(
      '--rate <provider=requests,tokens>',
      'requests and tokens a minute that all workers keep together, such as openai=500,200000; repeatable',
      gather,
    )
    .option('--max-cost <usd>', 'begin no document that would take the build above it; needs known prices')
    .option('--price <in,cached,out>', 'price of the model, or <address>=in,cached,out; repeatable', gather)
    .option(
      '--batch',
      'call through the batch API of OpenAI, Anthropic or Google: half the price, hours later; 1,000 documents at once',
    )
    .option('--keep-calls', 'keep steps, messages and replies of finished documents in the database')
    .option('--no-work', 'only hand the documents out; workers make them')
    .option('--status', 'what there is of the build')
    .option('--pause', 'hand nothing more out; what is in flight is finished')
    .option('--go-on', 'hand out again what was paused or cancelled')
    .option('--cancel', 'hand nothing more out, and end what is in flight after its step')
    .action((files, options) =>
      perform(
        async (output) => (await import('./dataset-build.ts')).buildDataset(files, options, output),
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
        'messages (default), sharegpt, alpaca, prompt-completion; of pairs: trl (default), llama-factory, axolotl, preferred-output; of instruction pairs: suri (default), unpaired',
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
