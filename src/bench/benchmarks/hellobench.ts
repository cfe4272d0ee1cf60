/**
 * HelloBench: 647 requests in five tasks of 38 subcategories, each graded against the checklist of its subcategory, and
 * 4 x 123 with a length to reach.
 *
 * An instance (made up, in the published form, shortened):
 * `{"id": "heuristic_text_generation_007", "category": "story_writing", "instruction": "Write a story from this
 *   prompt.\n[Prompt]: A lighthouse keeper gets a letter from a ship that sank …\n[Requirements]:\n1. … long enough.",
 *   "checklists": ["Does the story follow the prompt?", …], "num_checklist": 5, "requirements": ["…"]}`
 *
 * Followed: Que et al. 2024, arXiv:2409.16191; Quehry/HelloBench at d403282.
 * An answer scores sum(grade · weight), 0 to 100; a task the mean of its answers, reported as (score − 75) · 4; `all` is
 * the plain mean of the five tasks, however many answers each has.
 *
 * `parity` mode does as released: the judge sees the answer as tokens with spaces between them, its end cut off beyond
 * 16,000 (`flattenAnswer`), at temperature 0.8; any grade from 0 to 1 counts. For a score that stands beside published
 * ones the official prompt is needed too, given as `judgePrompt`, and the judge of the paper, gpt-4o.
 * `clean` mode differs in that
 * 1. the judge sees the answer as it was written, with its line breaks and Markdown, and all of it;
 * 2. the temperature is 0;
 * 3. a grade that is none of the five leaves the answer unscored.
 * In both modes a judgement without grades is left out of the mean, as released, but counted; grades are read by the
 * name of their item, where the released script goes by their place in the reply; an empty answer is not judged; and
 * `all` is given only where each of the five tasks has a score.
 */
import { UsageError } from '../../errors.ts';
import { countWords } from '../../text/count-words.ts';
import { measureRepetition } from '../../text/repetition.ts';
import type { Benchmark, Figures, JudgeJob, Sample, ScoredSample, SummaryRow } from '../benchmark.ts';
import { mean } from '../summary-rows.ts';
import {
  type ChecklistTask,
  type HelloBenchSet,
  helloBenchTasks,
  loadHelloBench,
} from './hellobench-data.ts';
import { checklistKey, createChecklistRubric } from './hellobench-rubric.ts';
import { checklistGrades, rescaleScore, scoreChecklist } from './hellobench-score.ts';
import { flattenAnswer, splitTokens } from './hellobench-tokens.ts';

type HelloBenchMode = 'clean' | 'parity';

const jobKey = 'checklist';
const detailOf = ({ detail }: Sample): ChecklistTask => detail as ChecklistTask;
const spacedWords = (text: string): number => text.match(/\S+/gu)?.length ?? 0;
const thousand = 1_000;
/** Words that a length-constrained set asks for at least. */
const leastWordsOf = (set: HelloBenchSet): number | undefined =>
  set === 'main' ? undefined : Number.parseInt(set, 10) * thousand;

/**
 * Creates the benchmark over some of its sets.
 *
 * @param options.judgePrompt - Text of an official prompt, used in place of ours; see `createChecklistRubric`.
 * @throws {UsageError} `judgePrompt` lacks a placeholder.
 */
export function createHelloBench({
  mode = 'clean',
  sets = ['main'],
  judgePrompt,
}: {
  mode?: HelloBenchMode;
  sets?: readonly HelloBenchSet[];
  judgePrompt?: string;
} = {}): Benchmark {
  for (const part of judgePrompt === undefined ? [] : ['{instruction}', '{response}', '{checklists}'])
    if (!judgePrompt?.includes(part))
      throw new UsageError(
        `Expected the judge's prompt for HelloBench to hold \`${part}\`, found none. Add it to the file.`,
      );
  const hasMain = sets.includes('main');
  return {
    name: hasMain ? 'hellobench' : 'hellobench-length',
    title: `HelloBench${hasMain ? '' : ', length-constrained'}${mode === 'parity' ? ' (parity mode)' : ''}`,
    source: 'Que et al. 2024, arXiv:2409.16191; Quehry/HelloBench at d403282',
    licence: 'MIT',
    modes: ['clean', 'parity'],
    withMode: (other) =>
      createHelloBench({ mode: other as HelloBenchMode, sets, ...(judgePrompt && { judgePrompt }) }),
    withJudgePrompt: (template) => createHelloBench({ mode, sets, judgePrompt: template }),
    files: listFiles(sets),
    load: async (folder) => (await loadHelloBench(folder, sets)).map(createSample),
    count: countAnswer,
    listJobs: (sample, answer) => listJobs(sample, answer, mode, judgePrompt),
    score: (sample, _counted, verdicts) => scoreAnswer(sample, verdicts, mode),
    summarise,
  };
}

/** The five tasks, without a length in the request. */
export const helloBench = createHelloBench();

/** The heuristic task with 2,000, 4,000, 8,000 and 16,000 words to reach. */
export const helloBenchLength = createHelloBench({ sets: ['2k', '4k', '8k', '16k'] });

