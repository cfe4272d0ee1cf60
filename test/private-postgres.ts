/**
 * A private Postgres cluster for tests and benches, from the Debian package: its own folder, its own port on
 * loopback, gone afterwards. The server refuses to run as root, so root hands it to the `postgres` user.
 */
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type PrivatePostgres = {
  /** A fresh database by this name; its `postgres://` URL. */
  createDatabase(name: string): string;
  /** Throws every session out and comes back on the same port. */
  restart(): void;
  stop(): void;
};

/** Folder of `initdb` and `pg_ctl`; undefined where the Debian package is not installed. */
function findBinaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** Whether a cluster can be started here; prints one line when not, so that a skipped test is seen. */
export function hasPostgres(): boolean {
  if (findBinaries() !== undefined) return true;
  console.log('skipped: tests on real Postgres (install the Debian package postgresql-15)');
  return false;
}

export async function startPrivatePostgres(): Promise<PrivatePostgres> {
  const bin = findBinaries();
  if (bin === undefined) throw new Error('Expected the Debian package postgresql-15, found no initdb.');
  const folder = mkdtempSync(join(tmpdir(), 'longhand-postgres-'));
  // Root may become anybody; anybody else runs the server as himself.
  const user = process.getuid?.() === 0 ? findPostgresUser() : undefined;
  if (user) chownSync(folder, user.uid, user.gid);
  const run = (program: string, ...parameters: string[]): void => {
    execFileSync(join(bin, program), parameters, { stdio: 'ignore', cwd: folder, ...user });
  };
  const data = join(folder, 'data');
  const port = await findFreePort();
  run('initdb', '-D', data, '-U', 'longhand', '-A', 'trust', '--no-sync', '-E', 'UTF8');
  // fsync off: these clusters live for minutes; what a power loss does is not what they test.
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`;
  const start = (): void =>
    run('pg_ctl', '-D', data, '-o', settings, '-l', join(folder, 'log'), '-w', 'start');
  start();
  return {
    restart() {
      run('pg_ctl', '-D', data, '-m', 'fast', '-w', 'stop');
      start();
    },
    createDatabase(name) {
      run('createdb', '-h', '127.0.0.1', '-p', String(port), '-U', 'longhand', name);
      return `postgres://longhand@127.0.0.1:${port}/${name}`;
    },
    stop() {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findPostgresUser(): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('Expected a user `postgres`, found none.');
  return { uid: Number(uid), gid: Number(gid) };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
