/** One text under two instructions: the one it follows, and one whose every constraint it violates. */
import type { Message } from '../../model/request.ts';
import type { Provenance } from '../record.ts';

export type InstructionPair = {
  id: string;
  /** What the text follows; ends with a user message. */
  chosenPrompt: readonly Message[];
  rejectedPrompt: readonly Message[];
  answer: string;
  source: { file: string; line: number };
  /** Length of the answer, in words as `countWords` counts them. */
  requiredWords?: number;
  provenance?: Provenance;
};

/** The pair as a row of Suri, which `train orpo` reads as I-ORPO: two prompts and one answer. */
export function renderInstructionPair({
  chosenPrompt,
  rejectedPrompt,
  answer,
  id,
  source: _source,
  ...facts
}: InstructionPair): Record<string, unknown> {
  return {
    prompt_chosen: chosenPrompt,
    prompt_rejected: rejectedPrompt,
    answer: [{ role: 'assistant', content: answer }],
    id,
    ...facts,
  };
}
