/** `longhand runs`: what is in the home. */
import { fitWidth } from '../publish/display-width.ts';
import { formatNumber, formatTable } from './format.ts';
import type { Output, OutputOptions } from './output.ts';
import { describeRun, withReader } from './read-record.ts';
import { findPlace } from './run-place.ts';
import { checkJsonKind } from './write-options.ts';

export async function runs(options: OutputOptions & { home?: string }, output: Output): Promise<number> {
  checkJsonKind(options);
  const place = findPlace(options, process.env);
  const { rows, owner } = await withReader(place, async (reader) => ({
    rows: (await reader.listRuns()).map(describeRun),
    owner: reader.owner,
  }));
  if (owner !== undefined) output.say(`live: process ${owner.pid} is writing in ${place.home}`);
  if (rows.length === 0) output.print(`No runs in ${place.home} yet. Start one with: longhand write "…"`);
  else {
    const table = rows.map((row) => [
      row.runId,
      row.status,
      // A reading need not have a length to reach.
      formatNumber(row.deliveredWords) + (row.targetWords > 0 ? `/${formatNumber(row.targetWords)}` : ''),
      row.startedAt.slice(0, 16).replace('T', ' '),
      row.method,
      fitWidth(row.model, 32),
      fitWidth(row.instruction.replace(/\s+/g, ' '), 48),
    ]);
    output.print(
      formatTable([['run', 'status', 'words', 'started (UTC)', 'method', 'model', 'instruction'], ...table]),
    );
  }
  output.printResult({ runs: rows, ...(owner && { live: { pid: owner.pid } }) });
  return 0;
}
