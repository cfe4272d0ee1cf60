/** The state of a walk over a plan, how it begins, and what it judges a section by. */
import { type Form, readForm } from '../plan/form/form.ts';
import type { Plan, Section } from '../plan/plan.ts';
import { createResponse, type LengthResponse } from '../write/length-response.ts';
import { createMemory, type Memory } from '../write/memory.ts';
import type { OpenPart } from '../write/outline.ts';
import { isWrittenLast } from './front-matter.ts';
import type { MethodHost, WritingTask } from './method.ts';

/** Where the walk stands: all that a resume needs, of a size that does not grow with the text. */
export type Walk = {
  title: string;
  /** From the document itself to the part whose sections are being written. */
  parts: OpenPart[];
  /** Sections that stand in front and are written last, from the whole text. */
  later: Section[];
  memory: Memory;
  response: LengthResponse;
  /** Words that count towards the contract so far, a person's own beginning included. */
  deliveredWords: number;
  /** Words of the sections alone. */
  textWords: number;
  /** Whether headings count: the contract is judged with them while they weigh less than its tolerance. */
  countsHeadings: boolean;
};

/** How far a section may be off before it is repaired; reported, and made good by the sections after it. */
const sectionBand = 0.2;
/** The form of a document, as the person named it or as the instruction has it. */
export function readDocumentForm({ instruction, targetWords, style, hasOwnPlan }: WritingTask): Form {
  const named = style?.form === undefined ? {} : { form: style.form };
  return readForm(instruction, { ...named, targetWords, hasPlan: hasOwnPlan });
}

/** What counts as in band for a section of a longer text. */
export function bandOf(targetWords: number): { low: number; high: number } {
  return {
    low: Math.floor(targetWords * (1 - sectionBand)),
    high: Math.ceil(targetWords * (1 + sectionBand)),
  };
}

/** The bound of a one-sided contract, which the section that closes the length must keep. */
export function hardBoundOf({ contract }: WritingTask): 'low' | 'high' | undefined {
  return contract.kind === 'atLeast' ? 'low' : contract.kind === 'atMost' ? 'high' : undefined;
}

export function beginWalk(task: WritingTask, plan: Plan, form: Form, host: MethodHost): Walk {
  const { opening = '' } = task;
  const mayWait = opening === '' && !task.hasOwnPlan && form.frontMatter !== 'none';
  const later = mayWait ? takeFrontMatter(plan) : [];
  const countsHeadings = form.hasHeadings && headingsCount(task, plan, host);
  const titleWords = countsHeadings ? host.countWords(plan.title) : 0;
  return {
    title: plan.title,
    parts: [
      {
        id: '',
        title: plan.title,
        sections: plan.sections,
        at: later.length,
        budgetWords: task.targetWords,
        leftWords: task.targetWords - titleWords,
        summaries: [],
      },
    ],
    later,
    memory: createMemory(opening),
    response: createResponse(host.lengthBias),
    deliveredWords: host.countWords(opening) + titleWords,
    textWords: 0,
    countsHeadings,
  };
}

/** Whether the length will be judged with the headings: they must weigh clearly less than the tolerance. */
function headingsCount(
  { contract, targetWords, isBodyCounted }: WritingTask,
  { sections }: Plan,
  host: MethodHost,
): boolean {
  if (contract.kind === 'atLeast' || isBodyCounted === true) return false;
  const headingWords = host.countWords(sections.map(({ title }) => title).join('\n')) / sections.length;
  const wordsASection = Math.min(host.sectionWords(), targetWords / sections.length);
  return headingWords / wordsASection < contract.tolerance * 0.8;
}

/** Leading sections that introduce the rest: they are written when the rest is there. */
function takeFrontMatter({ sections }: Plan): Section[] {
  if (sections.length < 4) return [];
  const first = sections.findIndex((section) => !isWrittenLast(section));
  return sections.slice(0, Math.max(0, first));
}
