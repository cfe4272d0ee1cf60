/** Names, options and help of `longhand prove`. */
import { type Command, Option } from 'commander';
import { addCommand, type Perform } from './define-command.ts';

/** The kit that measures a model of one's own, and the check of what it made. */
export function addProveCommands(program: Command, perform: Perform): void {
  addCommand(
    program,
    'prove',
    'measure a model of your own against itself, judged blind, in a bundle that anybody can check; goes on where it stopped',
  )
    .option('--model <address>', 'the model that writes')
    .option('--judge <address>', 'the model that compares; another family is fairer')
    .option(
      '--max-cost <usd>',
      'refuse what is quoted above this, and stop softly before more is spent (default: 5)',
    )
    .option(
      '--lengths <words>',
      'a smaller kit: these lengths alone, such as 2000,5000 (default: 2000,5000,10000 and one text of 30000)',
    )
    .option(
      '--price <in,cached,out>',
      'USD per million tokens of the model, or <address>=in,cached,out; repeatable',
      (value: string, earlier: string[] = []) => [...earlier, value],
    )
    .option('--concurrency <n>', 'texts at once, fewer where a server asks for it (default: 4)')
    .option('--out <dir>', 'folder of the bundle (default: proof)')
    .option('--yes', 'begin although a price is not known')
    .option('--check <dir>', 'check a bundle offline: recompute everything in it from its recorded calls')
    .addOption(new Option('--until-killed <dir>').hideHelp())
    .action((options) =>
      perform(async (output) => (await import('./prove.ts')).runProve(options, output), options),
    );
}
