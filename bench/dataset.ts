/**
 * Building a data set: engine, database and pipeline around a simulated model, on PGlite in one process and on Postgres
 * with four workers.
 *
 * `npm run bench dataset [part] [documents]`: `instant` (6,000 documents unless told), `latency` and `workers` (1,200
 * unless told), `database` (commits and claims alone, 6,000 documents); all parts unless told.
 *
 * The model answers in the process that asks, so making its text is part of every figure. The ideal schedule: the
 * documents are taken in their order by whichever slot is free, their calls one after the other, each as long as the
 * model's latency, and nothing else takes any time.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describeDocuments } from '../src/dataset/build/document-worker.ts';
import { fillBuild, openBuild } from '../src/dataset/build/open-build.ts';
import type { BuiltDocument } from '../src/dataset/build/record-program.ts';
import { createRecord, type DatasetRecord } from '../src/dataset/record.ts';
import { createRunWorld } from '../src/methods/world.ts';
import { loadTokenizer } from '../src/model/estimate-tokens.ts';
import { openDatabase } from '../src/run/database.ts';
import { openEngine } from '../src/run/engine.ts';
import { createBuildStore } from '../src/run/fleet/builds.ts';
import { commitStep } from '../src/run/fleet/commit-step.ts';
import type { Fleet } from '../src/run/fleet/fleet.ts';
import { createQueue } from '../src/run/fleet/queue.ts';
import { startPrivatePostgres } from '../test/private-postgres.ts';

const launcher = join(import.meta.dirname, '../bin/longhand.js');
const subjects = ['tide mills', 'paper kites', 'night trains', 'salt roads', 'roof gardens', 'river locks'];
/** Plans of about fourteen sections. */
const words = 5_600;
const latencyInMs = 400;
/** One process and one database in it; or workers of their own on Postgres. */
type Place = { name: string; inFlight: readonly number[]; isPostgres: boolean };
const embedded: Place = { name: 'PGlite, one process, 60 in flight', inFlight: [60], isPostgres: false };
const four: Place = {
  name: 'Postgres, four workers, 25 in flight each',
  inFlight: [25, 25, 25, 25],
  isPostgres: true,
};
const one: Place = { name: 'Postgres, one worker, 25 in flight', inFlight: [25], isPostgres: true };

type Measured = {
  documents: number;
  calls: number;
  seconds: number;
  /** Of all cores, everything on the machine. */
  cpuShare: number;
  /** In the order of the documents. */
  callsOfEach: number[];
  /** Of the process that makes the documents, PGlite only: resident, and what is in use once garbage is collected. */
  memory: { documents: number; mebibytes: number; inUse: number }[];
};

export async function run([part = 'all', documents]: string[]): Promise<void> {
  await loadTokenizer();
  const parts: Record<string, (documents: number) => Promise<void>> = {
    instant: measureInstant,
    latency: measureLatency,
    workers: measureWorkers,
    database: measureDatabase,
  };
  for (const name of part === 'all' ? Object.keys(parts) : [part]) {
    const measure = parts[name];
    if (measure === undefined) throw new Error(`Expected a part: ${Object.keys(parts).join(', ')} or all.`);
    await measure(Number(documents ?? (name === 'instant' || name === 'database' ? 6_000 : 1_200)));
  }
}

async function measureInstant(documents: number): Promise<void> {
  console.log(
    `\n| instant model, ${documents} documents | calls each | documents a minute | steps a second | CPU |\n| --- | ---: | ---: | ---: | ---: |`,
  );
  for (const place of [embedded, four]) {
    const { seconds, calls, cpuShare, memory } = await build(place, documents, 0);
    console.log(
      `| ${place.name} | ${(calls / documents).toFixed(1)} | ${Math.round((documents / seconds) * 60)} | ${(calls / seconds).toFixed(0)} | ${percent(cpuShare)} |`,
    );
    if (memory.length > 0) sayMemory(memory);
  }
}

async function measureLatency(documents: number): Promise<void> {
  console.log(
    `\n| ${latencyInMs} ms a call, ${documents} documents | calls | ideal | measured | above | CPU |\n| --- | ---: | ---: | ---: | ---: | ---: |`,
  );
  for (const place of [embedded, four]) {
    const { calls, seconds, callsOfEach, cpuShare } = await build(place, documents, latencyInMs);
    const ideal = idealSeconds(callsOfEach, place);
    console.log(
      `| ${place.name} | ${calls} | ${ideal.toFixed(1)} s | ${seconds.toFixed(1)} s | ${percent(seconds / ideal - 1)} | ${percent(cpuShare)} |`,
    );
  }
}

