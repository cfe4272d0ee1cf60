/** The result of a writing run: what was asked, what was delivered, what it cost. */
import type { Usage } from '../model/model.ts';
import { addUsage, noUsage } from '../model/usage.ts';
import { isWithinContract, type LengthContract } from '../plan/length/length-contract.ts';
import { type CountingRule, countWords } from '../text/count-words.ts';
import { scoreLength } from '../text/length-score.ts';
import { measureRepetition, measureRepetitionByPosition } from '../text/repetition.ts';
import { countBodyWords } from '../text/sections.ts';
import { withoutFigures } from '../write/figures/figure.ts';
import { type WrittenSection, withoutGapNotes } from '../write/manuscript.ts';
import type { CitationScore } from '../write/sources/claim-row.ts';
import type { WriteRequest } from './write-request.ts';

/** In US dollars; null where a price is not known. */
export type Cost = {
  usd: number | null;
  priced: boolean;
  quoted: [low: number, high: number] | null;
  /** What writing took, without the judge; and the judge. They sum to `usd`. */
  generatorUsd: number | null;
  judgeUsd: number | null;
  /** The part of `usd` that went into attempts that failed and were made again. */
  retriedUsd: number | null;
};

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
  cost: Cost;
  /** `repetition`: share of 4-grams that the text said before. */
  quality: {
    /** Share of 4-grams that stood in the text before. */
    repetition: number;
    /** The same in ten parts of the text, in reading order. */
    repetitionByPosition: number[];
    unfinishedSections: number;
    gaps: number;
  };
  /** `totalMs`: wall time of the process that finished the run; `modelMs`: all model calls of the run, summed. */
  timings: { totalMs: number; modelMs: number };
  counting: CountingRule;
  /** For a text from sources: what its claim ledger comes to. */
  citations?: CitationScore;
  /** For a text that was continued: the words that were there. */
  continuedWords?: number;
  out: string | null;
  /** For a text that was edited after its end: the step that holds it as it is now. */
  manuscriptStep?: string;
};

/**
 * Judges the contract on the body where headings weigh more than the tolerance, and for a text with references, on
 * all words otherwise.
 */
export function measureDelivery(
  markdown: string,
  {
    contract,
    counting,
    targetWords,
    sources,
    images,
  }: Pick<WriteRequest, 'contract' | 'counting' | 'targetWords' | 'sources' | 'images'>,
): { words: number; bodyWords: number; characters: number; judgedWords: number; isWithin: boolean } {
  const text = withoutGapNotes(markdown);
  const words = countWords(text, counting);
  const bodyWords = countBodyWords(withoutFigures(text), counting);
  const isBody =
    sources !== undefined || images !== undefined || words - bodyWords > contract.tolerance * targetWords;
  const judgedWords = isBody ? bodyWords : words;
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
  delivery: ReturnType<typeof measureDelivery>;
  tokens: number;
  sections: readonly WrittenSection[];
  citations?: CitationScore | undefined;
  isPractice: boolean;
  /** What was kept of every call, those of earlier processes included. */
  calls: readonly Record<string, unknown>[];
  quotedUsd: [number, number] | null;
  totalMs: number;
  modelMs: number;
}): WriteResult {
  const { request, markdown, sections } = parts;
  const { isWithin, judgedWords, ...counts } = parts.delivery;
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
    usage: parts.calls.reduce((sum: Usage, { usage }) => addUsage(sum, usage as Usage), noUsage()),
    cost: sumCost(parts.calls, parts.quotedUsd),
    quality: {
      repetition: round(measureRepetition(markdown), 4),
      repetitionByPosition: measureRepetitionByPosition(markdown).map((share) => round(share, 4)),
      unfinishedSections: sections.filter((section) => section.isUnfinished).length,
      gaps,
    },
    timings: { totalMs: Math.round(parts.totalMs), modelMs: Math.round(parts.modelMs) },
    counting: request.counting,
    ...(parts.citations && { citations: parts.citations }),
    ...(request.opening && { continuedWords: request.opening.words }),
    out: request.out ?? null,
  };
}

/** One call without a price leaves the whole without one: a sum that lacks a part would be believed. */
export function sumCost(calls: readonly Record<string, unknown>[], quoted: [number, number] | null): Cost {
  const sumOf = (key: string, isCounted: (call: Record<string, unknown>) => boolean): number | null => {
    let total = 0;
    for (const call of calls) {
      if (typeof call[key] !== 'number') return null;
      if (isCounted(call)) total += call[key];
    }
    return round(total, 6);
  };
  const usd = sumOf('usd', () => true);
  return {
    usd,
    priced: usd !== null,
    quoted,
    generatorUsd: sumOf('usd', ({ role }) => role !== 'judge'),
    judgeUsd: sumOf('usd', ({ role }) => role === 'judge'),
    retriedUsd: sumOf('retriedUsd', () => true),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
