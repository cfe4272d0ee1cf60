/** What a run will take, said before it is paid. */
import { mostWordsAtOnce } from '../model/card/most-words.ts';
import { costOf, type Price } from '../model/cost.ts';
import { countImageTokens } from '../model/images/image-tokens.ts';
import type { Role, Usage } from '../model/model.ts';
import { listSections, type Plan } from '../plan/plan.ts';
import { sizeSections } from '../plan/plan-prompt.ts';
import { renderStyleSheet } from '../plan/style-sheet.ts';
import { showsAllImages } from './images/image-request.ts';
import type { WriteRequest } from './write-request.ts';

type Range = [low: number, high: number];

/** Estimates; ranges reach from few large sections to many small ones, tokens from lean to wordy tokenisers. */
export type Quote = {
  calls: Range;
  inputTokens: Range;
  /** The part of the input that a prompt cache can serve, where the provider has one. */
  cachedInputTokens: Range;
  /** Thinking included, where the model is known to think. */
  outputTokens: Range;
  reasoningTokens: Range;
  /** Null where a price is missing. The low end has the cache serve what it can, the high end nothing. */
  usd: Range | null;
  /** Null where the speed of the model is not known. */
  ms: Range | null;
};

export type QuotedRequest = Pick<
  WriteRequest,
  | 'method'
  | 'layout'
  | 'targetWords'
  | 'instruction'
  | 'language'
  | 'prices'
  | 'cards'
  | 'models'
  | 'concurrency'
> &
  Partial<Pick<WriteRequest, 'opening' | 'style' | 'sources' | 'images'>>;

/** What one role takes. */
type Part = { role: Role; usage: Usage };

/**
 * Quotes a run from its request alone, or, once it is drafted, from its plan.
 *
 * Tokens a word: 1.3 to 1.6 for text counted by words, 0.8 to 1.6 a Han character. A dialogue sends every
 * earlier section again with each call, so its input grows with the square of the length, up to the model's window.
 *
 * @param options.contextTokens - Window of the writer's model; absent: not known.
 */
export function quoteRun(
  request: QuotedRequest,
  {
    plan,
    contextTokens = Number.POSITIVE_INFINITY,
  }: { plan?: Plan | undefined; contextTokens?: number | undefined } = {},
): Quote {
  const words = request.targetWords - (request.opening?.words ?? 0);
  const writer = request.cards[request.models.writer];
  const maxOutputWords = mostWordsAtOnce({
    contextTokens,
    maxOutputTokens: writer?.advertised?.maxOutputTokens,
    maxOutputWords: writer?.maxOutputWords,
    isCompact: writer?.promptProfile === 'compact',
  });
  // A short text is one piece, without a plan.
  const isPiece = request.method === 'longhand' && request.targetWords < 700;
  const { fewest, most } = isPiece
    ? { fewest: 1, most: 1 }
    : isContractMethod(request.method)
      ? {
          fewest: Math.ceil(words / Math.min(900, maxOutputWords ?? 900)),
          most: Math.ceil(words / Math.min(400, maxOutputWords ?? 400)),
        }
      : sizeSections(words, { maxOutputWords });
  const planned = plan && listSections(plan).filter(({ section }) => section.targetWords > 0).length;
  const low = estimate(
    request,
    words,
    planned ?? fewest,
    request.language === 'zh' ? 0.8 : 1.3,
    contextTokens,
  );
  const high = estimate(request, words, planned ?? most, 1.6, contextTokens);
  const range = (key: keyof Usage): Range => [Math.round(sum(low, key)), Math.round(sum(high, key))];
  const usd = [usdOf(low, request, true), usdOf(high, request, false)];
  const ms = [msOf(low, request), msOf(high, request)];
  return {
    calls: range('calls'),
    inputTokens: range('inputTokens'),
    cachedInputTokens: range('cachedInputTokens'),
    outputTokens: range('outputTokens'),
    reasoningTokens: range('reasoningTokens'),
    usd: usd.includes(undefined) ? null : (usd as Range),
    ms: ms.includes(undefined) ? null : (ms as Range),
  };
}

