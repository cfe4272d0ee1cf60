/** Names, options and help of `longhand read`. */
import type { Command } from 'commander';
import { addCommand, type Perform } from './define-command.ts';

/** Reading beyond the context window. */
export function addReadCommands(program: Command, perform: Perform): void {
  addCommand(
    program,
    'read <source...>',
    'answer, summarise or extract from files, folders or addresses of any size',
  )
    .option('--ask <text>', 'the question, or what to make of the sources')
    .option('--model <address>', 'the model that reads and answers')
    .option('--summarizer <address>', 'another model to read the pieces: workers, scenes, sub-questions')
    .option('--writer <address>', 'another model for the answer: manager, direct reading, programs')
    .option('--judge <address>', 'another model to choose between several answers')
    .option(
      '--method <name>',
      'direct, chain-of-agents, recursive, nexussum (default: chosen by size and task)',
    )
    .option('--words <n>', 'length of the answer, characters for Chinese')
    .option('--out <file>', 'publish the answer to a .md, .txt or .html file')
    .option('--allow-http', 'fetch http(s) addresses among the sources; never private ones')
    .option('--order <name>', 'chain-of-agents: left-to-right (default), right-to-left or permutation')
    .option('--ensemble <name>', 'chain-of-agents: bi-directional, permutation or self-consistency')
    .option('--depth <n>', 'recursive: levels of programs that ask programs (default: 1, plain questions)')
    .option('--embeddings <address>', 'recursive: programs can search by meaning, with this embedding model')
    .option('--hybrid', 'chain-of-agents: read the chunks side by side, merge their notes in order')
    .option('--seed <n>', 'of permutations and draws (default: 0)')
    .option('--concurrency <n>', 'calls at once (default: 1)')
    .option('--max-cost <usd>', 'stop before the run costs more; needs known prices')
    .option(
      '--price <in,cached,out>',
      'price of the model in USD per million tokens; <address>=in,cached,out for another one; repeatable',
      (value: string, earlier: string[] = []) => [...earlier, value],
    )
    .option('--yes', 'start without a question, whatever the quote says')
    .option('--dry-run', 'only say what it would take; nothing is called, nothing is paid')
    .addHelpText(
      'after',
      `
Killed or stopped, a reading goes on with \`longhand resume <run>\`. Exit code 4: answered, but not in the asked
length, or some stretch of the sources gave nothing.`,
    )
    .action((sources, options) =>
      perform(async (output) => (await import('./read.ts')).read(sources, options, output), options),
    );
}
