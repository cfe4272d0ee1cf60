/**
 * WritingBench, length subset: requests that name a length, each with the one or two of its criteria that concern it.
 * Whether the asked length was kept is counted; the criteria are judged one by one from 1 to 10.
 *
 * An instance (made up, in the published form, shortened):
 * `{"index": 7, "domain1": "Education", "domain2": "Lesson Plan", "query": "Write a speech of 600-800 words to …",
 *   "checklist": [{"name": "Length", "criteria_description": "Whether the speech keeps to …", "1-2": "Far off …",
 *   "3-4": "…", "5-6": "…", "7-8": "…", "9-10": "…"}]}`
 *
 * Followed: Wu et al. 2025, arXiv:2503.05244; X-PLUG/WritingBench at ae2d517,
 * `benchmark_query/requirement/length/length_subset_C.jsonl` (222 requests, 226 criteria) and the score called
 * `length_C` there: the mean over criteria. The mean over all five criteria of these requests (`length_R`) needs
 * another file and is not given.
 * Differs: the judge's frame around the published criterion is worded anew; a criterion that could not be graded
 * leaves its answer unscored instead of ending the run; `length kept` is ours, read out of the request by rules, and
 * given only where the request names words or characters (no minutes, lines or scenes).
 */
import { z } from 'zod';
import type { Verdict } from '../../judge/rubric.ts';
import { type AskedLength, createContract, isWithinContract } from '../../plan/length/length-contract.ts';
import { readLength } from '../../plan/length/read-length.ts';
import { countWords } from '../../text/count-words.ts';
import { detectLanguage } from '../../text/language.ts';
import type { Benchmark, Sample, ScoredSample, SummaryRow } from '../benchmark.ts';
import { readDataLines } from '../read-data-file.ts';
import { averageFigure, groupRows, mean, type ScoredGroup } from '../summary-rows.ts';
import { type Criterion, createCriterionRubric } from './writingbench-rubric.ts';

const text = z.string().min(1);
const criterion: z.ZodType<Criterion> = z.object({
  name: text,
  criteria_description: text,
  '1-2': text,
  '3-4': text,
  '5-6': text,
  '7-8': text,
  '9-10': text,
});
const publishedRow = z.object({
  index: z.int(),
  domain1: text,
  domain2: text,
  query: text,
  checklist: z.array(criterion).min(1),
});

type Detail = { criteria: readonly Criterion[] };

const name = 'writingbench';
const file = 'length_subset_C.jsonl';
const criteriaOf = ({ detail }: Sample): readonly Criterion[] => (detail as Detail).criteria;
const keyOf = (index: number): string => `criterion ${index + 1}`;
const gradeOf = (verdict: Verdict | undefined): number | null => verdict?.scores?.score ?? null;

export const writingBench = {
  name,
  title: 'WritingBench, length subset',
  source: 'Wu et al. 2025, arXiv:2503.05244; X-PLUG/WritingBench at ae2d517',
  licence: 'Apache-2.0',
  files: [file],
  load: async (folder) => {
    const origin = 'X-PLUG/WritingBench on GitHub, folder benchmark_query/requirement/length, commit ae2d517';
    const rows = await readDataLines(folder, { benchmark: name, file, origin }, publishedRow);
    return rows.map(({ index, domain1, query, checklist }): Sample => {
      const language = detectLanguage(query);
      const length = readLength(query);
      const isInWords =
        length.status === 'found' && (length.unit === 'words' || length.unit === 'characters');
      return {
        id: `wb-${String(index).padStart(4, '0')}`,
        instruction: query,
        language,
        ...(isInWords && { length: { kind: length.kind, words: length.words } as AskedLength }),
        groups: { domain: domain1, language },
        detail: { criteria: checklist } satisfies Detail,
      };
    });
  },
  /** `length kept`: 1 or 0, within 5 % (1 % above 20,000 words) for "about", to the word for bounds and ranges. */
  count: ({ length }, answer) => {
    const words = countWords(answer);
    return {
      words,
      'length kept': length === undefined ? null : Number(isWithinContract(createContract(length), words)),
    };
  },
  listJobs: (sample, answer) =>
    criteriaOf(sample).map((each, index) => ({
      key: keyOf(index),
      rubric: createCriterionRubric(each),
      judged: { instruction: sample.instruction, answer, language: sample.language },
    })),
  /** Each criterion from 1 to 10, and `length_C`, their mean, null unless all are graded. */
  score: (sample, counted, verdicts) => {
    const grades = criteriaOf(sample).map((_each, index): [string, number | null] => [
      keyOf(index),
      gradeOf(verdicts[keyOf(index)]),
    ]);
    const known = grades.flatMap(([, grade]) => grade ?? []);
    return {
      length_C: known.length === grades.length ? mean(known) : null,
      'length kept': counted['length kept'] ?? null,
      ...Object.fromEntries(grades),
    };
  },
  /** As published, `length_C` is the mean over criteria, so that a request with two of them weighs twice. */
  summarise: (rows: readonly ScoredSample[]): SummaryRow[] =>
    groupRows(rows).flatMap((group) => [averageCriteria(group), averageFigure(group, 'length kept')]),
} satisfies Benchmark;

function averageCriteria(group: ScoredGroup): SummaryRow {
  const scored = group.rows.filter(({ scores }) => typeof scores.length_C === 'number');
  const grades = scored.flatMap(({ sample, scores }) =>
    criteriaOf(sample).flatMap((_each, index) => scores[keyOf(index)] ?? []),
  );
  return { ...averageFigure(group, 'length_C'), value: mean(grades) };
}
