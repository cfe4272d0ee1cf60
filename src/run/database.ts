/**
 * Opens the run database: PGlite inside the home, or Postgres by URL. Same tables, same SQL.
 *
 * Creating a PGlite directory takes seconds, so a prepared one (created, with our tables)
 * is unpacked where there is one: the package ships it, a checkout keeps it after the first run.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import { StoreError } from '../errors.ts';
import { lockHome } from './home-lock.ts';
import { createPglitePool } from './pglite-pool.ts';
import { migrateTables, type Tables } from './tables.ts';

export type Database = {
  home: string;
  /** 'pglite' is owned by this process alone; 'postgres' may be shared by many. */
  kind: 'pglite' | 'postgres';
  pool: Pool;
  tables: Kysely<Tables>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** Folder of the home; created when absent. */
  home: string;
  /** `postgres://…`; absent: PGlite inside the home. */
  databaseUrl?: string;
  /** How long to wait for another process to leave an embedded home. */
  waitInMs?: number;
};

/**
 * @throws {StoreError} The home is owned by another process, unreadable, or newer than this program;
 *   or the Postgres server does not answer.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  try {
    await mkdir(options.home, { recursive: true });
  } catch (error) {
    throw new StoreError(
      `Expected a folder for runs at ${options.home}, but it cannot be made: ${(error as Error).message}. ` +
        'Mend its permissions, or choose another with --home DIR.',
      { home: options.home, cause: error },
    );
  }
  return options.databaseUrl === undefined ? openPglite(options) : openPostgres(options, options.databaseUrl);
}

/** Whether an embedded database was ever created in this home. */
export function hasEmbeddedDatabase(home: string): boolean {
  return existsSync(join(home, 'database', 'PG_VERSION'));
}

async function openPglite({ home, waitInMs = 0 }: DatabaseOptions): Promise<Database> {
  const lock = await lockHome(home, { waitInMs });
  try {
    const { PGlite } = await import('@electric-sql/pglite');
    const dataDir = join(home, 'database');
    const isNew = !hasEmbeddedDatabase(home);
    // A creation that was killed half-way leaves a directory that never opens; nothing was in it yet.
    if (isNew) await rm(dataDir, { recursive: true, force: true });
    const template = isNew ? await readTemplate() : undefined;
    const building = isNew ? `${dataDir}.new` : dataDir;
    if (isNew) await rm(building, { recursive: true, force: true });
    let pglite = await PGlite.create(building, template ? { loadDataDir: new Blob([template]) } : {});
    if (isNew) {
      await pglite.close();
      await rename(building, dataDir);
      pglite = await PGlite.create(dataDir);
    }
    const pool = createPglitePool(pglite);
    await migrateTables(pool, home);
    if (isNew && template === undefined) await writeTemplate(pglite);
    return {
      home,
      kind: 'pglite',
      pool,
      tables: createKysely(pool),
      async close() {
        await pglite.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      `Expected to open the database in ${home}, but it failed: ${(error as Error).message}. ` +
        'Check the disk and the permissions of the folder; finished texts are readable under runs/ in it.',
      { home, cause: error },
    );
  }
}

async function openPostgres({ home }: DatabaseOptions, databaseUrl: string): Promise<Database> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10, keepAlive: true });
  // An idle connection that the server closes is replaced by the pool; without a listener it ends the process.
  pool.on('error', () => {});
  // So does one in use whose statement has just ended: its next one says that it is gone.
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await migrateTables(pool, home);
  } catch (error) {
    await pool.end();
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      `Expected a Postgres database at LONGHAND_DATABASE_URL, but it failed: ${(error as Error).message}. ` +
        'Check that the server runs and that the database in the URL exists.',
      { home, cause: error },
    );
  }
  return {
    home,
    kind: 'postgres',
    pool,
    tables: createKysely(pool),
    close: () => pool.end(),
  };
}

function createKysely(pool: Pool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema('longhand');
}

/** Beside this file in the package; under node_modules, where tools keep what can be made again, in a checkout. */
async function templatePaths(): Promise<{ shipped: string; kept: string }> {
  const packageFile = new URL(import.meta.resolve('@electric-sql/pglite'));
  const folder = packageFile.pathname.slice(0, packageFile.pathname.lastIndexOf('/node_modules/'));
  const { version } = JSON.parse(await readFile(new URL('../package.json', packageFile), 'utf8')) as {
    version: string;
  };
  return {
    shipped: join(import.meta.dirname, `template-${version}.tgz`),
    kept: join(folder, 'node_modules', '.cache', 'longhand', `template-${version}.tgz`),
  };
}

async function readTemplate(): Promise<Buffer<ArrayBuffer> | undefined> {
  const { shipped, kept } = await templatePaths();
  for (const path of [shipped, kept]) {
    try {
      return (await readFile(path)) as Buffer<ArrayBuffer>;
    } catch {
      // Not there: the next place, or a new directory.
    }
  }
  return undefined;
}

async function writeTemplate(pglite: { dumpDataDir(kind: 'gzip'): Promise<Blob> }): Promise<void> {
  const { kept } = await templatePaths();
  try {
    const dump = Buffer.from(await (await pglite.dumpDataDir('gzip')).arrayBuffer());
    await mkdir(dirname(kept), { recursive: true });
    await writeFile(`${kept}.${process.pid}`, dump);
    await rename(`${kept}.${process.pid}`, kept);
  } catch {
    // A read-only installation: the next new home takes its seconds again.
  }
}
