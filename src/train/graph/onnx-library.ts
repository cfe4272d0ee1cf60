/** onnxruntime-node, an optional part that is loaded when something is trained. */
import { createRequire } from 'node:module';
import { UsageError } from '../../errors.ts';

export type OnnxRuntime = typeof import('onnxruntime-node');

/** Whether it is installed. */
export function hasOnnxRuntime(): boolean {
  try {
    createRequire(import.meta.url).resolve('onnxruntime-node');
    return true;
  } catch {
    // Not installed: whoever asks says what follows.
    return false;
  }
}

/** @throws {UsageError} It is not installed; the message says how to. */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  try {
    const loaded = (await import('onnxruntime-node')) as OnnxRuntime & { default?: OnnxRuntime };
    return loaded.default ?? loaded;
  } catch (error) {
    throw new UsageError(
      'Training needs `onnxruntime-node`, which could not be loaded. Install it with `npm run setup:native` in a clone, ' +
        'or with `npm install onnxruntime-node --onnxruntime-node-install=skip` beside Longhand.',
      { cause: error },
    );
  }
}