async function measureWorkers(documents: number): Promise<void> {
  const alone = await build(one, Math.ceil(documents / 4), latencyInMs);
  const together = await build(four, documents, latencyInMs);
  const rateOf = ({ calls, seconds }: Measured): number => calls / seconds;
  console.log(
    `\n| ${latencyInMs} ms a call | calls a second |\n| --- | ---: |\n| ${one.name}, ${alone.documents} documents | ${rateOf(alone).toFixed(1)} |\n| ${four.name}, ${documents} documents | ${rateOf(together).toFixed(1)} |\n| four against one | ${(rateOf(together) / rateOf(alone)).toFixed(2)} |`,
  );
}

/** What the database alone takes: nothing is written, no model answers. */
async function measureDatabase(documents: number): Promise<void> {
  const postgres = await startPrivatePostgres();
  const home = mkdtempSync(join(tmpdir(), 'longhand-bench-database-'));
  const database = await openDatabase({ home, databaseUrl: postgres.createDatabase('bench') });
  try {
    const queue = createQueue(database);
    await createBuildStore(database).insertBuild({
      buildId: 'b',
      program: 'bench',
      settings: {},
      priority: 0,
      mostInFlight: documents,
      mostUsd: undefined,
      expectedUsd: undefined,
      keepsCalls: false,
    });
    const request = { text: 'x'.repeat(4_000) };
    await queue.enqueue(
      'b',
      Array.from({ length: documents }, (_each, position) => ({ runId: `b-${position}`, position, request })),
    );
    const detail = { address: 'bench:', modelId: 'bench', usage: {}, attempts: [{}] };
    const call = { messages: [], detail, spend: { tokens: 1, usd: 0, ms: 1 } };
    const value = JSON.stringify({ text: 'word '.repeat(600), finishReason: 'stop' });
    const memory = [{ kind: 'section', key: '"1"', owner: 's', value }];
    let [claimsMs, commitsMs, commits] = [0, 0, 0];
    for (let done = 0; done < documents; ) {
      const claimedAt = performance.now();
      const claims = (
        await Promise.all(Array.from({ length: 10 }, () => queue.claim('bench', 1, undefined, () => [])))
      ).flat();
      claimsMs += performance.now() - claimedAt;
      const committedAt = performance.now();
      await Promise.all(
        claims.map(async (claim) => {
          for (let step = 1; step <= 15; step += 1)
            await commitStep(
              database.pool,
              claim,
              {
                calls: [{ step: `s${step}`, call, messageHashes: [] }],
                messages: [],
                memory,
                checkpoint: undefined,
              },
              { name: `s${step}`, value },
            );
        }),
      );
      commitsMs += performance.now() - committedAt;
      commits += claims.length * 15;
      const finishedAt = performance.now();
      await Promise.all(
        claims.map((claim) =>
          queue.finish(claim, { result: { text: value.repeat(15) }, figures: { usd: 0 } }),
        ),
      );
      claimsMs += performance.now() - finishedAt;
      done += claims.length;
    }
    console.log(
      `\n| Postgres alone, 10 connections, no fsync | a second |\n| --- | ---: |\n| steps committed, 3 kB each, with a call | ${Math.round((commits / commitsMs) * 1000)} |\n| documents claimed one by one under a limit, and finished | ${Math.round((documents / claimsMs) * 1000)} |`,
    );
  } finally {
    await database.close();
    postgres.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Hands the documents out first; the time is from when workers that are ready may take them to the last result. */
async function build(place: Place, documents: number, ttftMs: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'longhand-bench-dataset-'));
  const postgres = place.isPostgres ? await startPrivatePostgres() : undefined;
  const databaseUrl = postgres?.createDatabase('bench');
  const engine = await openEngine({ home: folder, ...(databaseUrl !== undefined && { databaseUrl }) });
  const workers: ChildProcess[] = [];
  try {
    const { fleet } = engine;
    const settings = { model: `simulated:?seed=1&ttftMs=${ttftMs}`, method: 'agentwrite' };
    const file = await openBuild(folder, 'bench', fleet, {
      settings,
      priority: 0,
      mostInFlight: undefined,
      mostUsd: undefined,
      keepsCalls: false,
    });
    await fleet.updateBuild(file.buildId, { state: 'paused' });
    await fillBuild(folder, file, records(documents), settings, fleet);
    if (databaseUrl !== undefined)
      for (const inFlight of place.inFlight) workers.push(await startWorker(folder, databaseUrl, inFlight));

    const memory: Measured['memory'] = [];
    const cpuBefore = readCpu();
    const startedAt = performance.now();
    await fleet.updateBuild(file.buildId, { state: 'running' });
    if (databaseUrl === undefined) await workHere(fleet, place.inFlight[0] ?? 1, memory, folder);
    else await untilDone(fleet, file.buildId);
    const seconds = (performance.now() - startedAt) / 1000;
    const cpuShare = shareBetween(cpuBefore, readCpu());
    const callsOfEach: number[] = [];
    for await (const { result } of fleet.listFinished(file.buildId))
      callsOfEach.push((result as BuiltDocument).usage.calls);
    if (callsOfEach.length !== documents) throw new Error(`${callsOfEach.length} of ${documents} were made.`);
    const calls = callsOfEach.reduce((sum, each) => sum + each, 0);
    return { documents, calls, seconds, cpuShare, callsOfEach, memory };
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await engine.close();
    postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* records(documents: number): AsyncGenerator<DatasetRecord> {
  for (let index = 0; index < documents; index += 1) {
    const subject = subjects[index % subjects.length];
    yield createRecord({
      id: `r${index}`,
      messages: [
        { role: 'user', content: `Write a ${words}-word report about ${subject} of region ${index}` },
      ],
      source: { file: 'bench', line: index + 1 },
    });
  }
}

async function workHere(
  fleet: Fleet,
  concurrency: number,
  memory: Measured['memory'],
  home: string,
): Promise<void> {
  const world = createRunWorld({ home, env: {} });
  let done = 0;
  await fleet.work({
    ...describeDocuments(world, world),
    concurrency,
    waitsForMore: false,
    onEvent({ type }) {
      if (type === 'document-end') done += 1;
      if (type === 'document-end' && done % 500 === 0)
        memory.push({
          documents: done,
          mebibytes: process.memoryUsage.rss() / 2 ** 20,
          inUse: measureInUse(),
        });
    },
  }).ended;
}

async function startWorker(home: string, databaseUrl: string, inFlight: number): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [launcher, 'worker', '--home', home, '--concurrency', String(inFlight)],
    { env: { ...process.env, LONGHAND_DATABASE_URL: databaseUrl }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await new Promise<void>((ready, fail) => {
    child.stderr?.on('data', (text: Buffer) => text.includes('worker ready') && ready());
    child.once('exit', () => fail(new Error('A worker ended before it was ready.')));
  });
  return child;
}

async function untilDone(fleet: Fleet, buildId: string): Promise<void> {
  for (;;) {
    const { waiting, claimed } = await fleet.totalBuild(buildId);
    if (waiting + claimed === 0) return;
    await delay(200);
  }
}

function idealSeconds(callsOfEach: readonly number[], { inFlight }: Place): number {
  const free = Array.from({ length: inFlight.reduce((sum, each) => sum + each, 0) }, () => 0);
  for (const calls of callsOfEach) {
    const slot = free.indexOf(Math.min(...free));
    free[slot] = (free[slot] ?? 0) + (calls * latencyInMs) / 1000;
  }
  return Math.max(...free);
}

/** The first thousand documents fill caches; the slope is what comes after them, by least squares. */
function sayMemory(memory: Measured['memory']): void {
  const later = memory.filter(({ documents }) => documents >= 1_000);
  const mean = (key: 'documents' | 'inUse'): number =>
    later.reduce((sum, each) => sum + each[key], 0) / later.length;
  const [x, y] = [mean('documents'), mean('inUse')];
  const slope =
    later.reduce((sum, each) => sum + (each.documents - x) * (each.inUse - y), 0) /
    later.reduce((sum, each) => sum + (each.documents - x) ** 2, 0);
  const shown = memory.filter((_each, index) => index % 2 === 1 || index === memory.length - 1);
  console.log(
    `\nmemory in use (resident): ${shown.map(({ documents, mebibytes, inUse }) => `${Math.round(inUse)} (${Math.round(mebibytes)}) MiB after ${documents}`).join(', ')}` +
      `${later.length < 3 ? '' : `; ${(slope * 1000).toFixed(1)} MiB more in use every 1,000 documents after the first 1,000`}\n`,
  );
}

/** MiB of JavaScript and of what it holds outside, such as the memory of the database; garbage is collected first. */
function measureInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** Ticks of all cores since the machine began: busy ones, and all. */
function readCpu(): { busy: number; all: number } {
  const ticks = cpus().map(({ times }) => times);
  const all = ticks.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { all, busy: all - ticks.reduce((sum, { idle }) => sum + idle, 0) };
}

const shareBetween = (before: ReturnType<typeof readCpu>, after: ReturnType<typeof readCpu>): number =>
  (after.busy - before.busy) / (after.all - before.all);
