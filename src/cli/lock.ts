/** `longhand lock` and `longhand unlock`: sections that no edit and no pass may touch. */
import { UsageError } from '../errors.ts';
import { setLock } from '../methods/manuscript-index.ts';
import { withRunMemory } from '../run/open-memory.ts';
import type { Output, OutputOptions } from './output.ts';
import { readResult, requireRun, withReader } from './read-record.ts';
import { findPlace } from './run-place.ts';
import { checkJsonKind } from './write-options.ts';

export async function lock(
  runId: string,
  section: string,
  options: OutputOptions & { home?: string },
  output: Output,
  isLocked: boolean,
): Promise<number> {
  checkJsonKind(options);
  const id = section.replace(/^section-/, '');
  const place = findPlace(options, process.env);
  await withReader(place, async (reader) => {
    const sections = readResult(await requireRun(reader, runId))?.sections ?? [];
    if (sections.some((each) => each.id === id)) return;
    const known = sections.map((each) => each.id).join(', ');
    throw new UsageError(
      `Expected a section of run ${runId}, got \`${section}\`. ${known === '' ? 'Its text is not finished yet.' : `It has ${known}.`}`,
    );
  });
  await withRunMemory(place, runId, (memory) => setLock(memory, id, isLocked));
  output.say(
    `section ${id} of run ${runId} is ${isLocked ? 'locked: no edit will touch it' : 'no longer locked'}`,
  );
  output.printResult({ runId, section: id, locked: isLocked });
  return 0;
}
