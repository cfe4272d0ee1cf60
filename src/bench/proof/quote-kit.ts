/** What a proof will cost, said before anything is paid: lengths are asked for, so they are known. */
import { quoteRun } from '../../methods/quote.ts';
import type { SourcedPrice } from '../../methods/write-request.ts';
import { costOf } from '../../model/cost.ts';
import { createAttemptRequest } from './attempts.ts';
import { listAnswerAttempts, listPairAttempts, type PairAttempt } from './kit.ts';
import type { ProofManifest } from './proof-manifest.ts';

type Range = readonly [low: number, high: number];

export type KitQuote = {
  calls: Range;
  inputTokens: Range;
  outputTokens: Range;
  /** null: a price is not known. */
  usd: Range | null;
};

/** What a probe takes: one that ends at once, and one that climbs to the longest prompt. */
const probe = {
  calls: [10, 24],
  output: [1_000, 6_000],
  inputPerTried: [0.2, 3],
} as const;
/** A judge's question around the two texts, and its reply. */
const question = 500;
const verdictTokens: Range = [60, 1_024];
/** A single answer is rarely longer, whatever is asked for. */
const nativeWords = 2_000;

/** @returns The sum over every attempt of the kit, the probe included; ranges from lean to wordy. */
export function quoteKit(
  manifest: Pick<
    ProofManifest,
    'author' | 'judge' | 'prices' | 'counting' | 'prompts' | 'rulerPrompts' | 'sizes'
  >,
): KitQuote {
  const { author, judge, prices, sizes } = manifest;
  const authorPrice = prices[author.address];
  const judgePrice = prices[judge.address];
  const parts: KitQuote[] = [];
  const tried: Range = [
    sizes.probeTokens * probe.inputPerTried[0],
    sizes.probeTokens * probe.inputPerTried[1],
  ];
  parts.push(priced(probe.calls, tried, probe.output, authorPrice));
  for (const attempt of listAnswerAttempts(manifest)) {
    const { calls, inputTokens, outputTokens, usd } = quoteRun(createAttemptRequest(attempt, manifest), {
      contextTokens: author.contextTokens,
    });
    parts.push({ calls, inputTokens, outputTokens, usd });
  }
  for (const pair of listPairAttempts(manifest)) {
    const input = tokensOf(pair);
    const both: Range = [2 * (input[0] + question), 2 * (input[1] + question)];
    parts.push(priced([2, 6], both, [2 * verdictTokens[0], 2 * verdictTokens[1]], judgePrice));
  }
  const sum = (key: 'calls' | 'inputTokens' | 'outputTokens'): Range => [
    Math.round(parts.reduce((total, part) => total + part[key][0], 0)),
    Math.round(parts.reduce((total, part) => total + part[key][1], 0)),
  ];
  let usd: [number, number] | null = [0, 0];
  for (const part of parts)
    usd = usd === null || part.usd === null ? null : [usd[0] + part.usd[0], usd[1] + part.usd[1]];
  return {
    calls: sum('calls'),
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    usd: usd === null ? null : [Number(usd[0].toFixed(4)), Number(usd[1].toFixed(4))],
  };
}

function priced(calls: Range, input: Range, output: Range, price: SourcedPrice | undefined): KitQuote {
  const usdAt = (end: 0 | 1): number =>
    price === undefined
      ? 0
      : costOf(
          {
            calls: calls[end],
            inputTokens: input[end],
            cachedInputTokens: 0,
            outputTokens: output[end],
            reasoningTokens: 0,
          },
          price,
        );
  return {
    calls,
    inputTokens: input,
    outputTokens: output,
    usd: price === undefined ? null : [usdAt(0), usdAt(1)],
  };
}

/** Tokens of both texts: the shorter one may be a single answer that stopped early. */
function tokensOf({ words, language, against }: PairAttempt): Range {
  const lean = language === 'zh' ? 0.8 : 1.3;
  const other = against === 'native' ? Math.min(words, nativeWords) : words;
  return [(words + other) * lean, 2 * words * 1.6];
}
