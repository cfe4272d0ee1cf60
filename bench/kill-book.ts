/**
 * Kills a process that writes a book with SIGKILL, again and again, and resumes it each time; then compares with the
 * book of a process that nobody killed, byte by byte, and counts the calls that were made twice.
 *
 * `npm run bench kill-book [words]`, 60,000 unless told.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WriteResult } from '../src/methods/write-result.ts';

const launcher = join(import.meta.dirname, '../bin/longhand.js');
const model = 'simulated:?seed=3&lengthBias=0.85&lengthSigma=0.25&capWords=600';
const [leastMs, mostMs] = [3_500, 6_000];
const mostKills = 40;

type Ended = { code: number | null; out: string; isKilled: boolean };

export async function run([words = '60000']: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'longhand-kill-book-'));
  const write = (name: string, killAfterMs?: number): Promise<Ended> =>
    longhand(
      ['write', `Write a ${words}-word book about tide mills`, '--model', model, '--yes', ...placeOf(name)],
      killAfterMs,
    );
  const placeOf = (name: string): string[] => [
    '--home',
    join(folder, name),
    '--out',
    join(folder, `${name}.md`),
  ];
  try {
    const whole = JSON.parse((await write('whole')).out) as WriteResult;
    let ended = await write('killed', mostMs);
    let kills = 0;
    while (ended.isKilled && kills < mostKills) {
      kills += 1;
      const { runs } = JSON.parse((await longhand(['runs', '--home', join(folder, 'killed')])).out) as {
        runs: { runId: string; deliveredWords: number }[];
      };
      const runId = runs[0]?.runId ?? '';
      console.log(`kill ${kills}: ${runs[0]?.deliveredWords ?? 0} words had landed`);
      // Evenly spread, and the same in every run of this bench.
      const killAfterMs = leastMs + ((kills * 0.618) % 1) * (mostMs - leastMs);
      ended = await longhand(
        ['resume', runId, ...placeOf('killed')],
        kills < mostKills ? killAfterMs : undefined,
      );
    }
    const resumed = JSON.parse(ended.out) as WriteResult;
    const read = (name: string): string => readFileSync(join(folder, `${name}.md`), 'utf8');
    const isSame = read('whole') === read('killed');
    console.log(
      `\n${resumed.delivered.words} words, ${kills} kills, exit ${ended.code}: the text is ${
        isSame ? 'the same' : 'another one'
      }; ${resumed.usage.calls} calls, ${whole.usage.calls} without kills`,
    );
    if (!isSame || resumed.usage.calls - whole.usage.calls > kills) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function longhand(parameters: readonly string[], killAfterMs?: number): Promise<Ended> {
  const child = spawn(process.execPath, [launcher, ...parameters, '--quiet', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let out = '';
  let isKilled = false;
  child.stdout.on('data', (data) => {
    out += data;
  });
  const timer =
    killAfterMs === undefined
      ? undefined
      : setTimeout(() => {
          isKilled = true;
          // The launcher and the process it starts.
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        }, killAfterMs);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, out, isKilled });
    });
  });
}
