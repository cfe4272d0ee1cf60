/** Token counts: from the AI SDK's shape to ours, and sums. */
import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { Usage } from './model.ts';

/** Nothing used, no call made. */
export function noUsage(): Usage {
  return { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
}

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
  };
}

/**
 * Usage of one call as the provider reported it, in our shape.
 *
 * Input counts cached and freshly cached tokens, also where a provider lists them beside its total; a part that is
 * larger than its whole was listed beside it.
 *
 * @returns undefined when neither input nor output was reported: unknown is not zero.
 */
export function convertUsage(usage: LanguageModelV4Usage | undefined): Usage | undefined {
  const { total: input, noCache, cacheRead, cacheWrite } = usage?.inputTokens ?? {};
  const { total: output, text, reasoning } = usage?.outputTokens ?? {};
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  const isBeside = cached > (input ?? 0);
  const inputTokens = isBeside
    ? (input ?? noCache ?? 0) + cached
    : Math.max(input ?? 0, (noCache ?? 0) + cached);
  const outputTokens = Math.max(output ?? 0, (text ?? 0) + (output === undefined ? (reasoning ?? 0) : 0));
  if (inputTokens === 0 && outputTokens === 0) return undefined;
  return {
    calls: 1,
    inputTokens,
    cachedInputTokens: Math.min(cacheRead ?? 0, inputTokens),
    outputTokens,
    reasoningTokens: Math.min(reasoning ?? 0, outputTokens),
  };
}
