import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { lockHome, readHomeOwner } from './home-lock.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'longhand-lock-'));
});

it('gives the home to one and names the owner to the other', async () => {
  const lock = await lockHome(home);
  await expect(lockHome(home)).rejects.toThrow(`process ${process.pid} is writing in it`);
  expect(await readHomeOwner(home)).toMatchObject({ pid: process.pid });
  await lock.release();
  await (await lockHome(home)).release();
  expect(await readHomeOwner(home)).toBeUndefined();
});

it('takes over the lock of a killed process', async () => {
  const child = spawn('sleep', ['60']);
  writeFileSync(join(home, 'lock'), JSON.stringify({ pid: child.pid, startedAt: '' }));
  await expect(lockHome(home)).rejects.toThrow(`process ${child.pid}`);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.on('exit', resolve));
  await (await lockHome(home)).release();
});

it('takes over a lock whose pid now belongs to another process', async () => {
  writeFileSync(join(home, 'lock'), JSON.stringify({ pid: process.pid, startedAt: '1' }));
  await (await lockHome(home)).release();
});

it('takes over a lock file that holds no owner', async () => {
  writeFileSync(join(home, 'lock'), 'half a');
  const lock = await lockHome(home);
  expect(JSON.parse(readFileSync(join(home, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  await lock.release();
});

it('waits for an owner that leaves in time', async () => {
  const lock = await lockHome(home);
  setTimeout(() => void lock.release(), 60);
  await (await lockHome(home, { waitInMs: 5000 })).release();
});

it('lets only one of many have a stale home', async () => {
  writeFileSync(join(home, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1' }));
  const tries = await Promise.allSettled(Array.from({ length: 12 }, () => lockHome(home)));
  expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
});
