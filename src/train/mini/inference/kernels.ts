/**
 * The arithmetic that the decoder is made of, over one memory. There are two implementations: `wasm-kernels.ts` and,
 * as reference and fallback, `plain-kernels.ts`.
 *
 * Addresses are in bytes from the start of the memory and multiples of 16. Numbers are float32, except the quantised
 * weights: int8, each 32 of a row with one float32 scale.
 */
export type Kernels = {
  /** `output[i] = weights[i] · scales[⌊i / 32⌋]` for `count` weights, a multiple of 32. */
  expand(weights: number, scales: number, output: number, count: number): void;
  /**
   * `output[t, r] = Σ_c matrix[r, c] · input[t, c]`, added to what stands there where `isAdded`.
   *
   * `rows` is a multiple of 4, `columns` of 32; `scratch` has room for `4 · columns` numbers.
   */
  multiply(
    weights: number,
    scales: number,
    input: number,
    output: number,
    scratch: number,
    rows: number,
    columns: number,
    tokens: number,
    isAdded: boolean,
  ): void;
  /** RMSNorm of each token: `output = input · weights / √(mean(input²) + epsilon)`. */
  normalise(
    input: number,
    weights: number,
    output: number,
    columns: number,
    tokens: number,
    epsilon: number,
  ): void;
  /**
   * Rotates all heads of `[tokens, heads, headSize]` in place, dimension i against i + headSize / 2.
   * The tables begin at the first token's row of `headSize / 2` numbers.
   */
  rotate(
    vectors: number,
    cosines: number,
    sines: number,
    heads: number,
    headSize: number,
    tokens: number,
  ): void;
  /** SwiGLU's gate in place: `gates = silu(gates) · values`. `count` is a multiple of 4. */
  gate(gates: number, values: number, count: number): void;
  /**
   * Causal attention of `tokens` queries, the first standing at `position`.
   *
   * `queries` and `output` are `[tokens, heads, headSize]`, `keys` and `values` one layer's cache
   * `[keyValueHeads, contextTokens, headSize]`; `scores` has room for `contextTokens` numbers. `headSize` is a
   * multiple of 16, `contextTokens` of 4.
   */
  attend(
    queries: number,
    keys: number,
    values: number,
    scores: number,
    output: number,
    heads: number,
    keyValueHeads: number,
    headSize: number,
    contextTokens: number,
    position: number,
    tokens: number,
  ): void;
};

/** Kernels with the memory they work on. */
export type KernelMemory = { kernels: Kernels; buffer: ArrayBuffer };

/** Which implementation computes. */
export type KernelName = 'wasm' | 'plain';
