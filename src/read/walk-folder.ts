/** The files of a folder that are there to be read, in an order that does not change. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

type Rules = { base: string; rules: Ignore };

/**
 * Walks a folder: the entries of each folder in code-point order of their names.
 *
 * Left out are hidden files and folders (which also hold keys and histories), `node_modules`, symbolic links, and
 * what the `.gitignore` files on the way down name.
 *
 * @returns Paths from the folder, with `/` between names on every system.
 */
export async function* walkFolder(folder: string): AsyncGenerator<string> {
  yield* walk(folder, '', []);
}

async function* walk(root: string, folder: string, inherited: readonly Rules[]): AsyncGenerator<string> {
  const rules = [...inherited, ...(await loadRules(root, folder))];
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !isIgnored(`${path}/`, rules)) yield* walk(root, path, rules);
    else if (entry.isFile() && !isIgnored(path, rules)) yield path;
  }
}

async function loadRules(root: string, folder: string): Promise<Rules[]> {
  try {
    const text = await readFile(join(root, folder, '.gitignore'), 'utf8');
    return [{ base: folder === '' ? '' : `${folder}/`, rules: ignore().add(text) }];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** As git does: the last file with a word on it decides, from the root down. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  let isOut = false;
  for (const { base, rules: own } of rules) {
    const { ignored, unignored } = own.test(path.slice(base.length));
    if (ignored) isOut = true;
    else if (unignored) isOut = false;
  }
  return isOut;
}
