/**
 * Native: one call with the instruction as it stands. What a model does by itself, and the baseline that every
 * other method is measured against.
 *
 * The asked length is added in a line of its own only where the instruction does not name it.
 */

import { readLength } from '../plan/length/read-length.ts';
import { createPlan } from '../plan/plan.ts';
import { draftSection } from '../write/draft-section.ts';
import type { Method } from './method.ts';

export const native: Method = async (task, host) => {
  const { instruction, language, targetWords } = task;
  const plan = createPlan({ title: '', sections: [{ title: '', words: targetWords }] }, { targetWords });
  const section = plan.sections[0];
  if (section === undefined) throw new Error('A plan with one section has none.');
  const namesLength = readLength(instruction).status === 'found';
  const length = language === 'zh' ? `篇幅：${targetWords}字。` : `Length: ${targetWords} words.`;
  const content = namesLength ? instruction : `${instruction}\n\n${length}`;

  await host.begin({ id: section.id, title: '', targetWords });
  const messages = [{ role: 'user' as const, content }];
  const { written } = await draftSection(
    { messages, section, depth: 1, language, mostContinuations: 0 },
    host,
  );
  await host.land(written);
  return { title: '', language, sections: [written], hasHeadings: false };
};
