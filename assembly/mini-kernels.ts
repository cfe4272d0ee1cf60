/**
 * The arithmetic of mini's decoder in AssemblyScript, compiled to `mini/kernels.wasm` by `build-mini-wasm.ts`.
 *
 * Every function works on one linear memory, which the caller owns and imports; addresses are in bytes. Numbers are
 * float32, four to a vector. `src/train/mini/inference/plain-kernels.ts` says the same in plain TypeScript and is what
 * this file is tested against.
 */

/** Weights that share one scale. */
const blockSize: i32 = 32;

/**
 * Turns int8 weights back into float32: `output[i] = weights[i] * scales[i / 32]`. `count` is a multiple of 32.
 */
export function expand(weights: usize, scales: usize, output: usize, count: i32): void {
  for (let done = 0; done < count; done += blockSize) {
    const scale = v128.load32_splat(scales);
    for (let part = 0; part < blockSize; part += 8) {
      const whole = v128.load8x8_s(weights);
      v128.store(output, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(whole)), scale));
      v128.store(output, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(whole)), scale), 16);
      weights += 8;
      output += 32;
    }
    scales += 4;
  }
}

/** The four sums over the lanes of four vectors, as one vector. */
function sumLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

function sumOfLanes(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) +
    f32x4.extract_lane(a, 1) +
    (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

function maxOfLanes(a: v128): f32 {
  return max(
    max(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1)),
    max(f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3)),
  );
}

function put(output: usize, sums: v128, isAdded: bool): void {
  v128.store(output, isAdded ? f32x4.add(v128.load(output), sums) : sums);
}

/**
 * `output[t, r] = sum over c of matrix[r, c] * input[t, c]`, added to what stands there if asked.
 *
 * The matrix is int8 in blocks of 32. Four rows at a time are expanded into `scratch` (room for `4 * columns`) and meet
 * every token before the next four, so that reading the weights is shared by the tokens. `rows` is a multiple of 4,
 * `columns` of 32.
 */
export function multiply(
  weights: usize,
  scales: usize,
  input: usize,
  output: usize,
  scratch: usize,
  rows: i32,
  columns: i32,
  tokens: i32,
  isAdded: bool,
): void {
  const width: usize = <usize>columns * 4;
  const height: usize = <usize>rows * 4;
  const scalesOfFour: usize = <usize>(columns / blockSize) * 16;
  for (let row = 0; row < rows; row += 4) {
    expand(weights, scales, scratch, columns * 4);
    weights += width;
    scales += scalesOfFour;
    let from = input;
    let to = output + <usize>row * 4;
    let token = 0;
    for (; token + 2 <= tokens; token += 2) {
      let a0 = f32x4.splat(0);
      let a1 = f32x4.splat(0);
      let a2 = f32x4.splat(0);
      let a3 = f32x4.splat(0);
      let b0 = f32x4.splat(0);
      let b1 = f32x4.splat(0);
      let b2 = f32x4.splat(0);
      let b3 = f32x4.splat(0);
      for (let at: usize = 0; at < width; at += 16) {
        const x = v128.load(from + at);
        const y = v128.load(from + width + at);
        const w0 = v128.load(scratch + at);
        a0 = f32x4.add(a0, f32x4.mul(w0, x));
        b0 = f32x4.add(b0, f32x4.mul(w0, y));
        const w1 = v128.load(scratch + width + at);
        a1 = f32x4.add(a1, f32x4.mul(w1, x));
        b1 = f32x4.add(b1, f32x4.mul(w1, y));
        const w2 = v128.load(scratch + 2 * width + at);
        a2 = f32x4.add(a2, f32x4.mul(w2, x));
        b2 = f32x4.add(b2, f32x4.mul(w2, y));
        const w3 = v128.load(scratch + 3 * width + at);
        a3 = f32x4.add(a3, f32x4.mul(w3, x));
        b3 = f32x4.add(b3, f32x4.mul(w3, y));
      }
      put(to, sumLanes(a0, a1, a2, a3), isAdded);
      put(to + height, sumLanes(b0, b1, b2, b3), isAdded);
      from += 2 * width;
      to += 2 * height;
    }
    if (token < tokens) {
      let a0 = f32x4.splat(0);
      let a1 = f32x4.splat(0);
      let a2 = f32x4.splat(0);
      let a3 = f32x4.splat(0);
      for (let at: usize = 0; at < width; at += 16) {
        const x = v128.load(from + at);
        a0 = f32x4.add(a0, f32x4.mul(v128.load(scratch + at), x));
        a1 = f32x4.add(a1, f32x4.mul(v128.load(scratch + width + at), x));
        a2 = f32x4.add(a2, f32x4.mul(v128.load(scratch + 2 * width + at), x));
        a3 = f32x4.add(a3, f32x4.mul(v128.load(scratch + 3 * width + at), x));
      }
      put(to, sumLanes(a0, a1, a2, a3), isAdded);
    }
  }
}

