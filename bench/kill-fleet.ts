/**
 * Four workers on Postgres that are killed, stopped and cut off while they make a data set; then what was lost, and
 * what was paid twice, by the log of the provider.
 *
 * `npm run bench kill-fleet [documents] [seconds of the SIGSTOP]`: 320 and 60 unless told.
 */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { countRepeats, readKept, startFleetProcesses } from '../test/fleet-processes.ts';

const workers = 4;
const inFlightEach = 8;
const killEveryInMs = 5_000;

export async function run([documents = '320', stopSeconds = '60']: string[]): Promise<void> {
  await using fleet = await startFleetProcesses('simulated:?seed=1&ttftMs=500');
  const input = fleet.writeInstructions('in.jsonl', Number(documents), 1500);
  const build = (name: string, ...more: string[]) => fleet.build(input, name, ...more);
  const startedAt = Date.now();
  const say = (what: string): void =>
    console.log(`${((Date.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${what}`);

  await build('calm', '--concurrency', '32');
  const calm = countRepeats(fleet.asked, []);
  say(`undisturbed: ${calm.requests} requests, ${calm.repeated} repeated`);
  const calmSet = readKept(join(fleet.folder, 'calm'));
  fleet.asked.length = 0;

  const disruptions: number[] = [];
  const running: ChildProcess[] = [];
  const start = (index: number): void => {
    running[index] = fleet.startWorker(['--concurrency', String(inFlightEach)]);
  };
  const kill = (index: number): void => {
    disruptions.push(Date.now());
    running[index]?.kill('SIGKILL');
  };
  for (let index = 0; index < workers; index += 1) start(index);
  const working = build('killed', '--no-work');
  let isOver = false;
  const ended = working.then((result) => {
    isOver = true;
    return result;
  });

  /** One worker is stopped and woken: 3 of 4 go on to be killed meanwhile. */
  const stopped = (async () => {
    await delay(8_000);
    const child = running[0];
    disruptions.push(Date.now());
    child?.kill('SIGSTOP');
    say(`worker 1: SIGSTOP for ${stopSeconds} s`);
    await delay(Number(stopSeconds) * 1000);
    disruptions.push(Date.now());
    child?.kill('SIGCONT');
    say('worker 1: SIGCONT');
  })();
  let kills = 0;
  for (let turn = 0; !isOver; turn += 1) {
    await Promise.race([delay(killEveryInMs), ended]);
    if (isOver) break;
    if (turn === 5) {
      say('all workers: SIGKILL at once');
      for (let index = 1; index < workers; index += 1) kill(index);
      kills += workers - 1;
      for (let index = 1; index < workers; index += 1) start(index);
    } else if (turn === 9) {
      say('Postgres: restarted');
      disruptions.push(Date.now());
      fleet.postgres.restart();
      disruptions.push(Date.now());
    } else {
      // Evenly spread over workers 2 to 4, and the same in every run of this bench.
      const index = 1 + Math.floor(((turn * 0.618) % 1) * (workers - 1));
      say(`worker ${index + 1}: SIGKILL`);
      kill(index);
      kills += 1;
      start(index);
    }
  }
  const { stdout } = await ended;
  await stopped;
  const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
  // What a woken worker would do wrong it does now.
  await delay(5_000);
  const repeats = countRepeats(fleet.asked, disruptions);
  const killedSet = readKept(join(fleet.folder, 'killed'));
  const isSame = JSON.stringify(killedSet) === JSON.stringify(calmSet);
  console.log(`
| | |
| --- | ---: |
| documents made of ${documents} | ${result.documents} |
| failed | ${result.failed} |
| kills with SIGKILL | ${kills} |
| records the same as undisturbed | ${isSame ? 'all' : 'NO'} |
| requests, undisturbed | ${calm.requests} |
| requests, disturbed | ${repeats.requests} |
| repeated | ${repeats.repeated} |
| of them finished before the disruption | ${repeats.finished} |
| most requests of one kind | ${repeats.mostOfOne} |
| from a disruption to the request asked again, median and longest | ${(repeats.medianInMs / 1000).toFixed(1)} and ${(repeats.longestInMs / 1000).toFixed(1)} s |`);
  if (!isSame || repeats.finished > 0 || repeats.repeated > kills * inFlightEach + 2 * workers * inFlightEach)
    process.exitCode = 1;
}
