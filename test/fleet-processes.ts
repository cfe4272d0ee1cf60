/**
 * A fleet of real processes for tests and benches: a private Postgres, a simulated provider that keeps a log of what
 * it was asked, and `longhand worker`s to be killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseSimulatedAddress } from '../src/model/simulated/parameters.ts';
import { startSimulatedServer } from '../src/model/simulated/server.ts';
import { type PrivatePostgres, startPrivatePostgres } from './private-postgres.ts';

const launcher = resolve(import.meta.dirname, '../bin/longhand.js');

/** A request as the provider saw it; times in Unix milliseconds. */
export type Asked = { hash: string; from: number; to: number; finishReason: string | undefined };

export type FleetProcesses = AsyncDisposable & {
  folder: string;
  postgres: PrivatePostgres;
  databaseUrl: string;
  /** Address of the provider for `--model`. */
  model: string;
  asked: Asked[];
  /** Runs a command to its end. */
  run(args: readonly string[]): Promise<{ exitCode: number | null; stdout: string; stderr: string }>;
  /** `dataset build` of a file by AgentWrite, into a folder beside it. */
  build(input: string, name: string, ...more: string[]): ReturnType<FleetProcesses['run']>;
  startWorker(args?: readonly string[]): ChildProcess;
  /** Instructions for `dataset build`, in English and Chinese by turns. */
  writeInstructions(name: string, documents: number, words: number): string;
};

/** @param simulated - Address of the model behind the provider. */
export async function startFleetProcesses(simulated: string): Promise<FleetProcesses> {
  const folder = mkdtempSync(join(tmpdir(), 'longhand-fleet-'));
  const postgres = await startPrivatePostgres();
  const databaseUrl = postgres.createDatabase('fleet');
  const asked: Asked[] = [];
  const provider = await startSimulatedServer(parseSimulatedAddress(simulated), {
    port: 0,
    onRequest: ({ hash = '', startedAt, ms, finishReason }) => {
      const from = startedAt.getTime();
      asked.push({ hash, from, to: from + ms, finishReason });
    },
  });
  const children = new Set<ChildProcess>();
  const start = (args: readonly string[]): ChildProcess => {
    // Without the launcher in between: a signal is meant for the process that works.
    const child = spawn(process.execPath, [launcher, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, LONGHAND_DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  };
  const model = `compatible:simulated@${provider.url}`;
  const run: FleetProcesses['run'] = async (args) => {
    const child = start(args);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (data: Buffer) => {
      stdout += data;
    });
    child.stderr?.on('data', (data: Buffer) => {
      stderr += data;
    });
    const exitCode = await new Promise<number | null>((done) => child.once('close', done));
    return { exitCode, stdout, stderr };
  };
  return {
    folder,
    postgres,
    databaseUrl,
    model,
    asked,
    run,
    build: (input, name, ...more) =>
      run([
        ...['dataset', 'build', input, '--out', join(folder, name), '--model', model],
        ...['--method', 'agentwrite', '--json', ...more],
      ]),
    startWorker(args = []) {
      const child = start(['worker', ...args]);
      if (process.env.LONGHAND_DEBUG === '1') child.stderr?.pipe(process.stderr);
      else child.stderr?.resume();
      child.stdout?.resume();
      return child;
    },
    writeInstructions(name, documents, words) {
      const path = join(folder, name);
      const rows = Array.from({ length: documents }, (_each, index) =>
        JSON.stringify({
          instruction:
            index % 4 === 3
              ? `写一篇${words}字的文章，介绍第${index}号运河船闸的历史`
              : `Write a ${words}-word report about the tide mills of region ${index}`,
        }),
      );
      writeFileSync(path, `${rows.join('\n')}\n`);
      return path;
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill('SIGKILL');
      await delay(100);
      await provider.close();
      postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Records of a build without what differs from one run of it to the next: ids and cost. */
export function readKept(folder: string): unknown[] {
  return readFileSync(join(folder, 'kept.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { provenance, cost: _cost, ...record } = JSON.parse(line);
      return { ...record, provenance: { ...provenance, runId: undefined } };
    });
}

/**
 * What was asked more than once, judged by the provider's own log.
 *
 * @param disruptions - When processes were killed, stopped or cut off, in Unix milliseconds.
 * @returns `repeated`: requests beyond the first of each kind. `finished`: those among them whose earlier answer had
 *   ended more than `graceInMs` before any disruption could have lost it. `longestInMs` and `medianInMs`: from a
 *   disruption to the request that makes good for it.
 */
export function countRepeats(
  asked: readonly Asked[],
  disruptions: readonly number[],
  graceInMs = 1_000,
): {
  requests: number;
  repeated: number;
  finished: number;
  mostOfOne: number;
  longestInMs: number;
  medianInMs: number;
} {
  const byHash = new Map<string, Asked[]>();
  for (const one of [...asked].sort((a, b) => a.from - b.from))
    byHash.set(one.hash, [...(byHash.get(one.hash) ?? []), one]);
  let [repeated, finished, mostOfOne] = [0, 0, 0];
  const delaysInMs: number[] = [];
  for (const requests of byHash.values()) {
    mostOfOne = Math.max(mostOfOne, requests.length);
    for (const [index, again] of requests.entries()) {
      const before = requests[index - 1];
      if (before === undefined) continue;
      repeated += 1;
      const isCut = before.finishReason === 'interrupted';
      const cause = disruptions.findLast(
        (at) => at >= before.from && at <= before.to + graceInMs && at <= again.from,
      );
      if (cause !== undefined) delaysInMs.push(again.from - cause);
      if (!isCut && cause === undefined) finished += 1;
    }
  }
  delaysInMs.sort((a, b) => a - b);
  return {
    requests: asked.length,
    repeated,
    finished,
    mostOfOne,
    longestInMs: delaysInMs.at(-1) ?? 0,
    medianInMs: delaysInMs[Math.floor(delaysInMs.length / 2)] ?? 0,
  };
}
