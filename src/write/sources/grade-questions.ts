/** Questions about single claims, put to a judge several at once, each answered with a grade. */
import { judgeAnswer } from '../../judge/judge-answer.ts';
import type { Rubric } from '../../judge/rubric.ts';
import type { Ask } from '../../model/ask.ts';
import type { PromptLanguage } from '../../plan/prompt-language.ts';

/** One kind of question, as data. */
export type QuestionSheet<Question, Grade extends string> = {
  name: string;
  version: number;
  /** Goes into the names of its steps. */
  stepName: string;
  /** More in one question lose their way. */
  mostAtOnce: number;
  maxOutputTokens: number;
  /** What the grades 0, 1, … mean. */
  grades: readonly Grade[];
  wordings: Record<PromptLanguage, (keys: readonly string[], material: string) => string>;
  /** The fenced material of one question, numbered from 1. */
  render: (question: Question, number: number) => readonly string[];
};

export type Asking = {
  ask: Ask;
  /** Name of the durable steps, unique in the run together with the round. */
  step: string;
  language: PromptLanguage;
  hasStructuredOutput: boolean;
  /** From 0; another draw of the same questions. */
  round: number;
};

/** @returns One grade a question, in order; `unscored` where no verdict could be read. */
export async function gradeQuestions<Question, Grade extends string>(
  questions: readonly Question[],
  sheet: QuestionSheet<Question, Grade>,
  { ask, step, language, hasStructuredOutput, round }: Asking,
): Promise<(Grade | 'unscored')[]> {
  const { stepName, mostAtOnce } = sheet;
  const graded: (Grade | 'unscored')[] = [];
  for (let from = 0; from < questions.length; from += mostAtOnce) {
    const batch = questions.slice(from, from + mostAtOnce);
    const keys = batch.map((_question, at) => `claim_${at + 1}`);
    const { scores } = await judgeAnswer(
      createRubric(batch, keys, sheet, language),
      { instruction: '', answer: '', language },
      {
        ask,
        step: `${step}/${stepName}-${round + 1}-${from / mostAtOnce + 1}`,
        hasStructuredOutput,
        attempts: 2,
        repeat: round,
      },
    );
    for (const key of keys) graded.push(sheet.grades[scores?.[key] ?? -1] ?? 'unscored');
  }
  return graded;
}

function createRubric<Question>(
  batch: readonly Question[],
  keys: readonly string[],
  { name, version, maxOutputTokens, grades, wordings, render }: QuestionSheet<Question, string>,
  language: PromptLanguage,
): Rubric {
  const material = batch.map((question, at) => render(question, at + 1).join('\n')).join('\n\n');
  const highest = grades.length - 1;
  return {
    name,
    version,
    dimensions: keys.map((key) => ({ key, scale: [0, highest], isWhole: true })),
    maxOutputTokens,
    render: () => [{ role: 'user', content: wordings[language](keys, material) }],
    schema: {
      name: name.replaceAll('-', '_'),
      schema: {
        type: 'object',
        additionalProperties: false,
        required: [...keys],
        properties: Object.fromEntries(
          keys.map((key) => [key, { type: 'integer', minimum: 0, maximum: highest }]),
        ),
      },
    },
  };
}
