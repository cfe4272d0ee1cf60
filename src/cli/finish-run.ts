/** The end of a writing run, whichever it is: the text where it was asked for, the result, the exit code. */
import { BudgetError } from '../errors.ts';
import type { RunPlace, WriteOutcome, WriteRun } from '../methods/write.ts';
import { publishers } from '../publish/index.ts';
import { runFolder } from '../run/projections.ts';
import { renderMarkdown } from '../write/manuscript.ts';
import { type Ending, followRun } from './follow-run.ts';
import { formatContract, formatCount, formatDuration, formatNumber, formatUsd } from './format.ts';
import type { Output } from './output.ts';
import { createFigureFinder } from './publish-figures.ts';
import { describeDocument, publishText } from './publish-text.ts';
import { type FailedRun, reportFailure } from './report-failure.ts';
import { renderCommand } from './run-place.ts';
import type { RunView } from './run-view.ts';
import { type createModels, sayPractice } from './world.ts';

type Context = {
  output: Output;
  view: RunView;
  place: RunPlace;
  /** As given on the command line; goes into the commands that are shown. */
  home: string | undefined;
  /** Where the document is published. */
  out: string | undefined;
  models: ReturnType<typeof createModels>;
  /** Known before the first event, for a run that is resumed. */
  runId?: string;
};

/** @returns The exit code. */
export async function finishRun(run: WriteRun, context: Context): Promise<number> {
  const { output, view, home, models } = context;
  const renderResume = (runId: string): string => renderCommand(['resume', runId], { home });
  const ending = await followRun(run, { output, view, renderResume });
  const exitCode =
    'result' in ending ? await deliver(ending.result, context) : await fail(ending, run, context);
  if (models.practice !== undefined) output.say(sayPractice(models.practice));
  return exitCode;
}

async function deliver(outcome: WriteOutcome, context: Context): Promise<number> {
  const { output, out, place, home, models } = context;
  const { markdown, ...result } = outcome;
  if (result.practice) models.announce(result.model);
  const facts = { gaps: result.quality.gaps, ...(result.practice && { practice: { model: result.model } }) };
  if (out !== undefined) {
    try {
      const figures = createFigureFinder({ runId: result.runId, place });
      await publishText(out, markdown, facts, figures);
    } catch (error) {
      // The text is whole and kept; only its file is missing.
      const { runId } = result;
      return reportFailure(error, output, {
        runId,
        resume: renderCommand(['export', runId, '--out', out], { home }),
      });
    }
  }
  // Into a pipe goes what would go into a file.
  if (out === undefined && !process.stdout.isTTY && !output.isQuiet) {
    output.print(await publishers['.md'].publish(describeDocument(markdown, facts)));
  }
  for (const line of describeResult(result, place, home, out)) output.say(line);
  output.printResult({ ...result, out: out ?? null });
  return result.status === 'done' ? 0 : 4;
}

function describeResult(
  result: Omit<WriteOutcome, 'markdown'>,
  place: RunPlace,
  home: string | undefined,
  out: string | undefined,
): string[] {
  const { delivered, usage, cost, timings, runId, quality } = result;
  const body =
    delivered.bodyWords === delivered.words ? '' : `, ${formatNumber(delivered.bodyWords)} without headings`;
  const head = result.status === 'done' ? 'done' : 'delivered, but not as asked';
  const cached =
    usage.inputTokens === 0 ? 0 : Math.round((100 * usage.cachedInputTokens) / usage.inputTokens);
  const thought =
    usage.reasoningTokens === 0 ? '' : ` (${formatNumber(usage.reasoningTokens)} of them thinking)`;
  const lines = [
    `${head}: ${formatNumber(delivered.words)} words${body}, asked ${formatContract(result.contract)}`,
    `${formatCount(usage.calls, 'call')}, ${formatNumber(usage.inputTokens)} tokens in (${cached}% from a cache), ` +
      `${formatNumber(usage.outputTokens)} out${thought}, ${describeSpend(cost)}, ${formatDuration(timings.totalMs)}`,
  ];
  if (result.citations !== undefined) lines.push(...describeCitations(result.citations));
  if (quality.gaps > 0) {
    lines.push(
      `${formatCount(quality.gaps, 'marked gap')}; ask again with: ${renderCommand(['resume', runId], { home })}`,
    );
  }
  if (out !== undefined) lines.push(`run ${runId}, text in ${out}`);
  else {
    const command = renderCommand(['export', runId, '--out', 'FILE'], { home });
    lines.push(
      `run ${runId}, text in ${runFolder(place.home, runId)}/manuscript.md; publish it with: ${command}`,
    );
  }
  return lines;
}

