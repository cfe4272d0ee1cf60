/** What samples and their verdicts will take, and what they took. */
import { join } from 'node:path';
import { writingQuality } from '../../judge/rubrics/writing-quality.ts';
import { type AnswerRow, answersFile } from '../../methods/answers/answer-row.ts';
import { type Attempt, keyOfAttempt, quoteAttempts, type StudyQuote } from '../../methods/answers/attempt.ts';
import { type VerdictRow, verdictsFile } from '../../methods/answers/judge-questions.ts';
import type { SourcedPrice } from '../../methods/write-request.ts';
import type { CapabilityCard } from '../../model/card/card.ts';
import { costOf } from '../../model/cost.ts';
import { readRows } from '../../run/row-file.ts';
import { verdictKey } from './judge-samples.ts';
import type { PairTask } from './pair-task.ts';

/** Of an answer whose instruction names no length, in words. */
const usualWords = 2000;
/** Tokens of the question around instruction and answer. */
const frameTokens = 700;

export type SampleQuote = {
  answers: number;
  /** What the missing answers take. */
  writing: StudyQuote;
  verdicts: number;
  /** Of the missing verdicts; null where there are some and the price is missing. */
  judgingUsd: [low: number, high: number] | null;
  /** Paid in this folder before. */
  spentUsd: number;
};

/**
 * Goes through what is there without asking anybody.
 *
 * @param keys - Samples by task.
 * @param attempts - What would be written; none where all answers are given.
 */
export async function quoteSamples(
  folder: string,
  {
    tasks,
    keys,
    attempts,
  }: {
    tasks: ReadonlyMap<string, PairTask>;
    keys: ReadonlyMap<string, readonly string[]>;
    attempts: readonly Attempt[];
  },
  {
    judge,
    repeats,
    prices,
    cards,
  }: {
    judge: string;
    repeats: number;
    prices: Readonly<Record<string, SourcedPrice>>;
    cards: Readonly<Record<string, CapabilityCard>>;
  },
): Promise<SampleQuote> {
  const answered = new Map<string, { usd: number; words: number | undefined }>();
  for await (const { key, usd, words, failure } of readRows<AnswerRow>(join(folder, answersFile)))
    answered.set(key, { usd: usd ?? 0, words: failure === undefined ? words : undefined });
  let spentUsd = [...answered.values()].reduce((sum, { usd }) => sum + usd, 0);
  const judged = new Set<string>();
  for await (const { key, usd, failure } of readRows<VerdictRow>(join(folder, verdictsFile))) {
    spentUsd += usd ?? 0;
    if (failure === undefined) judged.add(key);
  }
  const missing = attempts.filter((attempt) => answered.get(keyOfAttempt(attempt))?.words === undefined);
  const price = prices[judge];
  const judgingUsd: [number, number] = [0, 0];
  let verdicts = 0;
  for (const [id, answers] of keys) {
    const { instruction = '', requiredWords = usualWords } = tasks.get(id) ?? {};
    for (const answer of answers)
      for (let repeat = 1; repeat <= repeats; repeat += 1) {
        if (judged.has(verdictKey(judge, answer, repeat))) continue;
        verdicts += 1;
        if (price === undefined) continue;
        const words = answered.get(answer)?.words ?? requiredWords;
        for (const [end, tokensPerWord, output] of [
          [0, 0.8, writingQuality.maxOutputTokens / 8],
          [1, 1.6, writingQuality.maxOutputTokens],
        ] as const)
          judgingUsd[end] += costOf(
            {
              calls: 1,
              inputTokens: frameTokens + instruction.length / 3 + words * tokensPerWord,
              cachedInputTokens: 0,
              outputTokens: output,
              reasoningTokens: 0,
            },
            price,
          );
      }
  }
  return {
    answers: missing.length,
    writing: quoteAttempts(missing, { prices, cards }),
    verdicts,
    judgingUsd: price === undefined && verdicts > 0 ? null : judgingUsd,
    spentUsd,
  };
}
