/**
 * EQ-Bench long-form creative writing: stories in eight chapters of about 1,000 words. Every chapter and the whole are
 * judged by named criteria from 0 to 20; slop and repetition are counted.
 *
 * An instance (made up, in the published form):
 * `"13": {"category": "Sea Story", "title": "Slack Water",
 *   "writing_prompt": "Sea Story\nWrite a short story over several chapters to this prompt: The tide stopped."}`
 *
 * Followed: EQ-bench/longform-writing-bench at d1c6255 (S. J. Paech, 2025): prompts, criteria, which of them are
 * faults, weights, the curve of "Forced Poetry or Metaphor", and score = 5 · (sum of chapter means + mean of the
 * whole) / (chapters + 1).
 * Differs: the official protocol has five turns of planning and one for each chapter; here the story is asked for at
 * once, in eight chapters, so that any method can write it, and is split at its chapter headings. No plan or character
 * profile exists, so the two chapter criteria about them are left out. The judge's question is worded anew. A chapter
 * or whole without a verdict leaves the score unscored instead of averaging the others. The penalty for paragraphs of
 * one sentence, added later, is not applied. Scores are therefore not comparable with the published table.
 */
import { z } from 'zod';
import type { Verdict } from '../../judge/rubric.ts';
import { countWords } from '../../text/count-words.ts';
import { measureRepetition } from '../../text/repetition.ts';
import type { Benchmark, Figures, JudgeJob, Sample, ScoredSample, SummaryRow } from '../benchmark.ts';
import { readDataJson, readDataText } from '../read-data-file.ts';
import { averageFigure, groupRows, mean } from '../summary-rows.ts';
import { splitChapters } from './eqbench-chapters.ts';
import { type CriteriaSet, createStoryRubric } from './eqbench-rubric.ts';
import { measureSlop, type SlopLists } from './slop-index.ts';

const name = 'eqbench-longform';
const origin = 'EQ-bench/longform-writing-bench on GitHub, folder data, commit d1c6255';
const files = {
  prompts: 'longform_creative_writing_prompts_minimalist.json',
  chapterCriteria: 'longform_creative_writing_criteria_chapter.txt',
  chapterFaults: 'longform_negative_criteria_chapter.txt',
  storyCriteria: 'longform_creative_writing_criteria_final.txt',
  storyFaults: 'longform_negative_criteria_final.txt',
  weights: 'criteria_weights.json',
  words: 'slop_list.json',
  bigrams: 'slop_list_bigrams.json',
  trigrams: 'slop_list_trigrams.json',
};
const promptsFile = z.record(
  z.string(),
  z.object({ category: z.string(), title: z.string(), writing_prompt: z.string().min(1) }),
);
const weightsFile = z.record(z.string(), z.number().positive());
const slopFile = z.array(z.tuple([z.string().min(1)]));

/** Criteria that ask for a plan and for profiles, which there are none of. */
const unplanned = new Set(['characters consistent with profile', 'followed chapter plan']);
const chapterCount = 8;
const chapterWords = 1_000;
const mostGrade = 20;
const poetry = 'forced poetry or metaphor';
const poetryExponent = 1.7;

type Detail = {
  chapter: CriteriaSet;
  story: CriteriaSet;
  /** By criterion in lower case; 1 where there is none. */
  weights: Readonly<Record<string, number>>;
  slop: SlopLists;
};

const detailOf = ({ detail }: Sample): Detail => detail as Detail;
const chapterKey = (index: number): string => `chapter ${index + 1}`;
const storyKey = 'whole';

/**
 * The weighted mean of one verdict's grades, 0 to 20: faults turned round (20 − grade), and "Forced Poetry or
 * Metaphor" bent by 20 · (grade / 20)^1.7 after that. null: not graded.
 */
export function averageGrades(
  verdict: Verdict | undefined,
  { criteria, faults }: CriteriaSet,
  weights: Detail['weights'],
): number | null {
  const scores = verdict?.scores ?? undefined;
  if (scores === undefined) return null;
  const areFaults = new Set(faults.map((fault) => fault.toLowerCase()));
  let sum = 0;
  let whole = 0;
  for (const criterion of criteria) {
    const key = criterion.toLowerCase();
    const grade = scores[criterion];
    if (grade === undefined) return null;
    const good = areFaults.has(key) ? mostGrade - grade : grade;
    const weight = weights[key] ?? 1;
    sum += weight * (key === poetry ? mostGrade * (good / mostGrade) ** poetryExponent : good);
    whole += weight;
  }
  return sum / whole;
}

