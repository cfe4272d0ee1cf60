/** The kernels in plain TypeScript: the reference for the WebAssembly ones, and the fallback where there are none. */
import type { KernelMemory } from './kernels.ts';

const blockSize = 32;

/** Creates the kernels with a memory of so many bytes (rounded up to whole numbers), all zero. */
export function createPlainKernels(bytes: number): KernelMemory {
  const buffer = new ArrayBuffer(Math.ceil(bytes / 4) * 4);
  const numbers = new Float32Array(buffer);
  const whole = new Int8Array(buffer);

  const expand = (weights: number, scales: number, output: number, count: number): void => {
    for (let index = 0; index < count; index += 1) {
      const scale = numbers[scales / 4 + Math.floor(index / blockSize)] as number;
      numbers[output / 4 + index] = (whole[weights + index] as number) * scale;
    }
  };

  return {
    buffer,
    kernels: {
      expand,

      multiply(weights, scales, input, output, scratch, rows, columns, tokens, isAdded) {
        const matrixRow = numbers.subarray(scratch / 4, scratch / 4 + columns);
        for (let row = 0; row < rows; row += 1) {
          expand(weights + row * columns, scales + (row * columns * 4) / blockSize, scratch, columns);
          for (let token = 0; token < tokens; token += 1) {
            const from = input / 4 + token * columns;
            let sum = 0;
            for (let column = 0; column < columns; column += 1) {
              sum += (matrixRow[column] as number) * (numbers[from + column] as number);
            }
            const to = output / 4 + token * rows + row;
            numbers[to] = isAdded ? (numbers[to] as number) + sum : sum;
          }
        }
      },

      normalise(input, weights, output, columns, tokens, epsilon) {
        for (let token = 0; token < tokens; token += 1) {
          const shift = token * columns;
          let squares = 0;
          for (let column = 0; column < columns; column += 1) {
            squares += (numbers[input / 4 + shift + column] as number) ** 2;
          }
          const factor = 1 / Math.sqrt(squares / columns + epsilon);
          for (let column = 0; column < columns; column += 1) {
            const weight = numbers[weights / 4 + column] as number;
            numbers[output / 4 + shift + column] =
              (numbers[input / 4 + shift + column] as number) * factor * weight;
          }
        }
      },

      rotate(vectors, cosines, sines, heads, headSize, tokens) {
        const half = headSize / 2;
        for (let token = 0; token < tokens; token += 1) {
          for (let head = 0; head < heads; head += 1) {
            const first = vectors / 4 + (token * heads + head) * headSize;
            for (let index = 0; index < half; index += 1) {
              const cosine = numbers[cosines / 4 + token * half + index] as number;
              const sine = numbers[sines / 4 + token * half + index] as number;
              const x = numbers[first + index] as number;
              const y = numbers[first + half + index] as number;
              numbers[first + index] = x * cosine - y * sine;
              numbers[first + half + index] = y * cosine + x * sine;
            }
          }
        }
      },

      gate(gates, values, count) {
        for (let index = 0; index < count; index += 1) {
          const x = numbers[gates / 4 + index] as number;
          numbers[gates / 4 + index] = (x / (1 + Math.exp(-x))) * (numbers[values / 4 + index] as number);
        }
      },

      attend(
        queries,
        keys,
        values,
        scores,
        output,
        heads,
        keyValueHeads,
        headSize,
        contextTokens,
        position,
        tokens,
      ) {
        const shares = numbers.subarray(scores / 4, scores / 4 + contextTokens);
        for (let head = 0; head < heads; head += 1) {
          const cache = Math.floor((head * keyValueHeads) / heads) * contextTokens * headSize;
          for (let token = 0; token < tokens; token += 1) {
            const place = (token * heads + head) * headSize;
            const length = position + token + 1;
            let highest = Number.NEGATIVE_INFINITY;
            for (let past = 0; past < length; past += 1) {
              const key = keys / 4 + cache + past * headSize;
              let sum = 0;
              for (let index = 0; index < headSize; index += 1) {
                sum += (numbers[queries / 4 + place + index] as number) * (numbers[key + index] as number);
              }
              shares[past] = sum / Math.sqrt(headSize);
              highest = Math.max(highest, shares[past] as number);
            }
            let total = 0;
            for (let past = 0; past < length; past += 1) {
              shares[past] = Math.exp((shares[past] as number) - highest);
              total += shares[past] as number;
            }
            for (let index = 0; index < headSize; index += 1) {
              let sum = 0;
              for (let past = 0; past < length; past += 1) {
                const value = values / 4 + cache + past * headSize;
                sum += (shares[past] as number) * (numbers[value + index] as number);
              }
              numbers[output / 4 + place + index] = sum / total;
            }
          }
        }
      },
    },
  };
}
