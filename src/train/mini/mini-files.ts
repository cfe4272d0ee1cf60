/** The files that mini consists of: `config.json`, `model.safetensors` (int8) and `tokenizer.json` in one folder. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { parseConfigFile, renderConfigFile } from '../checkpoint/config-file.ts';
import { parseSafetensors, renderSafetensors, type StoredTensor } from '../checkpoint/safetensors.ts';
import { listWeights, type ModelConfig } from '../model-config.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { parseTokenizerFile, renderTokenizerFile } from '../tokenizer/tokenizer-file.ts';
import { type QuantisedMatrix, type QuantisedWeights, quantisedBlock } from './inference/quantise.ts';

export type MiniFiles = { config: ModelConfig; weights: QuantisedWeights; tokenizer: Tokenizer };

/** `mini/` at the root of the package, from `src/` and from `dist/`. */
const shippedFolder = join(import.meta.dirname, '../../../mini');
/** Says in the file how its matrices are stored: see `quantise.ts`. */
const format = `int8 in blocks of ${quantisedBlock}`;

/** The scales of a matrix stand beside it under its name and this. */
const scalesOf = (name: string): string => `${name}.scales`;

/**
 * Loads the files.
 *
 * @param folder - Left out: the model that ships.
 * @throws {UsageError} A file is missing or damaged, or they do not belong together.
 */
export async function loadMiniFiles(folder: string = shippedFolder): Promise<MiniFiles> {
  const read = async (name: string): Promise<Buffer> =>
    readFile(join(folder, name)).catch((cause: unknown) => {
      throw new UsageError(
        `Expected the file \`${name}\` of the model \`mini\`, could not read it: ${(cause as Error).message}. Install Longhand again, or name another model.`,
        { cause },
      );
    });
  const [configFile, weightsFile, tokenizerFile] = await Promise.all(
    ['config.json', 'model.safetensors', 'tokenizer.json'].map(read),
  );
  const config = parseConfigFile(String(configFile), 'mini/config.json');
  const weights = parseWeights(config, weightsFile as Buffer, 'mini/model.safetensors');
  const tokenizer = parseTokenizerFile(String(tokenizerFile), 'mini/tokenizer.json');
  if (tokenizer.vocabularySize !== config.vocabularySize) {
    throw new UsageError(
      `Expected \`mini/tokenizer.json\` to have the ${config.vocabularySize} tokens of \`mini/config.json\`, got ${tokenizer.vocabularySize}. Install Longhand again.`,
    );
  }
  return { config, weights, tokenizer };
}

/** Writes the files, into a new folder or over those of an older model. */
export async function saveMiniFiles(
  folder: string,
  { config, weights, tokenizer }: MiniFiles,
): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const { name, shape } of listWeights(config)) {
    const matrix = weights.matrices.get(name);
    if (matrix === undefined) {
      tensors.set(name, { dtype: 'F32', shape, data: weights.norms.get(name) as Float32Array });
      continue;
    }
    const scalesShape = [matrix.rows, matrix.columns / quantisedBlock];
    tensors.set(name, { dtype: 'I8', shape, data: matrix.values });
    tensors.set(scalesOf(name), { dtype: 'F32', shape: scalesShape, data: matrix.scales });
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), renderConfigFile(config));
  await writeFile(join(folder, 'model.safetensors'), renderSafetensors(tensors, { format }));
  await writeFile(join(folder, 'tokenizer.json'), renderTokenizerFile(tokenizer));
}

function parseWeights(config: ModelConfig, bytes: Uint8Array, path: string): QuantisedWeights {
  const { tensors, metadata } = parseSafetensors(bytes, path);
  const damaged = (expected: string, found: string): UsageError =>
    new UsageError(`Expected \`${path}\` to hold ${expected}, got ${found}. Install Longhand again.`);
  if (metadata.format !== format) throw damaged(`weights as ${format}`, `\`${metadata.format}\``);
  const get = <Type extends 'I8' | 'F32'>(name: string, dtype: Type, shape: readonly number[]) => {
    const tensor = tensors.get(name);
    if (tensor?.dtype !== dtype || tensor.shape.join() !== shape.join()) {
      const found = tensor === undefined ? 'none' : `${tensor.dtype} [${tensor.shape.join(', ')}]`;
      throw damaged(`\`${name}\` as ${dtype} [${shape.join(', ')}]`, found);
    }
    return tensor as Extract<StoredTensor, { dtype: Type }>;
  };
  const matrices = new Map<string, QuantisedMatrix>();
  const norms = new Map<string, Float32Array>();
  for (const { name, shape } of listWeights(config)) {
    const [rows = 0, columns] = shape;
    if (columns === undefined) {
      norms.set(name, get(name, 'F32', shape).data);
      continue;
    }
    const values = get(name, 'I8', shape).data;
    const scales = get(scalesOf(name), 'F32', [rows, columns / quantisedBlock]).data;
    matrices.set(name, { rows, columns, values, scales });
  }
  return { matrices, norms };
}
