/** Readable files beside the database: written whole or not at all, and never read back as truth. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunEvent } from './events.ts';
import type { RunRecord } from './store.ts';

/** Replaces `path` in one move, so that a reader or a crash never meets half a file. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  await writeFile(draft, text);
  await rename(draft, path);
}

export function runFolder(home: string, runId: string): string {
  return join(home, 'runs', runId);
}

export async function projectRun(home: string, run: RunRecord): Promise<void> {
  await writeWhole(join(runFolder(home, run.runId), 'run.json'), `${JSON.stringify(run, null, 1)}\n`);
}

/** What the files say of the runs, newest first: for readers that may not open the database now. */
export async function readProjectedRuns(home: string): Promise<RunRecord[]> {
  const folders = await readdir(join(home, 'runs')).catch(() => []);
  const runs: RunRecord[] = [];
  for (const folder of folders) {
    try {
      runs.push(JSON.parse(await readFile(join(home, 'runs', folder, 'run.json'), 'utf8')) as RunRecord);
    } catch {
      // A run that has only just begun has no file yet.
    }
  }
  return runs.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

/** The events of a run as its file has them, a half last line left out; none where there is no file. */
export async function readProjectedEvents(home: string, runId: string): Promise<RunEvent[]> {
  const text = await readFile(join(runFolder(home, runId), 'events.jsonl'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as RunEvent);
}
