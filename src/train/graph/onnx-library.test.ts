import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.ts';
import { loadOnnxRuntime, type OnnxRuntime } from './onnx-library.ts';

describe('loadOnnxRuntime', () => {
  it('says how to install the package where it is missing', async () => {
    const missing = loadOnnxRuntime(() => Promise.reject(new Error('Cannot find package')));
    await expect(missing).rejects.toThrow(UsageError);
    await expect(missing).rejects.toThrow(/`onnxruntime-node`.*`npm run setup:native`/);
  });

  it('takes the library from the default export, as Node gives it for such a package', async () => {
    const library = { Tensor: class {}, InferenceSession: {} } as unknown as OnnxRuntime;
    expect(await loadOnnxRuntime(async () => ({ default: library }))).toBe(library);
  });
});
