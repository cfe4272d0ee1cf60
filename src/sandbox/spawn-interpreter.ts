/** Starts the child process of a sandbox, with no more rights than it needs. */
import { type ChildProcess, fork } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { UsageError } from '../errors.ts';

/** The source files of the child. */
const ownFiles = ['interpreter', 'open-machine', 'run-cells', 'guest'];
/** What the process may use beyond the interpreter's own memory, for messages and snapshots. */
const spareInBytes = 256 * 2 ** 20;

/**
 * Starts the child. It may read its own source files and the interpreter's package; it sees no environment, starts
 * no process or thread, and compiles no text to code. From Node 25 on it has no network either.
 *
 * @throws {UsageError} This Node has no permission model.
 */
export function spawnInterpreter({ memoryInBytes }: { memoryInBytes: number }): ChildProcess {
  if (!process.allowedNodeEnvironmentFlags.has('--permission'))
    throw new UsageError(
      `Expected Node 22.13 or newer to run model-written code in a sandbox, got ${process.versions.node}: ` +
        'it cannot take rights away from a process. Install a newer Node, then try again.',
    );
  // The same folder holds TypeScript in a checkout and JavaScript in an installed package.
  const fileOf = (name: string): string => join(import.meta.dirname, name + extname(import.meta.filename));
  const wasm = realpathSync(fileURLToPath(import.meta.resolve('quickjs-wasi/quickjs.wasm')));
  const library = realpathSync(fileURLToPath(import.meta.resolve('quickjs-wasi')));
  const spareInMegabytes = spareInBytes / 2 ** 20;
  return fork(fileOf('interpreter'), [pathToFileURL(library).href, wasm], {
    execArgv: [
      '--permission',
      ...ownFiles.map((name) => `--allow-fs-read=${fileOf(name)}`),
      `--allow-fs-read=${join(dirname(wasm), '*')}`,
      '--disallow-code-generation-from-strings',
      '--disable-warning=ExperimentalWarning',
      `--max-old-space-size=${spareInMegabytes}`,
      // The interpreter's heap has its own limit; this one holds should that fail. A page is 64 KiB.
      `--wasm-max-mem-pages=${Math.ceil((memoryInBytes + spareInBytes) / 65_536)}`,
      // Without it, deep recursion would end the stack of the process before that of the interpreter.
      ...(process.platform === 'win32' ? [] : ['--stack-size=3900']),
    ],
    env: {},
    cwd: import.meta.dirname,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
