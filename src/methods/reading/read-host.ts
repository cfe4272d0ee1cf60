/** What a method of reading works with, wired to the durable steps of one run. */
import { estimateTokens } from '../../model/estimate-tokens.ts';
import type { RunContext } from '../../run/run-context.ts';
import { countWords } from '../../text/count-words.ts';
import { createAsk, type Models } from '../durable-ask.ts';
import type { Lessons } from '../lessons.ts';
import type { ReadingHost, ReadingLimits, ReadingUnit } from './read-method.ts';
import type { ReadRequest } from './read-request.ts';

/** Planned with where nothing is known of a window; that of the paper of Chain of Agents. */
const unknownWindowTokens = 8_192;
/** Least that is worth planning with: below it every method says so itself. */
const leastWindowTokens = 1;

const unitKind = 'reading-unit';
const allUnits = 'all';

export function createReadHost(
  request: Pick<ReadRequest, 'prices' | 'counting' | 'concurrency'>,
  models: Models,
  lessons: Lessons,
  context: RunContext,
  search?: ReadingHost['search'],
): ReadingHost {
  const { ask, limitsOf } = createAsk(request, models, context, lessons);
  return {
    step: context.step,
    parallel: context.parallel,
    checkpoint: context.checkpoint,
    memory: context.memory,
    budget: context.budget,
    abortSignal: context.abortSignal,
    warn: context.warn,
    project: context.project,
    ask,
    limits: (role) =>
      toReadingLimits(limitsOf(role).contextTokens, models[role].card?.advertised?.maxOutputTokens),
    countTokens: estimateTokens,
    ...(search && { search }),
    countWords: (text) => countWords(text, request.counting),
    concurrency: request.concurrency,
    address: (role) => models[role].address,
    progress: (done, of, unit) => context.emit({ type: 'progress', done, of, unit }),
    async keepUnit(unit) {
      await context.memory.put(unit.id, [{ kind: unitKind, key: allUnits, value: unit }]);
      await context.emit({ type: 'unit-end', ...unit });
    },
  };
}

export function toReadingLimits(
  contextTokens: number | undefined,
  maxOutputTokens: number | undefined,
): ReadingLimits {
  return { windowTokens: Math.max(leastWindowTokens, contextTokens ?? unknownWindowTokens), maxOutputTokens };
}

/** Every unit of the run, earlier processes included, in the order they were first kept. */
export async function listUnits({ memory }: Pick<RunContext, 'memory'>): Promise<ReadingUnit[]> {
  return (await memory.find(unitKind, [allUnits])).map(({ value }) => value as ReadingUnit);
}