/** Least-squares slope of the chapter means over the chapters, in points of 20 a chapter; null below two chapters. */
export function measureDegradation(chapters: readonly number[]): number | null {
  if (chapters.length < 2) return null;
  const middle = (chapters.length - 1) / 2;
  const level = mean(chapters) ?? 0;
  const rise = chapters.reduce((sum, value, index) => sum + (index - middle) * (value - level), 0);
  return rise / chapters.reduce((sum, _value, index) => sum + (index - middle) ** 2, 0);
}

export const eqBenchLongform = {
  name,
  title: 'EQ-Bench long-form creative writing',
  source: 'EQ-bench/longform-writing-bench at d1c6255',
  licence: 'MIT by its README',
  files: Object.values(files),
  load: async (folder) => {
    const readJson = <T>(file: string, schema: z.ZodType<T>): Promise<T> =>
      readDataJson(folder, { benchmark: name, file, origin }, schema);
    const readList = async (file: string): Promise<string[]> => {
      const text = await readDataText(folder, { benchmark: name, file, origin });
      return text.split('\n').flatMap((line) => line.trim() || []);
    };
    const readSlop = async (file: string): Promise<string[]> =>
      (await readJson(file, slopFile)).map(([entry]) => entry.toLowerCase());
    const prompts = await readJson(files.prompts, promptsFile);
    const chapterCriteria = await readList(files.chapterCriteria);
    const detail: Detail = {
      chapter: {
        criteria: chapterCriteria.filter((criterion) => !unplanned.has(criterion.toLowerCase())),
        faults: await readList(files.chapterFaults),
      },
      story: { criteria: await readList(files.storyCriteria), faults: await readList(files.storyFaults) },
      weights: await readJson(files.weights, weightsFile),
      slop: {
        words: await readSlop(files.words),
        bigrams: await readSlop(files.bigrams),
        trigrams: await readSlop(files.trigrams),
      },
    };
    return Object.entries(prompts).map(([id, { category, writing_prompt }]): Sample => {
      const words = chapterCount * chapterWords;
      return {
        id: `eqlf-${id.padStart(2, '0')}`,
        instruction: `${writing_prompt}\n\nWrite the whole story: ${chapterCount} chapters of about ${chapterWords} words each. Begin every chapter with a line such as "Chapter 1".`,
        language: 'en',
        length: { kind: 'about', words },
        groups: { category },
        detail,
      };
    });
  },
  /** `chapters marked`: 1 where the story has chapter headings, 0 where it had to be cut into equal parts. */
  count: (sample, answer) => {
    const { chapters, areMarked } = splitChapters(answer, chapterCount);
    return {
      words: countWords(answer),
      chapters: chapters.length,
      'chapters marked': Number(areMarked),
      slop: measureSlop(answer, detailOf(sample).slop),
      repetition: measureRepetition(answer),
    };
  },
  listJobs: (sample, answer) => {
    const { chapter, story } = detailOf(sample);
    const { instruction, language } = sample;
    const chapterRubric = createStoryRubric('chapter', chapter);
    const jobs = splitChapters(answer, chapterCount).chapters.map(
      (text, index): JudgeJob => ({
        key: chapterKey(index),
        rubric: chapterRubric,
        judged: { instruction, answer: text, language },
      }),
    );
    const judged = { instruction, answer, language };
    return [...jobs, { key: storyKey, rubric: createStoryRubric('story', story), judged }];
  },
  /** `score` from 0 to 100; chapters and whole from 0 to 20; `degradation` in points of 20 a chapter. */
  score: (sample, counted, verdicts): Figures => {
    const { chapter, story, weights } = detailOf(sample);
    const grades = Array.from({ length: counted.chapters ?? 0 }, (_each, index) =>
      averageGrades(verdicts[chapterKey(index)], chapter, weights),
    );
    const chapters = grades.flatMap((grade) => grade ?? []);
    const whole = averageGrades(verdicts[storyKey], story, weights);
    const areAll = chapters.length === grades.length && chapters.length > 0;
    return {
      score: areAll && whole !== null ? (mean([...chapters, whole]) ?? 0) * (100 / mostGrade) : null,
      whole,
      degradation: areAll ? measureDegradation(chapters) : null,
      ...Object.fromEntries(grades.map((grade, index) => [chapterKey(index), grade])),
      slop: counted.slop ?? null,
      repetition: counted.repetition ?? null,
    };
  },
  /** Over all stories; each has a category of its own. */
  summarise: (rows: readonly ScoredSample[]): SummaryRow[] => {
    const [all] = groupRows(rows);
    const chapters = Array.from({ length: chapterCount }, (_each, index) => chapterKey(index));
    return all === undefined
      ? []
      : ['score', 'whole', 'degradation', 'slop', 'repetition', ...chapters].map((figure) =>
          averageFigure(all, figure),
        );
  },
} satisfies Benchmark;
