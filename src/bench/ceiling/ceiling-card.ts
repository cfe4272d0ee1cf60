/** The card of a measurement: all figures, and the sentences that say what they rest on. */
import type { Model } from '../../model/model.ts';
import { ceilingTest } from './ceiling-row.ts';
import type { CeilingMeasurement } from './measure-ceiling.ts';
import type { CeilingPlan } from './plan-ceiling.ts';
import {
  answeringShare,
  type CeilingCurves,
  type CeilingRatio,
  type InputCeiling,
  type OutputCeiling,
  summarizeCeiling,
} from './summarize-ceiling.ts';

export type CeilingCard = CeilingCurves & {
  test: string;
  model: string;
  practice: boolean;
  /** Model ids that the endpoint returned, in the order they were first seen. */
  modelIds: string[];
  /** Days of the first and the last call; null: no call. */
  days: { first: string; last: string } | null;
  status: CeilingMeasurement['status'];
  failure: { fault: string; message: string } | null;
  counting: 'longbench-write';
  answeringShare: number;
  limit: CeilingPlan['limit'];
  endedEarly: CeilingMeasurement['endedEarly'];
  calls: number;
  usage: { inputTokens: number; cachedInputTokens: number; outputTokens: number; reasoningTokens: number };
  /** null: no price is known. Of the rows behind these figures, without tries that failed before them. */
  usd: number | null;
  priceSource: string | null;
  /** The result in one sentence. */
  finding: string;
  /** What was measured, with how many calls, for how much, which model, when. */
  basis: string;
};

/** @param options.priceSource - Where the price comes from; absent: none is known. */
export function createCeilingCard(
  { rows, endedEarly, status, failure }: CeilingMeasurement,
  model: Pick<Model, 'address' | 'isPractice'>,
  plan: CeilingPlan,
  { priceSource }: { priceSource?: string | undefined } = {},
): CeilingCard {
  const curves = summarizeCeiling(rows);
  const days = rows.map(({ at }) => at.slice(0, 10)).sort();
  const [first, last] = [days[0], days.at(-1)];
  const sum = (key: keyof CeilingCard['usage']): number =>
    rows.reduce((total, { usage }) => total + usage[key], 0);
  const isPriced = rows.length > 0 && rows.every(({ usd }) => usd !== null);
  const card = {
    test: ceilingTest,
    model: model.address,
    practice: model.isPractice,
    modelIds: [...new Set(rows.flatMap(({ modelId }) => modelId ?? []))],
    days: first === undefined || last === undefined ? null : { first, last },
    status,
    failure: failure ?? null,
    counting: 'longbench-write' as const,
    answeringShare,
    limit: plan.limit,
    endedEarly,
    calls: rows.length,
    usage: {
      inputTokens: sum('inputTokens'),
      cachedInputTokens: sum('cachedInputTokens'),
      outputTokens: sum('outputTokens'),
      reasoningTokens: sum('reasoningTokens'),
    },
    usd: isPriced ? rows.reduce((total, { usd }) => total + (usd ?? 0), 0) : null,
    priceSource: priceSource ?? null,
    ...curves,
  };
  return { ...card, finding: describeFinding(card), basis: describeBasis(card) };
}

function describeFinding({ input, output, ratio }: CeilingCurves): string {
  return `${describeReading(input.ceiling)}; ${describeWriting(output.ceiling)}${describeRatio(ratio)}.`;
}

function describeReading(ceiling: InputCeiling | null): string {
  if (ceiling === null) return 'How much it answers from was not measured';
  if (ceiling.words === 0) {
    if (ceiling.endedBy === 'overflow') return 'The shortest text tried is longer than it takes';
    if (ceiling.endedBy === 'unanswered') return 'It gave no whole answer about the shortest text';
    return 'It answers from none of the lengths tried';
  }
  const bound = ceiling.endedBy === 'limit' ? 'at least ' : '';
  return `It still answers from ${bound}${format(ceiling.words)} words (${format(ceiling.tokens)} tokens)`;
}

function describeWriting(ceiling: OutputCeiling | null): string {
  if (ceiling === null) return 'how much it delivers was not measured';
  return `it delivers ${ceiling.isReached ? 'at most' : 'at least'} ${format(ceiling.words)} words in one answer`;
}

function describeRatio({ value, bound }: CeilingRatio): string {
  if (value === null) return '';
  const times = `${value} times as much in as out`;
  if (bound === 'exact') return `: ${times}`;
  return bound === 'unknown' ? `: ${times} by two lower bounds, so the ratio is open` : `: ${bound} ${times}`;
}

function describeBasis(
  card: Pick<
    CeilingCard,
    'calls' | 'usage' | 'usd' | 'priceSource' | 'modelIds' | 'days' | 'model' | 'practice'
  >,
): string {
  const { calls, usage, usd, priceSource, modelIds, days } = card;
  const cost =
    usd === null ? 'cost unknown' : `${usd.toFixed(usd < 1 ? 4 : 2)} USD (${priceSource ?? 'price of then'})`;
  const ids =
    modelIds.length === 0 ? 'the endpoint named no model' : `model id returned: ${modelIds.join(', ')}`;
  const when =
    days === null ? '' : `, ${days.first === days.last ? days.first : `${days.first} to ${days.last}`}`;
  return (
    `Share of questions about generated texts answered rightly, and words delivered in single native answers: ` +
    `${format(calls)} calls, ${format(usage.inputTokens)} tokens in, ${format(usage.outputTokens)} out, ${cost}, ` +
    `${card.model}, ${ids}${when}.${card.practice ? ' Practice model: this shows that the process works, nothing about quality.' : ''}`
  );
}

const format = (value: number): string => Math.round(value).toLocaleString('en-US');
