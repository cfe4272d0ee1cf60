/** Arguments before the parser sees them, and its complaints in our voice. */
import { CommanderError } from 'commander';
import { UsageError } from '../errors.ts';

/** Gives a bare `--json` its value, so that the parser does not take the word after it for one. */
export function spellOutJson(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.map((arg, index) => (arg === '--json' && (end < 0 || index < end) ? '--json=result' : arg));
}

/** A complaint of the parser as a UsageError; any other error as it is. */
export function readAsUsageError(error: unknown, args: readonly string[]): unknown {
  if (!(error instanceof CommanderError)) return error;
  const [problem = '', hint = ''] = error.message.replace(/^error: /, '').split('\n');
  const named = /'([^']+)'/.exec(problem)?.[1] ?? '';
  const command = args.find((each) => !each.startsWith('-'));
  const help = command === undefined ? '`longhand --help`' : `\`longhand ${command} --help\``;
  const suggestion = /Did you mean (?:one of )?([^?]*)\?/.exec(hint)?.[1];
  const next = suggestion ? `Did you mean ${suggestion}?` : `${help} lists what there is.`;
  switch (error.code) {
    case 'commander.unknownOption':
      return new UsageError(`Expected a known option, got \`${named}\`. ${next}`);
    case 'commander.unknownCommand':
      return new UsageError(
        `Expected a command, got \`${named}\`. ${suggestion ? next : '`longhand --help` lists what there is.'}`,
      );
    case 'commander.optionMissingArgument':
      return new UsageError(`Expected a value after \`${named}\`, got none. ${help} says which.`);
    case 'commander.missingArgument':
      return new UsageError(
        `Expected \`${named}\` after \`longhand ${command ?? ''}\`, got nothing. ${help} says more.`,
      );
    case 'commander.excessArguments': {
      const [expected = '', got = ''] =
        /Expected (\d+) arguments? but got (.*)\.$/.exec(problem)?.slice(1) ?? [];
      return new UsageError(
        `Expected ${expected} after \`longhand ${command ?? ''}\`, got ${got}. Put a text of several words in quotes; ${help} says more.`,
      );
    }
    default:
      return new UsageError(`${sentence(problem)} ${help} says more.`);
  }
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return capital.endsWith('.') ? capital : `${capital}.`;
}
