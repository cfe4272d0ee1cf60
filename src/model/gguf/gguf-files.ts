/** GGUF files on this machine: where they are kept and which are whole. */
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../providers/keys.ts';

export type GgufFile = { path: string; bytes: number; address: string };

/** `LONGHAND_MODELS`, else `longhand/models` in the user's cache folder. */
export function ggufFolder(env: Environment): string {
  if (env.LONGHAND_MODELS) return env.LONGHAND_MODELS;
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'longhand', 'models');
}

/** Whole files by name; a download in progress has another ending. Empty where the folder is not there. */
export async function listGgufFiles(folder: string): Promise<GgufFile[]> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => /\.gguf$/i.test(name))
      .sort()
      .map(async (name) => {
        const path = join(folder, name);
        const { size } = await stat(path);
        return { path, bytes: size, address: `gguf:${path}` };
      }),
  );
  // A split model is named by its first part.
  return files.filter(({ path }) => !/-(?!00001)\d{5}-of-\d{5}\.gguf$/i.test(path));
}
