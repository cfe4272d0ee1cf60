/**
 * AgentWrite: plan, then write section by section, each call seeing the instruction, the whole plan, all text
 * so far and this step.
 *
 * Source: Bai et al. 2024, "LongWriter: Unleashing 10,000+ Word Generation from Long Context LLMs",
 * arXiv:2408.07055.
 * Differs: the same content is laid out as a dialogue (instruction, plan and step 1; section 1; step 2; …), so
 * that every request extends the last one byte for byte, in whole messages, for caches that work by messages and
 * servers that keep what they wrote; `published` sends the paper's one growing message. Where the window does not
 * hold all text so far, its last part is shown. Budgets are scaled to the asked length, sections carry headings, and
 * a failed call ends the run instead of becoming text.
 */
import { listSections } from '../plan/plan.ts';
import { createConversation } from '../write/conversation.ts';
import { describeHeading, draftSection } from '../write/draft-section.ts';
import type { WrittenSection } from '../write/manuscript.ts';
import type { Method } from './method.ts';

export const agentwrite: Method = async (task, host) => {
  const { language, opening } = task;
  const plan = await host.plan();
  const sections = listSections(plan);
  const last = sections.filter(({ section }) => section.targetWords > 0).at(-1)?.section;
  const conversation = createConversation(
    { ...task, plan },
    { layout: task.layout, opening: opening ?? '' },
    host.limits,
  );
  const written: WrittenSection[] = [];

  for (const { section, depth } of sections) {
    if (section.targetWords === 0) {
      const heading = describeHeading(section, depth);
      written.push(heading);
      await host.land(heading, { planned: section });
      continue;
    }
    await host.begin(section);
    const messages = conversation.ask(section, section === last);
    const draft = await draftSection(
      { messages, section, depth, language, documentTitle: plan.title, refit: () => conversation.refit() },
      host,
    );
    conversation.take(draft.reply, draft.written.text);
    written.push(draft.written);
    await host.land(draft.written, { planned: section });
  }
  return { title: plan.title, language, sections: written, hasHeadings: sections.length > 1 };
};
