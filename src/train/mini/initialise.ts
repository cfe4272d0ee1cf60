/**
 * First weights of mini. A small model finds out how to copy late or never; here its first two layers can do it before
 * the first step: an induction head (Olsson et al. 2022, arXiv:2209.11895) written into ordinary llama weights.
 *
 * The hidden state of D numbers has three parts: number 0 is a constant, the next D − S − 1 say which token it is, and
 * the last S are a memory of earlier tokens, S/2 numbers for the token before and S/2 for the one before that
 * (S = D / H, the size of a head).
 */
import { createRandom, type Random } from '../../model/simulated/random.ts';
import { listWeights, type ModelConfig, type Tensor, type Weights } from '../model-config.ts';

/** Usual deviation of matrices that start at random. */
const ordinaryDeviation = 0.02;
const constantSize = 3;
const identityDeviation = 0.3;
/** Sharpness of the heads that look one and two tokens back: the score of a full match, times 8 / √(S) frequencies. */
const lookBackScore = 100;
/** What those heads write, as a factor of what they read. */
const memoryGain = 0.6;
/** Strength of the match between now and the memory, and the part of the second token in it. */
const matchGain = 2.8;
const secondTokenShare = 0.8;
/** How strongly what was found is written. */
const copyStrength = 4;
const finalNormGain = 0.2;

/**
 * Draws first weights: ordinary small normal ones, and heads that copy.
 *
 * Layer 0, heads 0 and 1 read the constant alone, so that their rotary scores depend on distance alone: they find the
 * token before and the one before that, and write a projection of them into the memory. Layer 1, heads 0 and 1 compare
 * the present and the last token with the two tokens before every earlier position, on the slowest half of the rotary
 * frequencies, and write the token found there, each through its own half of a projection.
 *
 * Matrices are `[outputs, inputs]`; halves of a head rotate against each other, fastest pairs first.
 *
 * @param config - At least two layers and two heads, each with its own keys and values; S divisible by 4. Made for a
 * rotary base of 1,000,000: with 10,000 the slow frequencies turn too fast beyond a hundred tokens.
 * @throws {RangeError} The shape has no room for this; the message names the field.
 */
