/** The files of a build, from what its documents have come to: as good in the middle of it as at its end. */
import { join } from 'node:path';
import type { Fleet } from '../../run/fleet/fleet.ts';
import { openLineWriter } from '../write-lines.ts';
import { type BuildReport, createBuildTally } from './build-report.ts';
import type { DocumentRequest } from './document-request.ts';
import type { BuiltDocument } from './record-program.ts';

export type WrittenBuild = { report: BuildReport; failed: number };

/**
 * Writes `kept.jsonl`, `rejected.jsonl` (the record, and why it was not kept) and `failed.jsonl` (documents that could
 * not be made), in the order of the instructions. The files replace those before when they are whole.
 */
export async function writeBuild(folder: string, buildId: string, fleet: Fleet): Promise<WrittenBuild> {
  const tally = createBuildTally();
  const [kept, rejected, failed] = await Promise.all([
    openLineWriter(join(folder, 'kept.jsonl')),
    openLineWriter(join(folder, 'rejected.jsonl')),
    openLineWriter(join(folder, 'failed.jsonl')),
  ]);
  for await (const { state, request, result, failure, runId } of fleet.listFinished(buildId)) {
    if (state === 'failed') {
      const { record } = request as DocumentRequest;
      await failed.write({ id: record.id, runId, instruction: record.instruction, failure });
      continue;
    }
    const document = result as BuiltDocument;
    tally.add(document);
    const { verdict, record, reasons, changes } = document;
    if (verdict === 'kept') await kept.write(record);
    else await rejected.write({ ...record, rejected: reasons, changes });
  }
  await Promise.all([kept.close(), rejected.close(), failed.close()]);
  return { report: tally.report(), failed: failed.count };
}
