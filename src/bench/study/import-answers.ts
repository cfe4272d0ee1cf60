/** Answers that another tool wrote, as answers of a study: they are scored like any other. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { UsageError } from '../../errors.ts';
import { type AnswerRow, answersFile } from '../../methods/answers/answer-row.ts';
import { openRowFile } from '../../run/row-file.ts';
import { countWords } from '../../text/count-words.ts';
import type { Sample } from '../benchmark.ts';

const texts = ['response', 'answer', 'text', 'output', 'completion'];

/**
 * Reads JSONL rows that name a sample by `id` or by its `prompt`, and hold the answer as `response` (or `answer`,
 * `text`, `output`, `completion`); the form of LongBench-Write's predictions is one of them.
 *
 * @returns Answers taken in, and lines that name no sample of this study.
 * @throws {UsageError} A line is no JSON, or has no answer; names file and line.
 */
export async function importAnswers(
  folder: string,
  files: readonly string[],
  samples: ReadonlyMap<string, Sample>,
  { model, method }: { model: string; method: string },
): Promise<{ taken: number; unknown: number }> {
  const byInstruction = new Map([...samples.values()].map((sample) => [sample.instruction.trim(), sample]));
  const rows = await openRowFile<AnswerRow>(join(folder, answersFile), {
    keyOf: ({ key }) => key,
    isDone: () => true,
  });
  const repeats = new Map<string, number>();
  let [taken, unknown] = [0, 0];
  try {
    for (const file of files)
      for await (const { line, row } of readLines(file)) {
        const sample =
          samples.get(String(row.id ?? '')) ??
          byInstruction.get(String(row.prompt ?? row.instruction ?? '').trim());
        const text = texts.map((name) => row[name]).find((value) => typeof value === 'string');
        if (typeof text !== 'string')
          throw new UsageError(
            `Expected \`response\` in ${file}, line ${line}, to be the answer as a text, got none.`,
          );
        if (sample === undefined) {
          unknown += 1;
          continue;
        }
        const repeat = (repeats.get(sample.id) ?? 0) + 1;
        repeats.set(sample.id, repeat);
        const key = [model, method, sample.id, repeat].join(' ');
        if (rows.has(key)) continue;
        taken += 1;
        const usage = { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
        const base = { key, model, method, sample: sample.id, repeat, text, words: countWords(text) };
        await rows.append({ ...base, practice: false, usage, usd: null, ms: 0, returnedIds: [] });
      }
  } finally {
    await rows.close();
  }
  return { taken, unknown };
}

async function* readLines(file: string): AsyncGenerator<{ line: number; row: Record<string, unknown> }> {
  let line = 0;
  const stream = createReadStream(file, 'utf8');
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      if (text.trim() === '') continue;
      let row: unknown;
      try {
        row = JSON.parse(text);
      } catch (cause) {
        throw new UsageError(`Expected ${file}, line ${line}, to be JSON, got \`${text.slice(0, 60)}\`.`, {
          cause,
        });
      }
      if (typeof row !== 'object' || row === null)
        throw new UsageError(
          `Expected ${file}, line ${line}, to be an object with \`prompt\` and \`response\`.`,
        );
      yield { line, row: row as Record<string, unknown> };
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Expected to read ${file}: ${(error as Error).message}.`, { cause: error });
  }
}
