/**
 * AgentWrite: plan, then write section by section, each call seeing the instruction, the whole plan, all text
 * so far and this step.
 *
 * Source: Bai et al. 2024, "LongWriter: Unleashing 10,000+ Word Generation from Long Context LLMs",
 * arXiv:2408.07055.
 * Differs: the same content is laid out as a dialogue (instruction, plan and step 1; section 1; step 2; …), so
 * that every request extends the last one byte for byte, in whole messages, for caches that work by messages and
 * servers that keep what they wrote; `published` sends the paper's one growing message. Budgets are scaled to the asked length, sections carry headings, and a failed call ends the
 * run instead of becoming text.
 */
import { ModelCallError } from '../errors.ts';
import type { Message } from '../model/request.ts';
import { listSections } from '../plan/plan.ts';
import { describeHeading, draftSection } from '../write/draft-section.ts';
import type { WrittenSection } from '../write/manuscript.ts';
import { renderFirstTurn, renderNextTurn, renderPublishedMessage } from '../write/section-prompt.ts';
import type { Method } from './method.ts';

export const agentwrite: Method = async (task, host) => {
  const { instruction, language, profile } = task;
  const plan = await host.plan();
  const sections = listSections(plan);
  const toWrite = sections.filter(({ section }) => section.targetWords > 0);
  const written: WrittenSection[] = [];
  const dialogue: Message[] = [];
  let textSoFar = '';

  for (const { section, depth } of sections) {
    if (section.targetWords === 0) {
      const heading = describeHeading(section, depth);
      written.push(heading);
      await host.land(heading);
      continue;
    }
    await host.begin(section);
    const isLast = section === toWrite.at(-1)?.section;
    const input = { instruction, plan, section, isLast, language, profile };
    if (task.layout === 'published') {
      dialogue.length = 0;
      dialogue.push({ role: 'user', content: renderPublishedMessage({ ...input, textSoFar }) });
    } else {
      const turn = dialogue.length === 0 ? renderFirstTurn(input) : renderNextTurn(input);
      dialogue.push({ role: 'user', content: turn });
    }
    const draft = await draftSection({ messages: [...dialogue], section, depth, language }, host).catch(
      (error: unknown) => {
        throw outgrown(error, written.length, toWrite.length);
      },
    );
    // A gap has no text to go on from: its request leaves the conversation again.
    if (draft.reply === '') dialogue.pop();
    else dialogue.push({ role: 'assistant', content: draft.reply });
    textSoFar = [textSoFar, draft.written.text].filter((text) => text !== '').join('\n\n');
    written.push(draft.written);
    await host.land(draft.written);
  }
  return { title: plan.title, language, sections: written, hasHeadings: sections.length > 1 };
};

/** This method shows the model everything; where that no longer fits, another one has to go on. */
function outgrown(error: unknown, done: number, of: number): unknown {
  if (!(error instanceof ModelCallError) || error.fault !== 'context-overflow') return error;
  return new ModelCallError(
    `${error.message} ${done} of ${of} sections are written and kept. agentwrite shows the model all text so far; ` +
      'start again with --method parallel, which does not, or with a model that has a larger window.',
    { fault: error.fault, address: error.address, cause: error },
  );
}
