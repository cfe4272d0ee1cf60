/** Instructions that samples are compared for. */
import { createHash } from 'node:crypto';
import type { Attempt } from '../../methods/answers/attempt.ts';
import { targetWordsOf } from '../../plan/length/length-contract.ts';
import { readLength } from '../../plan/length/read-length.ts';
import type { Language } from '../../text/language.ts';
import type { DatasetRecord } from '../record.ts';

export type PairTask = {
  /** Digest of instruction and asked length: the same task in another file, or at another place, is the same. */
  id: string;
  /** As the row names it. */
  recordId: string;
  instruction: string;
  /** Named by the row or the instruction, in words as `countWords` counts them; undefined: none is named. */
  requiredWords: number | undefined;
  /** The row carries the number: methods that plan are told it. */
  isLengthGiven: boolean;
  language: Language;
  source: { file: string; line: number };
};

/** Why an instruction gives no pair. */
export type PairRule =
  | 'conversation'
  | 'length-conflict'
  | 'same-instruction'
  | 'unscored'
  | 'tie'
  | 'same-text'
  | 'margin';
export type PairRejection = { rule: PairRule; reason: string };

/**
 * Makes a task of a record, whatever answer it holds. Only a single user message can be asked anew: a turn inside a
 * conversation leans on what came before it.
 */
export function createPairTask(record: DatasetRecord): PairTask | PairRejection {
  const { id: recordId, instruction, messages, source } = record;
  const asked = messages.at(-1)?.role === 'assistant' ? messages.slice(0, -1) : messages;
  if (asked.length !== 1 || instruction.trim() === '')
    return {
      rule: 'conversation',
      reason: `${asked.length} messages stand before the answer; one instruction can be asked anew.`,
    };
  const reading = readLength(instruction);
  const given =
    record.requiredWords === undefined ? undefined : Math.max(1, Math.round(record.requiredWords));
  if (reading.status === 'conflict' && given === undefined)
    return { rule: 'length-conflict', reason: reading.message };
  const requiredWords = given ?? (reading.status === 'found' ? targetWordsOf(reading) : undefined);
  const id = createHash('sha256')
    .update(JSON.stringify([instruction, requiredWords ?? null]))
    .digest('hex')
    .slice(0, 16);
  return {
    id,
    recordId,
    instruction,
    requiredWords,
    isLengthGiven: given !== undefined,
    language: record.language,
    source,
  };
}

/**
 * Reads the tasks of a set, each once.
 *
 * @param reject - Takes what cannot be asked.
 */
export async function readPairTasks(
  records: AsyncIterable<DatasetRecord>,
  reject: (record: DatasetRecord, rejection: PairRejection) => Promise<void>,
): Promise<Map<string, PairTask>> {
  const tasks = new Map<string, PairTask>();
  for await (const record of records) {
    const task = createPairTask(record);
    const known = 'rule' in task ? undefined : tasks.get(task.id);
    if ('rule' in task) await reject(record, task);
    else if (known === undefined) tasks.set(task.id, task);
    else
      await reject(record, {
        rule: 'same-instruction',
        reason: `It is that of ${known.source.file}, line ${known.source.line}.`,
      });
  }
  return tasks;
}

/** Samples of every task: other draws of one model and method. */
export function listAttempts(
  tasks: ReadonlyMap<string, PairTask>,
  { model, method, samples }: { model: string; method: string; samples: number },
): Attempt[] {
  return [...tasks.values()].flatMap(({ id, instruction, requiredWords, isLengthGiven }) => {
    const sample = {
      id,
      instruction,
      ...(isLengthGiven &&
        requiredWords !== undefined && {
          length: { kind: 'about' as const, words: requiredWords },
        }),
    };
    return Array.from(
      { length: samples },
      (_each, at): Attempt => ({ model, method, sample, repeat: at + 1 }),
    );
  });
}
