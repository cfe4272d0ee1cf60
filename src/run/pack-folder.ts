/** The files of a run's folder that go into a pack, and come out of one again. */
import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createCleaner } from './pack-clean.ts';
import type { PackRules } from './pack-entries.ts';
import { readPackFile } from './pack-file.ts';
import { type PackEntry, packedFiles } from './pack-format.ts';
import { runFolder, writeWhole } from './projections.ts';

/** What only the folder of the run holds; nothing where the run was written from another home. */
export async function* listFileEntries(
  home: string,
  runId: string,
  redact: PackRules['redact'],
): AsyncGenerator<PackEntry> {
  const folder = runFolder(home, runId);
  for (const name of packedFiles) {
    const path = join(folder, name);
    if (existsSync(path)) yield { kind: 'file', name, text: await readFile(path, 'utf8') };
  }
  const path = join(folder, 'calls.jsonl');
  if (!existsSync(path)) return;
  const clean = createCleaner([resolve(home)], redact);
  for await (const line of listLines(path)) {
    const call = readCall(line);
    if (call !== undefined) yield { kind: 'recorded', call: clean.recorded(call) };
  }
}

/**
 * Writes the files of a pack into the folder of its run; events.jsonl follows from the events.
 *
 * @param options.keep - Leave files as they are that are there already.
 */
export async function takeFiles(file: string, folder: string, { keep }: { keep: boolean }): Promise<void> {
  const isKept = (name: string): boolean => keep && existsSync(join(folder, name));
  await mkdir(folder, { recursive: true });
  const drafts = new Map<string, { path: string; handle: FileHandle }>();
  const append = async (name: string, line: unknown): Promise<void> => {
    if (isKept(name)) return;
    let draft = drafts.get(name);
    if (draft === undefined) {
      const path = join(folder, `${name}.${randomBytes(4).toString('hex')}.tmp`);
      draft = { path, handle: await open(path, 'w') };
      drafts.set(name, draft);
    }
    await draft.handle.appendFile(`${JSON.stringify(line)}\n`);
  };
  try {
    let runId = '';
    for await (const entry of readPackFile(file)) {
      if (entry.kind === 'run') runId = entry.runId;
      if (entry.kind === 'recorded') await append('calls.jsonl', entry.call);
      if (entry.kind === 'event') {
        await append('events.jsonl', { ...entry.body, runId, at: entry.at, seq: entry.seq });
      }
      if (entry.kind === 'file' && !isKept(entry.name))
        await writeWhole(join(folder, entry.name), entry.text);
    }
    for (const [name, { path, handle }] of drafts) {
      await handle.close();
      await rename(path, join(folder, name));
    }
  } finally {
    for (const { path, handle } of drafts.values()) {
      await handle.close().catch(() => {});
      await rm(path, { force: true });
    }
  }
}

/** By line feeds alone, unlike the line readers of the platform. */
async function* listLines(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk as string}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

/** A writer that was killed leaves half a line, and the next one writes on behind it: that call is whole. */
function readCall(line: string): Record<string, unknown> | undefined {
  for (const text of [line, line.slice(Math.max(0, line.lastIndexOf('{"request":"')))]) {
    try {
      const call: unknown = JSON.parse(text);
      if (call !== null && typeof call === 'object') return call as Record<string, unknown>;
    } catch {
      // Half a line, or none.
    }
  }
  return undefined;
}
