/** Names, options and help of `longhand bench pairs` and `longhand bench annotate`. */
import type { Command } from 'commander';
import { addCommand, type Perform } from './define-command.ts';

/** Comparing answers two by two: by judges, and by people. */
export function addPairCommands(bench: Command, perform: Perform): void {
  addCommand(
    bench,
    'pairs <dir>',
    'compare the answers of a study two by two, in both orders; goes on where it stopped',
  )
    .option('--judge <addresses>', 'models that judge, parted by commas; none: report what is there')
    .option('--judge-repeats <n>', 'how often each judge compares each pair (default: 1)')
    .option('--against <name>', 'a model or a method: compare the others with it only')
    .option('--data <dir>', 'folder with the official data files')
    .option('--concurrency <n>', 'pairs at once, fewer where a server asks for it (default: 4)')
    .option('--max-cost <usd>', 'stop softly before the whole study costs more; needs known prices')
    .option(
      '--price <in,cached,out>',
      'price of the judge in USD per million tokens; <address>=in,cached,out for another one; repeatable',
      (value: string, earlier: string[] = []) => [...earlier, value],
    )
    .action((folder, options) =>
      perform(
        async (output) => (await import('./bench-pairs.ts')).comparePairs(folder, options, output),
        options,
      ),
    );

  const annotate = bench.command('annotate').description('let people compare answers, blind');
  addCommand(annotate, 'write <dir>', 'write one page for people to read and judge pairs on, offline')
    .option('--out <file>', 'the page, .html')
    .option('--sample <n>', 'so many pairs, over as many prompts as possible (default: all)')
    .option('--difference <share>', 'win rate above a half that should be found, such as 0.1 (default: 0.1)')
    .option('--against <name>', 'a model or a method: pairs of the others with it only')
    .option('--data <dir>', 'folder with the official data files')
    .action((folder, options) =>
      perform(
        async (output) => (await import('./bench-annotate.ts')).writeAnnotation(folder, options, output),
        options,
      ),
    );
  addCommand(annotate, 'read <dir> <answers...>', 'read the answers of people, one file a person').action(
    (folder, files, options) =>
      perform(
        async (output) =>
          (await import('./bench-annotate.ts')).readAnnotation(folder, files, options, output),
        options,
      ),
  );
}
