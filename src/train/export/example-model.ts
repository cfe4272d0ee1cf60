/** A small model with random weights and a tokenizer that was really trained: what the tests of exports export. */
import { listWeights, type ModelConfig, type Weights } from '../model-config.ts';
import type { Digits } from '../tokenizer/split-text.ts';
import { trainTokenizer } from '../tokenizer/train-tokenizer.ts';
import type { ExportModel } from './export-model.ts';

export const exampleTexts = [
  'The old lighthouse at the harbour has been the home of its keeper since 1887, and the light still turns.',
  '灯塔守望着海港，船只在夜里归来。灯塔的光转了一圈又一圈。',
  'for (let index = 0; index < lights.length; index += 1) { total += lights[index]; }',
];

const chatTemplate =
  "{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

/** Creates the model; equal arguments give equal models. */
export function createExampleModel({
  digits = 'single',
  keyValueHeads = 2,
}: {
  digits?: Digits;
  keyValueHeads?: number;
} = {}): ExportModel {
  const tokenizer = trainTokenizer([...exampleTexts, ...exampleTexts], {
    vocabularySize: 420,
    specialTokens: ['<|end|>', '<|user|>', '<|assistant|>', '<|pad|>'],
    digits,
  });
  const config: ModelConfig = {
    vocabularySize: tokenizer.vocabularySize,
    contextTokens: 128,
    hiddenSize: 64,
    layers: 3,
    heads: 4,
    keyValueHeads,
    feedForwardSize: 96,
    ropeBase: 5_000,
    normEpsilon: 1e-5,
  };
  const weights = createWeights(config);
  return { config, weights, tokenizer, chatTemplate, endToken: '<|end|>', padToken: '<|pad|>' };
}

/** Uniform weights, large enough that attention is sharp and every part of the model tells in the logits. */
function createWeights(config: ModelConfig): Weights {
  let state = 11;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return new Map(
    listWeights(config).map(({ name, shape }) => {
      const length = shape.reduce((product, size) => product * size, 1);
      const data = Float32Array.from({ length }, () => (shape.length === 1 ? 1 + draw() / 2 : draw() * 0.3));
      return [name, { shape, data }];
    }),
  );
}
