/**
 * LongWriter-V: an outline from the images and the instruction, then section after section, every request with all
 * images, the outline and the sections before it.
 *
 * Source: Tu et al. 2025, "LongWriter-V: Enabling Ultra-Long and High-Fidelity Generation in Vision-Language Models",
 * arXiv:2502.14834; the agent that made its training texts.
 * Differs: the sections before are really passed on, where the released agent never adds to its list of them and so
 * writes all sections side by side; they are laid out as a dialogue (`published` sends the paper's one message), with
 * the images behind the last question alone; budgets are scaled to the asked length, sections carry headings, figures
 * are set where the text names them, and a failed call ends the run instead of becoming text.
 */
import type { Message } from '../model/request.ts';
import { listSections } from '../plan/plan.ts';
import { createConversation } from '../write/conversation.ts';
import { describeHeading, draftSection } from '../write/draft-section.ts';
import type { WrittenSection } from '../write/manuscript.ts';
import type { Method } from './method.ts';

export const longwriterV: Method = async (task, host) => {
  const { language, opening } = task;
  const plan = await host.plan();
  const sections = listSections(plan);
  const last = sections.filter(({ section }) => section.targetWords > 0).at(-1)?.section;
  const images = host.figures?.all ?? [];
  const show = (messages: readonly Message[]): Message[] =>
    messages.map((message, index) => (index === messages.length - 1 ? { ...message, images } : message));
  const aboutImages = host.figures?.forSection({ title: '' }, host.limits())?.text ?? '';
  const conversation = createConversation(
    { ...task, instruction: `${task.instruction}\n\n${aboutImages}`, plan },
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
    const messages = show(conversation.ask(section, section === last));
    const refit = (): Message[] => show(conversation.refit());
    const draft = await draftSection(
      { messages, section, depth, language, documentTitle: plan.title, refit },
      host,
    );
    conversation.take(draft.reply, draft.written.text);
    written.push(draft.written);
    await host.land(draft.written, { planned: section });
  }
  return { title: plan.title, language, sections: written, hasHeadings: sections.length > 1 };
};
