import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { spawnInterpreter } from './spawn-interpreter.ts';

/** What code could do that had broken out of the interpreter: each attempt with the error it met. */
const probe = `
  const told = { environment: Object.keys(process.env) };
  const attempt = async (name, work) => {
    try { await work(); told[name] = 'possible'; } catch (error) { told[name] = error.cause?.code ?? error.code ?? error.name; }
  };
  const { readFileSync, writeFileSync, readdirSync } = await import('node:fs');
  await attempt('read', () => readFileSync(process.execPath));
  await attempt('list', () => readdirSync('/'));
  await attempt('write', () => writeFileSync('probe.txt', 'x'));
  const { execFileSync } = await import('node:child_process');
  await attempt('start', () => execFileSync('id'));
  const { Worker } = await import('node:worker_threads');
  await attempt('thread', () => new Worker('1', { eval: true }));
  const { connect } = await import('node:net');
  await attempt('connect', () => new Promise((resolve, reject) => connect(PORT, '127.0.0.1').on('connect', resolve).on('error', reject)));
  await attempt('fetch', () => fetch('http://127.0.0.1:PORT'));
  await attempt('compile', () => Function('return 1')());
  await attempt('memory', () => new WebAssembly.Memory({ initial: 1 }).grow(65_000));
  console.log(JSON.stringify(told));`;

it('starts a process that could do nothing even outside the interpreter', async () => {
  let connections = 0;
  const server = createServer(() => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const child = spawnInterpreter({ memoryInBytes: 64 * 2 ** 20 });
  child.kill('SIGKILL');
  const rights = child.spawnargs.filter((argument) => argument.startsWith('--'));
  expect(rights).toContain('--permission');

  const code = probe.replaceAll('PORT', String(port));
  const told = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [...rights, '--input-type=module', '-e', code],
      { env: {} },
      (error, stdout) => (error === null ? resolve(stdout) : reject(error)),
    );
  });
  server.close();
  expect(JSON.parse(told)).toEqual({
    environment: [],
    read: 'ERR_ACCESS_DENIED',
    list: 'ERR_ACCESS_DENIED',
    write: 'ERR_ACCESS_DENIED',
    start: 'ERR_ACCESS_DENIED',
    thread: 'ERR_ACCESS_DENIED',
    connect: 'ERR_ACCESS_DENIED',
    fetch: 'ERR_ACCESS_DENIED',
    compile: 'EvalError',
    memory: 'RangeError',
  });
  expect(connections).toBe(0);
});
