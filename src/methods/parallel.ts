/**
 * The parallel ablation of AgentWrite: the same plan, every section written without sight of the others.
 * Fast and never too long for the window; sections may repeat each other.
 *
 * Source: Bai et al. 2024, arXiv:2408.07055, the "+Parallel" row of the AgentWrite comparison.
 * Differs: the model is told that the other sections are being written by others.
 */
import { listSections } from '../plan/plan.ts';
import { describeHeading, draftSection } from '../write/draft-section.ts';
import { renderParallelMessage } from '../write/section-prompt.ts';
import type { Method } from './method.ts';

export const parallel: Method = async (task, host) => {
  const { instruction, language, profile, concurrency } = task;
  const plan = await host.plan();
  const sections = listSections(plan);
  const lastId = sections.filter(({ section }) => section.targetWords > 0).at(-1)?.section.id;

  const written = await host.parallel(
    sections.map(({ section, depth }) => ({
      name: `section-${section.id}`,
      async work() {
        if (section.targetWords === 0) return describeHeading(section, depth);
        await host.begin(section);
        const isLast = section.id === lastId;
        const content = renderParallelMessage({ instruction, plan, section, isLast, language, profile });
        const input = { messages: [{ role: 'user' as const, content }], section, depth, language };
        return (await draftSection(input, host)).written;
      },
    })),
    concurrency,
    (section) => host.land(section),
  );
  return { title: plan.title, language, sections: written, hasHeadings: sections.length > 1 };
};
