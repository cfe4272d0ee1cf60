/** Edits of a text that is there: one section written anew with what depends on it, or all of it at another length. */
import { ModelCallError, UsageError } from '../errors.ts';
import { loadTokenizer } from '../model/estimate-tokens.ts';
import type { Form } from '../plan/form/form.ts';
import { boundsOf } from '../plan/length/length-contract.ts';
import { solveBudgets } from '../plan/length/solve-budgets.ts';
import { findDependencies, type Plan, type Section } from '../plan/plan.ts';
import type { Program, RunContext } from '../run/run-context.ts';
import { takeLastPart } from '../write/conversation.ts';
import { createResponse } from '../write/length-response.ts';
import type { WrittenSection } from '../write/manuscript.ts';
import { closeLedger, openShelf } from './citing/cite-sources.ts';
import { createHost, withOpening } from './create-host.ts';
import type { Edit } from './edit.ts';
import { finishDocument } from './finish-document.ts';
import { takeHandEdits } from './hand-edits.ts';
import { lookAtFigures, openFigures } from './images/open-figures.ts';
import { setFigures } from './images/set-figures.ts';
import { createLessons } from './lessons.ts';
import {
  keepInManuscript,
  loadDocument,
  loadLocks,
  loadManuscript,
  loadPlanned,
  type PlannedSection,
  planOf,
} from './manuscript-index.ts';
import type { MethodHost, WritingTask } from './method.ts';
import { passagesOf } from './named-passages.ts';
import { openEmbed } from './reading/durable-embed.ts';
import { keepLessons, readRequest, resolveModels, type WriteWorld } from './run-models.ts';
import { createSectionWriter, type SectionWriter } from './section-writer.ts';
import { bandOf, readDocumentForm } from './walk.ts';
import { partsOf } from './write-side-by-side.ts';

/** What is shown of the text before and after a section that is written anew. */
const pagesTokens = 1_600;
const nextTokens = 200;
/** A section this near to its new length is left as it is. */
const nearEnough = 0.03;

/** Name of the step that holds the text after an edit. */
export const editedStep = (number: number): string => `manuscript-${number}`;

/**
 * The program of an edit, on the run whose text it is: its steps have names of their own, so that an edit that was
 * killed goes on like any run. Sections it does not name stay byte for byte.
 */
export function createEditProgram(world: WriteWorld): Program {
  return async (raw, context) => {
    const startedAt = performance.now();
    const request = readRequest(raw);
    const { edit } = request;
    if (edit === undefined) throw new Error('An edit without an order.');
    await loadTokenizer();
    const { figures, world: seeing } = await openFigures(request, world, context);
    const models = await resolveModels(request, seeing, context);
    const lessons = await createLessons(request.cards, context);
    const embed = await openEmbed(
      { address: request.sources?.embeddings, prices: request.prices },
      world,
      context,
    );
    const shelf = await openShelf(request, new Map(), context, embed);
    const { host, task } = createHost(request, models, lessons, { ...world, shelf, figures }, context);
    await lookAtFigures(request, host);
    await takeHandEdits(context, host, task);
    if (edit.kind === 'rewrite') await takePlan(edit.replanned ?? [], host);
    const document = await loadDocument(context.memory);
    const sections = await loadManuscript(context.memory);
    if (document === undefined || sections.length === 0) throw notEditable(context);
    const planned = await loadPlanned(context.memory);
    const isOnePiece = sections.length === 1 && sections[0]?.title === '';
    const form: Form = { ...readDocumentForm(task), isOnePiece, hasHeadings: document.hasHeadings };
    const writer = createSectionWriter(task, form, host);
    host.open({ ...document, earlierWords: sumWords(sections) });
    const locked = await loadLocks(context.memory);
    const place = { edit, task, form, host, writer, planned, locked, title: document.title };
    try {
      if (edit.kind === 'rewrite') await rewriteSections(edit, place);
      else await resizeSections(place);
    } finally {
      await keepLessons(lessons, world, context);
    }
    const manuscript = withOpening(
      { ...document, language: request.language, sections: await loadManuscript(context.memory) },
      request,
    );
    const closed = await closeLedger(
      manuscript,
      request,
      { task, step: `edit-${edit.number}/claims` },
      host,
      context,
    );
    const whole = await setFigures(closed.manuscript, host, { isWhole: true });
    world.onManuscript?.(whole);
    return finishDocument(
      { request, ...closed, manuscript: whole, models, startedAt, step: editedStep(edit.number) },
      context,
    );
  };
}

/** A changed plan takes the place of the one the text was written from; a new title alone is a new heading. */
async function takePlan(replanned: readonly PlannedSection[], host: MethodHost): Promise<void> {
  const sections = await loadManuscript(host.memory);
  for (const section of replanned) {
    const written = sections.find(({ id }) => id === section.id);
    if (written === undefined) continue;
    await keepInManuscript(host.memory, written, { ...section, children: [] });
    if (written.title !== section.title)
      await host.replace({ ...written, title: section.title }, 'has another heading in the plan');
  }
}

type Place = {
  edit: Edit;
  task: WritingTask;
  form: Form;
  host: MethodHost;
  writer: SectionWriter;
  planned: ReadonlyMap<string, PlannedSection>;
  locked: ReadonlySet<string>;
  title: string;
};

