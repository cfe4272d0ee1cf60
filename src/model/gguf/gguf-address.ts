/** What stands behind `gguf:`: which file, and how it is run. */
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { Environment } from '../providers/keys.ts';
import { ggufFolder } from './gguf-files.ts';

export type GgufAddress = {
  source: string;
  /** Absent: measured when the model is loaded. */
  threads?: number;
  /** Absent: what the file was made for, as far as memory allows. */
  contextTokens?: number;
  gpu: 'auto' | false;
};

/**
 * Reads `<path>?threads=2&contextTokens=8192&gpu=auto`.
 *
 * A question mark in a path is no parameter unless `name=` follows it; a web address has no parameters of ours.
 *
 * @throws {UsageError} Unknown parameter or bad value.
 */
export function parseGgufAddress(rest: string): GgufAddress {
  const [, source = rest, query = ''] = isWeb(rest) ? [] : (/^(.*?)\?(\w+=.*)$/.exec(rest) ?? []);
  const address: GgufAddress = { source, gpu: false };
  for (const [name, value] of new URLSearchParams(query)) {
    if (name === 'threads' || name === 'contextTokens') {
      const number = Number(value);
      if (!Number.isSafeInteger(number) || number < 1) {
        throw new UsageError(`Expected \`${name}\` to be a positive integer, got \`${value}\`.`);
      }
      address[name] = number;
    } else if (name === 'gpu') {
      if (value !== 'auto' && value !== 'false') {
        throw new UsageError(`Expected \`gpu\` to be \`auto\` or \`false\`, got \`${value}\`.`);
      }
      address.gpu = value === 'auto' ? 'auto' : false;
    } else {
      throw new UsageError(
        `Expected the parameters of \`gguf:${source}\` to be among \`threads\`, \`contextTokens\` and \`gpu\`, got \`${name}\`.`,
      );
    }
  }
  return address;
}

const isWeb = (source: string): boolean => /^https?:\/\//.test(source);

/** Whether the source is fetched before it is run: `hf:…` or a web address. */
export const isRemote = (source: string): boolean => source.startsWith('hf:') || isWeb(source);

export type HuggingFaceSource = { user: string; model: string; file?: string; quant?: string };

/**
 * Reads `hf:user/model`, `hf:user/model:quant` or `hf:user/model/folder/file.gguf`.
 *
 * @throws {UsageError} Another form.
 */
export function parseHuggingFaceSource(source: string): HuggingFaceSource {
  const match = /^hf:([\w.-]+)\/([\w.-]+)(?::([\w.-]+)|\/([\w./ -]+\.gguf))?$/i.exec(source);
  const [, user, model, quant, file] = match ?? [];
  const isClimbing = [user, model, ...(file ?? '').split('/')].some((part) => part === '..' || part === '.');
  if (user === undefined || model === undefined || isClimbing) {
    throw new UsageError(
      `Expected \`hf:user/model:quant\` or \`hf:user/model/file.gguf\`, got \`${source}\`.`,
    );
  }
  return { user, model, ...(file !== undefined && { file }), ...(quant !== undefined && { quant }) };
}

/** Name of a fetched file without its ending; a split model adds its part numbers to it. */
export function localNameOf(source: string): string {
  if (isWeb(source)) return basename(decodeURIComponent(new URL(source).pathname)).replace(/\.gguf$/i, '');
  const { user, model, file, quant } = parseHuggingFaceSource(source);
  if (file !== undefined) return `${user}_${model}_${file.replaceAll('/', '_').replace(/\.gguf$/i, '')}`;
  return `${user}_${model}.${(quant ?? 'latest').toUpperCase()}`;
}

/**
 * The file on disk an address stands for.
 *
 * @throws {UsageError} There is none; for what can be fetched, says the command.
 */
export function findGgufFile(source: string, env: Environment): string {
  if (!isRemote(source)) {
    const path = resolve(source.replace(/^~(?=\/)/, env.HOME || homedir()));
    if (existsSync(path)) return path;
    throw new UsageError(
      `Expected a GGUF file at \`${source}\`, found none. Check the path; \`longhand models\` lists the files that were fetched.`,
    );
  }
  const folder = ggufFolder(env);
  const name = localNameOf(source);
  const found = existsSync(folder)
    ? readdirSync(folder).find(
        (each) => each === `${name}.gguf` || (each.startsWith(`${name}-00001-of-`) && each.endsWith('.gguf')),
      )
    : undefined;
  if (found !== undefined) return join(folder, found);
  throw new UsageError(
    `Expected \`gguf:${source}\` to have been fetched, found nothing in \`${folder}\`. Fetch it with \`longhand models pull gguf:${source}\`.`,
  );
}
