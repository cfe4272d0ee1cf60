/** Two answers to one prompt, of which one shall become more likely. */
import type { Message } from '../model/request.ts';
import { createRecord, type DatasetRecord, type Provenance } from './record.ts';

export type PreferencePair = {
  id: string;
  /** Ends with a user message. */
  prompt: readonly Message[];
  chosen: string;
  rejected: string;
  source: { file: string; line: number };
  /** What the choice rests on. */
  scores?: { chosen: number; rejected: number };
  provenance?: Provenance;
};

/** The chosen answer as a record, for the figures of a set. */
export const recordOfChosen = ({ id, prompt, chosen, source, provenance }: PreferencePair): DatasetRecord =>
  createRecord({
    id,
    source,
    messages: [...prompt, { role: 'assistant', content: chosen }],
    ...(provenance && { provenance }),
  });
