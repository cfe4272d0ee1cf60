/** Answers that exist already, several to an instruction, as samples to judge. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type AnswerRow, answersFile } from '../../methods/answers/answer-row.ts';
import { openRowFile } from '../../run/row-file.ts';
import { chooseCountingRule, countWords } from '../../text/count-words.ts';
import { type ReadOptions, reportBadRow } from '../read/bad-row.ts';
import type { Row } from '../read/layouts.ts';
import { parseRecord, readProvenance } from '../read/read-records.ts';
import { readRows } from '../read/read-rows.ts';
import type { DatasetRecord } from '../record.ts';
import { createPairTask, type PairRejection, type PairTask } from './pair-task.ts';

/** Fields that may hold the list of answers, and what an entry that is no text keeps it in. */
const lists = ['samples', 'answers', 'responses', 'completions'];
const texts = ['text', 'response', 'answer', 'content', 'completion'];

/**
 * Reads rows with a list of answers (`samples`, `answers`, `responses` or `completions`, as texts or as objects with
 * `text`, `response`, `answer`, `content` or `completion`), or with one answer each; rows of one instruction belong together.
 * Answers go to `answers.jsonl` of the folder, each text once.
 *
 * @returns Tasks, keys of their answers in the order of the files, and who wrote them as far as it is said.
 * @throws {UsageError} A file cannot be read; or a row is bad and `onBadRow` is absent.
 */
export async function takeAnswers(
  files: readonly string[],
  folder: string,
  {
    reject,
    ...options
  }: ReadOptions & { reject: (record: DatasetRecord, rejection: PairRejection) => Promise<void> },
): Promise<{ tasks: Map<string, PairTask>; keys: Map<string, string[]>; models: Set<string> }> {
  const models = new Set<string>();
  const tasks = new Map<string, PairTask>();
  const keys = new Map<string, string[]>();
  const rows = await openRowFile<AnswerRow>(join(folder, answersFile), {
    keyOf: ({ key }) => key,
    isDone: () => true,
  });
  try {
    for (const file of files)
      for await (const { line, row } of readRows(file, options)) {
        const source = { file, line };
        const list = lists.find((name) => Array.isArray((row as Row | null)?.[name]));
        const { [list ?? '']: given, ...rest } = (row ?? {}) as Row;
        const record = parseRecord(row === null || list === undefined ? row : rest, source);
        if ('fault' in record) {
          reportBadRow(source, record.fault, options);
          continue;
        }
        const found = list === undefined ? [record.answer] : (given as unknown[]).map(readText);
        if (found.every((text) => text === undefined || text.trim() === '')) {
          const expected = `a list of answers (${lists.slice(1).join(', ')} do as well), or one answer in the row`;
          reportBadRow(source, { field: list ?? 'samples', expected, found: given }, options);
          continue;
        }
        const task = createPairTask(record);
        if ('rule' in task) {
          await reject(record, task);
          continue;
        }
        tasks.set(task.id, tasks.get(task.id) ?? task);
        const known = keys.get(task.id) ?? [];
        keys.set(task.id, known);
        for (const [at, text] of found.entries()) {
          // A sample that failed has no text.
          if (text === undefined || text.trim() === '') continue;
          const entry = list === undefined ? undefined : (given as unknown[])[at];
          const answer = createRow(
            task,
            text,
            { ...record.provenance, ...readAuthor(entry) },
            known.length + 1,
          );
          if (known.includes(answer.key)) continue;
          known.push(answer.key);
          if (answer.model !== '') models.add(answer.model);
          if (!rows.has(answer.key)) await rows.append(answer);
        }
      }
  } finally {
    await rows.close();
  }
  return { tasks, keys, models };
}

function readText(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry;
  return texts.map((name) => (entry as Row | null)?.[name]).find((value) => typeof value === 'string') as
    | string
    | undefined;
}

const readAuthor = (entry: unknown) =>
  typeof entry === 'object' && entry !== null ? readProvenance({ ...entry, provenance: entry }) : undefined;

/** Nobody is named by ''. */
function createRow(
  { id, instruction }: PairTask,
  text: string,
  { model = '', method = '', isPractice = false }: DatasetRecord['provenance'] & {},
  repeat: number,
): AnswerRow {
  const usage = { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return {
    key: ['given', id, digest].join(' '),
    model,
    method,
    sample: id,
    repeat,
    text,
    practice: isPractice,
    words: countWords(text, chooseCountingRule(instruction)),
    usage,
    usd: null,
    ms: 0,
    returnedIds: [],
  };
}
