/**
 * Checkpoints of a training run: one folder each in the run's directory, `000007-step-500` being the seventh saved,
 * after 500 steps. With `config.json`, `model.safetensors` and `tokenizer.json` it is a transformers model folder.
 */
import { join } from 'node:path';
import { StoreError, UsageError } from '../../errors.ts';
import type { ModelConfig, Weights } from '../model-config.ts';
import { parseConfigFile, renderConfigFile } from './config-file.ts';
import { listFolders, loadFolder, removeFolders, saveFolder } from './durable-folder.ts';
import { parseWeightsFile, renderWeightsFile } from './weights-file.ts';

/** All that a trainer needs to go on as if nothing had happened; numbers are exact float32. */
export type Checkpoint = {
  config: ModelConfig;
  weights: Weights;
  /** AdamW's moments, named as the weights are. Absent: a model to use, not to train on. */
  optimizer?: { firstMoments: Weights; secondMoments: Weights };
  /** Optimizer steps taken. */
  step: number;
  /** Where the data goes on, and the state of the random generators: what JSON can hold, given back as it was. */
  dataPosition?: unknown;
  randomState?: unknown;
  /** Content of `tokenizer.json`. */
  tokenizerFile: string;
};

/** Folder that was loaded, and newer ones that were passed over because they are damaged. */
export type LoadedCheckpoint = Checkpoint & {
  folder: string;
  skipped: { folder: string; reason: string }[];
};

const namePattern = /^(\d{6,})-step-(\d+)$/;
const trainingFile = 'training.json';

/**
 * Saves a checkpoint as the newest of `directory`.
 *
 * A kill or a power cut at any moment leaves the last one or this one whole. Older ones beyond `keep` are removed
 * afterwards. One process at a time may save into a directory.
 *
 * @param options.keep - How many checkpoints stay, this one included; default 2.
 * @returns Path of its folder.
 * @throws {RangeError} A tensor is missing or has another shape than `listWeights` says.
 */
export async function saveCheckpoint(
  directory: string,
  checkpoint: Checkpoint,
  { keep = 2 }: { keep?: number } = {},
): Promise<string> {
  if (!Number.isInteger(keep) || keep < 1)
    throw new UsageError(`Expected \`keep\` to be a positive integer, got \`${keep}\`.`);
  const { config, weights, optimizer, step, dataPosition, randomState, tokenizerFile } = checkpoint;
  const files = new Map<string, string | Uint8Array>([
    ['config.json', renderConfigFile(config)],
    ['model.safetensors', renderWeightsFile(config, weights)],
    ['tokenizer.json', tokenizerFile],
    [trainingFile, `${JSON.stringify({ step, dataPosition, randomState }, null, 1)}\n`],
  ]);
  if (optimizer) {
    files.set('first-moments.safetensors', renderWeightsFile(config, optimizer.firstMoments));
    files.set('second-moments.safetensors', renderWeightsFile(config, optimizer.secondMoments));
  }
  const older = (await listFolders(directory)).filter((name) => namePattern.test(name)).sort(bySerial);
  const serial = Number(namePattern.exec(older.at(-1) ?? '')?.[1] ?? 0) + 1;
  const name = `${String(serial).padStart(6, '0')}-step-${step}`;
  await saveFolder(directory, name, files);
  await removeFolders(directory, older.slice(0, Math.max(0, older.length + 1 - keep)));
  return join(directory, name);
}

/**
 * Loads the newest whole checkpoint of `directory`, or the one that `directory` itself is.
 *
 * @returns Undefined where there is none at all.
 * @throws {StoreError} There are some and none is whole; names each with its damage.
 */
export async function loadCheckpoint(directory: string): Promise<LoadedCheckpoint | undefined> {
  const names = (await listFolders(directory)).filter((name) => namePattern.test(name)).sort(bySerial);
  const folders = names.map((name) => join(directory, name)).reverse();
  const skipped: LoadedCheckpoint['skipped'] = [];
  for (const folder of namePattern.test(lastName(directory)) ? [directory] : folders) {
    const loaded = await loadFolder(folder);
    if ('files' in loaded) return { ...parseCheckpoint(folder, loaded.files), folder, skipped };
    skipped.push({ folder, reason: loaded.damage });
  }
  if (skipped.length === 0) return undefined;
  throw new StoreError(
    `Expected a whole checkpoint in \`${directory}\`, got only damaged ones: ${skipped
      .map(({ folder, reason }) => `${lastName(folder)} (${reason})`)
      .join('; ')}. Copy them again, or train anew into another directory.`,
    { home: directory },
  );
}

function parseCheckpoint(folder: string, files: ReadonlyMap<string, Buffer>): Checkpoint {
  const file = (name: string): Buffer => {
    const content = files.get(name);
    if (!content)
      throw new StoreError(`Expected \`${name}\` in \`${folder}\`, found none.`, { home: folder });
    return content;
  };
  const config = parseConfigFile(file('config.json').toString(), join(folder, 'config.json'));
  const tensors = (name: string): Weights => parseWeightsFile(config, file(name), join(folder, name));
  return {
    config,
    weights: tensors('model.safetensors'),
    ...(files.has('first-moments.safetensors') && {
      optimizer: {
        firstMoments: tensors('first-moments.safetensors'),
        secondMoments: tensors('second-moments.safetensors'),
      },
    }),
    ...(JSON.parse(file(trainingFile).toString()) as Pick<
      Checkpoint,
      'step' | 'dataPosition' | 'randomState'
    >),
    tokenizerFile: file('tokenizer.json').toString(),
  };
}

const lastName = (path: string): string =>
  path
    .replace(/[/\\]+$/, '')
    .split(/[/\\]/)
    .at(-1) ?? '';
const serialOf = (name: string): number => Number(namePattern.exec(name)?.[1]);
const bySerial = (a: string, b: string): number => serialOf(a) - serialOf(b);
