/** Writes a planned document section by section under its length contract: what `longhand` and `tree` have in common. */
import type { Form } from '../plan/form/form.ts';
import { boundsOf } from '../plan/length/length-contract.ts';
import { nextBudget } from '../plan/length/solve-budgets.ts';
import { countTreeWords, type Plan, type Section } from '../plan/plan.ts';
import { describeHeading } from '../write/draft-section.ts';
import type { Manuscript } from '../write/manuscript.ts';
import { remember } from '../write/memory.ts';
import type { OpenPart } from '../write/outline.ts';
import { mergeSummaries, nameText } from '../write/summarize.ts';
import { loadManuscript, loadPlanned, planOf } from './manuscript-index.ts';
import type { MethodHost, WritingTask } from './method.ts';
import { findPassages } from './named-passages.ts';
import { polishDocument } from './polish-document.ts';
import { createSectionWriter, type SectionPlace } from './section-writer.ts';
import { settleLength } from './settle-length.ts';
import { bandOf, beginWalk, hardBoundOf, type Walk } from './walk.ts';

/** A section above this many times what is written at once is divided. */
const divideFrom = 1.3;
/** More summaries than this are merged, the oldest first: of sections, and of the parts around them. */
const sectionSummaries = { most: 14, merged: 8 };
const partSummaries = { most: 4, merged: 3 };

