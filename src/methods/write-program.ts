/**
 * The program of a writing run: wires models, plan and method to durable steps.
 * Everything in it that a replay repeats follows from the request and from stored answers alone.
 */
import { loadTokenizer } from '../model/estimate-tokens.ts';
import type { Program } from '../run/run-context.ts';
import { countWords } from '../text/count-words.ts';
import type { Manuscript } from '../write/manuscript.ts';
import { closeLedger, openDesk, openShelf } from './citing/cite-sources.ts';
import { createHost, withOpening } from './create-host.ts';
import { createAsk } from './durable-ask.ts';
import { finishDocument, manuscriptStep } from './finish-document.ts';
import { takeHandEdits } from './hand-edits.ts';
import { lookAtFigures, openFigures } from './images/open-figures.ts';
import { setFigures } from './images/set-figures.ts';
import { methods } from './index.ts';
import { createLessons } from './lessons.ts';
import { openEmbed } from './reading/durable-embed.ts';
import { keepLessons, readRequest, resolveModels, type WriteWorld } from './run-models.ts';
import { settlePlan } from './settle-plan.ts';
import type { WriteRequest } from './write-request.ts';

export function createWriteProgram(world: WriteWorld): Program {
  return async (raw, context) => {
    const startedAt = performance.now();
    const request = readRequest(raw);
    await loadTokenizer();
    const { figures, world: seeing } = await openFigures(request, world, context);
    const models = await resolveModels(request, seeing, context);
    const lessons = await createLessons(request.cards, context);
    const embed = await openEmbed(
      { address: request.sources?.embeddings, prices: request.prices },
      world,
      context,
    );
    const shelf = await openShelf(request, world.texts ?? new Map(), context, embed);
    const { host, task, showManuscript } = createHost(
      request,
      models,
      lessons,
      { ...world, shelf, figures },
      context,
    );
    await takeHandEdits(context, host, task);
    await context.summarize({ deliveredWords: 0, title: '' });
    let manuscript: Manuscript;
    try {
      await lookAtFigures(request, host);
      manuscript = withOpening(await methods[request.method](task, host), request);
    } catch (error) {
      // Everything that landed, also what was not written out yet.
      await showManuscript();
      throw error;
    } finally {
      // Also of a run that fails: what it ran into is what the next one must know.
      await keepLessons(lessons, world, context);
    }
    const closed = await closeLedger(manuscript, request, { task, step: 'claims' }, host, context);
    const whole = await setFigures(closed.manuscript, host, { isWhole: true });
    world.onManuscript?.(whole);
    return finishDocument(
      { request, ...closed, manuscript: whole, models, startedAt, step: manuscriptStep },
      context,
    );
  };
}

/** The plan step alone. */
export function createPlanProgram(world: WriteWorld): Program {
  return async (raw, context) => {
    const request: WriteRequest = { ...(raw as WriteRequest) };
    await loadTokenizer();
    const { figures, world: seeing } = await openFigures(request, world, context);
    const models = await resolveModels(request, seeing, context);
    const lessons = await createLessons(request.cards, context);
    const asking = createAsk(request, models, context, lessons);
    const shelf = await openShelf(request, world.texts ?? new Map(), context);
    const host = { ask: asking.ask, memory: context.memory, countWords };
    const task = {
      ...request,
      opening: request.opening?.text,
      ...(shelf && {
        sourceDigest: openDesk(request, shelf, models, host).digest(asking.limitsOf('planner')),
      }),
    };
    try {
      const { ask, limitsOf } = asking;
      await lookAtFigures(request, { figures, ask, warn: context.warn, parallel: context.parallel });
      const shown = { ...task, figures: figures?.forPlan(limitsOf('planner')) };
      const plan = await settlePlan(shown, models.planner, asking, context, world);
      return { status: 'done', result: figures?.tie(plan) ?? plan };
    } finally {
      await keepLessons(lessons, world, context);
    }
  };
}
