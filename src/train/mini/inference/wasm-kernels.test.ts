import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileMiniKernels } from '../../../../build-mini-wasm.ts';

describe('mini/kernels.wasm', () => {
  it('is what assembly/mini-kernels.ts compiles to (else run `node build-mini-wasm.ts`)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'longhand-wasm-'));
    compileMiniKernels(join(folder, 'kernels.wasm'));
    const committed = readFileSync(join(import.meta.dirname, '../../../../mini/kernels.wasm'));
    expect(readFileSync(join(folder, 'kernels.wasm')).equals(committed)).toBe(true);
    rmSync(folder, { recursive: true });
  }, 60_000);
});
