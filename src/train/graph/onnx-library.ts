/**
 * The part of onnxruntime-node that we use, and how it is loaded. The package is an optional peer: these types stand in
 * for its own, so that everything compiles without it.
 */
import { createRequire } from 'node:module';
import { UsageError } from '../../errors.ts';

export type OnnxRuntime = {
  InferenceSession: { create(model: Uint8Array, options: OnnxSessionOptions): Promise<OnnxSession> };
  Tensor: new (
    type: 'float32' | 'int32' | 'int64',
    data: OnnxTensor['data'],
    dimensions: readonly number[],
  ) => OnnxTensor;
};

type OnnxSession = {
  run(feeds: Record<string, OnnxTensor>): Promise<Record<string, OnnxTensor>>;
  release(): Promise<void>;
};

export type OnnxTensor = { readonly data: Float32Array | Int32Array | BigInt64Array };

type OnnxSessionOptions = {
  executionProviders: readonly 'cpu'[];
  executionMode: 'sequential';
  intraOpNumThreads: number;
  interOpNumThreads: number;
  graphOptimizationLevel: 'all';
  enableMemPattern: boolean;
  /** 3: errors only. */
  logSeverityLevel: 3;
};

const packageName = 'onnxruntime-node';

/** Whether it is installed. */
export function hasOnnxRuntime(): boolean {
  try {
    createRequire(import.meta.url).resolve(packageName);
    return true;
  } catch {
    // Not installed: whoever asks says what follows.
    return false;
  }
}

/** @throws {UsageError} It is not installed, or has no library for this machine; the message says what to do. */
export async function loadOnnxRuntime(
  load = (name: string): Promise<unknown> => import(name),
): Promise<OnnxRuntime> {
  try {
    const loaded = (await load(packageName)) as OnnxRuntime & { default?: OnnxRuntime };
    return loaded.default ?? loaded;
  } catch (error) {
    throw new UsageError(
      `Expected the optional package \`${packageName}\`, which computes trainings, found none that loads. In a checkout ` +
        'install it with `npm run setup:native`, beside the npm package with ' +
        `\`npm install --ignore-scripts ${packageName}@1.30.0\`.`,
      { cause: error },
    );
  }
}
