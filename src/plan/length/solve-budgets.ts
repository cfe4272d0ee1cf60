/**
 * The budget solver: what is left to write, given out over what is left to be written.
 *
 * It is asked again after every section, so that a section that came long or short is made good by those after it,
 * a little each. Everything is a whole number of words.
 */
import { divideWords } from '../plan.ts';

/** How far a section may be moved from its planned budget to make up for others, as shares of it. */
const leastShare = 0.6;
const mostShare = 1.5;

/**
 * Gives `leftWords` to sections by weight.
 *
 * Budgets are non-negative, in the order of `weights`, and sum to `leftWords` exactly, or to 0 where more was written
 * than asked. Giving each section what it got and solving the rest again changes nothing.
 *
 * @param weights - Planned words of the sections not yet written; positive.
 */
export function solveBudgets(leftWords: number, weights: readonly number[]): number[] {
  const left = Math.max(0, Math.round(leftWords));
  if (left >= weights.length) return weights.length === 0 ? [] : divideWords(left, weights);
  return weights.map((_weight, index) => (index < left ? 1 : 0));
}

/**
 * What the next section gets: its share of the rest, kept within 0.6 and 1.5 of what was planned for it. The last one
 * gets all that is left, but never less than 0.6 of its plan either: a text needs its ending.
 */
export function nextBudget(leftWords: number, weights: readonly number[]): number {
  const [planned = 0] = weights;
  const [solved = 0] = solveBudgets(leftWords, weights);
  const least = Math.ceil(planned * leastShare);
  if (weights.length === 1) return Math.max(solved, least);
  return Math.min(Math.max(solved, least), Math.ceil(planned * mostShare));
}
