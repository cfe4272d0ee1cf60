/** A run that moves: from an embedded home to Postgres and back, and as a recording that answers by itself. */
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { exportRun } from '../../src/cli/export.ts';
import type { Output } from '../../src/cli/output.ts';
import { runs } from '../../src/cli/runs.ts';
import { packRun, unpackRun } from '../../src/cli/runs-pack.ts';
import { show } from '../../src/cli/show.ts';
import { BudgetError, ModelCallError, UsageError } from '../../src/errors.ts';
import { type RunPlace, type RunWorld, resumeDocument, writeDocument } from '../../src/methods/write.ts';
import type { Model } from '../../src/model/model.ts';
import { hashRequest } from '../../src/model/request.ts';
import { resolveModel } from '../../src/model/resolve-model.ts';
import { writePackFile } from '../../src/run/pack-file.ts';
import type { PackEntry, PackedRun } from '../../src/run/pack-format.ts';
import { hasPostgres, type PrivatePostgres, startPrivatePostgres } from '../private-postgres.ts';

const instruction = 'Write a 900-word guide to lighthouses';
const model = 'simulated:?seed=5';
let folder = '';
let plain = '';
let plainCalls: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhand-moving-'));
  const { run, calls } = write(place('old'));
  plain = (await run).markdown;
  plainCalls = calls;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const place = (name: string): RunPlace => ({ home: join(folder, name) });

/** A world that notes each request which reaches a model. */
function createWorld(at: RunPlace): { world: RunWorld; calls: string[]; addresses: Set<string> } {
  const calls: string[] = [];
  const addresses = new Set<string>();
  const resolve = async (address: string): Promise<Model> => {
    addresses.add(address);
    const found = await resolveModel(address, { env: {} });
    const doStream: Model['languageModel']['doStream'] = (options) => {
      calls.push(hashRequest(options));
      return found.languageModel.doStream(options);
    };
    return { ...found, languageModel: { ...found.languageModel, doStream } };
  };
  return { world: { ...at, resolveModel: resolve }, calls, addresses };
}

function write(at: RunPlace, address = model) {
  const { world, calls, addresses } = createWorld(at);
  const out = join(folder, 'somewhere', 'guide.md');
  return { run: writeDocument(instruction, { model: address, out }, world), calls, addresses };
}

/** Writes until so many sections are there, then stops as Ctrl-C does. */
async function writeUntil(sections: number, at: RunPlace): Promise<{ runId: string; calls: string[] }> {
  const { run, calls } = write(at);
  let landed = 0;
  for await (const event of run) {
    if (event.type === 'section-end' && ++landed === sections) run.stop();
  }
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  return { runId: await run.runId, calls };
}

/** Calls a command as the command line does, and collects what it says. */
async function command(
  at: RunPlace,
  call: (options: { home: string; json: string }, output: Output) => Promise<number>,
) {
  vi.stubEnv('LONGHAND_DATABASE_URL', at.databaseUrl ?? '');
  const said: string[] = [];
  let result: unknown;
  const exitCode = await call(
    { home: at.home, json: 'result' },
    {
      json: 'result',
      isQuiet: false,
      say: (line) => said.push(line),
      complain: (line) => said.push(line),
      print: () => {},
      printResult: (value) => {
        result = JSON.parse(JSON.stringify(value));
      },
      printEvent: () => {},
    },
  );
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects.
  return { exitCode, said, result: result as any };
}

async function move(runId: string, from: RunPlace, to: RunPlace): Promise<string> {
  const file = join(folder, `${runId}.longhand`);
  const packed = await command(from, (options, output) => packRun(runId, { ...options, out: file }, output));
  expect(packed.exitCode).toBe(0);
  expect(packed.result).toMatchObject({ runId, file, bytes: (await stat(file)).size });
  const unpacked = await command(to, (options, output) => unpackRun(file, options, output));
  expect(unpacked.exitCode).toBe(0);
  expect(unpacked.result).toMatchObject({ runId, status: 'interrupted' });
  expect(unpacked.said).toContain(`It works with ${model}.`);
  expect(unpacked.said.at(-1)).toBe(`Go on with: longhand resume ${runId} --home ${to.home}`);
  return file;
}

/** What the read-only commands tell of a run. */
async function look(runId: string, at: RunPlace) {
  const out = join(folder, 'export.md');
  const list = await command(at, runs);
  const shown = await command(at, (options, output) => show(runId, undefined, options, output));
  const section = await command(at, (options, output) => show(runId, '1', options, output));
  const why = await command(at, (options, output) =>
    show(runId, undefined, { ...options, why: true }, output),
  );
  await command(at, (options, output) => exportRun(runId, { ...options, out }, output));
  const row = list.result.runs.find((each: { runId: string }) => each.runId === runId);
  return {
    shown: shown.result,
    section: section.result,
    why: why.result,
    row,
    text: readFileSync(out, 'utf8'),
  };
}

/** Resumes what was moved, and compares with the run that never was. */
async function expectToGoOn(runId: string, at: RunPlace, paid: readonly string[]): Promise<void> {
  const { world, calls } = createWorld(at);
  const { markdown, usage } = await resumeDocument(runId, {}, world);
  expect(markdown).toBe(plain);
  expect([...paid, ...calls]).toEqual(plainCalls);
  expect(new Set([...paid, ...calls]).size).toBe(plainCalls.length);
  expect(usage.calls).toBe(plainCalls.length);
}

