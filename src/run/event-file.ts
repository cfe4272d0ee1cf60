/**
 * The readable projection of a run's events, `events.jsonl`: brought up to the store when a process takes the run
 * over, then appended to.
 *
 * What a long run has said already is neither read nor written again: where the last whole line of the file is an
 * event of the store, all before it is taken to be right.
 */
import { randomBytes } from 'node:crypto';
import { appendFile, open, rename, rm } from 'node:fs/promises';
import type { RunEvent } from './events.ts';
import type { Store } from './store.ts';

/** Longer than most events; a longer last line is read in steps of twice the size. */
const tailInBytes = 16 * 1024;
const lineFeed = 10;

/** A torn last line is cut off, events the file lacks are added; a file that is missing or differs is made anew. */
export async function mendEventFile(
  path: string,
  runId: string,
  store: Pick<Store, 'findEvent' | 'pageEvents'>,
): Promise<void> {
  const tail = await readTail(path);
  const seq = readSeq(tail?.line);
  const stored = seq === undefined ? undefined : await store.findEvent(runId, seq);
  if (tail !== undefined && stored !== undefined && renderEvent(stored) === `${tail.line}\n`) {
    if (tail.torn > 0) await cutEnd(path, tail.torn);
    for await (const events of store.pageEvents(runId, stored.seq))
      await appendFile(path, events.map(renderEvent).join(''));
    return;
  }
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await appendFile(draft, '');
    for await (const events of store.pageEvents(runId, 0))
      await appendFile(draft, events.map(renderEvent).join(''));
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** An event as a line of the file. */
export function renderEvent(event: RunEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** The last whole line, and how many bytes stand behind it; undefined where there is none. */
async function readTail(path: string): Promise<{ line: string; torn: number } | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    for (let length = Math.min(size, tailInBytes); length > 0; length = Math.min(size, length * 2)) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const end = buffer.lastIndexOf(lineFeed, bytesRead - 1);
      const start = end < 1 ? -1 : buffer.lastIndexOf(lineFeed, end - 1);
      if (end >= 0 && (start >= 0 || length === size)) {
        return { line: buffer.toString('utf8', start + 1, end), torn: length - end - 1 };
      }
      if (length === size) return undefined;
    }
    return undefined;
  } catch {
    // What cannot be read is made anew; where that fails too, the error names the place.
    return undefined;
  } finally {
    await file.close();
  }
}

function readSeq(line: string | undefined): number | undefined {
  try {
    const seq: unknown = (JSON.parse(line ?? '') as { seq?: unknown } | null)?.seq;
    return Number.isInteger(seq) && (seq as number) > 0 && (seq as number) < 2 ** 31
      ? (seq as number)
      : undefined;
  } catch {
    // No event: the file is made anew.
    return undefined;
  }
}

async function cutEnd(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.truncate((await file.stat()).size - bytes);
  } finally {
    await file.close();
  }
}
