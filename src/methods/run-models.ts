/** The models of a run, each address once, and what is kept of them. */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CapabilityCard } from '../model/card/card.ts';
import type { Model } from '../model/model.ts';
import { recordCalls } from '../model/record.ts';
import type { RunContext } from '../run/run-context.ts';
import type { Manuscript } from '../write/manuscript.ts';
import type { Models } from './durable-ask.ts';
import type { Lessons } from './lessons.ts';
import type { Knowledge } from './prepare-request.ts';
import type { EmbedWorld } from './reading/durable-embed.ts';
import type { ReadTexts } from './reading/read-sources.ts';
import type { PlanReview } from './settle-plan.ts';
import type { WriteRequest } from './write-request.ts';

export type WriteWorld = PlanReview &
  EmbedWorld &
  Pick<Knowledge, 'saveCard'> & {
    /** Turns an address into a model; keys come from here and are never stored. */
    resolveModel: (address: string, card?: CapabilityCard) => Promise<Model>;
    /** Texts of sources that this process has read already; what lacks comes from the run or its files. */
    texts?: ReadTexts;
    /** The manuscript whenever a section has landed, for publishing what is there. */
    onManuscript?: (manuscript: Manuscript) => void;
  };

/** The request as it was stored; runs of earlier versions know neither prices nor cards. */
export function readRequest(raw: unknown): WriteRequest {
  return { prices: {}, cards: {}, ...(raw as Partial<WriteRequest>) } as WriteRequest;
}

export async function keepLessons(
  lessons: Lessons,
  { saveCard }: Pick<WriteWorld, 'saveCard'>,
  context: RunContext,
): Promise<void> {
  try {
    for (const card of lessons.cards()) if (!card.key.startsWith('recorded:')) await saveCard?.(card);
  } catch (error) {
    await context.warn(`What was learnt of the models could not be kept: ${(error as Error).message}`);
  }
}

/** Each address once, even where several roles share it. */
export async function resolveModels(
  request: Pick<WriteRequest, 'models' | 'cards'> & Partial<Pick<WriteRequest, 'onRefusal'>>,
  world: Pick<WriteWorld, 'resolveModel'>,
  context: RunContext,
): Promise<Models> {
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
    ...(request.onRefusal?.kind === 'switch' && { standIn: await find(request.onRefusal.address) }),
  };
}

/** `calls.jsonl` beside the run is what `recorded:<folder>` replays. */
function keepCalls(model: Model, context: RunContext): Model {
  if (context.isWithoutFiles) return model;
  return recordCalls(model, async (call) => {
    await appendFile(join(context.folder, 'calls.jsonl'), `${JSON.stringify(call)}\n`);
  });
}
