/** Real workers on a real Postgres, killed and stopped in the middle: nothing lost, nothing finished paid twice. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { countRepeats, readKept, startFleetProcesses } from '../fleet-processes.ts';
import { hasPostgres } from '../private-postgres.ts';

describe.skipIf(!hasPostgres())('a fleet', () => {
  it('loses nothing when one worker is killed and another one is stopped and woken', async () => {
    await using fleet = await startFleetProcesses('simulated:?seed=1&ttftMs=400');
    const input = fleet.writeInstructions('in.jsonl', 20, 900);
    const build = (name: string, ...more: string[]) => fleet.build(input, name, ...more);
    const calm = await build('calm', '--concurrency', '20');
    expect(calm.exitCode, calm.stderr).toBe(0);
    const once = fleet.asked.length;
    fleet.asked.length = 0;

    const [doomed, sleeper] = [1, 2].map(() => fleet.startWorker(['--concurrency', '4']));
    const working = build('killed', '--no-work');
    while (fleet.asked.length < 8) await delay(50);
    const disruptions = [Date.now()];
    doomed?.kill('SIGKILL');
    sleeper?.kill('SIGSTOP');
    // It comes when there is nobody else, and takes over from both.
    fleet.startWorker(['--concurrency', '8']);
    await delay(22_000);
    disruptions.push(Date.now());
    sleeper?.kill('SIGCONT');
    const killed = await working;
    expect(killed.exitCode, killed.stderr).toBe(0);
    await delay(1_500);

    const { requests, repeated, finished, mostOfOne, longestInMs } = countRepeats(fleet.asked, disruptions);
    expect(finished).toBe(0);
    expect(repeated).toBeLessThanOrEqual(8);
    expect(requests).toBe(once + repeated);
    expect(mostOfOne).toBeLessThanOrEqual(2);
    expect(longestInMs).toBeLessThan(30_000);
    expect(readKept(join(fleet.folder, 'killed'))).toEqual(readKept(join(fleet.folder, 'calm')));
  }, 180_000);

  it('keeps a limit of requests over all workers, also right after one of them was stopped', async () => {
    await using fleet = await startFleetProcesses('simulated:?seed=1');
    const input = fleet.writeInstructions('in.jsonl', 14, 900);
    const { host } = new URL(fleet.model.slice(fleet.model.indexOf('@') + 1));
    const working = fleet.build(input, 'out', '--rate', `${host}=300`, '--no-work');
    const [, sleeper] = [1, 2, 3].map(() => fleet.startWorker(['--concurrency', '6']));
    while (fleet.asked.length < 12) await delay(50);
    sleeper?.kill('SIGSTOP');
    await delay(3_000);
    sleeper?.kill('SIGCONT');
    const { exitCode, stderr } = await working;
    expect(exitCode, stderr).toBe(0);
    const times = fleet.asked.map(({ from }) => from).sort((a, b) => a - b);
    expect(times.length).toBeGreaterThan(40);
    // 300 a minute are 5 a second; on a busy machine a request or two arrive late. A herd would be a dozen.
    const most = Math.max(
      ...times.map((from) => times.filter((time) => time >= from && time < from + 1_000).length),
    );
    expect(most).toBeLessThanOrEqual(8);
  }, 120_000);
});
