/** `longhand train tokenizer` and `longhand train export`: what stands before a training, and after it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { loadCheckpoint } from '../train/checkpoint/checkpoint.ts';
import { chatSpecialTokens, chatTemplate, endToken } from '../train/data/chat-template.ts';
import { readMessages } from '../train/data/message-rows.ts';
import type { ExportModel } from '../train/export/export-model.ts';
import { parseTokenizerFile, renderTokenizerFile } from '../train/tokenizer/tokenizer-file.ts';
import { trainTokenizer as learnTokenizer } from '../train/tokenizer/train-tokenizer.ts';
import { formatNumber } from './format.ts';
import type { Output, OutputOptions } from './output.ts';
import { checkJsonKind, readPositiveInteger } from './write-options.ts';

/** Learns a tokenizer from text files and from the messages of JSONL files. */
export async function trainTokenizer(
  files: readonly string[],
  options: OutputOptions & { out?: string; vocabulary?: string },
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const { out, vocabulary = '4096' } = options;
  if (out === undefined)
    throw new UsageError('Expected `out`, got none. Name a folder for the tokenizer with --out.');
  const texts: string[] = [];
  for (const file of files) {
    if (file.endsWith('.jsonl'))
      for await (const { messages } of readMessages(file))
        texts.push(...messages.map(({ content }) => content));
    else
      texts.push(
        await readFile(file, 'utf8').catch((error: Error) => {
          throw new UsageError(`Expected a text in ${file}: ${error.message}.`, { cause: error });
        }),
      );
  }
  const tokenizer = learnTokenizer(texts, {
    vocabularySize: readPositiveInteger('vocabulary', vocabulary),
    specialTokens: chatSpecialTokens,
  });
  await mkdir(out, { recursive: true });
  const path = join(out, 'tokenizer.json');
  await writeFile(path, renderTokenizerFile(tokenizer));
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const tokens = texts.reduce((sum, text) => sum + tokenizer.encode(text).length, 0);
  output.say(
    `${formatNumber(tokenizer.vocabularySize)} tokens, ${(characters / Math.max(1, tokens)).toFixed(2)} characters each: ${path}`,
  );
  output.printResult({
    status: 'done',
    tokenizer: path,
    vocabularySize: tokenizer.vocabularySize,
    tokens,
    characters,
  });
  return 0;
}

/** Writes a trained model as a GGUF file or as a folder for transformers. */
export async function exportModel(
  from: string,
  options: OutputOptions & { out?: string; precision?: string; name?: string },
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const { out, precision = 'f32', name = basename(from) } = options;
  if (out === undefined)
    throw new UsageError(
      'Expected `out`, got none. Name a .gguf file, or a folder for transformers, with --out.',
    );
  const checkpoint = await loadCheckpoint(from);
  if (checkpoint === undefined)
    throw new UsageError(`Expected a checkpoint in ${from}, found none. Name the folder of a training.`);
  const model: ExportModel = {
    config: checkpoint.config,
    weights: checkpoint.weights,
    tokenizer: parseTokenizerFile(checkpoint.tokenizerFile, 'tokenizer.json'),
    chatTemplate,
    endToken,
  };
  if (out.endsWith('.gguf')) {
    if (precision !== 'f32' && precision !== 'f16' && precision !== 'q8_0')
      throw new UsageError(`Expected \`precision\` to be f32, f16 or q8_0, got \`${precision}\`.`);
    const { writeGguf } = await import('../train/export/gguf.ts');
    await writeGguf(out, model, { name, precision });
  } else {
    const kinds = { f32: 'F32', f16: 'F16', bf16: 'BF16' } as const;
    const kind = kinds[precision as keyof typeof kinds];
    if (kind === undefined)
      throw new UsageError(`Expected \`precision\` to be f32, f16 or bf16, got \`${precision}\`.`);
    const { writeTransformersFolder } = await import('../train/export/transformers-folder.ts');
    await writeTransformersFolder(out, model, { precision: kind });
  }
  output.say(`step ${checkpoint.step} of ${from}: ${out}`);
  output.printResult({ status: 'done', out, precision, step: checkpoint.step });
  return 0;
}
