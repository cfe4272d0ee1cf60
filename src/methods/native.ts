/**
 * Native: one call with the instruction as it stands. What a model does by itself, and the baseline that every
 * other method is measured against.
 *
 * The asked length is added in a line of its own only where the instruction does not name it, and never where a
 * benchmark asks: its prompts go out word for word. Images go along, all of them.
 */

import { readLength } from '../plan/length/read-length.ts';
import { createPlan } from '../plan/plan.ts';
import { draftSection } from '../write/draft-section.ts';
import { renderNativeMessage } from '../write/section-prompt.ts';
import type { Method } from './method.ts';

export const native: Method = async (task, host) => {
  const { instruction, language, targetWords, opening } = task;
  const plan = createPlan({ title: '', sections: [{ title: '', words: targetWords }] }, { targetWords });
  const section = plan.sections[0];
  if (section === undefined) throw new Error('A plan with one section has none.');
  // The length an instruction names is that of the whole; of a text that is continued, the rest is asked for.
  const isSaid =
    opening === undefined && (task.isVerbatim === true || readLength(instruction).status === 'found');
  const line = language === 'zh' ? `篇幅：${targetWords}字。` : `Length: ${targetWords} words.`;
  const content = renderNativeMessage({
    ...task,
    length: isSaid ? '' : line,
    ...(opening !== undefined && { textSoFar: { text: opening, isCut: false } }),
  });

  await host.begin({ id: section.id, title: '', targetWords });
  // Names of figures are no part of a prompt that goes out word for word.
  const images = host.figures?.all.map((image) => (task.isVerbatim ? { ...image, label: '' } : image));
  const messages = [{ role: 'user' as const, content, ...(images && { images }) }];
  const { written } = await draftSection(
    {
      messages,
      section,
      depth: 1,
      language,
      mostContinuations: 0,
      // How short an answer falls is what is measured: one that the window has no room for is asked for all the same.
      ...(task.isVerbatim && { leastOutputTokens: 1 }),
    },
    host,
  );
  await host.land(written, { planned: section });
  return { title: '', language, sections: [written], hasHeadings: false };
};
