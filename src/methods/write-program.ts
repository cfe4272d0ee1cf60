/**
 * The program of a writing run: wires models, plan and method to durable steps.
 * Everything in it that a replay repeats follows from the request and from stored answers alone.
 */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CapabilityCard } from '../model/card/card.ts';
import { estimateTokens, loadTokenizer } from '../model/estimate-tokens.ts';
import type { Model } from '../model/model.ts';
import { recordCalls } from '../model/record.ts';
import { listSections, type Plan } from '../plan/plan.ts';
import type { Program, RunContext } from '../run/run-context.ts';
import { countWords } from '../text/count-words.ts';
import { headingsOf, type Manuscript, renderMarkdown, type WrittenSection } from '../write/manuscript.ts';
import { createAsk, type Models } from './durable-ask.ts';
import { methods } from './index.ts';
import { createLessons, type Lessons } from './lessons.ts';
import type { MethodHost } from './method.ts';
import type { Knowledge } from './prepare-request.ts';
import { quoteRun } from './quote.ts';
import { type PlanReview, settlePlan } from './settle-plan.ts';
import type { WriteRequest } from './write-request.ts';
import { createWriteResult, measureDelivery, type WriteResult } from './write-result.ts';

export type WriteWorld = PlanReview &
  Pick<Knowledge, 'saveCard'> & {
    /** Turns an address into a model; keys come from here and are never stored. */
    resolveModel: (address: string, card?: CapabilityCard) => Promise<Model>;
    /** The manuscript whenever a section has landed, for publishing what is there. */
    onManuscript?: (manuscript: Manuscript) => void;
  };

/** Name of the step that holds the finished Markdown. */
export const manuscriptStep = 'manuscript';

