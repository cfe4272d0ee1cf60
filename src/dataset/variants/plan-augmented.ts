/**
 * The plan-augmented form: the answer is the plan, and after it the text that was written from it.
 *
 * Source: the ablation "plan-augmented output" of LongWriter. Bai et al. 2024, arXiv:2408.07055.
 * Differs: a line `---` stands between plan and text, so that a program can take the plan off again.
 */
import { createRecord, type DatasetRecord } from '../record.ts';

/** What stands between plan and text. */
const planEnd = '\n\n---\n\n';

/**
 * @returns The record with its plan before its answer and no longer beside it; its asked length stays that of the text.
 *   Why there is none: it has no plan or no answer.
 */
export function augmentWithPlan({
  instruction: _instruction,
  answer,
  language: _language,
  plan = '',
  messages,
  ...record
}: DatasetRecord): { record: DatasetRecord } | { unfit: string } {
  if (answer === '') return { unfit: 'It has no answer.' };
  if (plan.trim() === '') return { unfit: 'It has no plan.' };
  return {
    record: createRecord({
      ...record,
      id: `${record.id}/plan`,
      messages: [
        ...messages.slice(0, -1),
        { role: 'assistant', content: `${plan.trim()}${planEnd}${answer}` },
      ],
    }),
  };
}
