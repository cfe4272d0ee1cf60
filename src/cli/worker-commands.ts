/** Names, options and help of `longhand worker`. */
import type { Command } from 'commander';
import { addCommand, type Perform } from './define-command.ts';

export function addWorkerCommands(program: Command, perform: Perform): void {
  addCommand(
    program,
    'worker',
    'takes documents of builds from a shared Postgres (LONGHAND_DATABASE_URL), until it is stopped',
  )
    .option('--concurrency <n>', 'documents made at once (default: 25; many more for builds with --batch)')
    .option('--until-empty', 'end when no running build has documents left')
    .addHelpText(
      'after',
      `
Any number of workers may run, on any number of machines. One that dies loses nothing: within 30 seconds
others take its documents over, behind the last call that ended. Keys are read from this machine's environment.
Ctrl-C lets the calls in flight end and gives the documents back, a second one ends at once.`,
    )
    .action((options) =>
      perform(async (output) => (await import('./worker.ts')).worker(options, output), options),
    );
}
