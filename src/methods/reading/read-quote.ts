/** What a reading will take, said before it is paid. */
import { costOf, type Price } from '../../model/cost.ts';
import { estimateTokens } from '../../model/estimate-tokens.ts';
import type { Usage } from '../../model/model.ts';
import { planChain } from '../chain-of-agents/budget.ts';
import { listWalks } from '../chain-of-agents/order.ts';
import { renderWorker } from '../chain-of-agents/prompts.ts';
import type { Quote } from '../quote.ts';
import { answerTokens, tokensOfMessages } from './read-budget.ts';
import type { ReadingLimits, ReadingTask } from './read-method.ts';
import type { ReadRequest } from './read-request.ts';

/** Calls, and tokens in and out, of one way a run can go. */
type Guess = { calls: number; input: number; output: number };

/** How full notes and answers are, from terse models to wordy ones. */
const [lean, full] = [0.2, 1];
/** Tokens of a question with its instructions, about. */
const frameTokens = 200;

/**
 * Quotes a reading from the size of its sources. Chains are counted; for `nexussum` and for methods that decide on
 * their way how to go on, it is a wide guess.
 *
 * @throws {UsageError} The question leaves no room in the window.
 */
export function quoteReading(
  request: Pick<ReadRequest, 'method' | 'models' | 'prices' | 'cards' | 'concurrency'>,
  task: Omit<ReadingTask, 'sources'>,
  { sourceTokens, limits }: { sourceTokens: number; limits: ReadingLimits },
): Quote {
  const guesses = [lean, full].map((share) => guess(request.method, task, { sourceTokens, limits, share }));
  const { writer } = request.models;
  const price: Price | undefined = request.prices[writer];
  const card = request.cards[writer];
  const usages = guesses.map((each): Usage => {
    const reasoningTokens = Math.round(each.calls * (card?.reasoningTokens ?? 0));
    return {
      calls: each.calls,
      inputTokens: Math.round(each.input),
      cachedInputTokens: 0,
      outputTokens: Math.round(each.output) + reasoningTokens,
      reasoningTokens,
    };
  });
  const range = <T>(pick: (usage: Usage) => T): [T, T] => {
    const [low, high] = usages.map(pick);
    return [low as T, high as T];
  };
  const speed = card?.speed;
  return {
    calls: range(({ calls }) => calls),
    inputTokens: range(({ inputTokens }) => inputTokens),
    cachedInputTokens: [0, 0],
    outputTokens: range(({ outputTokens }) => outputTokens),
    reasoningTokens: range(({ reasoningTokens }) => reasoningTokens),
    usd: price === undefined ? null : range((usage) => Number(costOf(usage, price).toFixed(4))),
    ms:
      speed === undefined || speed.tokensPerSecond <= 0
        ? null
        : range(({ calls, outputTokens }) =>
            Math.round(calls * speed.firstTokenInMs + (outputTokens / speed.tokensPerSecond) * 1_000),
          ),
  };
}

function guess(
  method: string,
  task: Omit<ReadingTask, 'sources'>,
  { sourceTokens, limits, share }: { sourceTokens: number; limits: ReadingLimits; share: number },
): Guess {
  const answer = answerTokens(task, limits) * share;
  if (method === 'direct') return { calls: 1, input: sourceTokens + frameTokens, output: answer };
  const frame = tokensOfMessages(renderWorker(task, { chunk: '', unit: '' }), estimateTokens);
  const { chunkTokens, unitTokens } = planChain(limits, frame, task);
  // Whole sentences leave a little of each chunk empty.
  const chunks = Math.max(1, Math.ceil(sourceTokens / (chunkTokens * (share === lean ? 1 : 0.9))));
  const notes = unitTokens * share;
  if (method === 'chain-of-agents') {
    const manager = { calls: 1, input: frameTokens + notes, output: answer };
    if (task.chain.isHybrid) {
      const merges = Math.max(1, Math.ceil((chunks * notes) / chunkTokens));
      return {
        calls: chunks + merges + manager.calls,
        input: sourceTokens + chunks * frame + chunks * notes + merges * (frame + notes) + manager.input,
        output: (chunks + merges) * notes + manager.output,
      };
    }
    const walks = listWalks(task.chain, Math.min(chunks, 64), task.seed).length;
    const isVoted = task.chain.ensemble === 'self-consistency' && task.kind === 'answer';
    const managers = isVoted ? walks : 1;
    const judges = walks > 1 ? 1 : 0;
    return {
      calls: walks * chunks + managers + (isVoted && share === lean ? 0 : judges),
      input:
        walks * (sourceTokens + chunks * (frame + notes)) + managers * manager.input + judges * walks * notes,
      output: walks * chunks * notes + managers * manager.output,
    };
  }
  if (method === 'nexussum') {
    // Dialogue is told as prose first where there is enough of it; then summaries, and passes over them.
    const told = share === lean ? 0 : 1;
    const pieces = chunks * (1 + told) * (share === lean ? 1 : 4);
    return {
      calls: pieces + (share === lean ? 3 : 20),
      input: sourceTokens * (1.1 + told) + pieces * frameTokens,
      output: sourceTokens * (told * 0.9 + 0.1 + share * 0.3) + answer,
    };
  }
  // A program decides what is looked at: a handful of turns at least, everything once or twice at most.
  return {
    calls: share === lean ? 3 : 30 + chunks * 2,
    input: share === lean ? 5_000 : sourceTokens * 2 + 30 * 8_000,
    output: share === lean ? 1_000 : 30 * 1_000 + chunks * notes,
  };
}
