/** What a method works with, wired to the durable steps of one run. */
import type { Ask } from '../model/ask.ts';
import { compareIds, listSections } from '../plan/plan.ts';
import type { Spend } from '../run/budget.ts';
import type { RunContext } from '../run/run-context.ts';
import { countWords } from '../text/count-words.ts';
import type { FigureDesk } from '../write/figures/figure-desk.ts';
import { disarmPictures } from '../write/figures/made-pictures.ts';
import { headingsOf, type Manuscript, renderMarkdown, type WrittenSection } from '../write/manuscript.ts';
import type { Shelf } from '../write/sources/shelf.ts';
import { openDesk } from './citing/cite-sources.ts';
import { createAsk, type Models } from './durable-ask.ts';
import { expandSection } from './expand-section.ts';
import { projectManuscript } from './hand-edits.ts';
import { setFigures } from './images/set-figures.ts';
import type { Lessons } from './lessons.ts';
import { keepInManuscript, loadManuscript } from './manuscript-index.ts';
import { type MethodHost, optionalCalls, type WritingTask } from './method.ts';
import { type PlanReview, settlePlan } from './settle-plan.ts';
import type { WriteRequest } from './write-request.ts';

/** Planned for one section where the writer could give more: shorter ones keep their length and their thread better. */
const usualSectionWords = 1_000;
/** A text is written out after every section up to here, and then every so often. */
const shownAtOnceWords = 30_000;
const showEveryMs = 2_000;
/** More often a book would be written out faster than it is written. */
const showEveryMsPerWord = 0.05;
/** How much more than the rest should need must be left for each rank of what is optional. */
const caution = 0.1;

export type HostWorld = PlanReview & {
  /** The manuscript whenever a section has landed, for publishing what is there. */
  onManuscript?: (manuscript: Manuscript) => void;
};

