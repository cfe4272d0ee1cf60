/** What a run will take, said before it is paid. */
import { costOf, type Price } from '../model/cost.ts';
import { listSections, type Plan } from '../plan/plan.ts';
import { sizeSections } from '../plan/plan-prompt.ts';
import type { WriteRequest } from './write-request.ts';

/** Estimates; ranges reach from few large sections to many small ones, tokens from lean to wordy tokenisers. */
export type Quote = {
  calls: [low: number, high: number];
  inputTokens: [low: number, high: number];
  /** The part of the input that a prompt cache can serve, where the provider has one. */
  cachedInputTokens: [low: number, high: number];
  outputTokens: [low: number, high: number];
  usd: [low: number, high: number] | null;
};

/**
 * Quotes a run from its request alone, or, once it is drafted, from its plan.
 *
 * Tokens a word: 1.3 to 1.6 for text counted by words, 0.8 to 1.6 a Han character. A dialogue sends every
 * earlier section again with each call, so its input grows with the square of the length.
 */
export function quoteRun(
  request: Pick<WriteRequest, 'method' | 'layout' | 'targetWords' | 'instruction' | 'language' | 'price'>,
  plan?: Plan,
): Quote {
  const { fewest, most } = sizeSections(request.targetWords);
  const planned = plan && listSections(plan).filter(({ section }) => section.targetWords > 0).length;
  const low = estimate(request, planned ?? fewest, request.language === 'zh' ? 0.8 : 1.3);
  const high = estimate(request, planned ?? most, 1.6);
  const range = (key: 'calls' | 'inputTokens' | 'cachedInputTokens' | 'outputTokens'): [number, number] => [
    Math.round(low[key]),
    Math.round(high[key]),
  ];
  return {
    calls: range('calls'),
    inputTokens: range('inputTokens'),
    cachedInputTokens: range('cachedInputTokens'),
    outputTokens: range('outputTokens'),
    usd: request.price ? [usdOf(low, request.price), usdOf(high, request.price)] : null,
  };
}

type Estimate = { calls: number; inputTokens: number; cachedInputTokens: number; outputTokens: number };

function estimate(
  { method, layout, targetWords, instruction }: Parameters<typeof quoteRun>[0],
  sections: number,
  tokensPerWord: number,
): Estimate {
  const text = targetWords * tokensPerWord;
  const asked = instruction.length / 3;
  if (method === 'native') {
    return { calls: 1, inputTokens: asked + 20, cachedInputTokens: 0, outputTokens: text };
  }
  const planTokens = sections * 80;
  const frame = asked + planTokens + 150;
  const planning = { input: asked + 400, output: planTokens };
  const steps = sections * 150;
  if (method === 'parallel') {
    return {
      calls: sections + 1,
      inputTokens: planning.input + sections * frame + steps,
      cachedInputTokens: Math.max(0, sections - 1) * frame,
      outputTokens: planning.output + text,
    };
  }
  // Section k is sent with the k-1 before it: text times (sections-1)/2 over the whole run.
  const resent = (text * (sections - 1)) / 2;
  const resentSteps = layout === 'dialogue' ? (steps * (sections - 1)) / 2 : 0;
  return {
    calls: sections + 1,
    inputTokens: planning.input + sections * frame + steps + resent + resentSteps,
    cachedInputTokens:
      Math.max(0, sections - 1) * frame + (resent * Math.max(0, sections - 2)) / sections + resentSteps,
    outputTokens: planning.output + text,
  };
}

/** Without the cache discount: a quote must not be beaten by a cold cache. */
function usdOf({ inputTokens, outputTokens, calls }: Estimate, price: Price): number {
  const usage = { calls, inputTokens, outputTokens, cachedInputTokens: 0, reasoningTokens: 0 };
  return Number(costOf(usage, price).toFixed(4));
}
