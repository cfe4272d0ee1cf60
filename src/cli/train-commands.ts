/** Names, options and help of `longhand train …`. */
import type { Command } from 'commander';
import { addCommand, type Perform } from './define-command.ts';

/** In-process training of small models. */
export function addTrainCommands(program: Command, perform: Perform): void {
  const train = program.command('train').description('train small models in this process, from JSONL files');
  addCommand(train, 'tokenizer <file...>', 'learn a tokenizer from text and JSONL files')
    .option('--out <dir>', 'folder for tokenizer.json')
    .option('--vocabulary <n>', 'tokens in all (default: 4096)')
    .action((files, options) =>
      perform(
        async (output) => (await import('./train-files.ts')).trainTokenizer(files, options, output),
        options,
      ),
    );
  for (const [kind, does] of [
    ['sft', 'supervised fine-tuning on {"messages": […]} rows, packed'],
    ['dpo', 'direct preference optimisation on {"prompt", "chosen", "rejected"} rows'],
    ['orpo', 'ORPO on the same rows; I-ORPO on {"prompt_chosen", "prompt_rejected", "answer"} rows'],
  ] as const) {
    const command = addCommand(train, `${kind} <data>`, does)
      .option('--out <dir>', 'folder of the training: checkpoints, metrics.jsonl, loss.svg, loss.png')
      .option('--from <dir>', 'go on from this training or checkpoint (a new model without it)')
      .option('--tokenizer <file>', 'tokenizer.json of a new model')
      .option('--hidden-size <n>', 'of a new model (default: 256)')
      .option('--layers <n>', 'of a new model (default: 4)')
      .option('--heads <n>', 'of a new model (default: 4)')
      .option('--key-value-heads <n>', 'of a new model (default: as many as heads)')
      .option('--feed-forward <n>', 'of a new model (default: 8/3 of the hidden size)')
      .option('--context <n>', 'of a new model, in tokens, at most 4096 (default: 1024)')
      .option('--row-tokens <n>', 'tokens of a row (default: the context)')
      .option('--batch <n>', `${kind === 'sft' ? 'rows' : 'pairs'} of a step (default: 8)`)
      .option('--micro <n>', 'rows worked on at once; memory goes with it (default: 4)')
      .option('--steps <n>', 'optimizer steps (default: as many as make --epochs)')
      .option('--epochs <n>', `times over the data (default: ${kind === 'sft' ? 4 : 1})`)
      .option('--learning-rate <x>', `peak (default: ${kind === 'sft' ? '0.001' : '0.00001'}; cosine)`)
      .option('--warmup <share>', 'of the steps (default: 0.03)')
      .option('--weight-decay <x>', '(default: 0.1)')
      .option('--clip <x>', 'longest gradient (default: 1)')
      .option('--recompute', 'less memory, more time')
      .option('--seed <n>', '(default: 1)')
      .option('--save-minutes <x>', 'a checkpoint every so often (default: 5)')
      .option('--threads <n>', '(default: all cores)')
      .option('--skip-bad-rows', 'say which rows are bad and go on without them');
    if (kind === 'sft')
      command
        .option('--loss <name>', 'token-mean (default), sequence-mean or as-released')
        .option('--pack <how>', 'best-fit (default) or next-fit');
    if (kind === 'dpo')
      command
        .option('--beta <x>', '(default: 0.1)')
        .option('--nll <x>', 'weight of the likelihood of chosen answers (default: 0)');
    if (kind === 'orpo') command.option('--lambda <x>', '(default: 0.1)');
    command.action((data, options) =>
      perform(async (output) => (await import('./train.ts')).train(kind, data, options, output), options),
    );
  }
  addCommand(train, 'export <dir>', 'a trained model as a .gguf file, or as a folder for transformers')
    .option('--out <path>', 'ends in .gguf, or is a folder')
    .option('--precision <kind>', 'f32 (default), f16; q8_0 for GGUF, bf16 for transformers')
    .option('--name <name>', 'of the model, in GGUF')
    .action((from, options) =>
      perform(
        async (output) => (await import('./train-files.ts')).exportModel(from, options, output),
        options,
      ),
    );
}
