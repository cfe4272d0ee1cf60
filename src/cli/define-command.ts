/** What all commands have in common. Loaded for `--help`, so nothing heavy may be imported here. */
import type { Command } from 'commander';
import type { Output, OutputOptions } from './output.ts';

/** What a command does; gives back its exit code. */
export type Action = (output: Output) => Promise<number>;

/** Runs an action with the output that its options ask for, and keeps its exit code. */
export type Perform = (action: Action, options: OutputOptions) => Promise<void>;

/** Every command has these. */
function addCommonOptions(command: Command): Command {
  return command
    .option('--home <dir>', 'folder that keeps the runs (default: .longhand, or LONGHAND_HOME)')
    .option(
      '--json [kind]',
      'one JSON object as the last line of stdout; --json=events: every event before it',
    )
    .option('--quiet', 'nothing on stderr but errors');
}

export function addCommand(program: Command, usage: string, description: string): Command {
  return addCommonOptions(program.command(usage).description(description));
}
