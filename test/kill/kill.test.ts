/** Kills a real writing process with SIGKILL while each of its calls is in flight, resumes it, and compares. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSimulatedAddress } from '../../src/model/simulated/parameters.ts';
import { startSimulatedServer } from '../../src/model/simulated/server.ts';
import { hasPostgres, type PrivatePostgres, startPrivatePostgres } from '../private-postgres.ts';

const launcher = join(import.meta.dirname, '../../bin/longhand.js');
const plan = '# Three lights\n\n## One\n\n- first\n\n## Two\n\n- second\n\n## Three\n\n- third\n';

const listRuns = (folder: string): string[] => {
  const runs = join(folder, 'home/runs');
  return existsSync(runs) ? readdirSync(runs) : [];
};

/** How many sections the run that is not among `known` has begun, by its own event file. */
function begunSections(folder: string, known: string[]): number {
  const run = listRuns(folder).find((id) => !known.includes(id));
  const file = join(folder, 'home/runs', run ?? '', 'events.jsonl');
  const begins = /"type":"step-start","step":"section-\d+"/g;
  return run && existsSync(file) ? (readFileSync(file, 'utf8').match(begins) ?? []).length : 0;
}

function describeKills(name: string, start: () => Promise<PrivatePostgres | undefined>): void {
  describe(`a killed run on ${name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'longhand-kill-test-'));
    const env = { ...process.env };
    let calls: { hash: string; isWhole: boolean }[] = [];
    let server: Awaited<ReturnType<typeof startSimulatedServer>>;
    let postgres: PrivatePostgres | undefined;
    let plain = '';

    const longhand = (...words: string[]): ChildProcess =>
      spawn(process.execPath, [launcher, ...words, '--home', join(folder, 'home'), '--json'], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    const write = (out: string): ChildProcess =>
      longhand(
        ...['write', 'Write 300 words about lighthouses', '--plan', join(folder, 'plan.md')],
        ...['--out', out, '--model', `compatible:practice@${server.url}`],
      );
    const resultOf = async (child: ChildProcess): Promise<Record<string, unknown>> => {
      let output = '';
      child.stdout?.on('data', (data: Buffer) => {
        output += data;
      });
      await new Promise((resolve) => child.on('close', resolve));
      return JSON.parse(output.trim().split('\n').at(-1) || '{}') as Record<string, unknown>;
    };

    beforeAll(async () => {
      postgres = await start();
      if (postgres) env.LONGHAND_DATABASE_URL = postgres.createDatabase('kill');
      // Slow enough to be met in the middle of an answer.
      server = await startSimulatedServer(parseSimulatedAddress('simulated:?seed=3&ttftMs=300'), {
        port: 0,
        onRequest: ({ hash, status, finishReason }) =>
          calls.push({ hash: hash ?? '', isWhole: status === 200 && finishReason !== 'interrupted' }),
      });
      writeFileSync(join(folder, 'plan.md'), plan);
      await resultOf(write('plain.md'));
      plain = readFileSync(join(folder, 'plain.md'), 'utf8');
    }, 60_000);
    afterAll(async () => {
      await server.close();
      postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each([0, 1, 2])(
      'with %i sections finished loses nothing and pays only the call in flight twice',
      async (done) => {
        calls = [];
        // What the run before learnt of the model would change what this one asks for.
        rmSync(join(folder, 'home/cards'), { recursive: true, force: true });
        const known = listRuns(folder);
        const child = write('killed.md');
        const finished = resultOf(child).catch(() => ({}));
        await expect
          .poll(() => begunSections(folder, known), { timeout: 20_000, interval: 5 })
          .toBe(done + 1);
        // The call of that step is on its way by now, and takes longer than this.
        await new Promise((resolve) => setTimeout(resolve, 150));
        child.kill('SIGKILL');
        await finished;
        await new Promise((resolve) => setTimeout(resolve, 100));
        const paid = calls.filter((call) => call.isWhole).map((call) => call.hash);

        const before = calls.length;
        const { runs } = (await resultOf(longhand('runs'))) as { runs: { runId: string; status: string }[] };
        const killed = runs.find((run) => run.status === 'interrupted');
        expect(killed).toBeDefined();
        expect(
          (await resultOf(longhand('write', 'Write 60 words', '--model', 'simulated:'))).status,
        ).toBeDefined();
        expect(calls.length).toBe(before);

        const result = await resultOf(longhand('resume', killed?.runId ?? ''));
        expect(result).toMatchObject({ status: 'done' });
        expect(readFileSync(join(folder, 'killed.md'), 'utf8')).toBe(plain);
        for (const hash of paid) expect(calls.filter((call) => call.hash === hash)).toHaveLength(1);
        expect(calls.filter((call) => call.isWhole)).toHaveLength(3);
        expect(calls.length).toBeLessThanOrEqual(4);
      },
      60_000,
    );
  });
}

describeKills('PGlite', async () => undefined);
describe.skipIf(!hasPostgres())('with a private cluster', () =>
  describeKills('Postgres', startPrivatePostgres),
);
