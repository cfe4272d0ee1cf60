/**
 * Kills a writing process with SIGKILL at random moments and resumes it, on PGlite and on Postgres.
 *
 * Judged from the request log of the provider (an HTTP server in this process): the text equals that of an
 * uninterrupted run, no answer of a finished step was asked for again, and at most the one call in flight was
 * made twice. After every kill the read-only commands and a second, unrelated `write` run first, and must cause
 * no call of the killed run.
 *
 * `npm run bench kill [kills] [seed] [pglite|postgres]`
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSimulatedAddress } from '../src/model/simulated/parameters.ts';
import { startSimulatedServer } from '../src/model/simulated/server.ts';
import { hasPostgres, startPrivatePostgres } from '../test/private-postgres.ts';

const sections = 20;
const launcher = join(import.meta.dirname, '../bin/longhand.js');

type Trial = {
  killedAtMs: number;
  doneAtKill: number;
  calls: number;
  repeated: number;
  isSame: boolean;
  /** The text where it is another one, or why there is none. */
  found: string | undefined;
  stray: number;
};

export async function run(parameters: string[]): Promise<void> {
  const kills = Number(parameters[0] ?? 50);
  const random = createRandom(Number(parameters[1] ?? 1));
  const kinds = parameters[2] ? [parameters[2]] : ['pglite', ...(hasPostgres() ? ['postgres'] : [])];
  let hasFailed = false;
  for (const kind of kinds) {
    const trials = await tryKind(kind, kills, random);
    const bad = trials.filter((trial) => !trial.isSame || trial.repeated > 1 || trial.stray > 0);
    hasFailed ||= bad.length > 0;
    const once = trials.filter((trial) => trial.repeated === 1).length;
    console.log(
      `${kind}: ${trials.length} kills of a run of ${sections} sections, at ${Math.min(...trials.map((trial) => trial.killedAtMs))} to ` +
        `${Math.max(...trials.map((trial) => trial.killedAtMs))} ms, ${Math.min(...trials.map((trial) => trial.doneAtKill))} to ` +
        `${Math.max(...trials.map((trial) => trial.doneAtKill))} answers given at the kill; same text: ` +
        `${trials.filter((trial) => trial.isSame).length}; call in flight made again: ${once}; ` +
        `more than that: ${trials.filter((trial) => trial.repeated > 1).length}; ` +
        `calls of the killed run by other commands: ${trials.reduce((sum, trial) => sum + trial.stray, 0)}`,
    );
    for (const trial of bad) console.log('  failed:', JSON.stringify(trial));
  }
  if (hasFailed) process.exitCode = 1;
}

async function tryKind(kind: string, kills: number, random: () => number): Promise<Trial[]> {
  const folder = mkdtempSync(join(tmpdir(), 'longhand-kill-'));
  const postgres = kind === 'postgres' ? await startPrivatePostgres() : undefined;
  const env = { ...process.env, ...(postgres && { LONGHAND_DATABASE_URL: postgres.createDatabase('kill') }) };
  const log: { hash: string; isWhole: boolean }[] = [];
  const server = await startSimulatedServer(
    parseSimulatedAddress('simulated:?seed=5&ttftMs=60&lengthSigma=0.2'),
    {
      port: 0,
      onRequest: ({ hash, status, finishReason }) =>
        log.push({ hash: hash ?? '', isWhole: status === 200 && finishReason !== 'interrupted' }),
    },
  );
  const plan = join(folder, 'plan.md');
  writeFileSync(
    plan,
    `# Twenty lights\n${Array.from({ length: sections }, (_, index) => `\n## Light number ${index + 1}\n\n- tower ${index + 1}\n`).join('')}`,
  );
  const longhand = (...parameters: string[]): ChildProcess =>
    spawn(process.execPath, [launcher, ...parameters, '--home', join(folder, 'home')], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const write = (out: string): ChildProcess =>
    longhand(
      ...['write', 'Write 4000 words about lighthouses', '--plan', plan, '--out', out],
      ...['--model', `compatible:practice@${server.url}`, '--json'],
    );

  try {
    const startedAt = performance.now();
    await ended(write('plain.md'));
    const wholeMs = performance.now() - startedAt;
    const plain = readFileSync(join(folder, 'plain.md'), 'utf8');
    const wanted = new Set(log.map((call) => call.hash));
    const trials: Trial[] = [];
    for (let index = 0; index < kills; index += 1) {
      log.length = 0;
      const out = `killed-${index}.md`;
      const child = write(out);
      const killedAtMs = Math.round(random() * wholeMs);
      const timer = setTimeout(() => child.kill('SIGKILL'), killedAtMs);
      await ended(child);
      clearTimeout(timer);
      // The server hears of the broken connection a moment later.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const doneAtKill = log.filter((call) => call.isWhole).length;
      const before = log.length;

      const { runs } = JSON.parse(await ended(longhand('runs', '--json'))) as {
        runs: { runId: string; out: string | null; instruction: string; status: string }[];
      };
      const killed = runs.find((run) => run.out?.endsWith(out));
      await ended(longhand('doctor', '--json'));
      if (killed) await ended(longhand('show', killed.runId, '--json'));
      const other = `simulated:?seed=${index}`;
      await ended(
        longhand('write', 'Write 100 words about rain', '--model', other, '--json', '--out', 'other.md'),
      );
      const stray = log.length - before;

      let resumed = '';
      if (killed) resumed = await ended(longhand('resume', killed.runId, '--json'));
      // Killed before the run was stored: nothing was paid, nothing is there to resume.
      else if (doneAtKill === 0) await ended(write(out));
      const path = join(folder, out);
      const text = existsSync(path)
        ? readFileSync(path, 'utf8')
        : `no file; the resume said: ${resumed || 'nothing'}; the run: ${JSON.stringify(killed)}`;
      trials.push({
        killedAtMs,
        doneAtKill,
        calls: log.length,
        repeated: log.length - wanted.size,
        isSame: text === plain,
        found: text === plain ? undefined : text.slice(0, 2000),
        stray,
      });
    }
    return trials;
  } finally {
    await server.close();
    postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Standard output of a child that has ended, however it did. */
async function ended(child: ChildProcess): Promise<string> {
  let output = '';
  child.stdout?.on('data', (data: Buffer) => {
    output += data;
  });
  await new Promise((resolve) => child.on('close', resolve));
  return output.trim().split('\n').at(-1) ?? '';
}

/** mulberry32: small, seeded, good enough to pick moments. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
