/** The figures of a build, for people. */
import type { BuildReport } from '../dataset/build/build-report.ts';
import { formatCount, formatNumber, formatTable, formatUsd } from './format.ts';

/** Verdicts by gate, words against words asked, what was cleaned, tokens and cost. */
export function renderBuildReport(report: BuildReport): string {
  const { documents, kept, rejected, cost, usage } = report;
  const parts = [
    `${formatNumber(kept)} of ${formatCount(documents, 'document')} kept, ${formatNumber(rejected)} rejected`,
    formatTable([
      ['language', 'documents', 'kept', 'words asked', 'delivered', 'length score'],
      ...[['all', report] as const, ...Object.entries(report.byLanguage)].map(([language, count]) => [
        language,
        formatNumber(count.documents),
        formatNumber(count.kept),
        formatNumber(count.askedWords),
        formatNumber(count.deliveredWords),
        count.meanLengthScore === null ? '–' : count.meanLengthScore.toFixed(1),
      ]),
    ]),
    renderCounts(['gate', 'rejected'], report.byGate),
    renderCounts(['cleaned', 'times'], report.byChange),
    `${formatCount(usage.calls, 'call')}, ${formatNumber(usage.inputTokens)} tokens in, ${formatNumber(usage.outputTokens)} out`,
    cost.documents === 0
      ? 'cost: no prices known'
      : `cost: ${formatUsd(cost.usd)}${cost.unpriced === 0 ? '' : ` for ${formatCount(cost.documents, 'document')}; ${formatNumber(cost.unpriced)} without a known price`}`,
  ];
  if (report.practice > 0)
    parts.push(
      `practice model: ${formatCount(report.practice, 'document')} by practice models, which say nothing about quality`,
    );
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderCounts(heading: string[], counts: Readonly<Record<string, number>>): string {
  const rows = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  return rows.length === 0
    ? ''
    : formatTable([heading, ...rows.map(([name, count]) => [name, formatNumber(count)])]);
}