export function initialiseMini(config: ModelConfig, seed: number | string): Weights {
  const { hiddenSize, heads, keyValueHeads, layers } = config;
  const headSize = hiddenSize / heads;
  if (layers < 2) throw new RangeError(`Expected \`layers\` to be at least 2, got \`${layers}\`.`);
  if (heads < 2 || keyValueHeads !== heads)
    throw new RangeError(
      `Expected \`keyValueHeads\` to equal \`heads\`, at least 2, got \`${keyValueHeads}\` of \`${heads}\`.`,
    );
  if (headSize % 4 !== 0)
    throw new RangeError(`Expected the size of a head to be divisible by 4, got \`${headSize}\`.`);
  const identity = hiddenSize - headSize - 1;
  if (identity < 2 * headSize)
    throw new RangeError(
      `Expected \`hiddenSize\` to be more than three heads, got \`${hiddenSize}\` of ${headSize} each.`,
    );

  const random = createRandom('mini weights', seed);
  const weights: Weights = new Map();
  for (const { name, shape } of listWeights(config))
    weights.set(name, drawOrdinary(name, shape, layers, random));
  const matrix = (name: string): Tensor => weights.get(`${name}.weight`) as Tensor;

  const embedding = matrix('model.embed_tokens').data;
  for (let index = 0; index < embedding.length; index += 1) {
    const column = index % hiddenSize;
    if (column === 0) embedding[index] = constantSize;
    else if (column <= identity) embedding[index] = identityDeviation * random.normal();
  }
  matrix('model.norm').data.fill(finalNormGain);

  const half = headSize / 2;
  const first = 1;
  const memory = 1 + identity;
  /** Rows of memory: what a token leaves there, `half` numbers. */
  const trace = drawOrthonormal(half, identity, random);
  const attention = (layer: number, name: string): Tensor =>
    matrix(`model.layers.${layer}.self_attn.${name}_proj`);

  // Size of the constant behind the first norm: constant / rms of an embedding.
  const rms = Math.sqrt((constantSize ** 2 + identity * identityDeviation ** 2) / hiddenSize);
  const perConstant = Math.sqrt(lookBackScore) / (constantSize / rms);
  const fastPairs = headSize / 4;
  for (const head of [0, 1]) {
    const back = head + 1;
    clearHead(attention(0, 'q'), head, headSize);
    clearHead(attention(0, 'k'), head, headSize);
    clearHead(attention(0, 'v'), head, headSize);
    clearHeadOutput(attention(0, 'o'), head, headSize);
    for (let pair = 0; pair < fastPairs; pair += 1) {
      const angle = back * config.ropeBase ** ((-2 * pair) / headSize);
      const row = head * headSize + pair;
      set(attention(0, 'q'), row, 0, perConstant);
      set(attention(0, 'k'), row, 0, perConstant * Math.cos(angle));
      set(attention(0, 'k'), row + half, 0, perConstant * Math.sin(angle));
    }
    for (let unit = 0; unit < half; unit += 1) {
      for (let column = 0; column < identity; column += 1)
        set(
          attention(0, 'v'),
          head * headSize + unit,
          first + column,
          (trace[unit] as Float64Array)[column] as number,
        );
      set(attention(0, 'o'), memory + head * half + unit, head * headSize + unit, memoryGain);
    }
  }

  const mix = drawOrthonormal(half, half, random);
  const found = drawOrthonormal(2 * headSize, identity, random);
  for (const head of [0, 1]) {
    clearHead(attention(1, 'q'), head, headSize);
    clearHead(attention(1, 'k'), head, headSize);
    clearHead(attention(1, 'v'), head, headSize);
    clearHeadOutput(attention(1, 'o'), head, headSize);
    for (let unit = 0; unit < half; unit += 1) {
      const row = head * headSize + slowDimension(unit, headSize);
      for (let column = 0; column < identity; column += 1)
        set(
          attention(1, 'q'),
          row,
          first + column,
          matchGain * ((trace[unit] as Float64Array)[column] as number),
        );
      set(attention(1, 'k'), row, memory + unit, matchGain);
      for (let other = 0; other < half; other += 1) {
        const turned = secondTokenShare * ((mix[unit] as Float64Array)[other] as number) * matchGain;
        // The memory is smaller than the identity by the gain that wrote it.
        set(attention(1, 'q'), row, memory + other, turned);
        set(attention(1, 'k'), row, memory + half + other, turned);
      }
    }
    for (let unit = 0; unit < headSize; unit += 1) {
      const direction = found[head * headSize + unit] as Float64Array;
      for (let column = 0; column < identity; column += 1) {
        set(attention(1, 'v'), head * headSize + unit, first + column, direction[column] as number);
        set(
          attention(1, 'o'),
          first + column,
          head * headSize + unit,
          copyStrength * (direction[column] as number),
        );
      }
    }
  }
  return weights;
}

/** Norms are 1; matrices normal, those that write to the hidden state smaller by √(2L). */
function drawOrdinary(name: string, shape: readonly number[], layers: number, random: Random): Tensor {
  const size = shape.reduce((product, side) => product * side, 1);
  if (shape.length === 1) return { shape, data: new Float32Array(size).fill(1) };
  const writes = /\.(?:o_proj|down_proj)\./.test(name);
  const deviation = writes ? ordinaryDeviation / Math.sqrt(2 * layers) : ordinaryDeviation;
  return { shape, data: Float32Array.from({ length: size }, () => deviation * random.normal()) };
}

/** Dimension `unit` of the slowest half of the rotary pairs: the second quarter of either half of a head. */
const slowDimension = (unit: number, headSize: number): number => {
  const quarter = headSize / 4;
  return unit < quarter ? quarter + unit : headSize / 2 + unit;
};

function set({ shape, data }: Tensor, row: number, column: number, value: number): void {
  data[row * (shape[1] as number) + column] = value;
}

function clearHead({ shape, data }: Tensor, head: number, headSize: number): void {
  const columns = shape[1] as number;
  data.fill(0, head * headSize * columns, (head + 1) * headSize * columns);
}

function clearHeadOutput({ shape, data }: Tensor, head: number, headSize: number): void {
  const [rows, columns] = shape as [number, number];
  for (let row = 0; row < rows; row += 1)
    data.fill(0, row * columns + head * headSize, row * columns + (head + 1) * headSize);
}

/** Random orthonormal rows, by Gram and Schmidt. */
function drawOrthonormal(rows: number, columns: number, random: Random): Float64Array[] {
  const done: Float64Array[] = [];
  while (done.length < rows) {
    const row = Float64Array.from({ length: columns }, () => random.normal());
    for (const other of done) {
      const dot = other.reduce((sum, x, index) => sum + x * (row[index] as number), 0);
      for (let index = 0; index < columns; index += 1)
        row[index] = (row[index] as number) - dot * (other[index] as number);
    }
    const length = Math.hypot(...row);
    done.push(row.map((x) => x / length));
  }
  return done;
}
