/**
 * The program of a writing run: wires models, plan and method to durable steps.
 * Everything in it that a replay repeats follows from the request and from stored answers alone.
 */
import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PauseError } from '../errors.ts';
import type { Ask } from '../model/ask.ts';
import { estimateTokens, loadTokenizer } from '../model/estimate-tokens.ts';
import type { Model, Usage } from '../model/model.ts';
import { recordCalls } from '../model/record.ts';
import { addUsage, noUsage } from '../model/usage.ts';
import { draftPlan } from '../plan/draft-plan.ts';
import { listSections, type Plan } from '../plan/plan.ts';
import { readPlanFile, renderPlanFile } from '../plan/plan-file.ts';
import type { Program, RunContext } from '../run/run-context.ts';
import { countWords } from '../text/count-words.ts';
import { type Manuscript, renderMarkdown, type WrittenSection } from '../write/manuscript.ts';
import { createAsk, type Models } from './durable-ask.ts';
import { methods } from './index.ts';
import type { MethodHost } from './method.ts';
import { quoteRun } from './quote.ts';
import type { WriteRequest } from './write-request.ts';
import { createWriteResult, measureDelivery, type WriteResult } from './write-result.ts';

export type WriteWorld = {
  /** Turns an address into a model; keys come from here and are never stored. */
  resolveModel: (address: string) => Promise<Model>;
  /**
   * Shows a plan to a person. Returns the plan file as accepted, edited or not, or undefined to pause the run.
   * Absent: a run that asks for a review pauses, and a resume takes `plan.md` as it then is.
   */
  reviewPlan?: (file: string) => Promise<string | undefined>;
  /** The manuscript whenever a section has landed, for publishing what is there. */
  onManuscript?: (manuscript: Manuscript) => void;
};

/** Name of the step that holds the finished Markdown. */
export const manuscriptStep = 'manuscript';

export function createWriteProgram(world: WriteWorld): Program {
  return async (raw, context) => {
    const startedAt = performance.now();
    const request = raw as WriteRequest;
    await loadTokenizer();
    const models = await resolveModels(request, world, context);
    const isPractice = Object.values(models).some((model) => model.isPractice);
    const ask = createAsk(request, models, context);
    const landed: WrittenSection[] = [];
    let plan: Plan | undefined;
    let title = '';

    const host: MethodHost = {
      ask,
      countWords: (text) => countWords(text, request.counting),
      onRefusal: request.onRefusal,
      address: models.writer.address,
      onDelta: (id, text, isRestart) => context.delta({ type: 'section-delta', id, text, isRestart }),
      warn: (message) => context.warn(message),
      parallel: context.parallel,
      async plan() {
        plan = await settlePlan(request, models.planner, ask, context, world);
        title = plan.title;
        await context.emit({
          type: 'plan-ready',
          title,
          targetWords: request.targetWords,
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
      const partial = { title, language: request.language, sections: landed, hasHeadings };
      world.onManuscript?.(partial);
      await context.project('manuscript.md', renderMarkdown(partial));
      const done = landed.reduce((sum, section) => sum + section.deliveredWords, 0);
      await context.emit({ type: 'progress', done, of: request.targetWords, unit: 'words' });
      await context.summarize({ deliveredWords: done, title });
    }

    await context.summarize({ deliveredWords: 0, title: '' });
    const manuscript = await methods[request.method](request, host);
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
      usage: (await context.listCallDetails()).reduce(
        (sum: Usage, { usage }) => addUsage(sum, usage as Usage),
        noUsage(),
      ),
      usd: request.price ? context.budget.spent.usd : null,
      quotedUsd: request.price ? quoteRun(request).usd : null,
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
    const request = raw as WriteRequest;
    await loadTokenizer();
    const models = await resolveModels(request, world, context);
    const ask = createAsk(request, models, context);
    const plan = await settlePlan(request, models.planner, ask, context, world);
    return { status: 'done', result: plan };
  };
}

/** Each address once, even where several roles share it. */
async function resolveModels(request: WriteRequest, world: WriteWorld, context: RunContext): Promise<Models> {
  const byAddress = new Map<string, Promise<Model>>();
  const find = (address: string): Promise<Model> => {
    const known =
      byAddress.get(address) ?? world.resolveModel(address).then((model) => keepCalls(model, context));
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

async function settlePlan(
  request: WriteRequest,
  planner: Model,
  ask: Ask,
  context: RunContext,
  { reviewPlan }: WriteWorld,
): Promise<Plan> {
  const { instruction, targetWords, language, planFile, isReviewed } = request;
  const read = (text: string, path: string, defaultTitle: string): Plan =>
    readPlanFile(text, { targetWords, fallbackWords: targetWords, defaultTitle, path });
  const drafted = planFile
    ? read(planFile.text, planFile.path, instruction.split('\n', 1)[0] ?? '')
    : await draftPlan(
        { instruction, targetWords, language },
        { ask, address: planner.address, hasStructuredOutput: planner.hasStructuredOutput },
      );
  const path = join(context.folder, 'plan.md');
  const file = renderPlanFile(drafted, language);
  if (!isReviewed) {
    await context.project('plan.md', file);
    return drafted;
  }
  // A person may be editing this file between pause and resume.
  if (!existsSync(path)) await context.project('plan.md', file);
  const accepted = await context.step('review', async () => {
    const text = await reviewPlan?.(path);
    if (text !== undefined) {
      // A plan that cannot be read must not become the stored answer: the person mends it and resumes.
      read(text, path, drafted.title);
      return text;
    }
    throw new PauseError(
      `The plan waits for you in ${path}. Edit it as you like, then: longhand resume ${context.runId}`,
    );
  });
  return read(accepted, path, drafted.title);
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
