/** Name, options and help of `longhand ceiling`. */
import type { Command } from 'commander';
import { addCommand, type Perform } from './define-command.ts';

/** How much a model reads, against how much it writes. */
export function addCeilingCommands(program: Command, perform: Perform): void {
  addCommand(
    program,
    'ceiling <model>',
    'the longest text a model still answers from, against the longest it still delivers',
  )
    .option('--out <dir>', 'folder of the calls and the card (default: ceiling-<model>)')
    .option('--max-input <tokens>', 'longest text to read (default: what is known of the window, else 32768)')
    .option('--lengths <words>', 'lengths to ask for, parted by commas (default: 250, doubled up to 32000)')
    .option('--repeats <n>', 'texts of each length in each of the two languages (default: 2)')
    .option('--concurrency <n>', 'calls at once, fewer where a server asks for it (default: 4)')
    .option('--price <in,cached,out>', 'price of the model in USD per million tokens')
    .option('--max-cost <usd>', 'stop softly before more is spent; needs a known price')
    .option('--yes', 'start without a question, whatever the quote says')
    .option('--dry-run', 'only say what it would take; nothing is called, nothing is paid')
    .addHelpText(
      'after',
      `
Every call is kept when it is paid: after a stop, a kill or a budget the same command goes on.`,
    )
    .action((model, options) =>
      perform(async (output) => (await import('./ceiling.ts')).ceiling(model, options, output), options),
    );
}