export async function walkDocument(
  task: WritingTask,
  { form, plan }: { form: Form; plan: () => Promise<Plan> },
  host: MethodHost,
): Promise<Manuscript> {
  const { language, opening = '' } = task;
  const writer = createSectionWriter(task, form, host);
  const bounds = boundsOf(task.contract);
  const wholeWords = task.targetWords + host.countWords(opening);
  const saved = await host.checkpoint.load<Walk>();
  const walk = saved ?? beginWalk(task, await plan(), form, host);
  host.open({
    title: walk.title,
    hasHeadings: form.hasHeadings,
    ...(saved !== undefined && { earlierWords: saved.textWords }),
  });
  const save = (): Promise<void> => host.checkpoint.save(walk);
  const headingWordsOf = ({ title }: Section): number =>
    walk.countsHeadings && form.hasHeadings ? host.countWords(title) : 0;

  while (walk.parts.length > 0) {
    const part = walk.parts.at(-1) as OpenPart;
    const section = part.sections[part.at];
    if (section === undefined) {
      if (walk.parts.length === 1) break;
      await closePart(part);
    } else {
      const budget = nextBudget(part.leftWords, weightsOf(part));
      const children = await divide(section, budget);
      if (children.length > 0) await openPart(section, children, budget);
      else await writeNext(section, budget);
    }
    await save();
  }
  while (walk.later.length > 0) {
    const section = walk.later[0] as Section;
    await writeNext(section, section.targetWords);
    await save();
  }
  const title = await settleTitle();
  if (walk.textWords > 0 && title !== '') {
    await polishDocument(
      title,
      { writer, task, response: walk.response, hasHeadings: form.hasHeadings },
      host,
    );
  }
  // A text in one piece has its length already, unless sentences without a source were taken out of it.
  if (walk.textWords > 0 && (title !== '' || task.isBodyCounted === true)) {
    const plan = planOf(title, await loadPlanned(host.memory));
    await settleLength(plan, walk, writer, task, host);
  }
  return { title, language, sections: await loadManuscript(host.memory), hasHeadings: form.hasHeadings };

  /** The sections inside a section, planned now where it is more than is written at once; none for one to write. */
  async function divide(section: Section, budget: number): Promise<readonly Section[]> {
    if (section.children.length > 0) {
      // Its own text comes first, under its heading.
      const own = section.targetWords > 0 ? [{ ...section, children: [] }] : [];
      return [...own, ...section.children];
    }
    if (budget <= host.sectionWords() * divideFrom) return [];
    // Headings of a person's own plan are kept to the letter: a long section of it is written without new ones.
    if (task.hasOwnPlan) return [];
    return host.expand(section, { title: walk.title, parts: walk.parts, targetWords: budget });
  }

  async function openPart(section: Section, children: readonly Section[], budget: number): Promise<void> {
    const ownsHeading = children[0]?.id === section.id;
    const words = ownsHeading ? 0 : headingWordsOf(section);
    if (!ownsHeading) {
      const heading = { ...section, targetWords: 0 };
      await host.land(describeHeading(heading, walk.parts.length), { planned: heading });
    }
    walk.deliveredWords += words;
    const { id, title } = section;
    walk.parts.push({
      id,
      title,
      sections: children,
      at: 0,
      budgetWords: budget,
      leftWords: budget - words,
      summaries: [],
    });
  }

  async function closePart(part: OpenPart): Promise<void> {
    walk.parts.pop();
    const outer = walk.parts.at(-1) as OpenPart;
    outer.leftWords -= part.budgetWords - part.leftWords;
    outer.at += 1;
    if (!writer.hasNotes || part.summaries.length === 0) return;
    const summary = await mergeSummaries(part.summaries, `part-${part.id}/summary`, writer.summarizer);
    await addSummary(outer, `${part.id}. ${part.title}: ${summary}`, false);
  }

  async function addSummary(part: OpenPart, line: string, isSection: boolean): Promise<void> {
    part.summaries = [...part.summaries, line];
    const { most, merged } = isSection ? sectionSummaries : partSummaries;
    if (part.summaries.length <= most) return;
    const step = `part-${part.id || 'all'}/merge-${part.at}`;
    const oldest = await mergeSummaries(part.summaries.slice(0, merged), step, writer.summarizer);
    part.summaries = [oldest, ...part.summaries.slice(merged)];
  }

  async function writeNext(section: Section, budget: number): Promise<void> {
    const part = walk.parts.at(-1) as OpenPart;
    const isLater = walk.later[0] === section;
    const endsText = !isLater && walk.parts.every(({ at, sections }) => at === sections.length - 1);
    const closesLength = isLater ? walk.later.length === 1 : endsText && walk.later.length === 0;
    const headingWords = headingWordsOf(section);
    const missingWords = wholeWords - walk.deliveredWords;
    const targetWords = Math.max(
      20,
      (closesLength ? closingBudget(section, missingWords) : budget) - headingWords,
    );
    const delivered = walk.deliveredWords + headingWords;
    const place: SectionPlace = {
      documentTitle: walk.title,
      parts: walk.parts,
      memory: walk.memory,
      response: walk.response,
      depth: part.id === section.id ? walk.parts.length - 1 : walk.parts.length,
      targetWords,
      band: closesLength
        ? {
            low: Math.min(targetWords, bounds.low - delivered),
            high: Math.max(targetWords / 2, bounds.high - delivered),
          }
        : bandOf(targetWords),
      endsText,
      closesLength,
      ...(closesLength && { hardBound: hardBoundOf(task) }),
      // A text that is still shown whole needs no passages from it.
      ...(walk.memory.dialogue === undefined && { passages: await findPassages(section, host.memory) }),
    };
    const { written, askedWords, response, gates, notes } = await writer.write(section, place);
    const messages = writer.requestOf(section, place, askedWords);
    walk.response = response;
    walk.memory = remember(walk.memory, { id: section.id, text: written.text, messages }, host.limits());
    walk.deliveredWords = delivered + written.deliveredWords;
    walk.textWords += written.deliveredWords;
    if (isLater) walk.later = walk.later.slice(1);
    else {
      part.leftWords -= written.deliveredWords + headingWords;
      part.at += 1;
    }
    await host.land(written, { planned: section, askedWords });
    await host.report(section.id, gates);
    if (notes !== null && !isLater)
      await addSummary(part, `${section.id}. ${section.title}: ${notes.summary}`, true);
  }

  /** What is left is given out over the rest of a part; at the top over what is written last as well. */
  function weightsOf(part: OpenPart): number[] {
    const rest = part.sections.slice(part.at).map((section) => {
      // A section whose own text comes first stands there without its children.
      return part.id === section.id ? section.targetWords : countTreeWords(section);
    });
    const later = part.id === '' ? walk.later.map(countTreeWords) : [];
    return [...rest, ...later].map((words) => Math.max(1, words));
  }

  async function settleTitle(): Promise<string> {
    // What a compact profile is for is no judge of titles.
    if (
      task.hasOwnPlan ||
      task.profile === 'compact' ||
      opening !== '' ||
      walk.title === '' ||
      !form.hasHeadings
    )
      return walk.title;
    const [whole] = walk.parts;
    const story = whole?.summaries ?? [];
    const points = (whole?.sections ?? []).map(({ title, mainPoints }) => [title, ...mainPoints].join('. '));
    const lines = story.length > 0 ? story : points;
    if (!(await host.mayAfford('a new title', 200))) return walk.title;
    const named = await nameText(
      { instruction: task.instruction, story: lines, title: walk.title },
      'title',
      writer.summarizer,
    );
    if (!walk.countsHeadings) return named;
    // The better title is not worth a missed length.
    const words = walk.deliveredWords + host.countWords(named) - host.countWords(walk.title);
    return words >= bounds.low && words <= bounds.high ? named : walk.title;
  }
}

/** All that is missing to the whole, but never so little that the section could not be written. */
function closingBudget(section: Section, missingWords: number): number {
  return Math.max(Math.round(missingWords), Math.ceil(section.targetWords * 0.4));
}