async function rewriteSections(
  { sections: ids, note, number }: Extract<Edit, { kind: 'rewrite' }>,
  { task, form, host, writer, planned, locked, title }: Place,
): Promise<void> {
  const plan = planOf(title, planned);
  const { dependsOn } = findDependencies(plan);
  const bounds = boundsOf(task.contract);
  let response = createResponse(host.lengthBias);
  for (const [index, id] of ids.entries()) {
    if (locked.has(id)) continue;
    const sections = await loadManuscript(host.memory);
    const at = sections.findIndex((section) => section.id === id);
    const before = sections[at];
    const section = findSection(plan, id);
    if (before === undefined || section === undefined)
      throw new UsageError(`Section ${id} is not in the text.`);
    const others = wordsWithHeadings(sections, title, form, host) - before.deliveredWords;
    const band = bandOf(before.targetWords);
    const low = Math.max(band.low, bounds.low - others);
    const high = Math.min(band.high, bounds.high - others);
    const following = sections.slice(at + 1).find(({ text }) => text !== '');
    const passages = passagesOf(dependsOn.get(id) ?? [], new Map(sections.map((each) => [each.id, each])));
    if (following !== undefined) passages.push(beginningOf(following, task));
    const finished = await writer.write(section, {
      documentTitle: title,
      parts: partsOf(plan, section),
      memory: {
        lastPages: lastPagesBefore(sections, at),
        recent: sections
          .slice(Math.max(0, at - 4), at)
          .map((each) => each.id)
          .toReversed(),
      },
      response,
      depth: before.depth,
      targetWords: before.targetWords,
      // Where the rest leaves no such room, the section's own band counts and the contract is missed, and said.
      band: low <= high ? { low, high } : band,
      endsText: following === undefined,
      closesLength: false,
      isNoted: false,
      passages,
      step: `edit-${number}/section-${id}`,
      note: index === 0 ? renderNote(note, task) : '',
    });
    if (finished.written.status === 'gap') throw declined(id, host);
    response = finished.response;
    await host.replace(finished.written, index === 0 ? 'was asked for' : `builds on section ${ids[0]}`);
    await host.report(id, finished.gates);
  }
}

async function resizeSections({
  edit,
  task,
  form,
  host,
  writer,
  planned,
  locked,
  title,
}: Place): Promise<void> {
  const plan = planOf(title, planned);
  const sections = await loadManuscript(host.memory);
  const bounds = boundsOf(task.contract);
  const free = sections.filter(({ id, text }) => text !== '' && !locked.has(id));
  const wholeWords = task.targetWords + host.countWords(task.opening ?? '');
  const fixed = wordsWithHeadings(sections, title, form, host) - sumWords(free);
  const response = createResponse(host.lengthBias);
  let done = fixed + host.countWords(task.opening ?? '');
  for (const [index, before] of free.entries()) {
    const rest = free.slice(index).map(({ deliveredWords }) => Math.max(1, deliveredWords));
    const [targetWords = 1] = solveBudgets(wholeWords - done, rest);
    const isLast = index === free.length - 1;
    const section = findSection(plan, before.id);
    if (section === undefined) continue;
    const isNear = Math.abs(targetWords - before.deliveredWords) <= before.deliveredWords * nearEnough;
    if (isNear && !isLast) {
      done += before.deliveredWords;
      continue;
    }
    const { written, gates } = await writer.adjust(section, before, {
      documentTitle: title,
      response,
      targetWords: Math.max(20, targetWords),
      band: isLast ? { low: bounds.low - done, high: Math.max(20, bounds.high - done) } : bandOf(targetWords),
      step: `edit-${edit.number}/section-${before.id}`,
    });
    done += written.deliveredWords;
    if (written.text === before.text) continue;
    await host.replace(written, 'brought to the new length');
    await host.report(before.id, gates);
  }
}

function findSection({ sections }: Pick<Plan, 'sections'>, id: string): Section | undefined {
  for (const section of sections) {
    if (section.id === id) return section;
    const inner = findSection({ sections: section.children }, id);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function wordsWithHeadings(
  sections: readonly WrittenSection[],
  title: string,
  { hasHeadings }: Form,
  host: MethodHost,
): number {
  const headings = hasHeadings ? sections.map((each) => each.title).join('\n') : '';
  return sumWords(sections) + host.countWords(`${title}\n${headings}`);
}

const sumWords = (sections: readonly WrittenSection[]): number =>
  sections.reduce((sum, { deliveredWords }) => sum + deliveredWords, 0);

function lastPagesBefore(sections: readonly WrittenSection[], at: number): string {
  const near = sections.slice(Math.max(0, at - 6), at).map(({ text }) => text);
  return takeLastPart(near.filter((text) => text !== '').join('\n\n'), pagesTokens).text;
}

/** How the section after it begins: what is written anew has to lead there. */
function beginningOf({ id, title, text }: WrittenSection, { language }: WritingTask): string {
  const beginning = text.split(/\n{2,}/)[0]?.slice(0, nextTokens * 4) ?? '';
  return language === 'zh'
    ? `后面的第${id}节《${title}》这样开头：${beginning}`
    : `Section ${id}, "${title}", which follows, begins: ${beginning}`;
}

function renderNote(note: string, { language }: WritingTask): string {
  if (note.trim() === '') return '';
  return language === 'zh'
    ? `作者对这一节的要求：${note.trim()}`
    : `What the author wants of this section: ${note.trim()}`;
}

function notEditable({ runId }: RunContext): UsageError {
  return new UsageError(
    `Expected run ${runId} to have a text that can be edited; it was written by an earlier version, which kept no index of its sections. ` +
      `Edit its manuscript.md by hand, or give it to a new run with: longhand write --continue FILE`,
  );
}

function declined(id: string, { address }: MethodHost): ModelCallError {
  return new ModelCallError(
    `The model declined to write section ${id} anew. The text stays as it was. Give another note, or another model.`,
    { fault: 'refusal', address },
  );
}
