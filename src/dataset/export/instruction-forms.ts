/** The forms in which trainers read one answer under a right and a corrupted instruction. */
import { type InstructionPair, renderInstructionPair } from '../backtranslate/instruction-pair.ts';
import { messagesColumn } from './columns.ts';
import type { Form } from './forms.ts';

const facts: Form<never>['columns'] = [
  { name: 'id', kind: 'text' },
  { name: 'requiredWords', kind: 'number' },
  {
    name: 'provenance',
    kind: 'struct',
    fields: { dataset: 'text', model: 'text', method: 'text', runId: 'text', isPractice: 'boolean' },
  },
];

/** An answer, and whether it follows its prompt. */
export type LabelledAnswer = Pick<InstructionPair, 'id' | 'source' | 'provenance' | 'answer'> & {
  prompt: InstructionPair['chosenPrompt'];
  isDesired: boolean;
};

/** Both halves of a pair: the text under the right instruction, then under the corrupted one. */
export async function* labelAnswers(pairs: AsyncIterable<InstructionPair>): AsyncGenerator<LabelledAnswer> {
  for await (const { chosenPrompt, rejectedPrompt, id, ...pair } of pairs) {
    yield { ...pair, id: `${id}/followed`, prompt: chosenPrompt, isDesired: true };
    yield { ...pair, id: `${id}/violated`, prompt: rejectedPrompt, isDesired: false };
  }
}

/** Suri's fields, and `train orpo` here: I-ORPO. TRL has no trainer for two prompts and one answer. */
export const suriForm: Form<InstructionPair> = {
  columns: [
    messagesColumn('prompt_chosen'),
    messagesColumn('prompt_rejected'),
    messagesColumn('answer'),
    ...facts,
  ],
  render: (pair) => ({ row: renderInstructionPair(pair) }),
};

/** Unpaired preference of TRL (its KTO trainer): each half is a row of its own, with a label. */
export const unpairedForm: Form<LabelledAnswer> = {
  columns: [
    messagesColumn('prompt'),
    messagesColumn('completion'),
    { name: 'label', kind: 'boolean' },
    ...facts.filter(({ name }) => name !== 'requiredWords'),
  ],
  render: ({ prompt, answer, isDesired, id, provenance }) => ({
    row: {
      prompt,
      completion: [{ role: 'assistant', content: answer }],
      label: isDesired,
      id,
      ...(provenance && { provenance }),
    },
  }),
};