function estimate(
  request: QuotedRequest,
  words: number,
  sections: number,
  tokensPerWord: number,
  window: number,
): Part[] {
  const { method, layout, instruction, models, cards } = request;
  const text = words * tokensPerWord;
  const opening = (request.opening?.words ?? 0) * tokensPerWord;
  const asked = (instruction.length + renderStyleSheet(request.style, request.language).length) / 3;
  const part = (role: Role, calls: number, input: number, cached: number, output: number): Part => {
    const thought = calls * (cards[models[role] ?? models.writer]?.reasoningTokens ?? 0);
    const counts = {
      inputTokens: input,
      cachedInputTokens: Math.min(cached, input),
      reasoningTokens: thought,
    };
    return { role, usage: { calls, ...counts, outputTokens: output + thought } };
  };
  const seen = quoteImages(request, sections, part);
  if (method === 'native') return [part('writer', 1, asked + opening + 20, 0, text), ...seen];

  const planTokens = sections * 80;
  const frame = asked + planTokens + 150;
  const planner = part('planner', 1, asked + opening + 400, 0, planTokens);
  const steps = sections * 150;
  const beforeAll = Math.max(0, sections - 1);
  if (method === 'parallel') {
    const shown = Math.min(opening, 2_000);
    const input = sections * (frame + shown) + steps;
    return [planner, part('writer', sections, input, beforeAll * (frame + shown), text)];
  }
  if (isContractMethod(method))
    return [
      ...estimateContract(request, { asked, openingTokens: opening, text }, words, sections, window, part),
      ...seen,
    ];

  // Section k is sent with the k-1 before it: text times (sections-1)/2 over the whole run.
  const resent = (text * beforeAll) / 2 + opening * sections;
  const resentSteps = layout === 'dialogue' ? (steps * beforeAll) / 2 : 0;
  // Where the window is full the conversation begins again with half of it: three quarters on average.
  const input = Math.min(sections * frame + steps + resent + resentSteps, sections * window * 0.75);
  const cached =
    beforeAll * frame + (resent * Math.max(0, sections - 2)) / Math.max(1, sections) + resentSteps;
  // A conversation that begins again shares little with the one before.
  const isFull = input < sections * frame + steps + resent + resentSteps;
  const writer = part('writer', sections, input, isFull ? Math.min(cached, input / 2) : cached, text);
  return [planner, writer, ...seen];
}

/** A look at an image: the question, and the two lines of the answer. */
const lookTokens = { input: 150, output: 100 };

/** What images add: each is looked at, shown to the planner and with its section; or all go with every request. */
function quoteImages(
  { images = [], method, models }: QuotedRequest,
  sections: number,
  part: MakePart,
): Part[] {
  if (images.length === 0) return [];
  const tokensAt = (role: 'planner' | 'writer'): number =>
    countImageTokens([{ images }], models[role] ?? models.writer);
  const toWriter = (times: number): Part => part('writer', 0, tokensAt('writer') * times, 0, 0);
  if (method === 'native') return [toWriter(1)];
  const planner = (times: number, looks: number): Part =>
    part(
      'planner',
      looks,
      tokensAt('planner') * times + looks * lookTokens.input,
      0,
      looks * lookTokens.output,
    );
  if (showsAllImages(method)) return [planner(1, 0), toWriter(sections)];
  // A section that is gone on with is shown its images again.
  return [planner(sections > 1 ? 2 : 1, images.length), toWriter(1.5)];
}

const isContractMethod = (method: WriteRequest['method']): boolean =>
  method === 'longhand' || method === 'tree' || method === 'chain';

type MakePart = (role: Role, calls: number, input: number, cached: number, output: number) => Part;

/** Tokens of a packet once the text is not shown whole, and of what is kept of a section. */
const packetTokens = 3_500;
const notesTokens = 120;

