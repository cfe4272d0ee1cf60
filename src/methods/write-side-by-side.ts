/**
 * Writes the sections of a plan side by side under their contracts: each begins as soon as those it builds on are
 * there, the one with the longest way to the end first (list scheduling). Afterwards the seams are read, and only
 * passages that say the same twice are written again.
 *
 * Faster and, by the paper's own measurement, less coherent than one after the other (Bai et al. 2024,
 * arXiv:2408.07055, the parallel ablation); what a section builds on is shown to it here, which the ablation lacks.
 */

import type { Form } from '../plan/form/form.ts';
import { nextBudget } from '../plan/length/solve-budgets.ts';
import { findDependencies, listSections, type Plan, type Section } from '../plan/plan.ts';
import { describeHeading } from '../write/draft-section.ts';
import type { Manuscript, WrittenSection } from '../write/manuscript.ts';
import type { OpenPart } from '../write/outline.ts';
import { loadManuscript } from './manuscript-index.ts';
import { mendSeams } from './mend-seams.ts';
import type { MethodHost, WritingTask } from './method.ts';
import { passagesOf } from './named-passages.ts';
import { createSectionWriter } from './section-writer.ts';
import { settleLength } from './settle-length.ts';
import { bandOf, beginWalk } from './walk.ts';
import { runInOrder } from './write-order.ts';

export async function writeSideBySide(
  task: WritingTask,
  { form, plan }: { form: Form; plan: Plan },
  host: MethodHost,
): Promise<Manuscript> {
  const writer = createSectionWriter(task, form, host);
  const listed = listSections(plan);
  const leaves = listed.filter(({ section }) => section.targetWords > 0);
  const { dependsOn } = findDependencies(plan);
  const walk = beginWalk(task, plan, form, host);
  // A resume may meet the sections in another order: its steps are found by name, and numbered anew.
  await host.checkpoint.save({ sideBySide: true });
  host.open({ title: plan.title, hasHeadings: form.hasHeadings });
  const written = new Map<string, WrittenSection>();
  const headingWordsOf = ({ title }: Section): number =>
    walk.countsHeadings && form.hasHeadings ? host.countWords(title) : 0;
  for (const { section, depth } of listed) {
    if (section.targetWords === 0) await keep(describeHeading(section, depth), section);
    walk.deliveredWords += headingWordsOf(section);
  }
  const allWords = task.targetWords + host.countWords(task.opening ?? '');
  /** Words promised to sections that are being written. */
  const promised = new Map<string, number>();
  let { response } = walk;

  await runInOrder(
    leaves.map(({ section }) => ({
      id: section.id,
      after: dependsOn.get(section.id) ?? [],
      weight: section.targetWords,
    })),
    task.concurrency,
    async (id) => {
      const { section, depth } = leaves.find((leaf) => leaf.section.id === id) as (typeof leaves)[number];
      const rest = leaves.filter((leaf) => !written.has(leaf.section.id) && !promised.has(leaf.section.id));
      const taken = [...promised.values()].reduce((sum, words) => sum + words, walk.deliveredWords);
      const weights = [section, ...rest.map((leaf) => leaf.section).filter((other) => other !== section)];
      const targetWords = nextBudget(
        allWords - taken,
        weights.map((each) => each.targetWords),
      );
      promised.set(id, targetWords);
      const finished = await writer.write(section, {
        documentTitle: plan.title,
        parts: partsOf(plan, section),
        // Nothing before it is sure to be there: it sees the plan and what it builds on.
        memory: { lastPages: '', recent: [...written.keys()].slice(-4) },
        response,
        depth,
        targetWords,
        band: bandOf(targetWords),
        endsText: section === leaves.at(-1)?.section,
        closesLength: false,
        isNoted: false,
        passages: passagesOf(dependsOn.get(id) ?? [], written),
      });
      promised.delete(id);
      response = finished.response;
      walk.deliveredWords += finished.written.deliveredWords;
      await keep(finished.written, section, finished.askedWords);
      await host.report(id, finished.gates);
    },
  );

  await mendSeams(plan, { response }, writer, task, host);
  await settleLength(plan, { ...walk, response }, writer, task, host);
  return {
    title: plan.title,
    language: task.language,
    sections: await loadManuscript(host.memory),
    hasHeadings: form.hasHeadings,
  };

  async function keep(section: WrittenSection, planned: Section, askedWords?: number): Promise<void> {
    written.set(section.id, section);
    await host.land(section, { planned, ...(askedWords !== undefined && { askedWords }) });
  }
}

/** The parts of the plan from the document to the section, as a walk would have them open. */
export function partsOf(plan: Plan, target: Section): OpenPart[] {
  const parts: OpenPart[] = [];
  let sections: readonly Section[] = plan.sections;
  let [id, title] = ['', plan.title];
  for (;;) {
    const at = sections.findIndex((each) => `${target.id}.`.startsWith(`${each.id}.`));
    parts.push({ id, title, sections, at, budgetWords: 0, leftWords: 0, summaries: [] });
    const next = sections[at];
    if (next === undefined || next === target || next.children.length === 0) return parts;
    ({ id, title } = next);
    sections = next.children;
  }
}