export function createHost(
  request: WriteRequest,
  models: Models,
  lessons: Lessons,
  world: HostWorld & { shelf?: Shelf | undefined; figures?: FigureDesk | undefined },
  context: RunContext,
): { host: MethodHost; task: WritingTask; showManuscript: () => Promise<void> } {
  const { ask: askPlainly, limitsOf } = createAsk(request, models, context, lessons);
  const count = (text: string): number => countWords(text, request.counting);
  const { shelf, figures } = world;
  // Beside its own figures such a text shows what a person puts in, and nothing that a model makes up.
  const ask: Ask =
    figures === undefined
      ? askPlainly
      : async (...asked) => {
          const answer = await askPlainly(...asked);
          return { ...answer, text: disarmPictures(answer.text) };
        };
  const sources =
    shelf && openDesk(request, shelf, models, { ask, memory: context.memory, countWords: count });
  const task = {
    ...request,
    opening: request.opening?.text,
    profile: models.writer.card?.promptProfile ?? 'standard',
    targetWords: request.targetWords - (request.opening?.words ?? 0),
    // A plan that a person has looked at is theirs.
    hasOwnPlan: request.planFile !== undefined || request.isReviewed,
    isBodyCounted: sources !== undefined || figures !== undefined,
    sourceDigest: sources?.digest(limitsOf('planner')),
  };
  const sectionWords = (): number =>
    Math.min(usualSectionWords, limitsOf('writer').maxOutputWords ?? usualSectionWords);
  const landed: WrittenSection[] = [];
  let shown = { title: '', hasHeadings: false };
  /** Whether sections were landed before this process, which are not in `landed` yet. */
  let hasEarlier = false;
  let doneWords = 0;
  const dropped = new Set<string>();
  const unjudged = new Set<string>();
  let spentBefore: Spend = { ...context.budget.spent };
  let lastPerWord: Spend = { tokens: 0, usd: 0, ms: 0 };
  const noteSpend = (words: number): void => {
    const { spent } = context.budget;
    const rate = (key: keyof Spend): number => (spent[key] - spentBefore[key]) / Math.max(1, words);
    if (words > 0) lastPerWord = { tokens: rate('tokens'), usd: rate('usd'), ms: rate('ms') };
    spentBefore = { ...spent };
  };
  let shownAt = 0;

  const host: MethodHost = {
    ask,
    limits: () => limitsOf('writer'),
    countWords: count,
    ...(sources && { sources }),
    ...(figures && { figures }),
    onRefusal: request.onRefusal,
    address: models.writer.address,
    onDelta: (id, text, isRestart) => context.delta({ type: 'section-delta', id, text, isRestart }),
    warn: (message) => context.warn(message),
    parallel: context.parallel,
    step: context.step,
    checkpoint: context.checkpoint,
    memory: context.memory,
    sectionWords,
    lengthBias: models.writer.card?.lengthBias ?? 1,
    summarizer: { hasStructuredOutput: models.summarizer.hasStructuredOutput },
    open({ title, hasHeadings, earlierWords }) {
      shown = { title, hasHeadings };
      if (earlierWords === undefined) return;
      hasEarlier = true;
      doneWords = earlierWords;
      // What the process before wrote out stands there: it is not made again at once.
      shownAt = performance.now();
    },
    async plan({ depth } = {}) {
      const options = depth === undefined ? {} : { depth, maxSectionWords: sectionWords };
      const toPlan = { ...task, figures: figures?.forPlan(limitsOf('planner')) };
      const drafted = await settlePlan(toPlan, models.planner, { ask, limitsOf }, context, world, options);
      const plan = figures?.tie(drafted) ?? drafted;
      const sections = listSections(plan).map(({ section: { id, title, targetWords } }) => ({
        id,
        title,
        targetWords,
      }));
      shown = { title: plan.title, hasHeadings: sections.length > 1 };
      const { targetWords } = task;
      await context.emit({ type: 'plan-ready', title: plan.title, targetWords, sections });
      return plan;
    },
    async expand(section, place) {
      const toPlan = { ...task, figures: figures?.forPart(section, limitsOf('planner')) };
      const children = await expandSection(section, place, toPlan, {
        ask,
        address: models.planner.address,
        hasStructuredOutput: models.planner.hasStructuredOutput,
        profile: models.planner.card?.promptProfile ?? 'standard',
        limits: () => limitsOf('planner'),
        maxSectionWords: sectionWords,
      });
      return figures?.tieInside(section, children) ?? children;
    },
    begin: ({ id, title, targetWords }) => context.emit({ type: 'section-start', id, title, targetWords }),
    async land(section, { planned, askedWords = section.targetWords } = {}) {
      await keepInManuscript(context.memory, section, planned);
      // Written side by side, sections end in any order; the manuscript keeps that of the plan.
      const after = landed.findLastIndex((other) => compareIds(other.id, section.id) < 0);
      landed.splice(after + 1, 0, section);
      doneWords += section.deliveredWords;
      noteSpend(section.deliveredWords);
      const { id, title, targetWords, deliveredWords, status, attempts } = section;
      if (status === 'done' && attempts === 1 && !section.isUnfinished)
        lessons.takeLength(models.writer.address, askedWords, deliveredWords);
      if (targetWords > 0) {
        await context.emit({
          type: 'section-end',
          id,
          title,
          targetWords,
          deliveredWords,
          status,
          attempts,
        });
      }
      await showProgress();
    },
    async replace(section, reason) {
      await keepInManuscript(context.memory, section);
      const at = landed.findIndex(({ id }) => id === section.id);
      const before = landed[at];
      if (before !== undefined) {
        landed[at] = section;
        doneWords += section.deliveredWords - before.deliveredWords;
      }
      const { id, title, deliveredWords } = section;
      await context.emit({ type: 'section-revised', id, title, deliveredWords, reason });
      // Before the walk has begun there is nothing to show yet.
      if (before !== undefined || hasEarlier) await showProgress();
    },
    async mayAfford(optional, words) {
      const { spent, hasRoomFor } = context.budget;
      const toWrite = Math.max(0, task.targetWords - doneWords);
      // What a delivered word has cost so far, all roles together, or in the last section where that was more: requests
      // grow while the text is shown whole. Before the first word nothing is known, nor spent.
      const perWord = (key: keyof Spend): number =>
        Math.max(spent[key] / Math.max(1, doneWords), lastPerWord[key]);
      const reserve =
        toWrite * (1 + caution * (optionalCalls.length - optionalCalls.indexOf(optional))) + words * 3;
      const isAffordable = hasRoomFor({
        tokens: perWord('tokens') * reserve,
        usd: perWord('usd') * reserve,
        ms: perWord('ms') * reserve,
      });
      if (!isAffordable && !dropped.has(optional)) {
        dropped.add(optional);
        await context.warn(`The budget is kept for what has to be written: no more ${optional}.`);
      }
      return isAffordable;
    },
    async report(sectionId, results) {
      for (const { gate, verdict, message } of results) {
        // Once is enough for what cannot be judged in any section; it is never taken for passed.
        if (verdict === 'not-run' && !unjudged.has(gate)) {
          unjudged.add(gate);
          await context.emit({ type: 'check', name: gate, verdict, passed: false, message });
        }
        if (verdict !== 'failed') continue;
        await context.emit({
          type: 'check',
          name: gate,
          ...(sectionId !== undefined && { section: sectionId }),
          verdict,
          passed: false,
          message,
        });
      }
    },
  };

  async function showProgress(): Promise<void> {
    // A long text is written out now and then: all of it after every section would be most of the work.
    const isDue =
      doneWords < shownAtOnceWords ||
      performance.now() - shownAt > showEveryMs + doneWords * showEveryMsPerWord;
    if (isDue) await showManuscript();
    await context.emit({ type: 'progress', done: doneWords, of: task.targetWords, unit: 'words' });
    const deliveredWords = doneWords + (request.opening?.words ?? 0);
    await context.summarize({ deliveredWords, title: shown.title });
  }

  async function showManuscript(): Promise<void> {
    if (hasEarlier) {
      landed.splice(0, landed.length, ...(await loadManuscript(context.memory)));
      hasEarlier = false;
    }
    const whole = withOpening({ ...shown, language: request.language, sections: landed }, request);
    const cited = (await sources?.cite(whole)) ?? whole;
    const partial = await setFigures(cited, host, { isWhole: false });
    world.onManuscript?.(partial);
    await projectManuscript(context, renderMarkdown(partial), partial.labels);
    shownAt = performance.now();
  }

  return { host, task, showManuscript };
}

/** A person's own beginning decides how the rest is headed; its title is the title. */
export function withOpening(manuscript: Manuscript, { opening, method }: WriteRequest): Manuscript {
  if (opening === undefined) return manuscript;
  const { hasHeadings, topLevel } = headingsOf(opening.text);
  return { ...manuscript, opening: opening.text, topLevel, hasHeadings: hasHeadings && method !== 'native' };
}
