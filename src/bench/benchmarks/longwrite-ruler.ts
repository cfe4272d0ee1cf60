/**
 * LongWrite-Ruler: the same four texts asked for in English and Chinese at 1k, 2k, 5k, 10k, 20k and 30k words, to see
 * how much a model delivers at most. Counted only, no judge.
 *
 * An instance (made up, in the published form):
 * `{"prompt": "Write a 10000-word history of lighthouses", "type": "科普介绍", "length": 10000}`
 *
 * Followed: Bai et al. 2024, "LongWriter", arXiv:2408.07055; THUDM/LongWriter at 3fcfdff, `evaluation/`. Mean, median
 * and maximum for each asked length are what is published; the ceiling estimate is ours.
 */
import { z } from 'zod';
import { countWords } from '../../text/count-words.ts';
import { detectLanguage } from '../../text/language.ts';
import type { Benchmark, Sample, ScoredSample, SummaryRow } from '../benchmark.ts';
import { readDataLines } from '../read-data-file.ts';
import { groupRows, mean, median, type ScoredGroup } from '../summary-rows.ts';

const publishedRow = z.object({
  prompt: z.string().min(1),
  type: z.string().min(1),
  length: z.int().positive(),
});

/** What was delivered where one length was asked for, in words. */
export type RulerPoint = {
  askedWords: number;
  answers: number;
  mean: number;
  median: number;
  max: number;
};

/** How much a model delivers at most, in words. */
export type CeilingEstimate = {
  /** The largest of the medians. */
  words: number;
  /** The longest asked length up to which, itself included, every median reaches 80 % of what was asked; 0: none. */
  keptWords: number;
  /** false: the model still kept up at the longest asked length, so that its ceiling is at or above `words`. */
  isReached: boolean;
};

/** Share of the asked words that counts as keeping up: the band of a section. */
const keptShare = 0.8;

/** Delivered words for each asked length, shortest first; lengths without an answer are absent. */
export function measureRuler(
  answers: readonly { askedWords: number; deliveredWords: number }[],
): RulerPoint[] {
  const byLength = Map.groupBy(answers, ({ askedWords }) => askedWords);
  return [...byLength]
    .toSorted(([a], [b]) => a - b)
    .map(([askedWords, some]) => {
      const words = some.map(({ deliveredWords }) => deliveredWords);
      return {
        askedWords,
        answers: words.length,
        mean: mean(words) ?? 0,
        median: median(words) ?? 0,
        max: Math.max(...words),
      };
    });
}

/**
 * Estimates where the delivered length stops to grow, from medians m(L) over asked lengths L.
 *
 * The ceiling is max over L of m(L): the height of the plateau, and no lower where a model delivers less again beyond
 * its peak. It counts as reached when m(L) < 0.8 · L at the longest L asked for; else it is a lower bound. Medians,
 * because one answer that runs away must not raise a ceiling; the largest of several is biased upwards by chance, the
 * more so the fewer answers there are for each length.
 *
 * @returns undefined where nothing was asked.
 */
export function estimateCeiling(points: readonly RulerPoint[]): CeilingEstimate | undefined {
  const ordered = points.toSorted((a, b) => a.askedWords - b.askedWords);
  const longest = ordered.at(-1);
  if (longest === undefined) return undefined;
  const keepsUp = (point: RulerPoint): boolean => point.median >= keptShare * point.askedWords;
  const firstMiss = ordered.findIndex((point) => !keepsUp(point));
  const kept = firstMiss < 0 ? longest : ordered[firstMiss - 1];
  return {
    words: Math.max(...ordered.map((point) => point.median)),
    keptWords: kept?.askedWords ?? 0,
    isReached: !keepsUp(longest),
  };
}

const name = 'longwrite-ruler';
const file = 'longwrite_ruler.jsonl';

export const longWriteRuler = {
  name,
  title: 'LongWrite-Ruler',
  source: 'Bai et al. 2024, arXiv:2408.07055; THUDM/LongWriter at 3fcfdff',
  licence: 'Apache-2.0',
  files: [file],
  load: async (folder) => {
    const origin = 'THUDM/LongWriter on GitHub, folder evaluation, commit 3fcfdff';
    const rows = await readDataLines(folder, { benchmark: name, file, origin }, publishedRow);
    return rows.map(({ prompt, type, length }, index): Sample => {
      const language = detectLanguage(prompt);
      return {
        id: `ruler-${String(index + 1).padStart(2, '0')}`,
        instruction: prompt,
        language,
        length: { kind: 'about', words: length },
        groups: { asked: String(length), language, type },
      };
    });
  },
  count: (_sample, answer) => ({ words: countWords(answer) }),
  listJobs: () => [],
  score: (_sample, counted) => ({ words: counted.words ?? null }),
  /** Mean, median and maximum for each asked length, the ceiling of all and of each language. */
  summarise: (rows: readonly ScoredSample[]): SummaryRow[] => {
    const points = groupRows(rows).filter(({ group }) => group.startsWith('asked '));
    const wholes = groupRows(rows).filter(({ group }) => group === 'all' || group.startsWith('language '));
    return [...wholes.flatMap(summariseCeiling), ...points.flatMap(summarisePoint)];
  },
} satisfies Benchmark;

function summarisePoint(group: ScoredGroup): SummaryRow[] {
  const [point] = measureRuler(listAnswers(group));
  return (['mean', 'median', 'max'] as const).map((figure) =>
    createRow(group, `${figure} words`, point?.[figure] ?? null),
  );
}

function summariseCeiling(group: ScoredGroup): SummaryRow[] {
  const ceiling = estimateCeiling(measureRuler(listAnswers(group)));
  return [
    createRow(group, 'ceiling words', ceiling?.words ?? null),
    createRow(group, 'ceiling is reached', ceiling === undefined ? null : Number(ceiling.isReached)),
    createRow(group, 'kept words', ceiling?.keptWords ?? null),
  ];
}

const listAnswers = ({ rows }: ScoredGroup): { askedWords: number; deliveredWords: number }[] =>
  rows.flatMap(({ sample, scores }) =>
    sample.length?.kind === 'about' && typeof scores.words === 'number'
      ? [{ askedWords: sample.length.words, deliveredWords: scores.words }]
      : [],
  );

function createRow(group: ScoredGroup, figure: string, value: number | null): SummaryRow {
  const samples = listAnswers(group).length;
  return { group: group.group, figure, value, samples, unscored: group.rows.length - samples };
}
