import { execFileSync, spawn } from 'node:child_process';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type JsonValue, type Sandbox } from './sandbox.ts';

/** The processes of sandboxes below a process, found as a person would: by `ps`. */
function childrenOf(parent: number): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, ppid, stat, ...args]) =>
        Number(ppid) === parent && stat?.[0] !== 'Z' && args.join(' ').includes('sandbox/interpreter'),
    )
    .map(([pid]) => Number(pid));
}

const isRunning = (pid: number): boolean =>
  !['', 'Z'].includes(
    execFileSync('sh', ['-c', `ps -o stat= -p ${pid} || true`], { encoding: 'utf8' })
      .trim()
      .slice(0, 1),
  );

async function until(holds: () => boolean, withinMs: number): Promise<boolean> {
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return holds();
}

const functions = { ask: async (text?: JsonValue): Promise<JsonValue> => `answer to ${text}` };

describe('restoring a sandbox', () => {
  let first: Sandbox;
  let snapshot: Uint8Array;
  beforeAll(async () => {
    first = await createSandbox({ functions });
    await first.set('context', '上下文 '.repeat(100_000));
    await first.run(
      'const notes = new Map([["a", { n: 1n }]]); let count = 3; class Tally { add() { return ++count } }',
    );
    await first.run(
      'const tally = new Tally(), later = ask("before").then((text) => text + "!"); await later',
    );
    snapshot = await first.snapshot();
  });
  afterAll(() => first.close());

  it('brings back variables, functions, objects with their identity, and calls', async () => {
    const second = await createSandbox({ functions, snapshot });
    const result = await second.run(
      '[notes.get("a").n, tally.add(), tally instanceof Tally, context.length, await later, await ask("after")]',
    );
    expect(result.value).toBe('[1n, 4, true, 400000, "answer to before!", "answer to after"]');
    expect(await second.names()).toEqual(await first.names());
    await second.close();
  });

  it('is one state, from which each sandbox goes its own way', async () => {
    const [second, third] = await Promise.all([
      createSandbox({ functions, snapshot }),
      createSandbox({ functions, snapshot }),
    ]);
    await second.run('count = 100');
    expect(await third.run('tally.add()')).toMatchObject({ value: '4' });
    await Promise.all([second.close(), third.close()]);
  });

  it('can give other functions than before', async () => {
    const second = await createSandbox({ functions: { shout: async (text) => `${text}!` }, snapshot });
    expect(await second.run('await shout("hey")')).toMatchObject({ value: 'hey!' });
    expect(await second.run('await ask("x")')).toMatchObject({ kind: 'error', error: { name: 'TypeError' } });
    await second.close();
  });

  it('goes on from the state before after a kill in the middle of a cell', async () => {
    const before = new Set(childrenOf(process.pid));
    const kill = async (): Promise<JsonValue> => {
      for (const pid of childrenOf(process.pid)) if (!before.has(pid)) process.kill(pid, 'SIGKILL');
      return null;
    };
    const second = await createSandbox({ functions: { ...functions, kill }, snapshot });
    const result = await second.run('count = 50; await kill(); count = 60');
    expect(result).toMatchObject({ kind: 'crashed', isAlive: false, error: { message: /SIGKILL/ } });
    await expect(second.run('1')).rejects.toThrow(/Create a new sandbox from the last snapshot/);
    const third = await createSandbox({ functions, snapshot });
    expect(await third.run('count')).toMatchObject({ kind: 'done', value: '3' });
    await third.close();
  });

  it('keeps its state through a cell that ran out of memory', async () => {
    const limits = { memoryInBytes: 32 * 2 ** 20 };
    const second = await createSandbox({ functions, limits, snapshot });
    const bomb = await second.run('{ const all = []; for (;;) all.push(new Uint8Array(1e6)) }');
    expect(bomb).toMatchObject({ kind: 'memory', isAlive: true });
    const third = await createSandbox({ functions, limits, snapshot: await second.snapshot() });
    expect(await third.run('[context.length, tally.add(), await ask("x")]')).toMatchObject({
      value: '[400000, 4, "answer to x"]',
    });
    await Promise.all([second.close(), third.close()]);
  });

  it('ends where the memory stays full, and says so', async () => {
    const second = await createSandbox({ functions, limits: { memoryInBytes: 32 * 2 ** 20 }, snapshot });
    const bomb = await second.run('const all = []; for (;;) all.push("x".repeat(2e5) + all.length)');
    expect(bomb).toMatchObject({ kind: 'memory', isAlive: false });
    await expect(second.get('count')).rejects.toThrow(/its last cell ended with 'memory'/);
  });

  it('refuses the snapshot of another version', async () => {
    const changed = gzipSync(
      Buffer.from(
        gunzipSync(snapshot)
          .toString('latin1')
          .replace(/quickjs \w+/, 'quickjs 00000000'),
        'latin1',
      ),
    );
    await expect(createSandbox({ functions, snapshot: changed })).rejects.toThrow(
      /Expected a snapshot of quickjs \w+, guest 1, got one of quickjs 00000000, guest 1\. Run its cells again/,
    );
    await expect(createSandbox({ functions, snapshot: new Uint8Array(100) })).rejects.toThrow(
      /Expected a sandbox to start from a snapshot, but/,
    );
  });

  it('leaves no process behind when closed', async () => {
    const before = childrenOf(process.pid);
    const second = await createSandbox({ functions });
    expect(childrenOf(process.pid).length).toBe(before.length + 1);
    await second.close();
    await second.close();
    expect(childrenOf(process.pid).length).toBe(before.length);
  });

  it('ends with its parent, even in the middle of a loop', async () => {
    const script = `
      import { createSandbox } from ${JSON.stringify(new URL('./sandbox.ts', import.meta.url).href)};
      const sandbox = await createSandbox({ functions: { tell: async () => console.log('looping') } });
      await sandbox.run('await tell(); while (true) {}');`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => parent.stdout.once('data', resolve));
    const [child] = childrenOf(parent.pid as number);
    expect(isRunning(child as number)).toBe(true);
    parent.kill('SIGKILL');
    expect(await until(() => !isRunning(child as number), 5_000)).toBe(true);
  });

  it('does not keep a program from ending that forgot to close it', () => {
    const script = `
      import { createSandbox } from ${JSON.stringify(new URL('./sandbox.ts', import.meta.url).href)};
      const sandbox = await createSandbox({ functions: {} });
      console.log((await sandbox.run('6 * 7')).value);`;
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(told.trim()).toBe('42');
  });
});
