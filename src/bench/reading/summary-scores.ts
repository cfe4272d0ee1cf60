/** What benchmarks of summarising share: ROUGE of every answer, and the means that are published. */
import { countWords } from '../../text/count-words.ts';
import type { Benchmark, Figures, ScoredSample, SummaryRow } from '../benchmark.ts';
import { averageFigure, groupRows } from '../summary-rows.ts';
import { scoreRouge } from './rouge.ts';

/** What a sample of such a benchmark holds besides its request. */
export type ReferenceDetail = { references: readonly string[] };

const figures = ['ROUGE-1', 'ROUGE-2', 'ROUGE-L'] as const;
const ofReference = 'words of reference';

/** Counting, scoring and the published aggregate; no judge. */
export const summaryScoring = {
  /** Words are counted with their share of the reference's: ROUGE rewards a summary that is as long as its reference. */
  count: ({ detail }, answer): Figures => {
    const { references } = detail as ReferenceDetail;
    const lengths = references.map((reference) => countWords(reference));
    const mean = lengths.reduce((sum, words) => sum + words, 0) / lengths.length;
    const rouge = scoreRouge(answer, references);
    return {
      words: countWords(answer),
      [ofReference]: mean,
      ...Object.fromEntries(figures.map((figure) => [figure, rouge?.[figure] ?? null])),
    };
  },
  listJobs: () => [],
  score: (_sample, counted): Figures =>
    Object.fromEntries([...figures, 'words', ofReference].map((figure) => [figure, counted[figure] ?? null])),
  /** The geometric mean is that of the three means, as in SCROLLS, not a mean of geometric means. */
  summarise: (rows: readonly ScoredSample[]): SummaryRow[] =>
    groupRows(rows).flatMap((group) => {
      const means = figures.map((figure) => averageFigure(group, figure));
      const values = means.map(({ value }) => value);
      const value = values.includes(null)
        ? null
        : values.reduce((product: number, each) => product * (each ?? 0), 1) ** (1 / figures.length);
      const [first] = means as [SummaryRow, ...SummaryRow[]];
      return [
        { ...first, figure: 'ROUGE geometric mean', value },
        ...means,
        averageFigure(group, 'words'),
        averageFigure(group, ofReference),
      ];
    }),
} satisfies Pick<Benchmark, 'count' | 'listJobs' | 'score' | 'summarise'>;
