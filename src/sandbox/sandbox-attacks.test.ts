import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CellResult, createSandbox, type JsonValue, type Sandbox } from './sandbox.ts';

const functions = { echo: async (value?: JsonValue): Promise<JsonValue> => value ?? null };
const limits = { computeInMs: 400, memoryInBytes: 48 * 2 ** 20, outputCharacters: 1_000 };

describe('sandbox under attack', () => {
  let sandbox: Sandbox;
  let start: Uint8Array;
  const received: string[] = [];
  let server: Server;
  let port: number;

  beforeAll(async () => {
    server = createServer((socket) => received.push(`connection from ${socket.remotePort}`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
    sandbox = await createSandbox({ functions, limits });
    await sandbox.run('const kept = [1, 2]; function double(x) { return x * 2 }');
    start = await sandbox.snapshot();
  });
  afterAll(async () => {
    await sandbox.close();
    server.close();
  });

  /** Runs hostile code and shows that work goes on: in the same interpreter where it lives, else in a restored one. */
  const attack = async (code: string): Promise<CellResult> => {
    const result = await sandbox.run(code);
    if (!result.isAlive) sandbox = await createSandbox({ functions, limits, snapshot: start });
    expect(await sandbox.run('print(double(kept[1]), await echo("ok"))')).toMatchObject({
      kind: 'done',
      stdout: '4 ok\n',
    });
    return result;
  };

  it.each([
    ['a loop', 'while (true) {}'],
    ['a loop after an await', 'await echo(1); for (;;) {}'],
    ['a loop in a promise nobody waits for', 'echo(1).then(() => { for (;;) {} }); 1'],
    ['a loop that catches everything', 'for (;;) { try { for (;;) {} } catch {} finally { continue } }'],
    ['an endless chain of promises', 'const chain = () => Promise.resolve().then(chain); await chain()'],
    ['ever more promises', 'const grow = async () => { await null; grow(); await grow() }; await grow()'],
    ['a regular expression', '/^(a+)+$/.test("a".repeat(40) + "b")'],
    ['a getter', '({ get a() { for (;;) {} } }).a'],
    ['a getter of its result', '({ get a() { for (;;) {} } })'],
    ['a getter of its error', 'throw { get message() { for (;;) {} } }'],
    ['toJSON of an argument', 'await echo({ toJSON() { for (;;) {} } })'],
    ['a sort', '[3, 1, 2].sort(() => { for (;;) {} })'],
    ['a proxy', 'print(new Proxy({}, { ownKeys() { for (;;) {} } }))'],
  ])('stops %s', async (_name, code) => {
    const { kind, ms, error } = await attack(code);
    expect(['time', 'memory']).toContain(kind);
    expect(error?.message).toMatch(/computed for 400 ms|needed over/);
    expect(ms).toBeLessThan(15_000);
  });

  it('kills what does not look at the clock', async () => {
    const result = await attack('"a".repeat(10e6).indexOf("a".repeat(5e6) + "b")');
    expect(result).toMatchObject({ kind: 'time', isAlive: false, stdout: '' });
  });

  it('ends a cell that waits for what cannot come, at once', async () => {
    const result = await attack('await new Promise(() => {})');
    expect(result).toMatchObject({ kind: 'error', isAlive: true, error: { message: /nothing can settle/ } });
    expect(result.ms).toBeLessThan(limits.computeInMs);
  });

  it('ends a cell at its wall clock', async () => {
    const never = { never: () => new Promise<JsonValue>(() => {}) };
    const other = await createSandbox({ functions: never, limits: { wallInMs: 100 } });
    expect(await other.run('await never()')).toMatchObject({
      kind: 'time',
      isAlive: false,
      error: { name: 'TimeError', message: 'The cell took over 100 ms.' },
    });
  });

  it.each([
    ['strings', 'const all = []; for (;;) all.push("x".repeat(1e5) + all.length)'],
    ['one string', 'let one = "xy"; for (;;) one += one'],
    ['arrays', 'let list = []; for (;;) list = [list, list.slice()]'],
    ['typed arrays', 'const bytes = []; for (;;) bytes.push(new Uint8Array(1e6).fill(1))'],
    ['one typed array', 'new Uint8Array(2e9)'],
    ['a sparse array', 'new Array(1e9).fill(0)'],
    ['keys', 'const keys = {}; for (let i = 0; ; i++) keys["k".repeat(1000) + i] = i'],
    [
      'a caught error',
      'const held = []; for (;;) { try { held.push("y".repeat(1e6) + held.length) } catch {} }',
    ],
  ])('bounds memory taken by %s, and leaves the host alone', async (_name, code) => {
    const before = process.memoryUsage.rss();
    const { kind } = await attack(code);
    expect(['memory', 'time', 'error']).toContain(kind);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 2 ** 20);
  });

  it.each([
    ['functions', 'function deep() { return deep() + 1 }; deep()'],
    ['async functions', 'async function deep() { return (await deep()) + 1 }; await deep()'],
    ['JSON', 'JSON.parse("[".repeat(1e6))'],
    ['conversions', 'const self = []; self.toString = () => String(self); String(self)'],
    ['syntax', 'eval("(".repeat(1e5))'],
    ['replacers', '"a".replace(/a/g, function deep() { return "a".replace(/a/g, deep) })'],
    ['proxies', 'const deep = new Proxy({}, { get: (_t, _k, self) => self.a }); deep.a'],
  ])('survives deep recursion of %s', async (_name, code) => {
    expect(await attack(code)).toMatchObject({ kind: 'error', error: { message: /stack/ }, isAlive: true });
  });

  it.each([
    [
      'Object.prototype.then',
      'Object.prototype.then = function (f) { f(666) }; 1',
      'delete Object.prototype.then',
    ],
    ['__proto__ of a result', 'JSON.parse(\'{"__proto__": {"polluted": 1}}\')', ''],
    [
      'Array.prototype setters',
      'Object.defineProperty(Array.prototype, "0", { set() { throw 1 }, configurable: true })',
      'delete Array.prototype[0]',
    ],
    [
      'the iterator of arrays',
      'const it = Array.prototype[Symbol.iterator]; Array.prototype[Symbol.iterator] = null',
      'Array.prototype[Symbol.iterator] = it',
    ],
    [
      'toJSON everywhere',
      'Object.prototype.toJSON = () => { throw new Error("no JSON") }',
      'delete Object.prototype.toJSON',
    ],
    [
      'JSON and Promise',
      'const j = JSON, p = Promise; JSON = Promise = Map = Error = null',
      'JSON = j; Promise = p',
    ],
    [
      'String.prototype.slice',
      'const s = String.prototype.slice; String.prototype.slice = () => { throw 1 }',
      'String.prototype.slice = s',
    ],
  ])('is not misled by a changed %s', async (_name, spoil, mend) => {
    await sandbox.run(spoil);
    const seen = await sandbox.run('print("seen"); null.x');
    expect(seen).toMatchObject({ stdout: 'seen\n', error: { name: 'TypeError' }, isAlive: true });
    expect(({} as { polluted?: number; then?: unknown }).polluted).toBeUndefined();
    await sandbox.run(mend);
    expect(await sandbox.run('await echo({ a: [1] })')).toMatchObject({ value: '{ a: [1] }' });
  });

  it('passes arguments that pretend to be something else as plain JSON', async () => {
    const seen: JsonValue[][] = [];
    const spy = async (...given: JsonValue[]): Promise<JsonValue> => {
      seen.push(given);
      return given.length;
    };
    const other = await createSandbox({ functions: { spy }, limits });
    await other.run(
      'await spy({ toJSON: () => ({ a: 1 }) }, JSON.parse(\'{"__proto__":{"b":1}}\'), () => 1, undefined)',
    );
    await other.run('Array.prototype.toJSON = () => ({ length: 2, 0: "not", 1: "an array" }); await spy(1)');
    expect(seen).toEqual([[{ a: 1 }, JSON.parse('{"__proto__":{"b":1}}'), null, null]]);
    await other.close();
  });

  it.each([
    'import("node:fs")',
    'import("/etc/passwd")',
    'import("data:text/javascript,1")',
    'fetch(`http://127.0.0.1:PORT`)',
    'new WebSocket(`ws://127.0.0.1:PORT`)',
    'new XMLHttpRequest()',
    'require("net").connect(PORT)',
    'process.binding("fs")',
    'process.env.PATH',
    'setTimeout(() => {}, 1)',
    'new Worker("x")',
    'Deno.readTextFile("/etc/passwd")',
    'std.open("/etc/passwd")',
    'os.exec(["id"])',
    'new WebAssembly.Module(new Uint8Array())',
  ])('has nothing to reach: %s', async (code) => {
    const result = await attack(`await ${code.replace('PORT', String(port))}`);
    expect(result.kind).toBe('error');
    expect(result.error?.name).toMatch(/^(Reference|Type|Syntax|)Error$/);
    expect(received).toEqual([]);
  });

  it('refuses import statements as syntax', async () => {
    expect(await attack('import fs from "node:fs"')).toMatchObject({ error: { name: 'SyntaxError' } });
  });

  it.each([
    'Function("return this")()',
    '[].constructor.constructor("return this")()',
    'echo.constructor("return this")()',
    '(async () => {}).constructor("return globalThis")()',
    'print.constructor.constructor("return globalThis")()',
    '(0, eval)("globalThis")',
  ])('gives only its own world to code made from text: %s', async (code) => {
    const result = await attack(
      `const found = await ${code}; print(found === globalThis, typeof found.process)`,
    );
    expect(result.stdout).toBe('true undefined\n');
  });

  it('shows nothing of the host in the errors it gets', async () => {
    const fail = async (): Promise<JsonValue> => {
      throw new Error('plain');
    };
    const other = await createSandbox({ functions: { fail }, limits });
    const { stdout } = await other.run('try { await fail() } catch (e) { print(e.stack, Object.keys(e)) }');
    expect(stdout).not.toMatch(/\.ts|file:|node:/);
    await other.close();
  });

  it('refuses huge arguments, and more in open calls than the host should hold', async () => {
    const roomy = await createSandbox({
      functions,
      limits: { ...limits, computeInMs: 20_000, memoryInBytes: 400 * 2 ** 20 },
    });
    const huge = await roomy.run('await echo("x".repeat(34e6))');
    expect(huge).toMatchObject({ kind: 'error', error: { message: /33554432 characters of arguments/ } });
    const many = await roomy.run(
      'const text = "x".repeat(12e6); await Promise.all(Array.from({ length: 3 }, () => echo(text)))',
    );
    expect(many).toMatchObject({ kind: 'error', isAlive: true });
    expect((await roomy.run('(await echo(text)).length')).value).toBe('12000000');
    await roomy.close();
  });
});
