/** Exactly what was sent for a section, what came back, and what it cost. */
import { UsageError } from '../errors.ts';
import type { Usage } from '../model/model.ts';
import type { Reader } from '../run/reader.ts';
import type { CallRecord, RunRecord } from '../run/store.ts';
import { formatCount, formatNumber, formatUsd } from './format.ts';
import type { Output } from './output.ts';

/** @param id - A section, or `plan`; undefined for every call of the run. */
export async function showWhy(
  run: Pick<RunRecord, 'runId'>,
  id: string | undefined,
  reader: Reader,
  output: Output,
): Promise<number> {
  const step = id === undefined || id === 'plan' ? id : `section-${id}`;
  const calls = await reader.listCalls(run.runId, step);
  if (calls === undefined) {
    output.complain(
      'The calls are in the database, which the live process holds. Look again when it has ended.',
    );
    output.printResult({
      runId: run.runId,
      section: id ?? null,
      live: { pid: reader.owner?.pid },
      calls: null,
    });
    return 0;
  }
  if (calls.length === 0 && id !== undefined) {
    throw new UsageError(
      `Expected a section of run ${run.runId} that a model was asked for, got \`${id}\`. \`longhand show ${run.runId}\` lists them.`,
    );
  }
  output.print(calls.map(renderCall).join('\n\n'));
  output.printResult({
    runId: run.runId,
    section: id ?? null,
    calls: calls.map(({ step, messages, detail, spend }) => ({ step, messages, ...detail, spend })),
  });
  return 0;
}

function renderCall({ step, messages, detail, spend }: CallRecord & { step: string }): string {
  const usage = detail.usage as Usage | undefined;
  const attempts = Array.isArray(detail.attempts) ? detail.attempts.length : undefined;
  const facts = [
    `${detail.role} ${detail.address}`,
    ...(attempts === undefined ? [] : [formatCount(attempts, 'attempt')]),
    ...(usage
      ? [
          `${formatNumber(usage.inputTokens)} tokens in (${formatNumber(usage.cachedInputTokens)} cached)`,
          `${formatNumber(usage.outputTokens)} out`,
        ]
      : []),
    ...(spend.usd > 0 ? [formatUsd(spend.usd)] : []),
    `${formatNumber(spend.ms)} ms`,
  ];
  const reply =
    detail.error === undefined
      ? [`--- reply (${detail.finishReason}) ---`, String(detail.text ?? '')]
      : [`--- failed${detail.fault === undefined ? '' : ` (${detail.fault})`} ---`, String(detail.error)];
  return [
    `=== ${step}: ${facts.join(', ')} ===`,
    ...messages.flatMap(({ role, content }) => [`--- ${role} ---`, content]),
    ...(Array.isArray(detail.images) ? ['--- images (label, hash of the file) ---', ...detail.images] : []),
    ...reply,
  ].join('\n');
}