/** RMSNorm of every token: `output = input * weights / sqrt(mean(input^2) + epsilon)`. */
export function normalise(
  input: usize,
  weights: usize,
  output: usize,
  columns: i32,
  tokens: i32,
  epsilon: f32,
): void {
  const width: usize = <usize>columns * 4;
  for (let token = 0; token < tokens; token++) {
    let squares = f32x4.splat(0);
    for (let at: usize = 0; at < width; at += 16) {
      const x = v128.load(input + at);
      squares = f32x4.add(squares, f32x4.mul(x, x));
    }
    const factor = f32x4.splat(<f32>1 / sqrt<f32>(sumOfLanes(squares) / <f32>columns + epsilon));
    for (let at: usize = 0; at < width; at += 16) {
      v128.store(output + at, f32x4.mul(f32x4.mul(v128.load(input + at), factor), v128.load(weights + at)));
    }
    input += width;
    output += width;
  }
}

/**
 * Rotates every head in place: dimension `i` against `i + headSize / 2` by the angle of its position.
 *
 * @param cosines, sines - Tables of `headSize / 2` numbers for each position, beginning at the first token's.
 */
export function rotate(
  vectors: usize,
  cosines: usize,
  sines: usize,
  heads: i32,
  headSize: i32,
  tokens: i32,
): void {
  const half: usize = <usize>headSize * 2;
  for (let token = 0; token < tokens; token++) {
    for (let head = 0; head < heads; head++) {
      for (let at: usize = 0; at < half; at += 16) {
        const x = v128.load(vectors + at);
        const y = v128.load(vectors + half + at);
        const cosine = v128.load(cosines + at);
        const sine = v128.load(sines + at);
        v128.store(vectors + at, f32x4.sub(f32x4.mul(x, cosine), f32x4.mul(y, sine)));
        v128.store(vectors + half + at, f32x4.add(f32x4.mul(y, cosine), f32x4.mul(x, sine)));
      }
      vectors += 2 * half;
    }
    cosines += half;
    sines += half;
  }
}

/**
 * e to the power of each lane, to about 2e-7 relative; arguments are held in -87..88.
 *
 * x = n ln 2 + r with |r| <= ln 2 / 2; e^r by its Taylor series to r^6, 2^n through the exponent bits.
 */
function exponential(x: v128): v128 {
  const held = f32x4.min(f32x4.max(x, f32x4.splat(-87)), f32x4.splat(88));
  const n = f32x4.nearest(f32x4.mul(held, f32x4.splat(<f32>Math.LOG2E)));
  // ln 2 in two parts, so that n times the first is exact.
  const coarse = f32x4.sub(held, f32x4.mul(n, f32x4.splat(0.693359375)));
  const r = f32x4.sub(coarse, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let sum = f32x4.splat(1.0 / 720.0);
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 120.0));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 24.0));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 6.0));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(0.5));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(sum, power);
}

/** SwiGLU's gate, in place: `gates = gates / (1 + e^-gates) * values`. `count` is a multiple of 4. */
export function gate(gates: usize, values: usize, count: i32): void {
  const end = gates + <usize>count * 4;
  while (gates < end) {
    const x = v128.load(gates);
    const divisor = f32x4.add(f32x4.splat(1), exponential(f32x4.neg(x)));
    v128.store(gates, f32x4.mul(f32x4.div(x, divisor), v128.load(values)));
    gates += 16;
    values += 16;
  }
}

