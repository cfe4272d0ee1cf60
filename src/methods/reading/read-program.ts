/**
 * The program of a reading run: wires models, sources and method to durable steps.
 * Everything in it that a replay repeats follows from the request and from stored answers alone.
 */
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import { isWithinContract } from '../../plan/length/length-contract.ts';
import type { Program, RunContext } from '../../run/run-context.ts';
import { createLessons } from '../lessons.ts';
import { keepLessons, resolveModels, type WriteWorld } from '../run-models.ts';
import { openEmbed } from './durable-embed.ts';
import { createReadHost, listUnits } from './read-host.ts';
import type { ReadingTask } from './read-method.ts';
import { readMethods } from './read-methods.ts';
import type { ReadRequest } from './read-request.ts';
import { createReadResult, type ReadResult } from './read-result.ts';
import { keepSources, type ReadTexts } from './read-sources.ts';
import { createSearch } from './search-sources.ts';

export type ReadWorld = Pick<WriteWorld, 'resolveModel' | 'saveCard' | 'resolveEmbedder'> & {
  /** Texts that this process has read already; what lacks is read from its file. */
  texts?: ReadTexts;
};

export function createReadProgram(world: ReadWorld): Program {
  return async (raw, context) => {
    const startedAt = performance.now();
    const request = raw as ReadRequest;
    await loadTokenizer();
    const models = await resolveModels(request, world, context);
    const lessons = await createLessons(request.cards, context);
    const sources = await keepSources(request, world.texts ?? new Map(), context);
    const embed = await openEmbed({ address: request.embeddings, prices: request.prices }, world, context);
    const search = embed && createSearch(sources, embed);
    const host = createReadHost(request, models, lessons, context, search);
    try {
      const reading = await readMethods[request.method](taskOf(request, sources), host);
      const result = createReadResult({
        runId: context.runId,
        request,
        reading,
        units: await listUnits(context),
        isPractice: Object.values(models).some((model) => model.isPractice),
        calls: await context.listCallDetails(),
        totalMs: performance.now() - startedAt,
        modelMs: context.budget.spent.ms,
      });
      await context.project('answer.md', `${reading.text}\n`);
      await sayChecks(result, context);
      await context.summarize({ deliveredWords: result.words, title: '' });
      return { status: result.status, result };
    } finally {
      // Also of a run that fails: what it read so far, and what the next one must know.
      const units = await listUnits(context);
      await context.project('units.jsonl', units.map((unit) => `${JSON.stringify(unit)}\n`).join(''));
      await keepLessons(lessons, world, context);
    }
  };
}

/** A request as methods see it. */
export function taskOf(
  { instruction, kind, language, contract, targetWords, counting, seed, chain, recursion }: ReadRequest,
  sources: ReadingTask['sources'],
): ReadingTask {
  return {
    ask: instruction,
    kind,
    sources,
    language,
    ...(contract && { contract, targetWords }),
    counting,
    seed,
    chain,
    ...(recursion && { recursion }),
  };
}

async function sayChecks({ contract, words, skippedUnits }: ReadResult, context: RunContext): Promise<void> {
  if (contract !== null) {
    const asked = contract.kind === 'range' ? contract.words.join(' to ') : contract.words;
    const passed = isWithinContract(contract, words);
    const message = `asked ${contract.kind} ${asked} words, delivered ${words}`;
    await context.emit({ type: 'check', name: 'length', passed, message });
  }
  if (skippedUnits > 0) {
    await context.emit({
      type: 'check',
      name: 'complete',
      passed: false,
      message: `${skippedUnits} stretch(es) of the sources gave nothing; \`resume\` asks for them again`,
    });
  }
}
