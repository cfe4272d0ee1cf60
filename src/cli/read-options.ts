/** The flags of `read` as settings of a run; every value is checked here, before anything starts. */
import { UsageError } from '../errors.ts';
import type { ReadSettings } from '../methods/reading/read-request.ts';
import { detectModel } from '../model/detect-model.ts';
import { type Config, readConfig } from './config.ts';
import type { Output, OutputOptions } from './output.ts';
import { checkJsonKind, readPositiveInteger, readPositiveNumber, readWordCount } from './write-options.ts';

export type ReadOptions = OutputOptions & {
  home?: string;
  ask?: string;
  model?: string;
  summarizer?: string;
  writer?: string;
  judge?: string;
  embeddings?: string;
  method?: string;
  words?: string;
  out?: string;
  allowHttp?: boolean;
  order?: string;
  ensemble?: string;
  depth?: string;
  hybrid?: boolean;
  seed?: string;
  concurrency?: string;
  maxCost?: string;
  price?: string[];
  yes?: boolean;
  dryRun?: boolean;
};

/** @throws {UsageError} A value is off; the message names the flag. */
export async function readSettings(
  options: ReadOptions,
  home: string,
  output: Output,
): Promise<ReadSettings> {
  checkJsonKind(options);
  if (options.ask === undefined) {
    throw new UsageError(
      'Expected `--ask` to say what to look for, got none. Such as: --ask "Summarise it in 500 words".',
    );
  }
  const config = await readConfig(process.cwd(), home);
  const { words, seed, concurrency, method, order, ensemble, depth, out } = options;
  const maxCost =
    options.maxCost === undefined ? config.maxCost : readPositiveNumber('max-cost', options.maxCost);
  const listed = Object.entries(config.prices ?? {}).map(([address, price]) => `${address}=${price}`);
  return {
    ask: options.ask,
    model: await findModel(options, config, output),
    roles: readRoles(options, config),
    ...(options.embeddings !== undefined && { embeddings: options.embeddings }),
    ...(method !== undefined && { method }),
    ...(words !== undefined && { words: readWordCount('words', words) }),
    ...(order !== undefined && { order }),
    ...(ensemble !== undefined && { ensemble }),
    ...(options.hybrid && { isHybrid: true }),
    ...(depth !== undefined && { depth: readPositiveInteger('depth', depth) }),
    ...(seed !== undefined && { seed: seed === '0' ? 0 : readPositiveInteger('seed', seed) }),
    ...(concurrency !== undefined && { concurrency: readPositiveInteger('concurrency', concurrency) }),
    ...(options.allowHttp && { allowHttp: true }),
    ...(maxCost !== undefined && { budget: { costInUsd: maxCost } }),
    // Later ones win: a flag over the file.
    price: [...listed, ...(options.price ?? [])],
    ...(out !== undefined && { out }),
  };
}

/** Roles named by a flag, else by the configuration. */
function readRoles(options: ReadOptions, config: Config): ReadSettings['roles'] {
  const roles = ['summarizer', 'writer', 'judge'] as const;
  return Object.fromEntries(
    roles.flatMap((role) => {
      const address = options[role] ?? config[role];
      return address === undefined ? [] : [[role, address]];
    }),
  );
}

/** The flag, the configuration, a key or a local server, else the one that ships; said with its reason. */
async function findModel({ model, writer }: ReadOptions, config: Config, output: Output): Promise<string> {
  if (model !== undefined) return model;
  if (writer !== undefined) return writer;
  const configured = config.model ?? config.writer;
  const found =
    configured === undefined
      ? await detectModel({ env: process.env, fetch })
      : { address: configured, reason: `named in ${config.path}` };
  const { address, reason } = found ?? {
    address: 'mini',
    reason: 'no key, no local server and no downloaded model is found',
  };
  output.say(`model: ${address} (${reason}; name another with --model)`);
  return address;
}
