/**
 * A text that was revised, as a preference: what it became against what it was.
 *
 * With a note, the note is the instruction: the request, the text as it was, then the note; the rejected answer is the
 * text unchanged. Without one (a hand edit) both versions answer the request itself.
 */
import type { Message } from '../../model/request.ts';
import type { PreferencePair } from '../preference-pair.ts';
import type { Provenance } from '../record.ts';

export type Revision = {
  id: string;
  /** What the text answers; ends with a user message. */
  request: readonly Message[];
  before: string;
  after: string;
  /** What the person wanted to be different; absent or blank: nothing was said. */
  note?: string;
  source: { file: string; line: number };
  provenance?: Provenance;
};

/** @returns Why there is no pair: a side is empty, or both are the same. */
export function createRevisionPair({
  request,
  before,
  after,
  note = '',
  ...revision
}: Revision): { pair: PreferencePair } | { unfit: string } {
  if (before.trim() === '' || after.trim() === '') return { unfit: 'One of its two texts is empty.' };
  if (before.trim() === after.trim()) return { unfit: 'Nothing was changed.' };
  const prompt: Message[] =
    note.trim() === ''
      ? [...request]
      : [...request, { role: 'assistant', content: before }, { role: 'user', content: note.trim() }];
  return { pair: { ...revision, prompt, chosen: after, rejected: before } };
}
