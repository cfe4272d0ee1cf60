/** Small studies made by hand, for tests: answers and verdicts on disk as the stages leave them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writingQuality } from '../../judge/rubrics/writing-quality.ts';
import { type AnswerRow, answersFile } from '../../methods/answers/answer-row.ts';
import { type VerdictRow, verdictsFile } from '../../methods/answers/judge-questions.ts';
import { createRandom } from '../../model/simulated/random.ts';
import type { Sample } from '../benchmark.ts';

const vocabulary =
  'harbour lantern winter letter bridge carpenter river market window orchard salt ferry stone garden clock painter valley school engine bread island winding quiet bright narrow distant heavy early broken careful remembers carries follows crosses opens builds watches mends keeps paints beside under across before after'.split(
    ' ',
  );

/** Prose of about so many words that neither repeats nor breaks off. */
export function plantText(words: number, seed: string): string {
  const random = createRandom('planted text', seed);
  const sentences: string[] = [];
  for (let count = 0; count < words; ) {
    const length = Math.min(8 + random.integer(7), Math.max(3, words - count));
    const sentence = Array.from({ length }, () => random.pick(vocabulary)).join(' ');
    sentences.push(`${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`);
    count += length;
  }
  return sentences
    .map((sentence, at) => (at % 6 === 5 ? `${sentence}\n\n` : `${sentence} `))
    .join('')
    .trim();
}

/** Requests in English for these lengths, one each. */
export const plantSamples = (lengths: readonly number[]): Map<string, Sample> =>
  new Map(
    lengths.map((words, at) => [
      `s${at + 1}`,
      {
        id: `s${at + 1}`,
        instruction: `Write ${words} words about harbour ${at + 1}.`,
        language: 'en',
        length: { kind: 'about', words },
        groups: { asked: String(words) },
      },
    ]),
  );

export const plantAnswer = (
  answer: Partial<AnswerRow> & Pick<AnswerRow, 'method' | 'sample' | 'text'>,
): AnswerRow => {
  const { model = 'openai:gpt-x', method, sample, repeat = 1, text } = answer;
  return {
    key: [model, method, sample, repeat].join(' '),
    model,
    repeat,
    practice: false,
    words: text.split(/\s+/).length,
    usage: {
      calls: 1,
      inputTokens: 100,
      cachedInputTokens: 0,
      outputTokens: Math.round(text.length / 5),
      reasoningTokens: 0,
    },
    usd: 0.01,
    ms: 1000,
    returnedIds: [],
    ...answer,
  };
};

/** @param grade - On all six dimensions; null: unscored for `reason`. */
export function plantVerdict(
  answer: string,
  judge: string,
  grade: number | null,
  { repeat = 1, reason, failure }: Partial<Pick<VerdictRow, 'repeat' | 'failure'>> & { reason?: string } = {},
): VerdictRow {
  const rubric = `${writingQuality.name}@${writingQuality.version}`;
  const scores =
    grade === null ? null : Object.fromEntries(writingQuality.dimensions.map(({ key }) => [key, grade]));
  return {
    key: [judge, rubric, answer, 'quality', repeat].join(' '),
    judge,
    rubric,
    answer,
    job: 'quality',
    repeat,
    verdict: { rubric, scores, reply: 'a long reply', attempts: 1, ...(reason !== undefined && { reason }) },
    usage: { calls: 1, inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
    usd: 0,
    returnedIds: [],
    ...(failure !== undefined && { failure }),
  };
}

export async function plantStudy(
  folder: string,
  answers: readonly AnswerRow[],
  verdicts: readonly VerdictRow[] = [],
): Promise<void> {
  const toLines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFile(join(folder, answersFile), toLines(answers));
  await writeFile(join(folder, verdictsFile), toLines(verdicts));
}
