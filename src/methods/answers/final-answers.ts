import { join } from 'node:path';
import { readRows } from '../../run/row-file.ts';
import { type AnswerRow, answersFile } from './answer-row.ts';

/** Answers of a study one at a time, each in its last version: a failure that was made good does not count. */
export async function* readFinalAnswers(folder: string): AsyncGenerator<AnswerRow> {
  const path = join(folder, answersFile);
  const last = new Map<string, number>();
  let line = 0;
  for await (const { key } of readRows<AnswerRow>(path)) last.set(key, line++);
  line = 0;
  for await (const row of readRows<AnswerRow>(path)) if (last.get(row.key) === line++) yield row;
}
