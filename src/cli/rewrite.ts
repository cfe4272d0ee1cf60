/** `longhand rewrite` and `longhand resize`: edits of a finished text, with what they touch and cost said before. */
import { UsageError } from '../errors.ts';
import { comparePlans, type EditOrder, findStale, quoteEdit } from '../methods/edit.ts';
import { loadLocks, loadPlanned } from '../methods/manuscript-index.ts';
import { editDocument } from '../methods/write.ts';
import type { WriteRequest } from '../methods/write-request.ts';
import type { WriteResult } from '../methods/write-result.ts';
import type { Plan } from '../plan/plan.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { withRunMemory } from '../run/open-memory.ts';
import type { RunMemory } from '../run/run-context.ts';
import { finishRun } from './finish-run.ts';
import { formatCount, formatDuration, formatNumber, formatUsd } from './format.ts';
import type { Output, OutputOptions } from './output.ts';
import { checkOut } from './publish-text.ts';
import { readTextFile } from './read-instruction.ts';
import { readResult, requireRun, withReader } from './read-record.ts';
import { findPlace } from './run-place.ts';
import { createRunView } from './run-view.ts';
import { createModels, isInteractive } from './world.ts';
import { checkJsonKind, readPositiveInteger } from './write-options.ts';

export type EditOptions = OutputOptions & {
  home?: string;
  out?: string;
  words?: string;
  plan?: string;
  only?: boolean;
  dryRun?: boolean;
  yes?: boolean;
};

/** An edit above it waits for a yes where somebody is there to give one. */
const askAboveUsd = 1;

export async function rewrite(
  runId: string,
  section: string | undefined,
  note: string | undefined,
  options: EditOptions,
  output: Output,
): Promise<number> {
  if (options.plan !== undefined) return replan(runId, options.plan, options, output);
  if (section === undefined) {
    throw new UsageError(
      `Expected a section to write anew, or \`--plan FILE\` with a changed plan, got neither. \`longhand show ${runId}\` lists the sections.`,
    );
  }
  const id = section.replace(/^section-/, '');
  return edit(runId, options, output, async ({ memory, result }) => {
    const planned = await loadPlanned(memory);
    if (!planned.has(id) || !result.sections.some((each) => each.id === id)) {
      const known = result.sections.map((each) => each.id).join(', ');
      throw new UsageError(`Expected a section of run ${runId}, got \`${section}\`. It has ${known}.`);
    }
    const locked = await loadLocks(memory);
    if (locked.has(id)) {
      throw new UsageError(
        `Expected a section that may be changed, but section ${id} is locked. Unlock it with: longhand unlock ${runId} ${id}`,
      );
    }
    const stale = options.only ? [] : findStale(id, planned);
    const kept = stale.filter((each) => locked.has(each));
    if (kept.length > 0) output.say(`locked, left as they are: ${kept.join(', ')}`);
    const sections = [id, ...stale.filter((each) => !locked.has(each))];
    return { kind: 'rewrite', sections, note: note ?? '' };
  });
}

/** Writes anew what a changed plan makes stale. */
async function replan(runId: string, file: string, options: EditOptions, output: Output): Promise<number> {
  const text = await readTextFile(file, 'plan');
  return edit(runId, options, output, async ({ memory, result }) => {
    const planned = await loadPlanned(memory);
    const plan = readPlanFile(text, {
      fallbackWords: result.target.words,
      defaultTitle: result.instruction,
      path: file,
    });
    const { changed, renamed } = readChanges(plan, planned, file);
    if (changed.length + renamed.length === 0) {
      throw new UsageError(
        `Expected \`plan\` to differ from what run ${runId} was written from; ${file} says the same.`,
      );
    }
    const locked = await loadLocks(memory);
    const now = new Map([...planned, ...changed.map((each) => [each.id, each] as const)]);
    const stale = options.only ? [] : changed.flatMap(({ id }) => findStale(id, now));
    const all = [...new Set([...changed.map(({ id }) => id), ...stale])].filter((id) => !locked.has(id));
    if (renamed.length > 0) output.say(`only another heading: ${renamed.map(({ id }) => id).join(', ')}`);
    return { kind: 'rewrite', sections: all, note: '', replanned: [...changed, ...renamed] };
  });
}

function readChanges(
  plan: Plan,
  planned: Parameters<typeof comparePlans>[1],
  file: string,
): ReturnType<typeof comparePlans> {
  try {
    return comparePlans(plan, planned);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(
      `Expected \`plan\` to have the sections of the text, but ${file} has ${error.message}. ` +
        'Points, contracts and headings can be changed here; for other sections write the text again with --plan.',
      { cause: error },
    );
  }
}

export async function resize(runId: string, options: EditOptions, output: Output): Promise<number> {
  if (options.words === undefined)
    throw new UsageError('Expected `--words N` to say the new length, got none.');
  const words = readPositiveInteger('words', options.words);
  return edit(runId, options, output, async ({ result }) => {
    const least = result.sections.length * 20;
    if (words < least) {
      throw new UsageError(
        `Expected \`words\` to leave every section some text, at least ${least} for ${result.sections.length} sections, got ${words}.`,
      );
    }
    return { kind: 'resize', words };
  });
}

async function edit(
  runId: string,
  options: EditOptions,
  output: Output,
  readOrder: (text: { memory: RunMemory; result: WriteResult }) => Promise<EditOrder>,
): Promise<number> {
  checkJsonKind(options);
  if (options.out !== undefined) await checkOut(options.out);
  const place = findPlace(options, process.env);
  const record = await withReader(place, (reader) => requireRun(reader, runId));
  const result = readResult(record);
  if (result === undefined) {
    throw new UsageError(
      `Expected run ${runId} to have a finished text, but it is ${record.status}. Finish it first: longhand resume ${runId}`,
    );
  }
  const request = record.request as WriteRequest;
  const order = await withRunMemory(place, runId, (memory) => readOrder({ memory, result }));
  const ids = new Set(order.kind === 'rewrite' ? order.sections : result.sections.map(({ id }) => id));
  const touched = result.sections.filter(({ id }) => ids.has(id));
  const { writer } = request.models;
  const quote = quoteEdit(touched, { price: request.prices[writer], card: request.cards[writer] });
  const cost = quote.usd === null ? 'price unknown' : `about ${formatUsd(quote.usd)}`;
  const time = quote.ms === null ? '' : `, about ${formatDuration(quote.ms)}`;
  output.say(
    order.kind === 'rewrite'
      ? `to be written anew: ${order.sections.join(', ')}; everything else stays byte for byte`
      : `to be brought from ${formatNumber(request.targetWords)} to ${formatNumber(order.words)} words: ${formatCount(touched.length, 'section')}`,
  );
  output.say(`${formatCount(quote.calls, 'call')}, ${cost}${time}`);
  if (options.dryRun) {
    output.printResult({ dryRun: true, runId, order, quote });
    return 0;
  }
  const isAsked = isInteractive(output) && !options.yes && (quote.usd ?? 0) > askAboveUsd;
  if (isAsked && !(await (await import('./ask.ts')).askAboutCost(cost))) {
    output.say('Nothing was started, nothing is paid.');
    return 130;
  }
  const models = createModels(output, place);
  const view = createRunView(output);
  const run = editDocument(runId, order, models.world);
  const out = options.out ?? request.out;
  return finishRun(run, { output, view, place, home: options.home, out, models, runId });
}
