/**
 * LongBench-Write: 120 real requests for texts of 100 to 20,000 words, half English and half Chinese; the length is
 * counted, the quality judged in six dimensions, and the mean of both is the score.
 *
 * An instance (made up, in the published form):
 * `{"prompt": "Write a 1500-word feature on the last ferryman of our town.", "type": "News Report", "length": 1500}`
 *
 * Followed: Bai et al. 2024, "LongWriter", arXiv:2408.07055; THUDM/LongWriter at 3fcfdff, `evaluation/`.
 * Differs: no delivered word scores 0 instead of dividing by zero; what no judge could grade is unscored and counted
 * instead of left out in silence; a missing grade is not 3 (`missingGrade` brings that back); the judge's prompt is
 * worded anew, so that S_q is comparable among runs of Longhand but not with published numbers unless the official
 * prompt is loaded from a file.
 */
import { z } from 'zod';
import type { Verdict } from '../../judge/rubric.ts';
import { writingQuality } from '../../judge/rubrics/writing-quality.ts';
import { countWords } from '../../text/count-words.ts';
import { detectLanguage } from '../../text/language.ts';
import { scoreLength } from '../../text/length-score.ts';
import type { Benchmark, Figures, JudgeJob, Sample, ScoredSample, SummaryRow } from '../benchmark.ts';
import { readDataLines } from '../read-data-file.ts';
import { averageFigure, groupRows, mean } from '../summary-rows.ts';

const publishedRow = z.object({
  prompt: z.string().min(1),
  type: z.string().min(1),
  length: z.int().positive(),
});

/** What a dimension without a grade becomes: nothing, or the middle of the scale as in the official aggregation. */
type MissingGrade = 'unscored' | 'counts-as-3';

const qualityKey = 'quality';

/** The length bucket of the published tables that asked words fall into; the last one takes in its upper end. */
export function nameLengthBucket(words: number): string {
  if (words < 500) return '[0,500)';
  if (words < 2_000) return '[500,2k)';
  if (words < 4_000) return '[2k,4k)';
  return words <= 20_000 ? '[4k,20k]' : 'over 20k';
}

/**
 * The quality of one answer, 0 to 100: `S_q`, and each dimension under its own key.
 *
 * A dimension is 25 · (grade − 1) for a grade from 1 to 5, S_q the mean of the six; null where the judge gave no
 * verdict or a grade is missing.
 *
 * @param options.missingGrade - `counts-as-3`: as the official aggregation treats a key that a verdict lacks; an
 *   answer without any verdict stays unscored there too.
 */
export function scoreQuality(
  verdict: Verdict | undefined,
  { missingGrade = 'unscored' }: { missingGrade?: MissingGrade } = {},
): Figures {
  const scores = verdict?.scores ?? undefined;
  const dimensions = writingQuality.dimensions.map(
    ({ key, scale: [least, most] }): [string, number | null] => {
      const middle = missingGrade === 'counts-as-3' && scores !== undefined ? (least + most) / 2 : undefined;
      const grade = scores?.[key] ?? middle;
      return [key, grade === undefined ? null : (100 * (grade - least)) / (most - least)];
    },
  );
  const known = dimensions.flatMap(([, value]) => value ?? []);
  return { S_q: known.length === dimensions.length ? mean(known) : null, ...Object.fromEntries(dimensions) };
}

/** Words as the benchmark counts them, and S_l against the asked length. */
export function countLength({ id, length }: Sample, answer: string): Figures {
  if (length?.kind !== 'about') throw new Error(`Sample ${id} asks for no length, which S_l needs.`);
  const words = countWords(answer);
  return { words, S_l: scoreLength(length.words, words) };
}

/** One question of six dimensions about the whole answer. */
export function listQualityJobs({ instruction, language }: Sample, answer: string): JudgeJob[] {
  return [{ key: qualityKey, rubric: writingQuality, judged: { instruction, answer, language } }];
}

/** S_l, S_q, each dimension, and `S`, the mean of S_l and S_q, null without S_q. */
export function scoreWriting(
  _sample: Sample,
  counted: Figures,
  verdicts: ScoredSample['verdicts'],
  options: { missingGrade?: MissingGrade } = {},
): Figures {
  const quality = scoreQuality(verdicts[qualityKey], options);
  const lengthScore = counted.S_l ?? null;
  return { S: meanOfBoth(lengthScore, quality.S_q ?? null), S_l: lengthScore, ...quality };
}

/**
 * For all answers and every group (length bucket, type, language): `S`, `S_l`, `S_q` and the six dimensions.
 *
 * As published, S is the mean of the two means: S_l over all answers, S_q over those with a verdict. Its count of
 * samples is that of S_q.
 */
export function summariseWriting(rows: readonly ScoredSample[]): SummaryRow[] {
  return groupRows(rows).flatMap((group) => {
    const length = averageFigure(group, 'S_l');
    const quality = averageFigure(group, 'S_q');
    const both = { ...quality, figure: 'S', value: meanOfBoth(length.value, quality.value) };
    const dimensions = writingQuality.dimensions.map(({ key }) => averageFigure(group, key));
    return [both, length, quality, ...dimensions];
  });
}

const meanOfBoth = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : (a + b) / 2;

const createLongBenchWrite = (name: string, title: string, file: string, idPrefix: string) =>
  ({
    name,
    title,
    source: 'Bai et al. 2024, arXiv:2408.07055; THUDM/LongWriter at 3fcfdff',
    licence: 'Apache-2.0',
    files: [file],
    load: async (folder) => {
      const origin = 'THUDM/LongWriter on GitHub, folder evaluation, commit 3fcfdff';
      const rows = await readDataLines(folder, { benchmark: name, file, origin }, publishedRow);
      return rows.map(({ prompt, type, length }, index): Sample => {
        const language = detectLanguage(prompt);
        return {
          id: `${idPrefix}-${String(index + 1).padStart(3, '0')}`,
          instruction: prompt,
          language,
          length: { kind: 'about', words: length },
          groups: { bucket: nameLengthBucket(length), type, language },
        };
      });
    },
    count: countLength,
    listJobs: listQualityJobs,
    score: scoreWriting,
    summarise: summariseWriting,
  }) satisfies Benchmark;

/** All 120 requests. The asked length is one number, also where a prompt says "at least" or names a range. */
export const longBenchWrite = createLongBenchWrite(
  'longbench-write',
  'LongBench-Write',
  'longbench_write.jsonl',
  'lbw',
);

/** The 60 requests for English texts, on which some later papers report; one of them is written in Chinese. */
export const longBenchWriteEnglish = createLongBenchWrite(
  'longbench-write-en',
  'LongBench-Write, English subset',
  'longbench_write_en.jsonl',
  'lbw-en',
);
