/** The figures of a set: how much, how long, in which languages, from where, at what cost, under which licence. */
import { chooseCountingRule, countWords } from '../../text/count-words.ts';
import { scoreLength } from '../../text/length-score.ts';
import { measureRepetition } from '../../text/repetition.ts';
import { readAskedLength } from '../filters/length.ts';
import type { DatasetRecord } from '../record.ts';
import { bucketOf, bucketStarts, nameBucket } from './length-buckets.ts';
import { measureShare, type Share } from './share.ts';

export type Spread = { mean: number; least: number; p10: number; median: number; p90: number; most: number };

export type SetStatistics = {
  records: number;
  /** Records that have an answer. */
  answers: number;
  turns: number;
  /** Of all answers, counted as `longbench-write` unless their script needs `unicode`. */
  words: number;
  countedAsUnicode: number;
  answerWords: Spread | null;
  instructionWords: Spread | null;
  /** Share of 4-grams that stood before in the same answer. */
  repetition: Spread | null;
  lengths: { bucket: string; count: number }[];
  /** Answers to instructions that ask for a length; a bound or a range that is kept scores 100. */
  asked: { answers: number; meanLengthScore: number | null; from80: Share };
  /** Answers over 2,000 words. */
  long: Share;
  languages: Record<string, number>;
  models: Record<string, number>;
  methods: Record<string, number>;
  datasets: Record<string, number>;
  licences: Record<string, number>;
  /** Answers by practice models: they say nothing about quality. */
  practice: number;
  withPlan: number;
  /** Of the records that carry a cost. */
  cost: { usd: number; records: number } | null;
};

/** Streams the records; what stays in memory is three numbers a record. */
export async function measureSet(records: AsyncIterable<DatasetRecord>): Promise<SetStatistics> {
  const [answerWords, instructionWords, repetition] = [createSeries(), createSeries(), createSeries()];
  const lengths = bucketStarts.map((_start, bucket) => ({ bucket: nameBucket(bucket), count: 0 }));
  const counts = { languages: {}, models: {}, methods: {}, datasets: {}, licences: {} } as Record<
    'languages' | 'models' | 'methods' | 'datasets' | 'licences',
    Record<string, number>
  >;
  const totals = { turns: 0, unicode: 0, long: 0, asked: 0, scores: 0, from80: 0, practice: 0, withPlan: 0 };
  const cost = { usd: 0, records: 0 };
  for await (const record of records) {
    const { answer, instruction, provenance } = record;
    totals.turns += record.messages.filter(({ role }) => role === 'user').length;
    const tally = (of: keyof typeof counts, name: string | undefined): void => {
      const key = name ?? 'not stated';
      counts[of][key] = (counts[of][key] ?? 0) + 1;
    };
    tally('languages', record.language);
    tally('models', provenance?.model);
    tally('methods', provenance?.method);
    tally('datasets', provenance?.dataset);
    tally('licences', record.licence);
    if (provenance?.isPractice) totals.practice += 1;
    if (record.plan !== undefined) totals.withPlan += 1;
    if (record.cost !== undefined) {
      cost.usd += record.cost.usd;
      cost.records += 1;
    }
    instructionWords.add(countWords(instruction, chooseCountingRule(instruction)));
    if (answer.trim() === '') continue;
    const rule = chooseCountingRule(answer);
    if (rule === 'unicode') totals.unicode += 1;
    const words = countWords(answer, rule);
    answerWords.add(words);
    repetition.add(measureRepetition(answer));
    const bucket = lengths[bucketOf(words)];
    if (bucket) bucket.count += 1;
    if (words > 2000) totals.long += 1;
    const wish = readAskedLength(record);
    if (wish === undefined) continue;
    const score = scoreAsked(wish, words);
    totals.asked += 1;
    totals.scores += score;
    if (score >= 80) totals.from80 += 1;
  }
  return {
    records: instructionWords.count,
    answers: answerWords.count,
    turns: totals.turns,
    words: answerWords.sum,
    countedAsUnicode: totals.unicode,
    answerWords: answerWords.spread(),
    instructionWords: instructionWords.spread(),
    repetition: repetition.spread(),
    lengths,
    asked: {
      answers: totals.asked,
      meanLengthScore: totals.asked === 0 ? null : totals.scores / totals.asked,
      from80: measureShare(totals.from80, totals.asked),
    },
    long: measureShare(totals.long, answerWords.count),
    ...counts,
    practice: totals.practice,
    withPlan: totals.withPlan,
    cost: cost.records === 0 ? null : cost,
  };
}

/** Length score; a bound or a range that is kept has 100, one that is not the score against its nearest end. */
export function scoreAsked(asked: NonNullable<ReturnType<typeof readAskedLength>>, words: number): number {
  if (asked.kind === 'range')
    return scoreLength(Math.min(Math.max(words, asked.words[0]), asked.words[1]), words);
  if (asked.kind === 'atLeast') return scoreLength(Math.max(asked.words, words), words);
  if (asked.kind === 'atMost') return words === 0 ? 0 : scoreLength(Math.min(asked.words, words), words);
  return scoreLength(asked.words, words);
}

type Series = {
  add(value: number): void;
  spread(): Spread | null;
  readonly count: number;
  readonly sum: number;
};

function createSeries(): Series {
  let values = new Float64Array(1024);
  let [count, sum] = [0, 0];
  return {
    add(value) {
      if (count === values.length) {
        const longer = new Float64Array(count * 2);
        longer.set(values);
        values = longer;
      }
      values[count] = value;
      count += 1;
      sum += value;
    },
    spread() {
      if (count === 0) return null;
      const sorted = values.slice(0, count).sort();
      const at = (share: number): number => sorted[Math.round(share * (count - 1))] as number;
      return { mean: sum / count, least: at(0), p10: at(0.1), median: at(0.5), p90: at(0.9), most: at(1) };
    },
    get count() {
      return count;
    },
    get sum() {
      return sum;
    },
  };
}
