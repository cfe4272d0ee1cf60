/**
 * The parallel ablation of AgentWrite: the same plan, every section written without sight of the others.
 * Fast and never too long for the window; sections may repeat each other.
 *
 * Source: Bai et al. 2024, arXiv:2408.07055, the "+Parallel" row of the AgentWrite comparison.
 * Differs: the model is told that the other sections are being written by others.
 */
import type { Limits } from '../model/ask.ts';
import type { Message } from '../model/request.ts';
import { listSections } from '../plan/plan.ts';
import { chooseDetail, takeLastPart } from '../write/conversation.ts';
import { describeHeading, draftSection } from '../write/draft-section.ts';
import { renderParallelMessage } from '../write/section-prompt.ts';
import type { Method } from './method.ts';

/** Every section gets it, so it stays short. */
const tokensOfOpening = ({ contextTokens = Number.POSITIVE_INFINITY }: Limits): number =>
  Math.min(2_000, contextTokens / 5);

export const parallel: Method = async (task, host) => {
  const { language, concurrency, opening } = task;
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
        const request = (): Message[] => {
          const input = { ...task, plan, section, isLast };
          const limits = host.limits();
          const textSoFar =
            opening === undefined ? undefined : takeLastPart(opening, tokensOfOpening(limits));
          const detail = chooseDetail(input, limits);
          return [{ role: 'user', content: renderParallelMessage({ ...input, detail, textSoFar }) }];
        };
        const input = {
          messages: request(),
          section,
          depth,
          language,
          documentTitle: plan.title,
          refit: request,
        };
        return (await draftSection(input, host)).written;
      },
    })),
    concurrency,
    (section) => {
      const planned = sections.find((each) => each.section.id === section.id)?.section;
      return host.land(section, planned === undefined ? {} : { planned });
    },
  );
  return { title: plan.title, language, sections: written, hasHeadings: sections.length > 1 };
};
