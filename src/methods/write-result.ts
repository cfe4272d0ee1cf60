/** The result of a writing run: what was asked, what was delivered, what it cost. */
import type { Usage } from '../model/model.ts';
import { isWithinContract, type LengthContract } from '../plan/length/length-contract.ts';
import { type CountingRule, countWords } from '../text/count-words.ts';
import { scoreLength } from '../text/length-score.ts';
import { measureRepetition } from '../text/repetition.ts';
import { countBodyWords } from '../text/sections.ts';
import type { WrittenSection } from '../write/manuscript.ts';
import type { WriteRequest } from './write-request.ts';

/** What `write --json` prints. Counts are words of the rule that `counting` names. */
export type WriteResult = {
  runId: string;
  /** `outside-contract`: delivered whole, but not in the asked length, or with a marked gap. */
  status: 'done' | 'outside-contract';
  method: string;
  model: string;
  /** True when a practice model wrote: the text shows that the pipeline works, nothing else. */
  practice: boolean;
  instruction: string;
  contract: LengthContract;
  target: { words: number };
  delivered: { words: number; bodyWords: number; characters: number; tokens: number };
  /** S_l of the delivered words against the target, 0 to 100. */
  lengthScore: number;
  sections: {
    id: string;
    title: string;
    targetWords: number;
    deliveredWords: number;
    status: 'done' | 'gap';
    attempts: number;
  }[];
  usage: Usage;
  cost: { usd: number | null; priced: boolean; quoted: [low: number, high: number] | null };
  /** `repetition`: share of 4-grams that the text said before. */
  quality: { repetition: number; unfinishedSections: number; gaps: number };
  /** `totalMs`: wall time of the process that finished the run; `modelMs`: all model calls of the run, summed. */
  timings: { totalMs: number; modelMs: number };
  counting: CountingRule;
  out: string | null;
};

/**
 * Judges the contract on the body where headings weigh more than the tolerance, on all words otherwise.
 */
export function measureDelivery(
  markdown: string,
  { contract, counting, targetWords }: Pick<WriteRequest, 'contract' | 'counting' | 'targetWords'>,
): { words: number; bodyWords: number; characters: number; judgedWords: number; isWithin: boolean } {
  const words = countWords(markdown, counting);
  const bodyWords = countBodyWords(markdown, counting);
  const judgedWords = words - bodyWords > contract.tolerance * targetWords ? bodyWords : words;
  return {
    words,
    bodyWords,
    characters: [...markdown].length,
    judgedWords,
    isWithin: isWithinContract(contract, judgedWords),
  };
}

export function createWriteResult(parts: {
  runId: string;
  request: WriteRequest;
  markdown: string;
  tokens: number;
  sections: readonly WrittenSection[];
  isPractice: boolean;
  usage: Usage;
  usd: number | null;
  quotedUsd: [number, number] | null;
  totalMs: number;
  modelMs: number;
}): WriteResult {
  const { request, markdown, sections } = parts;
  const { isWithin, judgedWords, ...counts } = measureDelivery(markdown, request);
  const gaps = sections.filter((section) => section.status === 'gap').length;
  return {
    runId: parts.runId,
    status: isWithin && gaps === 0 ? 'done' : 'outside-contract',
    method: request.method,
    model: request.models.writer,
    practice: parts.isPractice,
    instruction: request.instruction,
    contract: request.contract,
    target: { words: request.targetWords },
    delivered: { ...counts, tokens: parts.tokens },
    lengthScore: round(scoreLength(request.targetWords, judgedWords), 2),
    sections: sections
      .filter((section) => section.targetWords > 0)
      .map(({ id, title, targetWords, deliveredWords, status, attempts }) => ({
        id,
        title,
        targetWords,
        deliveredWords,
        status,
        attempts,
      })),
    usage: parts.usage,
    cost: {
      usd: parts.usd === null ? null : round(parts.usd, 6),
      priced: parts.usd !== null,
      quoted: parts.quotedUsd,
    },
    quality: {
      repetition: round(measureRepetition(markdown), 4),
      unfinishedSections: sections.filter((section) => section.isUnfinished).length,
      gaps,
    },
    timings: { totalMs: Math.round(parts.totalMs), modelMs: Math.round(parts.modelMs) },
    counting: request.counting,
    out: request.out ?? null,
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
