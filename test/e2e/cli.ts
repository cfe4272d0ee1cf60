/** The real command line as a child process, in a folder of its own, without keys. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const launcher = resolve(import.meta.dirname, '../../bin/longhand.js');

type CliResult = {
  /** 128 + number where a signal ended it, as a shell reports it. */
  exitCode: number;
  stdout: string;
  stderr: string;
  /** The last line of stdout, parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects.
  json: () => any;
};

export type Project = {
  folder: string;
  run(args: readonly string[], options?: { stdin?: string; home?: string }): Promise<CliResult>;
  /** Starts without waiting; `node` is another executable to launch with. */
  start(
    args: readonly string[],
    options?: { node?: string },
  ): { child: ChildProcess; result: Promise<CliResult> };
  [Symbol.dispose](): void;
};

/** A working directory with its own home; gone when disposed of. */
export function createProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'longhand-e2e-'));
  const start: Project['start'] = (args, { node = process.execPath } = {}) => launch(args, folder, node, {});
  return {
    folder,
    start,
    run(args, { stdin, home } = {}) {
      const { child, result } = launch(args, folder, process.execPath, home ? { LONGHAND_HOME: home } : {});
      child.stdin?.end(stdin ?? '');
      return result;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function launch(
  args: readonly string[],
  cwd: string,
  node: string,
  more: NodeJS.ProcessEnv,
): ReturnType<Project['start']> {
  const env = { PATH: process.env.PATH, HOME: cwd, ...more };
  const child = spawn(node, [launcher, ...args], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const result = new Promise<CliResult>((done) => {
    child.on('close', (code, signal) => {
      const exitCode = code ?? 128 + (signal === 'SIGKILL' ? 9 : 15);
      done({ exitCode, stdout, stderr, json: () => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') });
    });
  });
  return { child, result };
}

/** Waits until stderr of a running command says something. */
export async function untilSaid({ child }: { child: ChildProcess }, pattern: RegExp): Promise<void> {
  let said = '';
  await new Promise<void>((done, fail) => {
    child.stderr?.on('data', (text: string) => {
      said += text;
      if (pattern.test(said)) done();
    });
    child.on('close', () => fail(new Error(`The command ended without saying ${pattern}: ${said}`)));
  });
}
