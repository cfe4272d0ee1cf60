/**
 * How fast mini's inference is on one core: tokens a second while a prompt is read and while an answer is written, the
 * latter after 1,000 tokens of context, with the WebAssembly kernels and with the plain ones, by turns; medians of five.
 * The weights are made up: speed does not depend on them.
 *
 * `npm run bench mini-speed`
 */
import { createMiniDecoder } from '../src/train/mini/inference/decoder.ts';
import { type QuantisedMatrix, quantiseMatrix } from '../src/train/mini/inference/quantise.ts';
import { listWeights, type ModelConfig } from '../src/train/model-config.ts';

const rounds = 5;
const promptTokens = 1000;
const config: ModelConfig = {
  vocabularySize: 4096,
  contextTokens: 1280,
  hiddenSize: 256,
  layers: 6,
  heads: 4,
  keyValueHeads: 4,
  feedForwardSize: 704,
  ropeBase: 1e6,
  normEpsilon: 1e-5,
};
const goals = { read: 600, write: 150 };
/** The plain kernels are slow: fewer tokens of theirs take as long. */
const written = { wasm: 200, plain: 30 };

export async function run(): Promise<void> {
  const matrices = new Map<string, QuantisedMatrix>();
  const norms = new Map<string, Float32Array>();
  let parameters = 0;
  for (const { name, shape } of listWeights(config)) {
    const [rows = 0, columns = 1] = shape;
    parameters += rows * columns;
    if (shape.length === 1) norms.set(name, new Float32Array(rows).fill(1));
    else {
      const wave = Float32Array.from({ length: rows * columns }, (_, index) => 0.1 * Math.sin(index * index));
      matrices.set(name, quantiseMatrix(wave, rows, columns));
    }
  }
  console.log(
    `${(parameters / 1e6).toFixed(2)}M parameters: ${config.layers} layers of width ${config.hiddenSize}, ` +
      `vocabulary ${config.vocabularySize}; goals: reads ${goals.read}, writes ${goals.write} tokens a second`,
  );
  const prompt = Int32Array.from(
    { length: promptTokens },
    (_, index) => (index * 31) % config.vocabularySize,
  );
  const kernels = ['wasm', 'plain'] as const;
  const speeds = kernels.map((kernel) => ({
    kernel,
    decoder: createMiniDecoder(config, { matrices, norms }, { kernel }),
    read: [] as number[],
    write: [] as number[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { kernel, decoder, read, write } of speeds) {
      decoder.rewind(0);
      const startedAt = performance.now();
      decoder.prefill(prompt);
      const readAt = performance.now();
      for (let count = 0; count < written[kernel]; count += 1) decoder.next(count);
      read.push((promptTokens * 1000) / (readAt - startedAt));
      write.push((written[kernel] * 1000) / (performance.now() - readAt));
    }
  }
  console.log('kernels      reads     writes   tokens a second');
  for (const { kernel, read, write } of speeds) {
    console.log(
      [kernel.padEnd(7), ...[read, write].map((all) => String(Math.round(median(all))).padStart(10))].join(
        ' ',
      ),
    );
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
