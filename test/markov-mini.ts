/**
 * A mini whose weights are written by hand: each byte or control token follows the one before it with equal chance from
 * a list, so that it writes made-up words, sentences and plan lines, always other ones. It is a llama model like any
 * other, with one layer: the embedding is one-hot, attention adds nothing, and the feed-forward block maps a token to
 * those that may follow it.
 */
import { quantiseWeights } from '../src/train/mini/inference/quantise.ts';
import type { MiniFiles } from '../src/train/mini/mini-files.ts';
import { miniSpecialTokens, pointTokens } from '../src/train/mini/prompt/special-tokens.ts';
import { listWeights, type ModelConfig, type Weights } from '../src/train/model-config.ts';
import { byteToCharacter } from '../src/train/tokenizer/byte-alphabet.ts';
import { createTokenizer } from '../src/train/tokenizer/tokenizer.ts';

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const digits = [...'1234567'];

/** @param options.contextTokens - Positions it has. */
export function createMarkovMini({ contextTokens = 6000 }: { contextTokens?: number } = {}): MiniFiles {
  const bytes = Array.from({ length: 256 }, (_, byte) => byteToCharacter(byte));
  const special = miniSpecialTokens.map((content, id) => ({ content, id }));
  // Widths of the kernels are multiples of 32: the rest is filled with tokens that nobody writes.
  const known = special.length + bytes.length;
  const filler = Array.from({ length: (32 - (known % 32)) % 32 }, (_, index) => `<|unused${index}|>`);
  for (const [index, content] of filler.entries()) special.push({ content, id: known + index });
  const tokenizer = createTokenizer({
    tokens: [...miniSpecialTokens, ...bytes, ...filler],
    merges: [],
    special,
    digits: 'single',
  });
  const size = tokenizer.vocabularySize;
  const config: ModelConfig = {
    vocabularySize: size,
    contextTokens,
    hiddenSize: size,
    layers: 1,
    heads: size / 32,
    keyValueHeads: 1,
    feedForwardSize: size,
    ropeBase: 10_000,
    normEpsilon: 1e-5,
  };
  const weights: Weights = new Map(
    listWeights(config).map(({ name, shape }) => {
      const count = shape.reduce((product, side) => product * side, 1);
      return [name, { shape, data: new Float32Array(count).fill(shape.length === 1 ? 1 : 0) }];
    }),
  );
  const set = (name: string, row: number, column: number, value: number): void => {
    const tensor = weights.get(name);
    if (tensor === undefined) throw new Error(`No weight ${name}.`);
    tensor.data[row * size + column] = value;
  };
  const idOf = (token: string): number => {
    const id = special.find(({ content }) => content === token)?.id;
    return id ?? (tokenizer.encode(token)[0] as number);
  };
  const follow = (token: string, followers: readonly string[]): void => {
    for (const follower of followers) {
      // The norm makes the stream as long as √size; what is mapped to must outweigh the token itself.
      set('model.layers.0.mlp.down_proj.weight', idOf(follower), idOf(token), 1);
    }
  };
  for (let id = 0; id < size; id += 1) {
    set('model.embed_tokens.weight', id, id, 1);
    set('model.layers.0.mlp.gate_proj.weight', id, id, 1);
    set('model.layers.0.mlp.up_proj.weight', id, id, 1);
  }
  for (const token of miniSpecialTokens) follow(token, token === '<|words|>' ? digits : [' ']);
  follow(' ', letters);
  for (const letter of letters) {
    follow(letter, [...letters.slice(0, 4), ' ', '.', pointTokens[0]]);
  }
  // A text has no place for the words of a line, a line none for the other three.
  follow('.', ['<|r0|>', '<|p|>', '<|end|>', '<|words|>']);
  for (const digit of digits) follow(digit, [...digits.slice(0, 3), '<|line|>', '<|end|>']);
  return { config, weights: quantiseWeights(config, weights), tokenizer };
}