/** Where the summarization requests were rebuilt, that file is read in place of the published one. */
function listFiles(sets: readonly HelloBenchSet[]): string[] {
  const files = sets.flatMap((set) =>
    set === 'main'
      ? helloBenchTasks.map((task) => `main_data/${task}.jsonl`)
      : [`length_constrained_data/heuristic_text_generation_${set}.jsonl`],
  );
  return [...files, 'checklists/weights.json'];
}

function createSample(detail: ChecklistTask): Sample {
  const { id, set, task, subcategory, instruction } = detail;
  const leastWords = leastWordsOf(set);
  return {
    id,
    instruction,
    language: 'en',
    ...(leastWords !== undefined && { length: { kind: 'atLeast', words: leastWords } }),
    groups: leastWords === undefined ? { task, subcategory } : { length: set, subcategory },
    detail,
  };
}

/**
 * `words` by the rule of the house, `spaced words` between blanks (the published rule for reaching a length), `tokens`
 * (the published length), `repetition` 0 to 1, and for a length-constrained request `reached`: 100 where the spaced
 * words reach the asked number, else 0.
 */
function countAnswer(sample: Sample, answer: string): Figures {
  const spaced = spacedWords(answer);
  const leastWords = leastWordsOf(detailOf(sample).set);
  return {
    words: countWords(answer),
    'spaced words': spaced,
    tokens: splitTokens(answer).length,
    repetition: measureRepetition(answer),
    ...(leastWords !== undefined && { reached: spaced >= leastWords ? 100 : 0 }),
  };
}

function listJobs(sample: Sample, answer: string, mode: HelloBenchMode, template?: string): JudgeJob[] {
  if (answer.trim() === '') return [];
  const { subcategory, checklist } = detailOf(sample);
  const rubric = createChecklistRubric(subcategory, checklist, {
    temperature: mode === 'parity' ? 0.8 : 0,
    template,
  });
  const shown = mode === 'parity' ? flattenAnswer(answer) : answer;
  return [
    {
      key: jobKey,
      // What is shown differs by mode, so verdicts of one mode must not serve the other.
      rubric: mode === 'parity' ? { ...rubric, name: `${rubric.name}-flat` } : rubric,
      judged: { instruction: sample.instruction, answer: shown, language: sample.language },
    },
  ];
}

function scoreAnswer(sample: Sample, verdicts: ScoredSample['verdicts'], mode: HelloBenchMode): Figures {
  const { checklist, weights } = detailOf(sample);
  const given = verdicts[jobKey]?.scores;
  const grades = checklist.flatMap((_item, index) => given?.[checklistKey(index)] ?? []);
  const isStray = (grade: number): boolean => !(checklistGrades as readonly number[]).includes(grade);
  const isUnscored = grades.length < checklist.length || (mode === 'clean' && grades.some(isStray));
  const score = isUnscored ? null : scoreChecklist(grades, weights);
  return { score, rescaled: score === null ? null : rescaleScore(score) };
}

function summarise(rows: readonly ScoredSample[]): SummaryRow[] {
  const tasks = helloBenchTasks.map((task) => rows.filter(({ sample }) => sample.groups.task === task));
  const main = tasks.flat();
  const byGroup = (key: string): [string, ScoredSample[]][] =>
    [...new Set(rows.flatMap(({ sample }) => sample.groups[key] ?? []))].map((value) => [
      `${key} ${value}`,
      rows.filter(({ sample }) => sample.groups[key] === value),
    ]);
  const groups: [string, ScoredSample[]][] = [
    ...helloBenchTasks.map((task, index): [string, ScoredSample[]] => [`task ${task}`, tasks[index] ?? []]),
    ...byGroup('length'),
    ...byGroup('subcategory'),
  ];
  return [
    ...(main.length > 0 ? summariseTasks(tasks) : []),
    ...groups.flatMap(([group, some]) => (some.length > 0 ? summariseGroup(group, some) : [])),
  ];
}

const figures = ['score', 'rescaled', 'reached', 'tokens', 'spaced words', 'repetition'] as const;

function summariseGroup(group: string, rows: readonly ScoredSample[]): SummaryRow[] {
  return figures.flatMap((figure) => {
    const concerned = rows.filter(({ scores, counted }) => figure in scores || figure in counted);
    if (concerned.length === 0) return [];
    const values = concerned.flatMap(({ scores, counted }) => scores[figure] ?? counted[figure] ?? []);
    const unscored = concerned.length - values.length;
    return [{ group, figure, value: mean(values), samples: values.length, unscored }];
  });
}

/** The mean of the tasks' means. The published length is such a mean, too. */
function summariseTasks(tasks: readonly ScoredSample[][]): SummaryRow[] {
  const parts = tasks.map((rows) => summariseGroup('all', rows));
  return figures.flatMap((figure) => {
    const found = parts.flatMap((rows) => rows.filter((row) => row.figure === figure));
    if (found.length === 0) return [];
    const values = found.flatMap(({ value }) => value ?? []);
    const isWhole = values.length === helloBenchTasks.length;
    const sum = (key: 'samples' | 'unscored'): number => found.reduce((total, row) => total + row[key], 0);
    return [
      {
        group: 'all',
        figure,
        value: isWhole ? mean(values) : null,
        samples: sum('samples'),
        unscored: sum('unscored'),
      },
    ];
  });
}
