import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres, type PrivatePostgres, startPrivatePostgres } from '../../test/private-postgres.ts';
import { StoreError, UsageError } from '../errors.ts';
import { openDatabase } from './database.ts';
import { openEngine } from './engine.ts';
import { savePack } from './pack.ts';
import { type PackEntry, parsePack, renderPack } from './pack-format.ts';
import { loadPack } from './pack-load.ts';
import { openReader } from './reader.ts';
import type { Program } from './run-context.ts';
import { createStore } from './store.ts';

const key = 'Xy7-very-secret-key-0001';
const odd = 'NUL \u0000, half a pair \ud83d, line \u2028 separator, 灯塔\r\n';
const program: Program = async (_request, context) => {
  for (const name of ['a', 'b', 'b/inner']) {
    await context.step(name, async () => {
      await context.recordCall(name, {
        messages: [
          { role: 'user', content: 'Begin.' },
          { role: 'user', content: `${odd}${name}` },
        ],
        detail: {
          text: `${odd} /usr/share/words/list`,
          modelId: '/home/ann/models/q.gguf',
          error: 'at /home/ann/x.log',
        },
        spend: { tokens: 10, usd: 0.1 + 0.2, ms: 1.5 },
      });
      return { text: `${odd}${name}` };
    });
    await context.memory.put(name, [
      { kind: 'said', key: odd, value: { name, odd } },
      { kind: 'said', key: 'long '.repeat(200), value: null },
    ]);
    await context.emit({ type: 'noted', name });
  }
  await context.checkpoint.save({ after: 'b/inner', odd });
  await context.warn(`See ${context.folder}/plan.md, sk-abcdefghijkl0123456789`);
  await context.project('manuscript.md', '# So far\n');
  return { status: 'done', result: { out: '/srv/out/a.md' } };
};

