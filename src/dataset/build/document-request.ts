/** What one document of a build is asked for: settled before anything is paid, and stored as JSON with its run. */

import { createWriteRequest, type WriteRequest, type WriteSettings } from '../../methods/write-request.ts';
import { targetWordsOf } from '../../plan/length/length-contract.ts';
import { readLength } from '../../plan/length/read-length.ts';
import type { FilterSettings } from '../filters/create-filters.ts';
import { createRecord, type DatasetRecord } from '../record.ts';
import { readLengthWish } from '../select/wants-long.ts';

/** Bounds of the gates; each has the default of its filter. */
export type GateSettings = Pick<FilterSettings, 'length' | 'languages'>;

/**
 * What becomes of the headings over sections: `form` keeps them where a text of the asked form has headings (a report,
 * not a letter), `keep` always, `none` never. Headings inside a section stay, and so does the title.
 */
export type HeadingPolicy = 'form' | 'keep' | 'none';

export type BuildSettings = Omit<
  WriteSettings,
  'words' | 'length' | 'concurrency' | 'planFile' | 'isReviewed' | 'continueFile' | 'out' | 'images'
> & {
  /** What counts as long: the least length for instructions that name none. Default 2000 words. */
  leastWords?: number;
  /** Default `form`. */
  headings?: HeadingPolicy;
  gates?: GateSettings;
  /** Calls go out through the provider's batch API. */
  isBatched?: true;
  /** Cards and prices of the models, looked up once for all documents. */
  known?: Pick<WriteRequest, 'cards' | 'prices'>;
};

export type DocumentRequest = {
  write: WriteRequest;
  /** The instruction, with what its row says of it and without an answer. */
  record: DatasetRecord;
  gates: GateSettings;
  headings: HeadingPolicy;
  /** Where the length comes from. `inferred`: from words such as "comprehensive" and the form, or from nothing at all. */
  lengthBasis: 'row' | 'named' | 'inferred';
  /** Whoever makes it calls through the provider's batch API. */
  isBatched?: true;
};

/**
 * Settles one document, without its images (see `addDocumentImages`): the length is the number of the row, else what
 * the instruction names, else what texts of its form usually have, at least `leastWords`. An answer that the row has
 * already is not looked at, and a system message is left out, since the document is not written under it.
 *
 * @returns Why no document can be asked for where the row itself is at fault.
 * @throws {UsageError} A setting is wrong, such as a method that shows no images for a row that has some.
 */
export function createDocumentRequest(
  given: DatasetRecord,
  { leastWords = 2000, headings = 'form', gates = {}, known, isBatched, ...settings }: BuildSettings,
): { request: DocumentRequest } | { unfit: string } {
  const { instruction, messages } = given;
  if (instruction.trim() === '') return { unfit: 'It has no instruction.' };
  const turns = messages.filter(({ role }) => role === 'user').length;
  if (turns > 1) return { unfit: `Its last instruction leans on ${turns - 1} earlier turns.` };
  const record = takeInstruction(given);
  const { images } = record;
  if (settings.method === 'longwriter-v' && images === undefined)
    return { unfit: 'It names no images, and `longwriter-v` writes about images.' };
  const reading = readLength(instruction);
  if (reading.status === 'conflict' && record.requiredWords === undefined) {
    const phrases = reading.candidates.map(({ evidence }) => `"${evidence}"`).join(' and ');
    return {
      unfit: `It names lengths that exclude one another: ${phrases}. Say which one holds in a field \`requiredWords\` of the row.`,
    };
  }

  const lengthBasis =
    record.requiredWords !== undefined ? 'row' : reading.status === 'found' ? 'named' : 'inferred';
  const inferred = (): number => Math.max(leastWords, readLengthWish(record, { leastWords }).words ?? 0);
  const words =
    record.requiredWords === undefined ? inferred() : Math.max(1, Math.round(record.requiredWords));
  const { request } = createWriteRequest(instruction, {
    ...settings,
    ...(images && { images }),
    ...(lengthBasis !== 'named' && { length: { kind: 'about', words } }),
    // Documents are written side by side, so that the sections of each can see those before them.
    concurrency: 1,
  });
  // A person who said how long wants that length; of a bound or a range only the instruction knows.
  const asked = request.contract.kind === 'about' && lengthBasis === 'named';
  const write = {
    ...request,
    ...(known && { cards: known.cards, prices: { ...known.prices, ...request.prices } }),
  };
  return {
    request: {
      write,
      record: asked ? { ...record, requiredWords: targetWordsOf(request.contract) } : record,
      gates,
      headings,
      lengthBasis,
      ...(isBatched && { isBatched }),
    },
  };
}

/**
 * Settles an instruction that nothing is wrong with, so that settings are judged before a build is begun.
 *
 * @throws {UsageError} A setting is wrong.
 */
export function checkBuildSettings(settings: BuildSettings): void {
  const messages = [{ role: 'user' as const, content: 'Write a report about tides.' }];
  createDocumentRequest(createRecord({ id: '', messages, source: { file: '', line: 1 } }), settings);
}

/** The instruction alone: what the row knows of an answer and of its making is not that of the new one. */
function takeInstruction({ plan: _plan, cost: _cost, provenance, ...rest }: DatasetRecord): DatasetRecord {
  const { dataset } = provenance ?? {};
  return createRecord({
    ...rest,
    ...(dataset !== undefined && { provenance: { dataset } }),
    messages: [{ role: 'user', content: rest.instruction }],
  });
}
