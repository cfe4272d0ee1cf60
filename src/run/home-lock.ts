/**
 * One process owns an embedded home: PGlite takes no lock of its own, and two processes on one directory
 * silently lose rows. The lock is a file holding the owner's pid and the time that process started, so that
 * a lock left by a killed process, or one whose pid now belongs to somebody else, is recognised as stale.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../errors.ts';

export type HomeOwner = { pid: number; startedAt: string };

/** Releases the home; safe to call twice. */
export type HomeLock = { release(): Promise<void> };

/**
 * Takes the home for this process.
 *
 * @param options.waitInMs - How long to wait for the present owner to leave; a reader holds a home for a moment only.
 * @throws {StoreError} Another live process owns the home; `error.owner` names it.
 */
export async function lockHome(
  home: string,
  { waitInMs = 0 }: { waitInMs?: number } = {},
): Promise<HomeLock> {
  await mkdir(home, { recursive: true });
  const path = join(home, 'lock');
  const own: HomeOwner = { pid: process.pid, startedAt: processStartedAt(process.pid) ?? '' };
  const draft = join(home, `lock.${process.pid}.${Math.random().toString(36).slice(2)}`);
  await writeFile(draft, JSON.stringify(own));
  const giveUpAt = Date.now() + waitInMs;
  try {
    for (;;) {
      try {
        // A hard link fails if the name exists and, unlike open-then-write, never shows a half-written lock.
        await link(draft, path);
        return { release: () => releaseLock(path, own) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = await readOwner(path);
      if (owner === undefined || !isAlive(owner)) {
        await removeStaleLock(path);
        continue;
      }
      if (Date.now() >= giveUpAt) throw ownedError(home, owner);
      await delay(50);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** The live process that owns the home now; undefined when nobody does. */
export async function readHomeOwner(home: string): Promise<HomeOwner | undefined> {
  const owner = await readOwner(join(home, 'lock'));
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}

/**
 * Several processes may find the same stale lock at once: whoever makes the folder may remove it, after a second
 * look, and nobody removes a lock that was taken in between. A folder left by a crash inside these lines is
 * ignored after five seconds.
 */
async function removeStaleLock(path: string): Promise<void> {
  const turn = `${path}.turn`;
  try {
    await mkdir(turn);
  } catch {
    const { mtimeMs } = await stat(turn).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > 5000) await rmdir(turn).catch(() => {});
    await delay(20);
    return;
  }
  try {
    // A lock that is gone already may be taken by another at this moment: only one that is there is stale.
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) return;
    const owner = parseOwner(text);
    if (owner === undefined || !isAlive(owner)) await rm(path, { force: true });
  } finally {
    await rmdir(turn);
  }
}

function ownedError(home: string, owner: HomeOwner): StoreError {
  return new StoreError(
    `Expected the home ${home} to be free, but process ${owner.pid} is writing in it. ` +
      'Wait for it to end, stop it, or give this run another home with --home DIR.',
    { home, owner },
  );
}

async function readOwner(path: string): Promise<HomeOwner | undefined> {
  // Gone in between: nobody to wait for.
  return parseOwner(await readFile(path, 'utf8').catch(() => ''));
}

/** Undefined for a file that is no lock of ours. */
function parseOwner(text: string): HomeOwner | undefined {
  try {
    const { pid, startedAt } = JSON.parse(text) as Partial<HomeOwner>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

async function releaseLock(path: string, own: HomeOwner): Promise<void> {
  const owner = await readOwner(path);
  if (owner?.pid === own.pid && owner.startedAt === own.startedAt) await rm(path, { force: true });
}

function isAlive(owner: HomeOwner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM means it lives under another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // In a container without an init nobody takes a killed process off the list; it writes nothing any more.
  if (readLinuxStat(owner.pid)?.[0] === 'Z') return false;
  const startedAt = processStartedAt(owner.pid);
  return startedAt === undefined || owner.startedAt === '' || startedAt === owner.startedAt;
}

/** A text that differs for two processes that had the same pid; undefined where the system does not tell. */
function processStartedAt(pid: number): string | undefined {
  if (process.platform === 'linux') return readLinuxStat(pid)?.[19];
  try {
    if (process.platform === 'darwin') {
      return execFileSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).trim();
    }
  } catch {
    // The process ended in between, or the system hides it: the pid alone must do.
  }
  return undefined;
}

/** Fields of `/proc/<pid>/stat` from the third on: state first, start time at 19. Undefined on other systems. */
function readLinuxStat(pid: number): string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    // The command name before them may hold spaces, so count from the closing bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    // The process ended in between.
    return undefined;
  }
}