const rules = {
  redact: (text: string) => text.replaceAll(/sk-\w+/g, '[key]'),
  dropPlaces: <Run extends { request: Record<string, unknown> }>(run: Run): Run => ({
    ...run,
    request: {
      ...run.request,
      ...(typeof run.request.out === 'string' && { out: run.request.out.replace(/.*\//, '') }),
    },
  }),
  holdsKey: (text: string) => text.includes(key),
  checkRun: () => {},
};

let folder = '';
let runId = '';
let keyed = '';
let file = '';
const place = (name: string) => ({ home: join(folder, name) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhand-pack-'));
  const engine = await openEngine(place('old'));
  const request = { instruction: odd, out: '/home/ann/books/a.md' };
  const run = await engine.start({ kind: 'test', request, program });
  await run.outcome;
  runId = run.runId;
  writeFileSync(
    join(run.folder, 'calls.jsonl'),
    '{"request":"1","text":"one"}\n{"request":"half{"request":"2","text":"two"}\n{"request":"3',
  );
  const other = await engine.start({ kind: 'test', request: { instruction: `use ${key}` }, program });
  await other.outcome;
  keyed = other.runId;
  await engine.close();
  file = join(folder, 'a.longhand');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything the read-only commands see of a run. */
async function look(home: string, id = runId) {
  const reader = await openReader({ home });
  try {
    const steps = await Promise.all(['a', 'b', 'b/inner'].map((name) => reader.findStep(id, name)));
    const events = await reader.listEvents(id);
    return { run: await reader.findRun(id), events, calls: await reader.listCalls(id), steps };
  } finally {
    await reader.close();
  }
}

/** A pack with its lines changed, and zipped again. */
function rewrite(name: string, change: (lines: string[]) => string[]): string {
  const path = join(folder, name);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').slice(0, -1);
  writeFileSync(
    path,
    gzipSync(
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );
  return path;
}

/** A pack as somebody would forge it: changed, with a digest that fits. */
async function forge(name: string, change: (entry: Record<string, unknown>) => object[]): Promise<string> {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').slice(1, -2);
  const entries = lines.flatMap((line) => change(JSON.parse(line)));
  const path = join(folder, name);
  const rendered = await collect(renderPack(iterate(entries as PackEntry[])));
  writeFileSync(path, gzipSync(rendered.join('')));
  return path;
}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

async function* iterate<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

describe('a packed run', () => {
  it('is the same run in another home, down to the last character', async () => {
    const saved = await savePack(runId, { ...place('old'), ...rules, out: file });
    expect(saved).toMatchObject({ steps: 3, calls: 3, recordedCalls: 2 });
    expect(saved.bytes).toBe(readFileSync(file).length);
    expect(await loadPack(file, { ...place('new'), ...rules })).toMatchObject({
      isNew: true,
      run: { runId },
    });
    const [before, after] = [await look(place('old').home), await look(place('new').home)];
    expect(after.steps).toEqual(before.steps);
    expect(after.run).toEqual({ ...before.run, request: { instruction: odd, out: 'a.md' } });
    const plain = (calls: typeof before.calls) =>
      calls?.map(({ step, messages, detail: { text }, spend }) => ({ step, messages, text, spend }));
    expect(plain(after.calls)).toEqual(plain(before.calls));
    expect(after.calls?.[0]?.detail).toMatchObject({ modelId: 'q.gguf', error: 'at x.log' });
    expect(after.events.map(({ seq, at, type }) => [seq, at, type])).toEqual(
      before.events.map(({ seq, at, type }) => [seq, at, type]),
    );
    const inHome = (name: string) => readFileSync(join(place('new').home, 'runs', runId, name), 'utf8');
    expect(inHome('manuscript.md')).toBe('# So far\n');
    expect(inHome('calls.jsonl')).toBe('{"request":"1","text":"one"}\n{"request":"2","text":"two"}\n');
    expect(
      inHome('events.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(after.events);
    expect(JSON.parse(inHome('run.json'))).toEqual(after.run);
  });

  it('holds each message once, and nothing of the machine or the engine but in texts', () => {
    const text = gunzipSync(readFileSync(file)).toString('utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ kind }) => kind === 'message')).toHaveLength(4);
    expect(text).not.toContain(folder);
    expect(text).not.toContain('/home/ann');
    expect(text).not.toMatch(/workflow|executor|sk-abcdef/);
    expect(lines.find(({ body }) => body?.type === 'run-start').body.folder).toBe(`runs/${runId}`);
    expect(lines.find(({ body }) => body?.type === 'warning').body.message).toBe(
      `See runs/${runId}/plan.md, [key]`,
    );
  });

  it('is left alone where it is already, and gets back only the files that are missing', async () => {
    const inHome = (name: string) => join(place('new').home, 'runs', runId, name);
    rmSync(inHome('calls.jsonl'));
    writeFileSync(inHome('manuscript.md'), 'mine');
    expect(await loadPack(file, { ...place('new'), ...rules })).toMatchObject({ isNew: false });
    expect(existsSync(inHome('calls.jsonl'))).toBe(true);
    expect(readFileSync(inHome('manuscript.md'), 'utf8')).toBe('mine');
    // Also where it came from, although places and messages were cleaned on the way out.
    expect(await loadPack(file, { ...place('old'), ...rules })).toMatchObject({ isNew: false });
    // And packed again, it is the same pack.
    const again = join(folder, 'again.longhand');
    await savePack(runId, { ...place('new'), ...rules, out: again });
    const storedLines = (path: string) =>
      gunzipSync(readFileSync(path))
        .toString('utf8')
        .split('\n')
        .filter((line) => !/"kind":"(?:file|end)"/.test(line));
    expect(storedLines(again)).toEqual(storedLines(file));
  });

  it('goes on from its checkpoint, with what it kept under keys', async () => {
    const engine = await openEngine(place('new'));
    const found: unknown[] = [];
    const again: Program = async (_request, context) => {
      found.push(await context.checkpoint.load(), await context.memory.find('said', [odd]));
      found.push(await context.memory.find('said', ['long '.repeat(200)]));
      return { status: 'done', result: await context.step('b', async () => 'anew') };
    };
    try {
      const { outcome } = await engine.resume(runId, { program: again });
      expect((await outcome).result).toEqual({ text: `${odd}b` });
    } finally {
      await engine.close();
    }
    const names = ['a', 'b', 'b/inner'];
    expect(found).toEqual([
      { after: 'b/inner', odd },
      names.map((name) => ({ key: odd, owner: name, value: { name, odd } })),
      names.map((name) => ({ key: 'long '.repeat(200), owner: name, value: null })),
    ]);
  });

  it('does not replace another state of the same run', async () => {
    const database = await openDatabase(place('new'));
    await createStore(database.tables).saveStep(runId, 'c', 'later');
    await database.close();
    await expect(loadPack(file, { ...place('new'), ...rules })).rejects.toThrow(
      /^Expected no other state of run \w+ in this home, but it has one \(here: done, .* Unpack it into another home with --home DIR\.$/,
    );
  });

  it('is read from a file of version 1, which knew neither checkpoint nor memory', async () => {
    const path = rewrite('first.longhand', ([header = '', ...rest]) => {
      const lines = [header.replace('"version":2', '"version":1'), ...rest.slice(0, -1)].filter(
        (line) => !/^{"kind":"(?:checkpoint|memory)"/.test(line),
      );
      const sha256 = createHash('sha256')
        .update(lines.map((line) => `${line}\n`).join(''))
        .digest('hex');
      return [...lines, JSON.stringify({ kind: 'end', entries: lines.length - 1, sha256 })];
    });
    expect(await loadPack(path, { ...place('first'), ...rules })).toMatchObject({ isNew: true });
    expect((await look(place('first').home)).steps).toEqual((await look(place('old').home)).steps);
  });

  it('is interrupted where a killed process left it running', async () => {
    const change = async (status: 'running' | 'done') => {
      const database = await openDatabase(place('old'));
      await database.tables.updateTable('runs').set({ status }).where('run_id', '=', runId).execute();
      await database.close();
    };
    await change('running');
    const out = join(folder, 'killed.longhand');
    const saved = await savePack(runId, { ...place('old'), ...rules, out });
    await change('done');
    expect(saved.run.status).toBe('interrupted');
    await loadPack(out, { ...place('killed'), ...rules });
    expect((await look(place('killed').home)).run?.status).toBe('interrupted');
    const forged = await forge('running', (entry) => [
      entry.kind === 'run' ? { ...entry, status: 'running', runId: 'forged' } : entry,
    ]);
    expect((await loadPack(forged, { ...place('killed'), ...rules })).run.status).toBe('interrupted');
    expect((await look(place('killed').home, 'forged')).run?.status).toBe('interrupted');
  });
});

describe('a home that takes no files', () => {
  it('gets nothing of the run', async () => {
    const { home } = place('full');
    mkdirSync(join(home, 'runs'), { recursive: true });
    writeFileSync(join(home, 'runs', runId), 'in the way');
    await expect(loadPack(file, { home, ...rules })).rejects.toThrow(/Nothing was taken over/);
    const { run, events, calls } = await look(home);
    expect([run, events, calls]).toEqual([undefined, [], []]);
  });
});

describe('what is refused', () => {
  it.each<[string, () => string | Promise<string>, RegExp]>([
    [
      'a file that is not there',
      () => join(folder, 'none'),
      /but there is no such file\. `longhand runs pack <run>` makes one\.$/,
    ],
    ['a folder', () => folder, /^Expected a packed run at/],
    [
      'a file of another kind',
      () => {
        writeFileSync(join(folder, 'text'), 'Dear diary');
        return join(folder, 'text');
      },
      /to be a packed run, but it is something else/,
    ],
    [
      'other zipped lines',
      () => rewrite('foreign', () => ['{"hello":1}']),
      /to be a packed run, but it is something else/,
    ],
    [
      'a newer version',
      () =>
        rewrite('newer', ([header = '', ...rest]) => [header.replace('"version":2', '"version":3'), ...rest]),
      /^Expected a packed run of version 1 or 2 in .*, got version `3`\. .* update this one\.$/,
    ],
    [
      'one that lacks its end',
      () => rewrite('cut', (lines) => lines.slice(0, -1)),
      /it is damaged: it ends after line \d+/,
    ],
    ['one that lacks a line', () => rewrite('less', (lines) => lines.toSpliced(5, 1)), /it is damaged/],
    [
      'a changed text',
      () => rewrite('changed', (lines) => lines.map((line) => line.replace('NUL', 'nul'))),
      /it is damaged: .* Nothing was taken over\./,
    ],
    [
      'a file outside the folder of the run',
      () =>
        forge('stray', (entry) => [
          entry,
          ...(entry.kind === 'run' ? [{ kind: 'file', name: '../../x.md', text: '' }] : []),
        ]),
      /it is damaged: line 3, `name`/,
    ],
    [
      'a run whose id is a path',
      () => forge('id', (entry) => [entry.kind === 'run' ? { ...entry, runId: '../other' } : entry]),
      /it is damaged: line 2, `runId`/,
    ],
    [
      'a text to be published elsewhere',
      () =>
        forge('out', (entry) => [
          entry.kind === 'run' ? { ...entry, request: { out: '/etc/motd.md' } } : entry,
        ]),
      /to be relative and without `\.\.`, but one leads elsewhere/,
    ],
    [
      'a message under the hash of another',
      () => forge('hash', (entry) => [entry.kind === 'message' ? { ...entry, content: 'Obey.' } : entry]),
      /a message does not have the hash it stands under/,
    ],
    [
      'a step twice',
      () => forge('twice', (entry) => (entry.kind === 'step' ? [entry, entry] : [entry])),
      /the same step stands there twice/,
    ],
    [
      'two values under one key',
      () => forge('keys', (entry) => (entry.kind === 'memory' ? [entry, entry] : [entry])),
      /the same memory stands there twice/,
    ],
    [
      'two checkpoints',
      () => forge('checkpoints', (entry) => (entry.kind === 'checkpoint' ? [entry, entry] : [entry])),
      /the same checkpoint stands there twice/,
    ],
    [
      'a call without its messages',
      () => forge('calls', (entry) => (entry.kind === 'message' ? [] : [entry])),
      /a call names a message that is not there/,
    ],
  ])('%s', async (_name, make, message) => {
    const path = await make();
    const error = await loadPack(path, { ...place('refusing'), ...rules }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toContain(path);
    // Judged before a home is made.
    expect(existsSync(place('refusing').home)).toBe(false);
  });

  it('a pack cut or changed at any byte', async () => {
    const whole = readFileSync(file);
    const path = join(folder, 'broken');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, by, isCut) => {
          const bytes = Buffer.from(isCut ? whole.subarray(0, at) : whole);
          if (!isCut) bytes[at] = (bytes[at] ?? 0) ^ by;
          writeFileSync(path, bytes);
          const error = await loadPack(path, { ...place('refusing'), ...rules }).then(
            () => undefined,
            (caught: unknown) => caught,
          );
          // Some bits mean nothing (the time in the gzip header, a reference to an equal earlier text): the pack is whole.
          if (error === undefined) return gunzipSync(bytes).equals(gunzipSync(whole));
          return error instanceof UsageError;
        },
      ),
      { numRuns: 100 },
    );
    rmSync(place('refusing').home, { recursive: true, force: true });
  });

  it('to pack a run that holds a key, or one that nobody knows', async () => {
    const out = join(folder, 'keyed.longhand');
    const error = await savePack(keyed, { ...place('old'), ...rules, out }).catch((caught: Error) => caught);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toMatch(/to hold no key, but one that is set here stands in it \(run\)/);
    expect((error as Error).message).not.toContain(key);
    expect(existsSync(out)).toBe(false);
    await expect(savePack('nobody', { ...place('old'), ...rules, out })).rejects.toThrow(
      'the id of a run, got `nobody`',
    );
    await expect(savePack('nobody', { ...place('nowhere'), ...rules, out })).rejects.toThrow(
      'the id of a run',
    );
    expect(existsSync(place('nowhere').home)).toBe(false);
    const nested = savePack(runId, { ...place('old'), ...rules, out: folder });
    await expect(nested).rejects.toThrow('it is a folder. Choose another place with --out FILE.');
  });

  it('to pack from a home that somebody writes in, and says who', async () => {
    const engine = await openEngine(place('old'));
    try {
      const packing = savePack(runId, { ...place('old'), ...rules, out: join(folder, 'busy') });
      await expect(packing).rejects.toThrow(`process ${process.pid} is writing in it`);
    } finally {
      await engine.close();
    }
  });
});

describe.skipIf(!hasPostgres())('on Postgres', () => {
  let postgres: PrivatePostgres;
  beforeAll(async () => {
    postgres = await startPrivatePostgres();
  });
  afterAll(() => postgres?.stop());

  it('refuses the run that is being written, and packs the one beside it', async () => {
    const at = { ...place('shared'), databaseUrl: postgres.createDatabase('pack') };
    const engine = await openEngine(at);
    try {
      await loadPack(file, { ...at, ...rules });
      let finish: (() => void) | undefined;
      const waiting: Program = async (_request, context) => {
        await context.step('wait', () => new Promise<void>((resolve) => (finish = resolve)));
        return { status: 'done', result: null };
      };
      const run = await engine.start({ kind: 'test', request: {}, program: waiting });
      const out = join(folder, 'shared.longhand');
      const error = await savePack(run.runId, { ...at, ...rules, out }).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(StoreError);
      expect((error as Error).message).toMatch(/but a process at \S+, connected since .* UTC, is writing it/);
      expect(await savePack(runId, { ...at, ...rules, out })).toMatchObject({ steps: 3, calls: 3 });
      await expect.poll(() => finish).toBeDefined();
      finish?.();
      await run.outcome;
      expect(await savePack(run.runId, { ...at, ...rules, out })).toMatchObject({
        steps: 1,
        run: { status: 'done' },
      });
    } finally {
      await engine.close();
    }
  });
});

describe('parsePack', () => {
  it('gives back what renderPack was given, whatever the texts', async () => {
    const time = '2026-01-02T03:04:05.000006Z';
    const run = {
      kind: 'run',
      runId: 'a',
      program: 'test',
      status: 'done',
      request: {},
      summary: {},
    } as const;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' })), async (texts) => {
        const entries: PackEntry[] = [
          { ...run, startedAt: time, updatedAt: time },
          ...texts.map(
            (text, index) => ({ kind: 'step', name: `s${index}`, value: text, finishedAt: time }) as const,
          ),
        ];
        const lines = (await collect(renderPack(iterate(entries)))).map((line) => line.slice(0, -1));
        expect(await collect(parsePack(iterate(lines), 'x'))).toEqual(entries);
      }),
    );
  });
});
