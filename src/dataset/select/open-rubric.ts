/** Puts the length question to a judge; every answer is a row of a file that only grows, and is never asked for again. */
import { createHash } from 'node:crypto';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { askUntilRead, rubricId } from '../../judge/judge-answer.ts';
import type { AnswerRow } from '../../methods/answers/answer-row.ts';
import { askAlone } from '../../methods/answers/ask-alone.ts';
import type { SourcedPrice } from '../../methods/write-request.ts';
import { costOf, type Price } from '../../model/cost.ts';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import type { Model } from '../../model/model.ts';
import { openRowFile, readRows } from '../../run/row-file.ts';
import type { DatasetRecord } from '../record.ts';
import { lengthQuestion, parseLengthAnswer } from './length-question.ts';

export type RubricRow = {
  /** Judge, question with version, what counts as long, and a digest of the instruction. */
  key: string;
  judge: string;
  practice: boolean;
  /** Of the record. */
  id: string;
  leastWords: number;
  /** null: the judge gave no answer that could be read. */
  verdict: boolean | null;
  reply: string;
  reason?: string;
  usage: AnswerRow['usage'];
  usd: number | null;
  /** The judge could not be asked; tried again the next time. */
  failure?: { fault: string; message: string };
};

/** What asking is still to take; `usd` null: the price is missing. */
export type RubricQuote = { questions: number; usd: [low: number, high: number] | null };

export type LengthRubric = {
  /** What an instruction would take, added to `quote`; nothing for one that is answered or counted already. */
  addToQuote(quote: RubricQuote, record: DatasetRecord): void;
  /** Whether the instruction wants a long answer; undefined: no answer came. */
  ask(record: DatasetRecord): Promise<boolean | undefined>;
  /** Calls of this process: instructions asked about, those answered from the file, those whose call failed, and cost. */
  readonly report: { asked: number; known: number; failed: number; usd: number };
  /** Paid in this folder by processes before this one. */
  readonly spentUsd: number;
  close(): Promise<void>;
};

export const rubricFile = 'rubric.jsonl';

/**
 * Opens `rubric.jsonl` of a folder. In memory there is a digest and a verdict for each instruction asked about.
 *
 * @param options.beforeCall - Told what this folder has cost, and what is in flight at most; what it throws keeps a question from being asked.
 * @param options.onRow - Each new answer, and each call that failed for good.
 */
export async function openLengthRubric(
  folder: string,
  judge: Model,
  {
    leastWords,
    prices = {},
    beforeCall,
    onRow,
  }: {
    leastWords: number;
    prices?: Readonly<Record<string, SourcedPrice>>;
    beforeCall?: (spentUsd: number) => void;
    onRow?: (row: RubricRow) => void;
  },
): Promise<LengthRubric> {
  await loadTokenizer();
  const path = join(folder, rubricFile);
  const repliesFolder = join(folder, 'rubric-calls');
  const rows = await openRowFile<RubricRow>(path, {
    keyOf: ({ key }) => key,
    isDone: ({ failure }) => failure === undefined,
  });
  const known = new Map<string, boolean | null>();
  let spentUsd = 0;
  for await (const { key, verdict, usd, failure } of readRows<RubricRow>(path)) {
    spentUsd += usd ?? 0;
    if (failure === undefined) known.set(key, verdict);
  }
  const quoted = new Set<string>();
  const asking = new Map<string, Promise<RubricRow>>();
  const report = { asked: 0, known: 0, failed: 0, usd: 0 };
  const keyOf = ({ instruction }: DatasetRecord): string => {
    const digest = createHash('sha256').update(instruction).digest('hex').slice(0, 16);
    return [judge.address, rubricId(lengthQuestion), leastWords, digest].join(' ');
  };
  /** What questions in flight may cost at most: whether another one may be asked is judged with them. */
  let reservedUsd = 0;
  const estimateUsd = ({ instruction, language }: DatasetRecord): [low: number, high: number] | undefined => {
    const price = prices[judge.address];
    if (price === undefined) return undefined;
    const characters = lengthQuestion.render({ instruction, language, leastWords })[0]?.content.length ?? 0;
    const [lean, wordy] = language === 'zh' ? [1.6, 0.9] : [5, 3];
    return [
      costOfCall(characters / lean, lengthQuestion.maxOutputTokens / 8, price),
      costOfCall(characters / wordy, lengthQuestion.maxOutputTokens, price),
    ];
  };
  const askOnce = async (key: string, record: DatasetRecord): Promise<RubricRow> => {
    beforeCall?.(spentUsd + report.usd + reservedUsd);
    const [, reserve] = estimateUsd(record) ?? [0, 0];
    reservedUsd += reserve;
    const { id, instruction, language } = record;
    const messages = lengthQuestion.render({ instruction, language, leastWords });
    const { hasStructuredOutput } = judge;
    const row = await askAlone(
      judge,
      (ask) =>
        askUntilRead(
          { ...lengthQuestion, messages },
          { ask, step: 'rubric', hasStructuredOutput },
          parseLengthAnswer,
        ),
      { prices, repliesFile: join(repliesFolder, `${createHash('sha256').update(key).digest('hex')}.jsonl`) },
      async ({ value, failure, usage, usd }) => {
        const { value: verdict = null, reason = failure?.message, reply = '' } = value ?? {};
        const asked: RubricRow = {
          key,
          judge: judge.address,
          practice: judge.isPractice,
          id,
          leastWords,
          verdict,
          reply,
          ...(reason !== undefined && { reason }),
          usage,
          usd,
          ...(failure && { failure }),
        };
        await rows.append(asked);
        return asked;
      },
    );
    report.asked += 1;
    report.usd += row.usd ?? 0;
    if (row.failure === undefined) known.set(key, row.verdict);
    else report.failed += 1;
    reservedUsd -= reserve;
    asking.delete(key);
    onRow?.(row);
    return row;
  };
  return {
    spentUsd,
    addToQuote(quote, record) {
      const key = keyOf(record);
      if (known.has(key) || quoted.has(key)) return;
      quoted.add(key);
      quote.questions += 1;
      const estimate = estimateUsd(record);
      if (estimate === undefined || quote.usd === null) quote.usd = null;
      else {
        quote.usd[0] += estimate[0];
        quote.usd[1] += estimate[1];
      }
    },
    async ask(record) {
      const key = keyOf(record);
      const before = known.get(key);
      if (before !== undefined) {
        report.known += 1;
        return before ?? undefined;
      }
      // The same instruction may come again before its answer has.
      const underWay = asking.get(key) ?? askOnce(key, record);
      asking.set(key, underWay);
      return (await underWay).verdict ?? undefined;
    },
    report,
    async close() {
      await rows.close();
      // Empty unless a question was cut off.
      await rmdir(repliesFolder).catch(() => undefined);
    },
  };
}

const costOfCall = (inputTokens: number, outputTokens: number, price: Price): number =>
  costOf({ calls: 1, inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens: 0 }, price);
