/**
 * What is measured of every answer whatever the benchmark: how it ended, and its figures along the text. Kept in
 * `measured.jsonl`, so that scoring again measures only what is new.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AnswerRow } from '../../methods/answers/answer-row.ts';
import { openRowFile, type RowFile, readLastRows } from '../../run/row-file.ts';
import { chooseCountingRule, countWords } from '../../text/count-words.ts';
import { measureAlong, type PassageRow } from '../along/measure-along.ts';
import { stockPhrases } from '../along/stock-phrases.ts';
import { type Answer, type Autopsy, classifyAnswer } from '../autopsy/classify-answer.ts';
import type { Sample } from '../benchmark.ts';

type Measured = Autopsy & {
  /** Figures of every 1,000 words; absent for answers of at most 2,000 words. */
  along?: readonly PassageRow[];
};

type MeasuredRow = Measured & { key: string };

/** Shorter answers have no course to speak of. */
export const fewestWordsAlong = 2_000;
const file = 'measured.jsonl';
/** Raised whenever a measure changes: what an older one found is measured anew. */
const version = 1;

export type AnswerMeasures = {
  measure: (answer: AnswerRow, sample: Sample) => Promise<Measured>;
  close: () => Promise<void>;
};

/** Opens the measures of a study. Texts are not kept. */
export async function openAnswerMeasures(folder: string): Promise<AnswerMeasures> {
  const path = join(folder, file);
  const known = await readLastRows<MeasuredRow>(path, ({ key }) => key);
  let rows: RowFile<MeasuredRow> | undefined;
  return {
    async measure(answer, sample) {
      const key = keyOf(answer, sample);
      const found = known.get(key);
      if (found !== undefined) return found;
      rows ??= await openRowFile<MeasuredRow>(path, { keyOf: (row) => row.key, isDone: () => true });
      const measured = await measureAnswer(answer, sample);
      await rows.append({ key, ...measured });
      return measured;
    },
    close: async () => rows?.close(),
  };
}

/** Everything that decides what is measured. */
const keyOf = ({ key, text, finishReason }: AnswerRow, { length, language }: Sample): string =>
  createHash('sha256')
    .update(JSON.stringify([version, key, text, finishReason, length, language]))
    .digest('hex')
    .slice(0, 32);

async function measureAnswer({ text, finishReason }: AnswerRow, sample: Sample): Promise<Measured> {
  const { length, language } = sample;
  const deliveredWords = countWords(text, chooseCountingRule(text));
  const autopsy = classifyAnswer({
    text,
    deliveredWords,
    ...(finishReason !== undefined && { finishReason: finishReason as NonNullable<Answer['finishReason']> }),
    ...(length !== undefined && { asked: length }),
  });
  if (deliveredWords <= fewestWordsAlong) return autopsy;
  const phrases = language === 'en' || language === 'zh' ? stockPhrases[language] : undefined;
  const along = await measureAlong(text, { phrases: phrases ?? [] });
  // Without a list of phrases for its language nothing is known of its slop.
  return { ...autopsy, along: phrases === undefined ? along.map((row) => ({ ...row, slop: null })) : along };
}
