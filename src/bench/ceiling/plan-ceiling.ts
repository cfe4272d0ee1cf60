/** Which lengths are tried, and what is asked at each. */
import { UsageError } from '../../errors.ts';
import type { Model } from '../../model/model.ts';
import { leastTokens } from './haystack.ts';

/** The two sides: texts that are read, and texts that are written. */
export type CeilingSide = 'input' | 'output';

/** One call: a length, a language, which of the repeats. */
export type CeilingTask = {
  side: CeilingSide;
  /** Tokens of the whole message on the input side, asked words on the output side. */
  length: number;
  language: 'en' | 'zh';
  /** From 1. */
  repeat: number;
};

export type CeilingPlan = {
  /** Shortest first; empty where the window holds no test at all. */
  inputTokens: number[];
  /** Shortest first. */
  outputWords: number[];
  repeats: number;
  /** The longest message that will be tried, and how it is known. */
  limit: { tokens: number; source: 'asked' | 'window' | 'default' };
};

/** Asked words: 250, doubled up to 32,000. */
const defaultWords = Array.from({ length: 8 }, (_, index) => 250 * 2 ** index);
const firstTokens = 1_000;
/** Tried up to here where nothing is known of the window. */
const unknownWindow = 32_768;
/** Lengths closer to each other than this tell nothing new. */
const leastStep = 1.1;

/** Room for six short answers, and for thoughts as many as the model was seen to have. */
export function answerTokens({ card, contextTokens = Number.POSITIVE_INFINITY }: Model): number {
  const thoughts = Math.ceil((card?.reasoningTokens ?? 0) * 1.5);
  return Math.max(100, Math.min(2_000, Math.floor(contextTokens / 8))) + thoughts;
}

/**
 * @param options.mostTokens - Longest message to try; wins over what is known of the window, so that an overflow can be
 *   found where the window ends.
 * @throws {UsageError} `max-input` is too short for a test, or a length is no positive whole number.
 */
export function planCeiling(
  model: Model,
  {
    mostTokens,
    words = defaultWords,
    repeats = 2,
  }: { mostTokens?: number | undefined; words?: readonly number[] | undefined; repeats?: number },
): CeilingPlan {
  if (mostTokens !== undefined && mostTokens < leastTokens)
    throw new UsageError(
      `Expected \`max-input\` to be at least ${leastTokens} tokens, the shortest text with facts to find, got \`${mostTokens}\`.`,
    );
  if (words.length === 0) throw new UsageError('Expected `lengths` to name at least one length, got none.');
  const limit = findLimit(model, mostTokens);
  return {
    inputTokens: growTokens(limit.tokens),
    outputWords: [...new Set(words)].sort((a, b) => a - b),
    repeats,
    limit,
  };
}

/** The calls of one length, both languages beside each other. */
export function listTasks(side: CeilingSide, length: number, repeats: number): CeilingTask[] {
  return Array.from({ length: repeats }, (_, index) =>
    (['en', 'zh'] as const).map((language) => ({ side, length, language, repeat: index + 1 })),
  ).flat();
}

function findLimit(model: Model, mostTokens: number | undefined): CeilingPlan['limit'] {
  if (mostTokens !== undefined) return { tokens: mostTokens, source: 'asked' };
  if (model.contextTokens === undefined) return { tokens: unknownWindow, source: 'default' };
  return { tokens: Math.floor(model.contextTokens - answerTokens(model)), source: 'window' };
}

/** 1,000, 2,000, 4,000 … and the limit itself. */
function growTokens(limit: number): number[] {
  if (limit < leastTokens) return [];
  const lengths: number[] = [];
  for (let tokens = firstTokens; tokens <= limit; tokens *= 2) lengths.push(tokens);
  if (limit >= (lengths.at(-1) ?? 0) * leastStep) lengths.push(limit);
  return lengths;
}
