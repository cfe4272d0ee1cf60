/**
 * Cumulative average NLL of the answers of a study, one answer at a time, kept in `nll.jsonl`: reading a text with a
 * local model takes seconds, and the second scoring none.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AnswerRow } from '../../methods/answers/answer-row.ts';
import type { TokenScorer } from '../../model/token-scorer.ts';
import { openRowFile, type RowFile, readLastRows } from '../../run/row-file.ts';
import { measureCumulativeNll, type NllCurve } from '../along/cumulative-nll.ts';
import { estimate } from '../statistics/mean-interval.ts';
import { comparePaired } from '../statistics/paired-test.ts';

/** c(n) of one answer by one scorer; null where the control has none. */
export type AnswerNll = {
  scorer: string;
  points: readonly { tokens: number; original: number; shuffled: number | null }[];
  leftOut: readonly Omit<NllCurve['leftOut'][number], 'cluster'>[];
};

type NllRow = AnswerNll & { key: string };

const file = 'nll.jsonl';
const version = 1;

export type NllMeasures = {
  measure: (answer: AnswerRow) => Promise<AnswerNll[]>;
  close: () => Promise<void>;
};

/**
 * Opens the measures of a study. What an earlier scoring measured counts, whether or not its scorer is given again.
 *
 * @throws What a scorer throws, other than a text too long for it.
 */
export async function openNllMeasures(folder: string, scorers: readonly TokenScorer[]): Promise<NllMeasures> {
  const path = join(folder, file);
  const known = await readLastRows<NllRow>(path, ({ key }) => key);
  const byName = new Map<string, TokenScorer | undefined>(
    [...known.values()].map(({ scorer }) => [scorer, undefined]),
  );
  for (const scorer of scorers) byName.set(scorer.name, scorer);
  let rows: RowFile<NllRow> | undefined;
  return {
    async measure(answer) {
      const all: AnswerNll[] = [];
      for (const [name, scorer] of byName) {
        const key = keyOf(name, answer);
        const found = known.get(key);
        if (found !== undefined) all.push(found);
        else if (scorer !== undefined) {
          const measured = await measureAnswer(answer, scorer);
          rows ??= await openRowFile<NllRow>(path, { keyOf: (row) => row.key, isDone: () => true });
          await rows.append({ key, ...measured });
          all.push(measured);
        }
      }
      return all;
    },
    close: async () => rows?.close(),
  };
}

const keyOf = (scorer: string, { key, text }: AnswerRow): string =>
  createHash('sha256')
    .update(JSON.stringify([version, scorer, key, text]))
    .digest('hex')
    .slice(0, 32);

async function measureAnswer(answer: AnswerRow, scorer: TokenScorer): Promise<AnswerNll> {
  const one = [{ cluster: answer.sample, text: answer.text }];
  const { points, leftOut } = await measureCumulativeNll(one, scorer, { seed: answer.key });
  return {
    scorer: scorer.name,
    points: points.flatMap(({ tokens, original, shuffled }) =>
      original.value === null ? [] : [{ tokens, original: original.value, shuffled: shuffled.value }],
    ),
    leftOut: leftOut.map(({ from, reason }) => ({ from, reason })),
  };
}

/** The curves of many answers, one a scorer, as `measureCumulativeNll` gives them of all at once. */
export function averageNll(
  answers: readonly { cluster: string; nll: readonly AnswerNll[] }[],
  { seed }: { seed: string | number },
): NllCurve[] {
  const scorers = [...new Set(answers.flatMap(({ nll }) => nll.map(({ scorer }) => scorer)))];
  return scorers.map((scorer) => {
    const own = answers.flatMap(({ cluster, nll }) =>
      nll.filter((each) => each.scorer === scorer).map((each) => ({ cluster, ...each })),
    );
    const tokens = [...new Set(own.flatMap(({ points }) => points.map((point) => point.tokens)))];
    return {
      scorer,
      points: tokens
        .sort((a, b) => a - b)
        .map((at) => {
          const here = own.flatMap(({ cluster, points }) => {
            const point = points.find((each) => each.tokens === at);
            return point === undefined ? [] : [{ cluster, ...point }];
          });
          const original = here.map(({ cluster, original: value }) => ({ cluster, value }));
          const shuffled = here.flatMap(({ cluster, shuffled: value }) =>
            value === null ? [] : [{ cluster, value }],
          );
          return {
            tokens: at,
            original: estimate(original, { seed }),
            shuffled: estimate(shuffled, { seed }),
            lead: comparePaired(shuffled, original, { seed }),
          };
        }),
      leftOut: own.flatMap(({ cluster, leftOut }) => leftOut.map((each) => ({ cluster, ...each }))),
    };
  });
}
