import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type JsonValue, type Sandbox } from './sandbox.ts';

describe('sandbox', () => {
  let sandbox: Sandbox;
  let atOnce = 0;
  let most = 0;
  beforeAll(async () => {
    sandbox = await createSandbox({
      functions: {
        ask: async (prompt) => `answer to ${prompt}`,
        echo: async (value) => value as JsonValue,
        slow: async () => {
          most = Math.max(most, ++atOnce);
          await new Promise((resolve) => setTimeout(resolve, 20));
          atOnce -= 1;
          return null;
        },
        fail: async () => {
          throw new RangeError('the model said no');
        },
      },
      limits: { outputCharacters: 1_000, callsPerCell: 10_000 },
    });
  });
  afterAll(() => sandbox.close());

  it('keeps what a cell declares at its top for later cells, also declared again', async () => {
    await sandbox.run(
      'const a = 1; let b = await ask("x"); function f() { return a + 1 }\nclass C { d = f() }',
    );
    const result = await sandbox.run('const a = 10\nconsole.log(b, new C().d)\n;[a, f()]');
    expect(result).toMatchObject({
      kind: 'done',
      stdout: 'answer to x 11\n',
      value: '[10, 11]',
      pendingCalls: [],
    });
  });

  it('prints text as it is and values so that they can be read', async () => {
    const { stdout, stderr } = await sandbox.run(
      'console.log("a", 1n, null, undefined, [1, "b"], { c: new Map([["d", new Set([1])]]), e: () => 1 });' +
        'print(new Error("f"), Promise.resolve(1)); const g = []; g.push(g); print(g); console.error("h")',
    );
    expect(stdout).toBe(
      'a 1n null undefined [1, "b"] { c: Map { "d": Set { : 1 } }, e: [function e] }\n' +
        'Error: f [promise: await it to see its value]\n[[circular]]\n',
    );
    expect(stderr).toBe('h\n');
  });

  it('says how much output was dropped', async () => {
    const result = await sandbox.run(
      'for (let i = 0; i < 100000; i++) print("0123456789"); "v".repeat(5000)',
    );
    expect(result.stdout).toBe(
      `${'0123456789\n'.repeat(91).slice(0, 1_000)}\n[1099000 characters dropped: a cell may print 1000]`,
    );
    expect(result.value).toMatch(/^v{1000}\n\[4000 characters dropped/);
  });

  it('cuts the showing of a huge value short', async () => {
    const { stdout } = await sandbox.run('print(Array.from({ length: 1e6 }, (_, i) => ({ i })))');
    expect(stdout).toMatch(/… 99\d{4} more\]\n/);
  });

  it('reports errors with name, message and line, and goes on', async () => {
    expect(await sandbox.run('const before = 1\nnull.x')).toMatchObject({
      kind: 'error',
      error: { name: 'TypeError', line: 2 },
      isAlive: true,
    });
    expect(await sandbox.run('print(1)\nprint(2')).toMatchObject({
      kind: 'error',
      stdout: '',
      error: { name: 'SyntaxError', line: 2 },
    });
    expect(await sandbox.run('await fail()')).toMatchObject({
      error: { name: 'RangeError', message: 'the model said no' },
    });
    expect(await sandbox.run('throw "just text"')).toMatchObject({ error: { message: 'just text' } });
    expect(await sandbox.run('before')).toMatchObject({ value: '1' });
  });

  it('names the calls that were not waited for, and waits for them', async () => {
    const result = await sandbox.run('var late; ask("y").then((text) => { late = text }); print(ask("z"))');
    expect(result).toMatchObject({ kind: 'done', pendingCalls: ['ask', 'ask'] });
    expect(await sandbox.get('late')).toBe('answer to y');
    expect(await sandbox.run('await ask(ask("nested"))')).toMatchObject({
      error: { message: 'argument 1 of ask() is a promise: await it first' },
    });
  });

  it('tells of a rejection that nothing handled', async () => {
    const { kind, stderr } = await sandbox.run('fail(); fail().catch(() => {}); 1');
    expect(kind).toBe('done');
    expect(stderr).toBe('A promise was rejected and nothing handled it: RangeError: the model said no\n');
  });

  it('puts its functions back after a cell has overwritten them', async () => {
    await sandbox.run('ask = 1; const echo = 2; console = 3; delete globalThis.print');
    expect(await sandbox.run('print(await ask(await echo("x")))')).toMatchObject({ stdout: 'answer to x\n' });
  });

  it('calls functions side by side', async () => {
    expect(await sandbox.run('await Promise.all(Array.from({ length: 50 }, () => slow())); 1')).toMatchObject(
      {
        kind: 'done',
      },
    );
    expect(most).toBe(50);
  });

  it('makes 10,000 calls, together and one after the other', async () => {
    const together =
      'const all = await Promise.all(Array.from({ length: 10000 }, (_, i) => echo(i))); all.length + all[9999]';
    expect(await sandbox.run(together)).toMatchObject({ kind: 'done', value: '19999' });
    const inLoop = 'let sum = 0; for (let i = 0; i < 10000; i++) sum += await echo(1); sum';
    expect(await sandbox.run(inLoop)).toMatchObject({ kind: 'done', value: '10000' });
  });

  it('refuses calls beyond the limit of a cell', async () => {
    const result = await sandbox.run('let n = 0; while (true) { await echo(1); n++ }');
    expect(result).toMatchObject({ kind: 'error', error: { message: 'a cell may make 10000 calls' } });
    expect(await sandbox.get('n')).toBe(10_000);
  });

  it('carries Chinese, emoji, NUL and lone surrogates both ways', async () => {
    const text = '长文写作：第一章 “𠮷” 👩‍👩‍👧 \0 \ud800 e\u0301';
    await sandbox.set('文本', text);
    expect(await sandbox.get('文本')).toBe(text);
    expect(await sandbox.run('print(文本); [...文本].length')).toMatchObject({
      stdout: `${text}\n`,
      value: String([...text].length),
    });
    expect(await sandbox.run('(await echo(文本)) === 文本')).toMatchObject({ value: 'true' });
  });

  it('holds a context of 20 million characters', async () => {
    const line = 'the quick brown fox; 快速的狐狸\n';
    const context = line.repeat(Math.ceil(20_000_000 / line.length));
    await sandbox.set('context', context);
    const result = await sandbox.run(
      '[context.length, context.split("\\n").length, context.indexOf("狐", 19e6) > 0]',
    );
    expect(result.value).toBe(`[${context.length}, ${context.length / line.length + 1}, true]`);
    expect(
      await sandbox.run('(await echo(context.slice(5e6, 7e6))) === context.slice(5e6, 7e6)'),
    ).toMatchObject({ value: 'true' });
    await sandbox.run('context = ""');
  });

  it('sets and reads JSON, and lists variables', async () => {
    const value = JSON.parse('{"a":[1,null,true,"x"],"__proto__":{"b":1}}') as JsonValue;
    await sandbox.set('answer', value);
    expect(JSON.stringify(await sandbox.get('answer'))).toBe(JSON.stringify(value));
    await sandbox.run('const g = () => 1, list = [], nothing = null');
    expect(await sandbox.names()).toEqual(
      expect.arrayContaining([
        { name: 'answer', type: 'object' },
        { name: 'g', type: 'function' },
        { name: 'list', type: 'array' },
        { name: 'nothing', type: 'null' },
      ]),
    );
    expect((await sandbox.names()).map(({ name }) => name)).not.toContain('ask');
    expect(await sandbox.get('g')).toBeUndefined();
    expect(await sandbox.get('missing')).toBeUndefined();
    await sandbox.run('const ring = {}; ring.ring = ring');
    await expect(sandbox.get('ring')).rejects.toThrow(/Expected variable `ring` as JSON, but .*circular/);
    await expect(sandbox.set('no name', 1)).rejects.toThrow('got `no name`');
  });

  it('stops on abort, and says afterwards that it has ended', async () => {
    const other = await createSandbox({ functions: {} });
    const controller = new AbortController();
    const running = other.run('while (true) {}', { abortSignal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await expect(other.run('1')).rejects.toThrow(
      'Expected an open sandbox, but the cell was aborted. Create a new sandbox from the last snapshot.',
    );
    await other.close();
  });
});
