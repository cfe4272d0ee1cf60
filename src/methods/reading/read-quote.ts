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

/** Calls, and tokens in and out, of one role in one way a run can go. */
type Guess = { calls: number; input: number; output: number };
/** Null: the price or the speed is not known. */
type Part = { usage: Usage; usd: number | null; ms: number | null };

const roles = ['summarizer', 'writer', 'judge'] as const;
const none: Guess = { calls: 0, input: 0, output: 0 };

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
  {
    sourceTokens,
    limits,
    readerLimits = limits,
  }: { sourceTokens: number; limits: ReadingLimits; readerLimits?: ReadingLimits },
): Quote {
  const parts = [lean, full].map((share) => {
    const guessed = guess(request.method, task, { sourceTokens, limits, readerLimits, share });
    return roles
      .filter((role) => guessed[role].calls > 0)
      .map((role) => partOf(guessed[role], request.models[role] ?? request.models.writer, request));
  });
  const sum = (pick: (part: Part) => number): [number, number] => {
    const [low = 0, high = 0] = parts.map((each) => each.reduce((total, part) => total + pick(part), 0));
    return [low, high];
  };
  const all = parts.flat();
  const range = (pick: (usage: Usage) => number): [number, number] => sum(({ usage }) => pick(usage));
  return {
    calls: range(({ calls }) => calls),
    inputTokens: range(({ inputTokens }) => inputTokens),
    cachedInputTokens: [0, 0],
    outputTokens: range(({ outputTokens }) => outputTokens),
    reasoningTokens: range(({ reasoningTokens }) => reasoningTokens),
    usd: all.some(({ usd }) => usd === null)
      ? null
      : roundAll(
          sum(({ usd }) => usd ?? 0),
          4,
        ),
    ms: all.some(({ ms }) => ms === null)
      ? null
      : roundAll(
          sum(({ ms }) => ms ?? 0),
          0,
        ),
  };
}

const roundAll = ([low, high]: [number, number], digits: number): [number, number] => [
  Number(low.toFixed(digits)),
  Number(high.toFixed(digits)),
];

/** What a role takes from its model. */
function partOf(
  { calls, input, output }: Guess,
  address: string,
  { prices, cards }: Pick<ReadRequest, 'prices' | 'cards'>,
): Part {
  const price: Price | undefined = prices[address];
  const { reasoningTokens: perCall = 0, speed } = cards[address] ?? {};
  const reasoningTokens = Math.round(calls * perCall);
  const usage = {
    calls,
    inputTokens: Math.round(input),
    cachedInputTokens: 0,
    outputTokens: Math.round(output) + reasoningTokens,
    reasoningTokens,
  };
  const isTimed = speed !== undefined && speed.tokensPerSecond > 0;
  return {
    usage,
    usd: price === undefined ? null : costOf(usage, price),
    ms: isTimed ? calls * speed.firstTokenInMs + (usage.outputTokens / speed.tokensPerSecond) * 1_000 : null,
  };
}

function guess(
  method: string,
  task: Omit<ReadingTask, 'sources'>,
  {
    sourceTokens,
    limits,
    readerLimits,
    share,
  }: { sourceTokens: number; limits: ReadingLimits; readerLimits: ReadingLimits; share: number },
): Record<(typeof roles)[number], Guess> {
  const answer = answerTokens(task, limits) * share;
  if (method === 'direct') {
    const writer = { calls: 1, input: sourceTokens + frameTokens, output: answer };
    return { summarizer: none, writer, judge: none };
  }
  const frame = tokensOfMessages(renderWorker(task, { chunk: '', unit: '' }), estimateTokens);
  const { chunkTokens, unitTokens } = planChain(readerLimits, frame, task);
  // Whole sentences leave a little of each chunk empty.
  const chunks = Math.max(1, Math.ceil(sourceTokens / (chunkTokens * (share === lean ? 1 : 0.9))));
  const notes = unitTokens * share;
  if (method === 'chain-of-agents') {
    const manager = { calls: 1, input: frameTokens + notes, output: answer };
    if (task.chain.isHybrid) {
      const merges = Math.max(1, Math.ceil((chunks * notes) / chunkTokens));
      const summarizer = {
        calls: chunks + merges,
        input: sourceTokens + chunks * frame + chunks * notes + merges * (frame + notes),
        output: (chunks + merges) * notes,
      };
      return { summarizer, writer: manager, judge: none };
    }
    const walks = listWalks(task.chain, Math.min(chunks, 64), task.seed).length;
    const isVoted = task.chain.ensemble === 'self-consistency' && task.kind === 'answer';
    const managers = isVoted ? walks : 1;
    const judges = walks > 1 && !(isVoted && share === lean) ? 1 : 0;
    return {
      summarizer: {
        calls: walks * chunks,
        input: walks * (sourceTokens + chunks * (frame + notes)),
        output: walks * chunks * notes,
      },
      writer: { calls: managers, input: managers * manager.input, output: managers * manager.output },
      judge: judges === 0 ? none : { calls: judges, input: judges * walks * notes, output: judges },
    };
  }
  if (method === 'nexussum') {
    // Dialogue is told as prose first where there is enough of it; then summaries, and passes over them.
    const told = share === lean ? 0 : 1;
    const pieces = chunks * (1 + told) * (share === lean ? 1 : 4);
    const summarizer = {
      calls: pieces + (share === lean ? 3 : 20),
      input: sourceTokens * (1.1 + told) + pieces * frameTokens,
      output: sourceTokens * (told * 0.9 + 0.1 + share * 0.3) + answer,
    };
    return { summarizer, writer: none, judge: none };
  }
  // A program decides what is looked at: a handful of turns at least, everything once or twice at most.
  return share === lean
    ? { summarizer: none, writer: { calls: 3, input: 5_000, output: 1_000 }, judge: none }
    : {
        summarizer: { calls: chunks * 2, input: sourceTokens * 2, output: chunks * notes },
        writer: { calls: 30, input: 30 * 8_000, output: 30 * 1_000 },
        judge: none,
      };
}
