/** The end of a run: the text as one document, measured against its contract. */
import { estimateTokens } from '../model/estimate-tokens.ts';
import type { ProgramOutcome, RunContext } from '../run/run-context.ts';
import { type Manuscript, renderMarkdown } from '../write/manuscript.ts';
import type { CitationScore } from '../write/sources/claim-row.ts';
import type { Models } from './durable-ask.ts';
import { projectManuscript } from './hand-edits.ts';
import { keepDocument } from './manuscript-index.ts';
import { quoteRun } from './quote.ts';
import type { WriteRequest } from './write-request.ts';
import { createWriteResult, measureDelivery, type WriteResult } from './write-result.ts';

/** Name of the step that holds the finished Markdown; every later edit of the run has one of its own. */
export const manuscriptStep = 'manuscript';

/** @param parts.step - Where the Markdown is kept. */
export async function finishDocument(
  {
    request,
    manuscript,
    citations,
    models,
    startedAt,
    step,
  }: {
    request: WriteRequest;
    manuscript: Manuscript;
    /** For a text from sources. */
    citations?: CitationScore | undefined;
    models: Models;
    startedAt: number;
    step: string;
  },
  context: RunContext,
): Promise<ProgramOutcome> {
  const { markdown } = await context.step(step, async () => ({ markdown: renderMarkdown(manuscript) }));
  const { title, hasHeadings } = manuscript;
  await keepDocument(context.memory, { title, hasHeadings });
  await projectManuscript(context, markdown, manuscript.labels);
  const delivery = measureDelivery(markdown, request);
  const result: WriteResult = createWriteResult({
    runId: context.runId,
    request,
    markdown,
    delivery,
    tokens: estimateTokens(markdown),
    sections: manuscript.sections,
    citations,
    isPractice: Object.values(models).some((model) => model.isPractice),
    // From the store, not from this process: retried attempts and what was paid before a kill count too.
    calls: await context.listCallDetails(),
    quotedUsd: quoteRun(request, { contextTokens: models.writer.contextTokens }).usd,
    totalMs: performance.now() - startedAt,
    modelMs: context.budget.spent.ms,
  });
  const kept = step === manuscriptStep ? result : { ...result, manuscriptStep: step };
  await sayChecks(kept, request, delivery, context);
  await context.summarize({ deliveredWords: result.delivered.words, title: manuscript.title });
  return { status: result.status, result: kept };
}

async function sayChecks(
  result: WriteResult,
  request: WriteRequest,
  { judgedWords, isWithin }: ReturnType<typeof measureDelivery>,
  context: RunContext,
): Promise<void> {
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
