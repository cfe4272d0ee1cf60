/** The kernels as WebAssembly with 128-bit SIMD, from `mini/kernels.wasm` (see `build-mini-wasm.ts`). */
import { readFileSync } from 'node:fs';
import type { KernelMemory, Kernels } from './kernels.ts';

const pageBytes = 65_536;
/** Beside the package's own `src/` or `dist/`. */
const file = new URL('../../../../mini/kernels.wasm', import.meta.url);

/** The part of the platform's WebAssembly that we use; Node's types leave it to the browser's. */
type Platform = {
  Memory: new (size: { initial: number; maximum: number }) => { buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
  validate(bytes: Uint8Array): boolean;
};
const platform = (globalThis as unknown as { WebAssembly: Platform | undefined }).WebAssembly;

let compiled: object | undefined;

/**
 * Creates the kernels with a memory of at least so many bytes, all zero.
 *
 * @returns undefined where this platform has no WebAssembly or none with SIMD.
 */
export function createWasmKernels(bytes: number): KernelMemory | undefined {
  if (platform === undefined) return undefined;
  if (compiled === undefined) {
    const binary = readFileSync(file);
    if (!platform.validate(binary)) return undefined;
    compiled = new platform.Module(binary);
  }
  const pages = Math.ceil(bytes / pageBytes);
  const memory = new platform.Memory({ initial: pages, maximum: pages });
  const instance = new platform.Instance(compiled, { env: { memory } });
  return { kernels: instance.exports as Kernels, buffer: memory.buffer };
}