/** Beside a section: a share of the window, a bound, or all there is. */
const sourceTokens = ({ files }: NonNullable<WriteRequest['sources']>, window: number): number[] => [
  2_400,
  window * 0.2,
  files.reduce((sum, { tokens }) => sum + tokens, 0),
];
const mendTokens = 1_500;
const judgementsASection = 2.5;
const judgementTokens = 1_200;

/**
 * Methods with a length contract: a section takes one to two and a half calls (what is missing is added), and beyond
 * what is shown whole a packet of bounded size each, and a summary.
 */
function estimateContract(
  { method, sources, models, cards }: QuotedRequest,
  { asked, openingTokens: opening, text }: { asked: number; openingTokens: number; text: number },
  words: number,
  sections: number,
  window: number,
  part: MakePart,
): Part[] {
  const callsASection = text / words >= 1.5 ? 2.5 : 1.2;
  const calls = Math.ceil(sections * callsASection);
  const answer = text / sections;
  const whole = Math.min(12_000, window / 4);
  const isWhole = text + opening <= whole && method !== 'chain';
  const frame = asked + 350 + opening;
  const shown = isWhole ? text / 2 + sections * 80 : Math.min(packetTokens, window / 2);
  const known = calls * (frame + shown) + (calls - sections) * answer;
  const isCited = sources !== undefined && cards[models.writer]?.promptProfile !== 'compact';
  const cited = isCited ? Math.min(...sourceTokens(sources, window)) : 0;
  // Sentences that no source backs are written anew, about one section in two.
  const mends = isCited ? Math.ceil(sections / 2) : 0;
  const writer = part(
    'writer',
    calls + mends,
    known + calls * cited + mends * mendTokens,
    isWhole ? known * 0.8 : calls * frame * 0.8,
    text * 1.1 + mends * 100,
  );
  const judgements = isCited ? Math.ceil(sections * judgementsASection) : 0;
  const judge = part('judge', judgements, judgements * judgementTokens, 0, judgements * 60);
  if (sections === 1) return judgements === 0 ? [writer] : [writer, judge];
  const plans = Math.max(1, Math.ceil(sections / 12));
  const digest = isCited ? Math.min(6_000, window * 0.2, sources.files.length * 60) : 0;
  const planner = part(
    'planner',
    sections > 50 ? plans : 1,
    plans * (asked + 1_200 + digest),
    0,
    sections * 80,
  );
  const summaries = isWhole ? 0 : sections;
  return [
    planner,
    writer,
    ...(judgements > 0 ? [judge] : []),
    part('summarizer', summaries, summaries * (answer + 250), 0, summaries * notesTokens),
    part('editor', 1, 600, 0, 20),
  ];
}

const sum = (parts: readonly Part[], key: keyof Usage): number =>
  parts.reduce((total, { usage }) => total + usage[key], 0);

function usdOf(
  parts: readonly Part[],
  { models, prices }: QuotedRequest,
  isCached: boolean,
): number | undefined {
  let total = 0;
  for (const { role, usage } of parts) {
    const price: Price | undefined = prices[models[role] ?? models.writer];
    if (price === undefined) return undefined;
    total += costOf(isCached ? usage : { ...usage, cachedInputTokens: 0 }, price);
  }
  return Number(total.toFixed(4));
}

/** Time in calls by the speed that was measured; sections written side by side share it. */
function msOf(
  parts: readonly Part[],
  { models, cards, method, concurrency }: QuotedRequest,
): number | undefined {
  let total = 0;
  for (const { role, usage } of parts) {
    const speed = cards[models[role] ?? models.writer]?.speed;
    if (speed === undefined || speed.tokensPerSecond <= 0) return undefined;
    const ms = usage.calls * speed.firstTokenInMs + (usage.outputTokens / speed.tokensPerSecond) * 1_000;
    total += role === 'writer' && method === 'parallel' ? ms / concurrency : ms;
  }
  return Math.round(total);
}