/** What the claim ledger comes to. Shares are by the rules and the judge of the run, and say so. */
function describeCitations(score: NonNullable<WriteOutcome['citations']>): string[] {
  const percent = (share: number | null): string =>
    share === null ? 'nothing to measure' : `${(share * 100).toFixed(1)}%`;
  const { claims, kept, rewritten, marked, removed, unjudged, precision, recall, drafted } = score;
  const judged = unjudged === 0 ? '' : ` (${formatCount(unjudged, 'claim')} by rules alone)`;
  if (claims === 0) return ['citations: the text states nothing that could be looked up in the sources'];
  return [
    `citations: precision ${percent(precision)}, recall ${percent(recall)} by this run's own checks${judged}; ` +
      `as drafted ${percent(drafted.precision)} and ${percent(drafted.recall)}`,
    `${formatCount(claims, 'claim')}: ${kept} kept, ${rewritten} written anew, ${marked} marked, ${removed} removed; each in claims.json of the run`,
  ];
}

/** Publishes what is finished, then says what happened and how to go on. */
async function fail(
  { error }: Extract<Ending<never>, { error: unknown }>,
  run: WriteRun,
  context: Context,
): Promise<number> {
  const { output, view, place, home } = context;
  const runId = view.progress.runId ?? context.runId;
  if (runId === undefined) return reportFailure(error, output);
  const failed: FailedRun = { runId, resume: renderCommand(resumeWords(runId, error), { home }) };
  const sections = run.manuscript?.sections.filter((section) => section.targetWords > 0) ?? [];
  const done = sections.filter((section) => section.status === 'done').length;
  if (run.manuscript !== undefined && done > 0) {
    const of = Math.max(view.progress.sections.length, sections.length);
    let where = `${runFolder(place.home, runId)}/manuscript.md`;
    try {
      if (context.out !== undefined) {
        const facts = {
          unfinished: { done, of },
          gaps: sections.length - done,
          ...(context.models.practice && { practice: { model: context.models.practice } }),
        };
        const figures = createFigureFinder({ runId, place });
        await publishText(context.out, renderMarkdown(run.manuscript), facts, figures);
        failed.out = context.out;
        where = context.out;
      }
    } catch (publishError) {
      output.complain((publishError as Error).message);
    }
    failed.kept = `Kept: ${done} of ${formatCount(of, 'section')}, in ${where}.`;
  }
  return reportFailure(error, output, failed);
}

/** What a run has cost, for people. */
export function describeSpend({ usd, quoted, judgeUsd, retriedUsd }: WriteOutcome['cost']): string {
  if (usd === null) return 'price unknown';
  const notes = [
    ...(quoted === null ? [] : [`quoted ${quoted.map(formatUsd).join(' to ')}`]),
    ...(judgeUsd ? [`judge ${formatUsd(judgeUsd)}`] : []),
    ...(retriedUsd ? [`attempts made again ${formatUsd(retriedUsd)}`] : []),
  ];
  return `${formatUsd(usd)}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

/** How to go on after an error: the same limit would stop the run at the same call, and twice too little at one of the next. */
export function resumeWords(runId: string, error: unknown): string[] {
  if (!(error instanceof BudgetError) || error.unit !== 'usd') return ['resume', runId];
  const enough = Math.max(error.limit * 2, (error.used + error.needed) * 1.5);
  return ['resume', runId, '--max-cost', String(Number(enough.toPrecision(2)))];
}