/** Scores of one query against `length` keys, to the next multiple of 4. Returns the highest of the first `length`. */
function score(query: usize, keys: usize, scores: usize, headSize: i32, length: i32, factor: f32): f32 {
  const width: usize = <usize>headSize * 4;
  const factors = f32x4.splat(factor);
  let highest = f32x4.splat(-3.0e38);
  for (let from = 0; from < length; from += 4) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (let at: usize = 0; at < width; at += 16) {
      const q = v128.load(query + at);
      a = f32x4.add(a, f32x4.mul(q, v128.load(keys + at)));
      b = f32x4.add(b, f32x4.mul(q, v128.load(keys + width + at)));
      c = f32x4.add(c, f32x4.mul(q, v128.load(keys + 2 * width + at)));
      d = f32x4.add(d, f32x4.mul(q, v128.load(keys + 3 * width + at)));
    }
    let sums = f32x4.mul(sumLanes(a, b, c, d), factors);
    const left = length - from;
    if (left < 4) {
      if (left < 2) sums = f32x4.replace_lane(sums, 1, -3.0e38);
      if (left < 3) sums = f32x4.replace_lane(sums, 2, -3.0e38);
      sums = f32x4.replace_lane(sums, 3, -3.0e38);
    }
    highest = f32x4.max(highest, sums);
    v128.store(scores, sums);
    scores += 16;
    keys += 4 * width;
  }
  return maxOfLanes(highest);
}

/** Turns scores into shares that sum to 1, in place; those behind `length` become 0. */
function share(scores: usize, length: i32, highest: f32): void {
  const top = f32x4.splat(highest);
  let sums = f32x4.splat(0);
  for (let at = 0; at < length; at += 4) {
    let shares = exponential(f32x4.sub(v128.load(scores + ((<usize>at) << 2)), top));
    const left = length - at;
    if (left < 4) {
      if (left < 2) shares = f32x4.replace_lane(shares, 1, 0);
      if (left < 3) shares = f32x4.replace_lane(shares, 2, 0);
      shares = f32x4.replace_lane(shares, 3, 0);
    }
    sums = f32x4.add(sums, shares);
    v128.store(scores + ((<usize>at) << 2), shares);
  }
  const factor = f32x4.splat(<f32>1 / sumOfLanes(sums));
  for (let at = 0; at < length; at += 4) {
    const place = scores + ((<usize>at) << 2);
    v128.store(place, f32x4.mul(v128.load(place), factor));
  }
}

/** The mean of `length` values, weighted by their shares. Sixteen dimensions at a time. */
function mix(scores: usize, values: usize, output: usize, headSize: i32, length: i32): void {
  const width: usize = <usize>headSize * 4;
  for (let part: usize = 0; part < width; part += 64) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let value = values + part;
    const end = scores + ((<usize>length) << 2);
    for (let place = scores; place < end; place += 4) {
      const share = v128.load32_splat(place);
      a = f32x4.add(a, f32x4.mul(share, v128.load(value)));
      b = f32x4.add(b, f32x4.mul(share, v128.load(value, 16)));
      c = f32x4.add(c, f32x4.mul(share, v128.load(value, 32)));
      d = f32x4.add(d, f32x4.mul(share, v128.load(value, 48)));
      value += width;
    }
    v128.store(output + part, a);
    v128.store(output + part, b, 16);
    v128.store(output + part, c, 32);
    v128.store(output + part, d, 48);
  }
}

/**
 * Causal attention of `tokens` queries, the first of which stands at `position`, over everything at or before each.
 *
 * `queries` and `output` are `[tokens, heads, headSize]`; `keys` and `values` are the cache of one layer,
 * `[keyValueHeads, contextTokens, headSize]`; `scores` has room for `contextTokens`. `headSize` is a multiple of 16,
 * `contextTokens` of 4.
 */
export function attend(
  queries: usize,
  keys: usize,
  values: usize,
  scores: usize,
  output: usize,
  heads: i32,
  keyValueHeads: i32,
  headSize: i32,
  contextTokens: i32,
  position: i32,
  tokens: i32,
): void {
  const width: usize = <usize>headSize * 4;
  const factor: f32 = <f32>1 / sqrt<f32>(<f32>headSize);
  for (let head = 0; head < heads; head++) {
    const cache = <usize>((head * keyValueHeads) / heads) * <usize>contextTokens * width;
    for (let token = 0; token < tokens; token++) {
      const place = <usize>(token * heads + head) * width;
      const length = position + token + 1;
      const highest = score(queries + place, keys + cache, scores, headSize, length, factor);
      share(scores, length, highest);
      mix(scores, values + cache, output + place, headSize, length);
    }
  }
}
