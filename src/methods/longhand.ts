/**
 * Longhand, the default method: the asked length is kept, from a hundred words to books.
 *
 * The form comes first: a short text, or one of a form without headings, is written in one piece. A longer one is
 * planned, and written section by section under budgets that are solved again after every section (`walk-document`),
 * each section extended rather than cut, judged by gates, and kept from repeating what an index of the text knows.
 * What is too long to be planned at once becomes a tree whose parts are planned when they are reached.
 *
 * Source: ours, on the ground of AgentWrite (Bai et al. 2024, arXiv:2408.07055).
 * Differs from it: a contract for the whole length, repairs that add substance, bounded memory, the introduction and
 * the title written last, no limit to the number of sections.
 */
import { createPlan, type Plan } from '../plan/plan.ts';
import type { Method } from './method.ts';
import { readDocumentForm } from './walk.ts';
import { walkDocument } from './walk-document.ts';
import { writeSideBySide } from './write-side-by-side.ts';

export const longhand: Method = async (task, host) => {
  const form = readDocumentForm(task);
  const { targetWords } = task;
  // More than a model writes at once is planned, whatever the form, and so is what goes on from a text.
  const isOnePiece =
    form.isOnePiece && task.opening === undefined && targetWords <= host.sectionWords() * 1.3;
  const plan = async (): Promise<Plan> =>
    isOnePiece
      ? createPlan({ title: '', sections: [{ title: '', words: targetWords }] }, { targetWords })
      : host.plan({ depth: 'skeleton' });
  if (!isOnePiece && task.concurrency > 1) {
    const whole = await host.plan({ depth: 'whole' });
    return writeSideBySide(task, { form: { ...form, isOnePiece }, plan: whole }, host);
  }
  return walkDocument(
    task,
    { form: { ...form, isOnePiece, hasHeadings: form.hasHeadings && !isOnePiece }, plan },
    host,
  );
};
