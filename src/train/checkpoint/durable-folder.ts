/**
 * A folder that is there whole or not at all: written under a name that nobody reads, flushed to the disk, renamed.
 *
 * `manifest.json` is written last and holds the size and the SHA-256 of every other file, so that damage done later
 * (a disk, a copy broken off) is seen as well.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of this prefix are drafts and leavings of a process that died; anyone may remove them. */
const draftPrefix = '.draft-';
const manifestName = 'manifest.json';
const version = 1;

type Manifest = { version: number; files: Record<string, { bytes: number; sha256: string }> };

/** Writes `files` into the new folder `parent/name`; `parent` is made where it is missing. */
export async function saveFolder(
  parent: string,
  name: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
  const draft = join(parent, draftPrefix + randomBytes(6).toString('hex'));
  await mkdir(draft, { recursive: true });
  try {
    const manifest: Manifest = { version, files: {} };
    for (const [file, content] of files) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      await writeFlushed(join(draft, file), bytes);
      manifest.files[file] = { bytes: bytes.length, sha256: hash(bytes) };
    }
    await writeFlushed(join(draft, manifestName), Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
    await flushFolder(draft);
    await rename(draft, join(parent, name));
  } catch (error) {
    // The disk may be full: what is kept there now is of no use.
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  await flushFolder(parent);
}

/**
 * Reads a folder and holds every file against the manifest.
 *
 * @returns The files by name, or the reason why the folder is not whole.
 */
export async function loadFolder(
  folder: string,
): Promise<{ files: Map<string, Buffer> } | { damage: string }> {
  const manifest = await readManifest(folder);
  if (typeof manifest === 'string') return { damage: manifest };
  const files = new Map<string, Buffer>();
  for (const [name, { bytes, sha256 }] of Object.entries(manifest.files)) {
    const content = await readFile(join(folder, name)).catch((error: Error) => error);
    if (content instanceof Error) return { damage: `\`${name}\` cannot be read: ${content.message}` };
    if (content.length !== bytes) return { damage: `\`${name}\` has ${content.length} bytes, not ${bytes}` };
    if (hash(content) !== sha256) return { damage: `\`${name}\` has other content than when it was written` };
    files.set(name, content);
  }
  return { files };
}

/** Names of the folders in `parent` that are no drafts, in order; none where `parent` does not exist. */
export async function listFolders(parent: string): Promise<string[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(draftPrefix))
    .map(({ name }) => name)
    .sort();
}

/** Removes folders by name, and every draft. A folder is renamed first: a kill leaves it whole or a draft. */
export async function removeFolders(parent: string, names: readonly string[]): Promise<void> {
  for (const name of names)
    await rename(join(parent, name), join(parent, `${draftPrefix}${randomBytes(6).toString('hex')}`));
  for (const name of await readdir(parent))
    if (name.startsWith(draftPrefix)) await rm(join(parent, name), { recursive: true, force: true });
}

async function readManifest(folder: string): Promise<Manifest | string> {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(await readFile(join(folder, manifestName), 'utf8')) as Manifest;
  } catch (error) {
    return `\`${manifestName}\` cannot be read: ${(error as Error).message}`;
  }
  if (manifest?.version !== version || typeof manifest.files !== 'object' || manifest.files === null)
    return `\`${manifestName}\` is not of version ${version}`;
  return manifest;
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flushFolder(folder: string): Promise<void> {
  // Windows keeps the names of a folder safe by itself and cannot open one as a file.
  if (process.platform === 'win32') return;
  const file = await open(folder, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
