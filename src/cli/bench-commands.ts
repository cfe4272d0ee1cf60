/** Names, options and help of `longhand bench …`. */
import type { Command } from 'commander';
import { addPairCommands } from './bench-pairs-commands.ts';
import { addCommand, type Perform } from './define-command.ts';

/** Benchmarks of long generation. */
export function addBenchCommands(program: Command, perform: Perform): void {
  const bench = program
    .command('bench')
    .description('measure models and methods on benchmarks of long writing');
  const addReporting = (command: Command): Command =>
    command
      .option('--data <dir>', 'folder with the official data files')
      .option('--nll <addresses>', 'gguf: files that read long answers for their cumulative NLL')
      .option(
        '--at-least <figure>=<n>',
        'fails unless the lower bound of a figure is at least this, such as S_l>=80; repeatable',
        (value: string, earlier: string[] = []) => [...earlier, value],
      );
  const addJudging = (command: Command): Command =>
    command
      .option('--judge <addresses>', 'models that judge, parted by commas')
      .option('--judge-repeats <n>', 'verdicts of each judge on each answer (default: 1)')
      .option('--judge-passages', 'also ask of every 1,000 words of long answers: quality and contradictions')
      .option(
        '--judge-prompt <file>',
        'asks judges with this prompt, such as an official one, in place of ours; `none` goes back to ours',
      )
      .option('--concurrency <n>', 'calls at once, fewer where a server asks for it (default: 4)')
      .option('--max-cost <usd>', 'stop softly before the whole study costs more; needs known prices')
      .option(
        '--price <in,cached,out>',
        'price of the model in USD per million tokens; <address>=in,cached,out for another one; repeatable',
        (value: string, earlier: string[] = []) => [...earlier, value],
      );

  addCommand(bench, 'list', 'the benchmarks, and the files they read').action((options) =>
    perform(async (output) => (await import('./bench.ts')).listBenchmarks(options, output), options),
  );
  addReporting(
    addJudging(
      addCommand(
        bench,
        'run <name>',
        'generate what is missing, judge, score and report; goes on where it stopped',
      ),
    ),
  )
    .option('--out <dir>', 'folder of the study')
    .option('--model <addresses>', 'models that write, parted by commas')
    .option(
      '--method <names>',
      'native, agentwrite, longhand …, parted by commas (default: native); native-best-of-n: native at equal cost; of reading benchmarks: direct, chain-of-agents (default), recursive, nexussum',
    )
    .option('--limit <n>', 'only the first prompts')
    .option('--sample <n>', 'so many prompts, drawn with a seed')
    .option('--repeats <n>', 'answers to each prompt (default: 1)')
    .option('--mode <name>', 'another way of scoring where a benchmark has one: clean, parity')
    .option('--dry-run', 'quote only')
    .option('--keep-calls', 'keep every call of every answer in the folder')
    .action((name, options) =>
      perform(async (output) => (await import('./bench.ts')).runBenchmark(name, options, output), options),
    );
  addReporting(
    addJudging(addCommand(bench, 'judge <dir>', 'judge the answers of a study; generates nothing')),
  ).action((folder, options) =>
    perform(async (output) => (await import('./bench.ts')).judgeBenchmark(folder, options, output), options),
  );
  addReporting(
    addCommand(bench, 'score <file...>', 'score answers that any tool wrote: JSONL with prompt and response'),
  )
    .option('--benchmark <name>', 'whose prompts were answered')
    .option('--model <name>', 'what to call their author')
    .option('--method <name>', 'what to call how they were made (default: external)')
    .option('--mode <name>', 'another way of scoring where a benchmark has one: clean, parity')
    .option('--limit <n>', 'only the first prompts')
    .option('--out <dir>', 'folder of the study')
    .action((files, options) =>
      perform(async (output) => (await import('./bench.ts')).scoreAnswers(files, options, output), options),
    );
  addReporting(addCommand(bench, 'report <dir>', 'score and report what is there; calls no model')).action(
    (folder, options) =>
      perform(
        async (output) => (await import('./bench.ts')).reportBenchmark(folder, options, output),
        options,
      ),
  );
  addCommand(
    bench,
    'compare <dir...>',
    'put scored studies side by side; refuses those that do not compare',
  ).action((folders, options) =>
    perform(
      async (output) => (await import('./bench-compare.ts')).compareStudies(folders, options, output),
      options,
    ),
  );
  addPairCommands(bench, perform);
}