export function createWriteProgram(world: WriteWorld): Program {
  return async (raw, context) => {
    const startedAt = performance.now();
    // Runs of earlier versions know neither.
    const request: WriteRequest = {
      prices: {},
      cards: {},
      ...(raw as Partial<WriteRequest>),
    } as WriteRequest;
    await loadTokenizer();
    const models = await resolveModels(request, world, context);
    const isPractice = Object.values(models).some((model) => model.isPractice);
    const lessons = await createLessons(request.cards, context);
    const { ask, limitsOf } = createAsk(request, models, context, lessons);
    const opening = request.opening?.text;
    const task = { ...request, opening, targetWords: request.targetWords - (request.opening?.words ?? 0) };
    const landed: WrittenSection[] = [];
    let plan: Plan | undefined;
    let title = '';

    const host: MethodHost = {
      ask,
      limits: () => limitsOf('writer'),
      countWords: (text) => countWords(text, request.counting),
      onRefusal: request.onRefusal,
      address: models.writer.address,
      onDelta: (id, text, isRestart) => context.delta({ type: 'section-delta', id, text, isRestart }),
      warn: (message) => context.warn(message),
      parallel: context.parallel,
      async plan() {
        plan = await settlePlan(task, models.planner, { ask, limitsOf }, context, world);
        title = plan.title;
        await context.emit({
          type: 'plan-ready',
          title,
          targetWords: task.targetWords,
          sections: listSections(plan).map(({ section: { id, title, targetWords } }) => ({
            id,
            title,
            targetWords,
          })),
        });
        return plan;
      },
      begin: ({ id, title, targetWords }) => context.emit({ type: 'section-start', id, title, targetWords }),
      async land(section) {
        landed.push(section);
        // Written side by side, sections end in any order; the manuscript keeps that of the plan.
        const order = plan ? listSections(plan).map((each) => each.section.id) : [];
        landed.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
        const { id, title, targetWords, deliveredWords, status, attempts } = section;
        if (status === 'done' && attempts === 1 && !section.isUnfinished)
          lessons.takeLength(models.writer.address, targetWords, deliveredWords);
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
    };

    async function showProgress(): Promise<void> {
      const hasHeadings = plan !== undefined && listSections(plan).length > 1;
      const partial = withOpening(
        { title, language: request.language, sections: landed, hasHeadings },
        request,
      );
      world.onManuscript?.(partial);
      await context.project('manuscript.md', renderMarkdown(partial));
      const done = landed.reduce((sum, section) => sum + section.deliveredWords, 0);
      await context.emit({ type: 'progress', done, of: task.targetWords, unit: 'words' });
      await context.summarize({ deliveredWords: done + (request.opening?.words ?? 0), title });
    }

    await context.summarize({ deliveredWords: 0, title: '' });
    let manuscript: Manuscript;
    try {
      manuscript = withOpening(await methods[request.method](task, host), request);
    } finally {
      // Also of a run that fails: what it ran into is what the next one must know.
      await keepLessons(lessons, world, context);
    }
    world.onManuscript?.(manuscript);
    const { markdown } = await context.step(manuscriptStep, async () => ({
      markdown: renderMarkdown(manuscript),
    }));
    await context.project('manuscript.md', markdown);

    const result: WriteResult = createWriteResult({
      runId: context.runId,
      request,
      markdown,
      tokens: estimateTokens(markdown),
      sections: manuscript.sections,
      isPractice,
      // From the store, not from this process: retried attempts and what was paid before a kill count too.
      calls: await context.listCallDetails(),
      quotedUsd: quoteRun(request, { contextTokens: models.writer.contextTokens }).usd,
      totalMs: performance.now() - startedAt,
      modelMs: context.budget.spent.ms,
    });
    await sayChecks(result, request, markdown, context);
    await context.summarize({ deliveredWords: result.delivered.words, title: manuscript.title });
    return { status: result.status, result };
  };
}

/** The plan step alone. */
export function createPlanProgram(world: WriteWorld): Program {
  return async (raw, context) => {
    const request: WriteRequest = { ...(raw as WriteRequest) };
    await loadTokenizer();
    const models = await resolveModels(request, world, context);
    const lessons = await createLessons(request.cards, context);
    const asking = createAsk(request, models, context, lessons);
    const task = { ...request, opening: request.opening?.text };
    try {
      const plan = await settlePlan(task, models.planner, asking, context, world);
      return { status: 'done', result: plan };
    } finally {
      await keepLessons(lessons, world, context);
    }
  };
}

/** A person's own beginning decides how the rest is headed; its title is the title. */
function withOpening(manuscript: Manuscript, { opening, method }: WriteRequest): Manuscript {
  if (opening === undefined) return manuscript;
  const { hasHeadings, topLevel } = headingsOf(opening.text);
  return { ...manuscript, opening: opening.text, topLevel, hasHeadings: hasHeadings && method !== 'native' };
}

async function keepLessons(lessons: Lessons, { saveCard }: WriteWorld, context: RunContext): Promise<void> {
  try {
    for (const card of lessons.cards()) if (!card.key.startsWith('recorded:')) await saveCard?.(card);
  } catch (error) {
    await context.warn(`What was learnt of the models could not be kept: ${(error as Error).message}`);
  }
}

/** Each address once, even where several roles share it. */
async function resolveModels(request: WriteRequest, world: WriteWorld, context: RunContext): Promise<Models> {
  const byAddress = new Map<string, Promise<Model>>();
  const find = (address: string): Promise<Model> => {
    const known =
      byAddress.get(address) ??
      world.resolveModel(address, request.cards[address]).then((model) => keepCalls(model, context));
    byAddress.set(address, known);
    return known;
  };
  const { writer, ...others } = request.models;
  return {
    writer: await find(writer),
    planner: await find(others.planner ?? writer),
    editor: await find(others.editor ?? writer),
    summarizer: await find(others.summarizer ?? writer),
    judge: await find(others.judge ?? writer),
    ...(request.onRefusal.kind === 'switch' && { standIn: await find(request.onRefusal.address) }),
  };
}

/** `calls.jsonl` beside the run is what `recorded:<folder>` replays. */
function keepCalls(model: Model, context: RunContext): Model {
  return recordCalls(model, async (call) => {
    await appendFile(join(context.folder, 'calls.jsonl'), `${JSON.stringify(call)}\n`);
  });
}

async function sayChecks(
  result: WriteResult,
  request: WriteRequest,
  markdown: string,
  context: RunContext,
): Promise<void> {
  const { judgedWords, isWithin } = measureDelivery(markdown, request);
  const { kind, words } = request.contract;
  const asked = kind === 'range' ? words.join(' to ') : words;
  await context.emit({
    type: 'check',
    name: 'length',
    passed: isWithin,
    message: `asked ${kind} ${asked} words, delivered ${judgedWords}`,
  });
  if (result.quality.gaps > 0) {
    await context.emit({
      type: 'check',
      name: 'complete',
      passed: false,
      message: `${result.quality.gaps} section(s) are marked gaps; \`resume\` asks for them again`,
    });
  }
}
