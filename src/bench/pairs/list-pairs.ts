/** Which answers of a study are compared: those to the same prompt, drawn as the same repeat, by different authors. */
import { UsageError } from '../../errors.ts';
import type { IndexedAnswer } from '../../methods/answers/answer-index.ts';
import type { StudyManifest } from '../study/manifest.ts';

/** Two answers to one prompt. Which is `a` follows the order of the manifest, so that a pair has one name only. */
export type AnswerPair = { sample: string; a: IndexedAnswer; b: IndexedAnswer };

export type ListedPairs = {
  pairs: AnswerPair[];
  /** Pairs that cannot be compared because one answer failed or is not there. */
  withoutAnswer: number;
};

/** How tables and games name a model with a method. */
export const cellName = ({ model, method }: { model: string; method: string }): string =>
  `${model}, ${method}`;

/**
 * Lists the pairs of a study, prompt by prompt.
 *
 * @param options.against - A model or a method: only pairs with exactly one answer of it.
 * @throws {UsageError} The study has one model and method only, or `against` names none or all of them.
 */
export function listPairs(
  answers: Iterable<IndexedAnswer>,
  { models, methods }: Pick<StudyManifest, 'models' | 'methods'>,
  { against }: { against?: string | undefined } = {},
): ListedPairs {
  const all = [...answers];
  const cells = models.flatMap((model) => methods.map((method) => ({ model, method })));
  if (cells.length < 2)
    throw new UsageError(
      `Expected a study with at least two models or methods, got only \`${cells.map(cellName).join('')}\`. Generate one with \`longhand bench run … --method native,longhand\`.`,
    );
  const isAgainst = ({ model, method }: { model: string; method: string }): boolean =>
    model === against || method === against;
  if (against !== undefined && (cells.every(isAgainst) || !cells.some(isAgainst)))
    throw new UsageError(
      `Expected \`against\` to be one model or method of this study (${[...models, ...methods].join(', ')}) beside others, got \`${against}\`.`,
    );
  const wanted = cells.flatMap((a, at) =>
    cells
      .slice(at + 1)
      .filter((b) => against === undefined || isAgainst(a) !== isAgainst(b))
      .map((b) => [a, b] as const),
  );
  const found = new Map(
    all.map((answer) => [placeOf(answer, answer.sample, answer.repeat), answer] as const),
  );
  const tasks = new Map(
    all.map(({ sample, repeat }) => [JSON.stringify([sample, repeat]), { sample, repeat }]),
  );
  const pairs: AnswerPair[] = [];
  let withoutAnswer = 0;
  for (const { sample, repeat } of [...tasks.values()].sort(compareTasks))
    for (const [one, other] of wanted) {
      const a = found.get(placeOf(one, sample, repeat));
      const b = found.get(placeOf(other, sample, repeat));
      if (a?.failure !== undefined || b?.failure !== undefined || !a || !b) withoutAnswer += 1;
      else pairs.push({ sample, a, b });
    }
  return { pairs, withoutAnswer };
}

const placeOf = (
  { model, method }: { model: string; method: string },
  sample: string,
  repeat: number,
): string => JSON.stringify([model, method, sample, repeat]);

/** The order in which answers happened to come in must decide nothing. */
function compareTasks(
  one: { sample: string; repeat: number },
  other: { sample: string; repeat: number },
): number {
  if (one.sample !== other.sample) return one.sample < other.sample ? -1 : 1;
  return one.repeat - other.repeat;
}
