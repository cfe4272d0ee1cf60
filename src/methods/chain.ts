/**
 * Chain: writers in a line. Each is given the instruction, its own contract, one communication unit of bounded size
 * that says what the text has brought so far, and the last page; it hands a new unit to the next. A manager then
 * repairs the seams and settles the length.
 *
 * Source: Zhang et al. 2024, "Chain of Agents: Large Language Models Collaborating on Long-Context Tasks",
 * arXiv:2406.02818, turned from reading to writing.
 * Differs: the units sum up what was written instead of what was read; the manager edits instead of answering; a
 * unit that fails to come leaves the one before in force, where the paper's chain would pass the failure on.
 */
import { boundsOf } from '../plan/length/length-contract.ts';
import { nextBudget } from '../plan/length/solve-budgets.ts';
import { listSections } from '../plan/plan.ts';
import { describeHeading } from '../write/draft-section.ts';
import { remember } from '../write/memory.ts';
import { mergeSummaries } from '../write/summarize.ts';
import { loadManuscript } from './manuscript-index.ts';
import { mendSeams } from './mend-seams.ts';
import type { Method } from './method.ts';
import { createSectionWriter } from './section-writer.ts';
import { settleLength } from './settle-length.ts';
import { bandOf, beginWalk, hardBoundOf, readDocumentForm } from './walk.ts';
import { partsOf } from './write-side-by-side.ts';

export const chain: Method = async (task, host) => {
  const form = { ...readDocumentForm(task), isOnePiece: false };
  const plan = await host.plan();
  const writer = createSectionWriter(task, form, host);
  const walk = beginWalk(task, plan, { ...form, frontMatter: 'none' }, host);
  const sections = listSections(plan);
  const leaves = sections.map(({ section }) => section).filter(({ targetWords }) => targetWords > 0);
  const bounds = boundsOf(task.contract);
  const wholeWords = task.targetWords + host.countWords(task.opening ?? '');
  host.open({ title: plan.title, hasHeadings: form.hasHeadings });
  let { response } = walk;
  let { deliveredWords } = walk;
  // No dialogue: a writer in the chain has not seen what the others were asked.
  let memory = { ...walk.memory, dialogue: undefined };
  let unit = '';

  for (const { section, depth } of sections) {
    deliveredWords += walk.countsHeadings ? host.countWords(section.title) : 0;
    if (section.targetWords === 0) {
      await host.land(describeHeading(section, depth), { planned: section });
      continue;
    }
    const rest = leaves.slice(leaves.indexOf(section)).map(({ targetWords }) => targetWords);
    const isLast = rest.length === 1;
    const targetWords = Math.max(20, nextBudget(wholeWords - deliveredWords, rest));
    const parts = partsOf(plan, section).map((part, index) =>
      index === 0 && unit !== '' ? { ...part, summaries: [unit] } : part,
    );
    const finished = await writer.write(section, {
      documentTitle: plan.title,
      parts,
      memory,
      response,
      depth,
      targetWords,
      band: isLast
        ? { low: bounds.low - deliveredWords, high: Math.max(20, bounds.high - deliveredWords) }
        : bandOf(targetWords),
      endsText: isLast,
      closesLength: isLast,
      ...(isLast && { hardBound: hardBoundOf(task) }),
      isNoted: false,
    });
    const { written, askedWords } = finished;
    ({ response } = finished);
    deliveredWords += written.deliveredWords;
    memory = {
      ...remember(memory, { id: section.id, text: written.text, messages: [] }, host.limits()),
      dialogue: undefined,
    };
    if (!isLast) {
      const lines = [unit, `${section.id}. ${section.title}: ${written.text}`].filter((line) => line !== '');
      unit = await mergeSummaries(lines, `section-${section.id}/unit`, writer.summarizer);
    }
    await host.land(written, { planned: section, askedWords });
    await host.report(section.id, finished.gates);
  }

  await mendSeams(plan, { response }, writer, task, host);
  await settleLength(plan, { ...walk, response }, writer, task, host);
  return {
    title: plan.title,
    language: task.language,
    sections: await loadManuscript(host.memory),
    hasHeadings: form.hasHeadings,
  };
};
