/** Answers without their texts: a text is read from its place on disk when it is wanted, and not kept. */
import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { UsageError } from '../../errors.ts';
import type { AnswerRow } from './answer-row.ts';

export type IndexedAnswer = Omit<AnswerRow, 'text'>;

export type AnswerIndex = {
  /** By key, each in its last version, in the order of their first. */
  answers: ReadonlyMap<string, IndexedAnswer>;
  /** @throws {UsageError} There is no such answer. */
  readText(key: string): Promise<string>;
};

/**
 * Passes once over a file of answers; one line is in memory at a time.
 *
 * @throws {UsageError} There is no such file, or a whole line of it is no JSON.
 */
export async function indexAnswers(path: string): Promise<AnswerIndex> {
  if (!existsSync(path))
    throw new UsageError(`Expected answers in ${path}, found none. \`longhand bench run\` makes them.`);
  const answers = new Map<string, IndexedAnswer>();
  const places = new Map<string, { start: number; length: number }>();
  for await (const { start, line } of readPlacedLines(path)) {
    if (line.length === 0) continue;
    const { text: _text, ...answer } = parseRow(line, path);
    answers.set(answer.key, answer);
    places.set(answer.key, { start, length: line.length });
  }
  return {
    answers,
    async readText(key) {
      const place = places.get(key);
      if (place === undefined) throw new UsageError(`Expected an answer \`${key}\` in ${path}, found none.`);
      const line = Buffer.alloc(place.length);
      await using file = await open(path, 'r');
      await file.read(line, 0, place.length, place.start);
      return parseRow(line, path).text;
    },
  };
}

/** Whole lines with the byte they start at; what a killed process left behind the last line end is no line. */
async function* readPlacedLines(path: string): AsyncGenerator<{ start: number; line: Buffer }> {
  let start = 0;
  let parts: Buffer[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      const line = Buffer.concat([...parts, chunk.subarray(from, end)]);
      yield { start, line };
      start += line.length + 1;
      from = end + 1;
      parts = [];
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  }
}

function parseRow(line: Buffer, path: string): AnswerRow {
  try {
    return JSON.parse(line.toString('utf8')) as AnswerRow;
  } catch (cause) {
    throw new UsageError(
      `Expected every line of ${path} to be JSON, got \`${line.toString('utf8', 0, 60)}\`. Remove the line.`,
      { cause },
    );
  }
}