describe('a run that moves to another home', () => {
  it('looks there as it did here, and goes on without paying anything twice', async () => {
    const { runId, calls } = await writeUntil(2, place('old'));
    const file = await move(runId, place('old'), place('new'));
    const [before, after] = [await look(runId, place('old')), await look(runId, place('new'))];
    const out = join(folder, 'somewhere', 'guide.md');
    expect(before.row.out).toBe(out);
    expect(after).toEqual({
      ...before,
      row: { ...before.row, out: 'guide.md' },
      shown: { ...before.shown, out: 'guide.md' },
    });
    expect(after.text).toContain('unfinished: 2 of');
    expect(gunzipSync(readFileSync(file)).toString('utf8')).not.toContain(folder);

    const again = await command(place('new'), (options, output) => unpackRun(file, options, output));
    expect(again.exitCode).toBe(0);
    expect(again.said[0]).toContain('already, in the same state');
    await expectToGoOn(runId, place('new'), calls);
    const late = command(place('new'), (options, output) => unpackRun(file, options, output));
    await expect(late).rejects.toThrow(UsageError);
  });

  it('waits for its review there, with the plan as it was left', async () => {
    const { world } = createWorld(place('old'));
    const run = writeDocument(instruction, { model, isReviewed: true }, world);
    await expect(run).rejects.toMatchObject({ name: 'PauseError' });
    const runId = await run.runId;
    const file = join(folder, 'review.longhand');
    await command(place('old'), (options, output) => packRun(runId, { ...options, out: file }, output));
    await command(place('new'), (options, output) => unpackRun(file, options, output));
    const plan = (at: RunPlace) => readFileSync(join(at.home, 'runs', runId, 'plan.md'), 'utf8');
    expect(plan(place('new'))).toBe(plan(place('old')));
    const { result } = await command(place('new'), (options, output) =>
      show(runId, undefined, options, output),
    );
    expect(result.status).toBe('stopped');
    expect(result.failure.message).toContain(`waits for you in runs/${runId}/plan.md`);
  });
});

describe.skipIf(!hasPostgres())('a run that moves between an embedded home and Postgres', () => {
  let postgres: PrivatePostgres;
  let shared: RunPlace;
  beforeAll(async () => {
    postgres = await startPrivatePostgres();
    shared = { ...place('shared'), databaseUrl: postgres.createDatabase('moving') };
  });
  afterAll(() => postgres?.stop());

  it('goes on in the other database to the same text, in both directions', async () => {
    const there = await writeUntil(1, place('old'));
    await move(there.runId, place('old'), shared);
    await expectToGoOn(there.runId, shared, there.calls);

    const back = await writeUntil(2, shared);
    const file = await move(back.runId, shared, place('back'));
    const text = gunzipSync(readFileSync(file)).toString('utf8');
    expect(text).not.toContain(shared.databaseUrl);
    expect(text).not.toContain(folder);
    await expectToGoOn(back.runId, place('back'), back.calls);
  });
});

describe('a packed run as a model', () => {
  it('answers the same instruction with the same text, and no other model is called', async () => {
    const { run } = write(place('old'));
    const { runId, markdown } = await run;
    const file = join(folder, 'recording.longhand');
    await command(place('old'), (options, output) => packRun(runId, { ...options, out: file }, output));
    const replay = write(place('new'), `recorded:${file}`);
    const result = await replay.run;
    expect(result.markdown).toBe(markdown);
    expect(result.practice).toBe(true);
    expect([...replay.addresses]).toEqual([`recorded:${file}`]);
    expect(replay.calls).toEqual(plainCalls);
    const other = writeDocument(
      'A 300-word note',
      { model: `recorded:${file}` },
      createWorld(place('new')).world,
    );
    await expect(other).rejects.toThrow(ModelCallError);
  });
});

describe('unpacking', () => {
  it('names the command that goes on, with a limit that lets it', async () => {
    const { world } = createWorld(place('old'));
    const limits = { price: '1,1,10', budget: { costInUsd: 0.01 } };
    const run = writeDocument(instruction, { model, ...limits }, world);
    await expect(run).rejects.toThrow(BudgetError);
    const runId = await run.runId;
    const file = join(folder, 'spent.longhand');
    await command(place('old'), (options, output) => packRun(runId, { ...options, out: file }, output));
    const { said } = await command(place('new'), (options, output) => unpackRun(file, options, output));
    expect(said.at(-1)).toBe(
      `Go on with: longhand resume ${runId} --max-cost 0.02 --home ${place('new').home}`,
    );
  });

  it.each<[string, Partial<PackedRun>, string]>([
    ['of a kind it does not know', { program: 'sing' }, 'of `write`, `read` or `plan` in'],
    [
      'that no list could show',
      { request: { instruction: 'x' } },
      '`request.targetWords` is not as it should',
    ],
  ])('refuses a run %s', async (_name, change, message) => {
    const time = '2026-01-02T03:04:05.000006Z';
    const facts = { status: 'stopped', request: {}, summary: {}, startedAt: time, updatedAt: time } as const;
    async function* entries(): AsyncGenerator<PackEntry> {
      yield { kind: 'run', runId: 'strange', program: 'write', ...facts, ...change };
    }
    const file = join(folder, 'strange.longhand');
    await writePackFile(file, entries());
    const unpacking = command(place('new'), (options, output) => unpackRun(file, options, output));
    await expect(unpacking).rejects.toThrow(message);
  });
});

describe('packing', () => {
  it('refuses a run that holds a key of this environment, and does not say it', async () => {
    const key = 'aB3-this-is-a-key';
    const { world } = createWorld(place('old'));
    const { runId } = await writeDocument(`Write 60 words about ${key}`, { model, method: 'native' }, world);
    vi.stubEnv('OPENAI_API_KEY', key);
    const packing = command(place('old'), (options, output) =>
      packRun(runId, { ...options, out: join(folder, 'keyed.longhand') }, output),
    );
    await expect(packing).rejects.toThrow(/^(?!.*aB3-this).*to hold no key/);
  });
});
