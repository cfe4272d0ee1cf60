/**
 * Builds `mini/kernels.wasm` from `assembly/mini-kernels.ts`. The file is committed, so that the source runs without a
 * build; a test holds it equal to what this makes. Run it after every change of the kernels: `node build-mini-wasm.ts`.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = import.meta.dirname;

/**
 * Compiles the kernels into a file.
 *
 * @throws {Error} The source does not compile; the compiler has said why on stderr.
 */
export function compileMiniKernels(file: string): void {
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/assemblyscript/bin/asc.js'),
      'assembly/mini-kernels.ts',
      '--outFile',
      file,
      '--optimizeLevel=3',
      '--shrinkLevel=0',
      '--runtime=stub',
      '--noAssert',
      // The caller makes and lays out the memory; the kernels keep nothing of their own in it.
      '--importMemory',
      '--enable=simd',
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
}

if (import.meta.main) compileMiniKernels(join(root, 'mini/kernels.wasm'));
