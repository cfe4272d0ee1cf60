/** `longhand doctor`: whether writing is possible here, and what to do where it is not. */
import { randomBytes } from 'node:crypto';
import { access, constants, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readHomeOwner } from '../run/home-lock.ts';
import type { Check } from './doctor-check.ts';
import {
  checkChoice,
  checkConfig,
  checkKeys,
  checkNative,
  checkPackage,
  checkPrices,
  checkServers,
} from './doctor-models.ts';
import { formatBytes, formatCount } from './format.ts';
import type { Output, OutputOptions } from './output.ts';
import { withReader } from './read-record.ts';
import { findPlace } from './run-place.ts';
import { checkJsonKind } from './write-options.ts';

export async function doctor(options: OutputOptions & { home?: string }, output: Output): Promise<number> {
  checkJsonKind(options);
  const { home, databaseUrl } = findPlace(options, process.env);
  const checks = (
    await Promise.all([
      checkPackage(),
      checkNode(process.versions.node),
      checkNative(process.env),
      // One after the other: whoever opens the database owns the home while it looks.
      checkHome(home).then(async (found) => [found, await checkDatabase(home, databaseUrl)].flat()),
      checkDisk(home),
      checkConfig(process.cwd(), home),
      checkKeys(process.env),
      checkServers({ fetch, env: process.env }),
      checkChoice({ fetch, env: process.env, cwd: process.cwd(), home }),
      checkPrices(new Date()),
    ])
  ).flat();
  const isReady = checks.every(({ state }) => state !== 'no');
  output.print(
    checks
      .flatMap(({ name, state, found, next }) => [
        `${{ ok: 'ok  ', note: 'note', no: 'NO  ' }[state]}  ${name}: ${found}`,
        ...(next === undefined ? [] : [`      ${next}`]),
      ])
      .join('\n'),
  );
  output.printResult({ ready: isReady, checks });
  return isReady ? 0 : 1;
}

/** Older ones cannot read the source, or lack what the engine needs. */
export async function checkNode(version: string): Promise<Check> {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const found = `${version} on ${process.platform} ${process.arch}`;
  if (major > 22 || (major === 22 && minor >= 18)) return { name: 'node', state: 'ok', found };
  return {
    name: 'node',
    state: 'no',
    found,
    next: 'Install Node 26 or newer, or install the package with npm.',
  };
}

async function checkHome(home: string): Promise<Check[]> {
  const name = 'home';
  const place = await stat(home).catch(() => undefined);
  if (place === undefined) {
    const canCreate = await access(await nearestFolder(home), constants.W_OK).then(
      () => true,
      () => false,
    );
    const found = `${home} is not there yet`;
    if (canCreate) return [{ name, state: 'ok', found: `${found}; the first run makes it` }];
    return [
      { name, state: 'no', found, next: 'Its folder cannot be written. Choose another with --home DIR.' },
    ];
  }
  if (!place.isDirectory()) {
    return [{ name, state: 'no', found: `${home} is no folder`, next: 'Choose another with --home DIR.' }];
  }
  const probe = join(home, `probe.${randomBytes(4).toString('hex')}`);
  const isWritable = await writeFile(probe, '')
    .then(() => rm(probe))
    .then(
      () => true,
      () => false,
    );
  if (!isWritable) {
    return [
      {
        name,
        state: 'no',
        found: `${home} cannot be written`,
        next: 'Mend its permissions, or use --home DIR.',
      },
    ];
  }
  const bytes = await sizeOf(home);
  const checks: Check[] = [{ name, state: 'ok', found: `${home}, ${formatBytes(bytes)}` }];
  const owner = await readHomeOwner(home);
  if (owner !== undefined) {
    checks.push({
      name: 'owner',
      state: 'no',
      found: `process ${owner.pid} is writing in ${home}`,
      next: 'Wait for it, stop it, or write in another home with --home DIR.',
    });
  }
  return checks;
}

/** A home with a book in it takes some 50 MB. */
async function checkDisk(home: string): Promise<Check> {
  const disk = await statfs(await nearestFolder(home));
  const free = disk.bavail * disk.bsize;
  const found = `${formatBytes(free)} free`;
  if (free > 200e6) return { name: 'disk', state: 'ok', found };
  return { name: 'disk', state: 'no', found, next: 'Free 200 MB, or use another disk with --home DIR.' };
}

async function checkDatabase(home: string, databaseUrl: string | undefined): Promise<Check> {
  const name = 'database';
  const where = databaseUrl === undefined ? 'embedded in the home' : 'Postgres at LONGHAND_DATABASE_URL';
  try {
    const runs = await withReader({ home, databaseUrl }, (reader) => reader.listRuns());
    return { name, state: 'ok', found: `${where}, opens and holds ${formatCount(runs.length, 'run')}` };
  } catch (error) {
    const next =
      databaseUrl === undefined
        ? 'Use another home with --home DIR; this one can be repaired from a copy, or deleted with its runs.'
        : 'Mend LONGHAND_DATABASE_URL, or unset it to use the home.';
    return { name, state: 'no', found: `${where}: ${(error as Error).message}`, next };
  }
}

async function nearestFolder(path: string): Promise<string> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if ((await stat(folder).catch(() => undefined))?.isDirectory()) return folder;
    if (folder === dirname(folder)) return folder;
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
