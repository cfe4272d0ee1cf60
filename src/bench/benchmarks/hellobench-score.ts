/** The arithmetic of HelloEval, without any judge: from grades and weights to the two published forms of a score. */

/** Grades that a judge may give: not met, met in part, half, for the most part, fully. */
export const checklistGrades = [0, 0.25, 0.5, 0.75, 1] as const;

/**
 * Scores one answer: the sum of grade times weight.
 *
 * @param grades - One for each item of the checklist, 0 to 1, in its order.
 * @param weights - One for each item; they sum to 100.
 * @returns 0 to 100.
 * @throws {RangeError} There are not as many grades as weights.
 */
export function scoreChecklist(grades: readonly number[], weights: readonly number[]): number {
  if (grades.length !== weights.length)
    throw new RangeError(
      `Expected as many \`grades\` as weights, which are ${weights.length}, got ${grades.length}.`,
    );
  return grades.reduce((sum, grade, index) => sum + grade * (weights[index] as number), 0);
}

/** The reported form of a score from 0 to 100: (score − 75) · 4, so −300 to 100; 0 is a 75. */
export const rescaleScore = (score: number): number => (score - 75) * 4;
