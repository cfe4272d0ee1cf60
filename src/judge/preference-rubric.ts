/** The question of every pairwise stage: which of two texts serves the request better. */
import type { PairRubric } from './pairwise.ts';
import { preference } from './rubrics/preference.ts';

/**
 * Our pairwise rubric, in English and Chinese: substance, order, language and completeness, a length only where one was
 * asked for. The reason comes before the verdict; temperature 0; both texts are fenced off as material.
 */
export const preferenceRubric: PairRubric = preference;
