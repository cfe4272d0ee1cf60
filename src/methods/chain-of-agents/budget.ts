/** How the window of a worker is shared out between chunk, notes and answer. */
import { UsageError } from '../../errors.ts';
import { marginOf } from '../reading/read-budget.ts';
import type { ReadingLimits, ReadingTask } from '../reading/read-method.ts';

export type ChainBudget = {
  /** Most tokens of a communication unit, as handed on and as given out. */
  unitTokens: number;
  /** Most tokens of a chunk. */
  chunkTokens: number;
};

/** The output limit of the paper. */
const usualUnitTokens = 1_024;
const mostUnitShare = 0.15;
/** Of a summary of an asked length the notes hold more than the summary has. */
const mostSummaryShare = 0.25;
const tokensPerWord = 1.6;
/** Less is no chunk worth a call. */
const leastChunkTokens = 48;

/**
 * Shares out a window: `frame + chunk + unit + answer + margin` never exceeds it.
 *
 * @param frameTokens - A worker's messages with neither chunk nor unit.
 * @throws {UsageError} The question leaves no room for text.
 *
 * Source: Chain of Agents, algorithm 2. Zhang et al. 2024, arXiv:2406.02818.
 * Differs: room for the unit handed on and for the answer is taken off too, and a margin for counting in parts.
 */
export function planChain(
  { windowTokens, maxOutputTokens = Infinity }: ReadingLimits,
  frameTokens: number,
  { kind, targetWords = 0 }: Pick<ReadingTask, 'kind' | 'targetWords'>,
): ChainBudget {
  const usual = Math.min(usualUnitTokens, Math.floor(windowTokens * mostUnitShare));
  const summary =
    kind === 'answer'
      ? 0
      : Math.min(Math.ceil(targetWords * tokensPerWord), Math.floor(windowTokens * mostSummaryShare));
  const unitTokens = Math.min(Math.max(usual, summary), maxOutputTokens);
  const room = windowTokens - frameTokens - 2 * unitTokens;
  const chunkTokens = room - marginOf(windowTokens);
  if (chunkTokens < leastChunkTokens || unitTokens < 1) {
    throw new UsageError(
      `Expected a window with room for text beside the question, but of ${windowTokens} tokens question and instructions take ${frameTokens} and the notes ${2 * unitTokens}. ` +
        'Shorten `--ask`, or use a model with a larger window.',
    );
  }
  return { unitTokens, chunkTokens };
}
