/** The two distributions that intervals and sample sizes rest on, to about 1e-12. */

/**
 * Probability that a standard normal draw is at most `x`.
 *
 * Source: the series of Marsaglia 2004, "Evaluating the Normal Distribution", Journal of Statistical Software 11(4).
 */
export function normalProbability(x: number): number {
  if (x < -8) return 0;
  if (x > 8) return 1;
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** The value that a standard normal draw is at most with probability `p`, between 0 and 1, both excluded. */
export function normalQuantile(p: number): number {
  return solve(normalProbability, p);
}

/**
 * The value that a draw from Student's t distribution is at most with probability `p`.
 *
 * @param degrees - Degrees of freedom, a whole number from 1.
 *
 * Source: the finite sums for whole degrees of freedom of Abramowitz & Stegun 1964, 26.7.3 and 26.7.4.
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!Number.isInteger(degrees) || degrees < 1)
    throw new RangeError(`Expected \`degrees\` to be a whole number from 1, got \`${degrees}\`.`);
  return solve((t) => studentProbability(t, degrees), p);
}

function studentProbability(t: number, degrees: number): number {
  const angle = Math.atan2(t, Math.sqrt(degrees));
  const cosine = Math.cos(angle);
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let step = isOdd ? 3 : 2; step < degrees; step += 2) {
    term *= ((step - 1) / step) * cosine * cosine;
    sum += term;
  }
  const within = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return (1 + within) / 2;
}

/** Where a rising function takes the value `p`, by halving. */
function solve(probability: (x: number) => number, p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`Expected \`p\` to be between 0 and 1, got \`${p}\`.`);
  let high = 1;
  while (probability(high) < p && high < 1e9) high *= 2;
  let low = -1;
  while (probability(low) > p && low > -1e9) low *= 2;
  for (let step = 0; step < 200 && high - low > 1e-13 * Math.max(1, Math.abs(high)); step += 1) {
    const middle = (low + high) / 2;
    if (probability(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
