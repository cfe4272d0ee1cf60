/** The figures of a proof: pure arithmetic over its manifest, its rows and its ledger. */
import { isSameFamily } from '../../judge/family.ts';
import { type PairSummary, summarizePairs } from '../../judge/summarize-pairs.ts';
import {
  type CeilingEstimate,
  estimateCeiling,
  measureRuler,
  type RulerPoint,
} from '../benchmarks/longwrite-ruler.ts';
import { boundStatistic } from '../statistics/bootstrap.ts';
import { type Estimate, estimate } from '../statistics/mean-interval.ts';
import { comparedMethods, keyOfKilled, probeKey } from './kit.ts';
import type { LedgerLine } from './ledger.ts';
import { measureCalls } from './measure-calls.ts';
import type { ProofManifest } from './proof-manifest.ts';
import { type KitQuote, quoteKit } from './quote-kit.ts';
import type { AnswerRow, PairRow, RebuiltRows } from './rebuild.ts';
import { listExchanges } from './replay.ts';

export type Bounded = { value: number | null; low: number | null; high: number | null };

type LengthFigures = {
  method: string;
  words: number;
  answers: number;
  failures: number;
  /** Within the asked length, by its tolerance. */
  kept: number;
  deliveredWords: Estimate;
  lengthScore: Estimate;
};

type PairFigures = PairSummary & {
  against: string;
  /** Comparisons that failed, and those of which a text is missing. */
  failures: number;
  missing: number;
  winRateOver: Bounded;
  flipRateOver: Bounded;
  lengthMatchedOver: Bounded;
};

type KillFigures = {
  key: string;
  /** null: no process was ended. */
  signal: string | null;
  /** Calls answered before the kill, and after it. */
  answeredBefore: number;
  answeredAfter: number;
  /** Answered calls before the kill that were sent once more: paid twice. */
  paidTwice: number;
  /** Calls in flight when it was killed; theirs may be billed and is asked for again. */
  inFlight: number;
  inFlightTokens: number;
  status: string;
  deliveredWords: number | null;
};

type DocumentCost = Pick<AnswerRow, 'key' | 'quoted' | 'usd'> & {
  outputTokens: number;
  method: string;
  /** Of the real figure against its quote; null: nothing to compare. */
  usdLies: Place | null;
  outputLies: Place;
};

type Place = 'below' | 'within' | 'above';

/** How many texts of a method lay where against their quotes. */
type QuoteFigures = {
  method: string;
  usd: Record<Place, number>;
  outputTokens: Record<Place, number>;
};

export type ProofFigures = {
  /** Addresses of practice models among author and judge. */
  practice: string[];
  returnedIds: { author: string[]; judge: string[] };
  /** The whole kit, with the card as it was probed. */
  quoted: KitQuote;
  /** By addresses and returned ids; null: it cannot be told. */
  isSameFamily: boolean | null;
  attempts: { planned: number; done: number; failed: number };
  failures: { key: string; fault: string; message: string }[];
  calls: { sent: number; failed: number; unanswered: number; estimated: number };
  ceiling: { points: RulerPoint[]; estimate: CeilingEstimate | null; failures: number };
  lengths: LengthFigures[];
  long: Pick<AnswerRow, 'key' | 'words' | 'status' | 'deliveredWords' | 'lengthScore' | 'usd'> | null;
  kill: KillFigures;
  documents: DocumentCost[];
  usd: { probe: number | null; author: number | null; judge: number | null; whole: number | null };
  quotes: QuoteFigures[];
  pairs: PairFigures[];
};

/** Needs the tokenizer loaded, as rows do. */
export function computeFigures(
  manifest: ProofManifest,
  { answers, pairs }: RebuiltRows,
  lines: readonly LedgerLine[],
): ProofFigures {
  const { author, judge, prices } = manifest;
  const rows = [...answers, ...pairs];
  const probe = measureCalls(listExchanges(lines, probeKey), prices[author.address]);
  const idsOf = (some: readonly { returnedIds: readonly string[] }[]): string[] => [
    ...new Set(some.flatMap(({ returnedIds }) => returnedIds)),
  ];
  const [authorIds, judgeIds] = [idsOf([probe, ...answers]), idsOf(pairs)];
  const authorUsd = sumOrNull(answers.map(({ usd }) => usd));
  const judgeUsd = sumOrNull(pairs.map(({ usd }) => usd));
  const documents = answers
    .filter(({ failure, purpose }) => failure === null && purpose !== 'ruler')
    .map(describeCost);
  const sumOf = (key: 'failedCalls' | 'unansweredCalls' | 'estimatedCalls'): number =>
    [probe, ...rows].reduce((sum, row) => sum + row[key], 0);
  return {
    practice: [
      ...new Set([author, judge].flatMap(({ isPractice, address }) => (isPractice ? [address] : []))),
    ],
    returnedIds: { author: authorIds, judge: judgeIds },
    quoted: quoteKit(manifest),
    isSameFamily: compareFamilies([author.address, ...authorIds], [judge.address, ...judgeIds]),
    attempts: {
      planned: rows.length,
      done: rows.filter(({ failure }) => failure === null).length,
      failed: rows.filter(({ failure }) => failure !== null).length,
    },
    failures: rows.flatMap(({ key, failure }) => (failure === null ? [] : [{ key, ...failure }])),
    calls: {
      sent: lines.filter(({ entry }) => entry.kind === 'sent').length,
      failed: sumOf('failedCalls'),
      unanswered: sumOf('unansweredCalls'),
      estimated: sumOf('estimatedCalls'),
    },
    ceiling: measureCeiling(answers),
    lengths: manifest.sizes.lengths.flatMap((words) =>
      comparedMethods.map((method) => measureLengths(method, words, answers, manifest.seed)),
    ),
    long: describeLong(answers),
    kill: describeKill(manifest, answers, lines),
    documents,
    usd: {
      probe: probe.usd,
      author: authorUsd,
      judge: judgeUsd,
      whole: sumOrNull([probe.usd, authorUsd, judgeUsd]),
    },
    quotes: comparedMethods.map((method) => countQuotes(method, documents)),
    pairs: (['native', 'agentwrite'] as const).map((against) => measurePairs(against, pairs, manifest.seed)),
  };
}

function compareFamilies(authors: readonly string[], judges: readonly string[]): boolean | null {
  const claims = authors.flatMap((author) => judges.map((judge) => isSameFamily(author, judge)));
  if (claims.includes(true)) return true;
  return claims.includes(false) ? false : null;
}

function measureCeiling(answers: readonly AnswerRow[]): ProofFigures['ceiling'] {
  const asked = answers.filter(({ purpose }) => purpose === 'ruler');
  const points = measureRuler(
    asked.flatMap(({ words, deliveredWords }) =>
      deliveredWords === null ? [] : [{ askedWords: words, deliveredWords }],
    ),
  );
  return {
    points,
    estimate: estimateCeiling(points) ?? null,
    failures: asked.filter(({ failure }) => failure !== null).length,
  };
}

function measureLengths(
  method: string,
  words: number,
  answers: readonly AnswerRow[],
  seed: number,
): LengthFigures {
  const asked = answers.filter(
    (row) => row.purpose === 'compared' && row.method === method && row.words === words,
  );
  const observe = (key: 'deliveredWords' | 'lengthScore'): Estimate =>
    roundAll(
      estimate(
        asked.flatMap((row) => (row[key] === null ? [] : [{ cluster: row.prompt, value: row[key] }])),
        { seed: `${seed} ${key} ${method} ${words}` },
      ),
    );
  return {
    method,
    words,
    answers: asked.filter(({ failure }) => failure === null).length,
    failures: asked.filter(({ failure }) => failure !== null).length,
    kept: asked.filter(({ status }) => status === 'done').length,
    deliveredWords: observe('deliveredWords'),
    lengthScore: observe('lengthScore'),
  };
}

function describeLong(answers: readonly AnswerRow[]): ProofFigures['long'] {
  const row = answers.find(({ purpose }) => purpose === 'long');
  if (row === undefined) return null;
  const { key, words, status, deliveredWords, lengthScore, usd } = row;
  return { key, words, status, deliveredWords, lengthScore, usd };
}

function describeKill(
  manifest: ProofManifest,
  answers: readonly AnswerRow[],
  lines: readonly LedgerLine[],
): KillFigures {
  const key = keyOfKilled(manifest);
  const row = answers.find((each) => each.key === key);
  const killed = lines.find(({ entry }) => entry.kind === 'killed');
  const signal = killed?.entry.kind === 'killed' ? killed.entry.signal : null;
  const at = killed?.number ?? 0;
  const exchanges = listExchanges(lines, key);
  const before = exchanges.filter(({ line }) => line < at);
  const after = exchanges.filter(({ line }) => line > at);
  const answered = (some: typeof exchanges): typeof exchanges =>
    some.filter(({ end }) => end?.kind === 'answered');
  const inFlight = before.filter(({ end }) => end === undefined);
  const paid = new Set(answered(before).map(({ sent }) => JSON.stringify(sent.request)));
  return {
    key,
    signal,
    answeredBefore: answered(before).length,
    answeredAfter: answered(after).length,
    paidTwice: after.filter(({ sent }) => paid.has(JSON.stringify(sent.request))).length,
    inFlight: inFlight.length,
    inFlightTokens: measureCalls(inFlight, undefined).unansweredTokens,
    status: row?.status ?? 'failed',
    deliveredWords: row?.deliveredWords ?? null,
  };
}

function describeCost({ key, method, quoted, usd, usage: { outputTokens } }: AnswerRow): DocumentCost {
  const usdLies = usd === null || quoted.usd === null ? null : placeIn(quoted.usd, usd);
  return {
    key,
    method,
    quoted,
    usd,
    outputTokens,
    usdLies,
    outputLies: placeIn(quoted.outputTokens, outputTokens),
  };
}

function placeIn([low = 0, high = Infinity]: readonly number[], value: number): Place {
  return value < low ? 'below' : value > high ? 'above' : 'within';
}

function countQuotes(method: string, documents: readonly DocumentCost[]): QuoteFigures {
  const own = documents.filter((each) => each.method === method);
  const count = (key: 'usdLies' | 'outputLies'): Record<Place, number> => {
    const at = (place: Place): number => own.filter((each) => each[key] === place).length;
    return { below: at('below'), within: at('within'), above: at('above') };
  };
  return { method, usd: count('usdLies'), outputTokens: count('outputLies') };
}

function measurePairs(against: PairRow['against'], all: readonly PairRow[], seed: number): PairFigures {
  const pairs = all.filter((row) => row.against === against);
  const judged = pairs.flatMap(({ prompt, verdict, deliveredWords }) =>
    verdict === null || verdict === undefined || deliveredWords === null
      ? []
      : [{ prompt, forward: verdict.forward, backward: verdict.backward, words: deliveredWords }],
  );
  const clusters = [...Map.groupBy(judged, ({ prompt }) => prompt).values()];
  const over = (name: string, read: (summary: PairSummary) => number | null): Bounded => {
    const { value, interval } = boundStatistic(clusters, (some) => read(summarizePairs(some.flat())), {
      seed: `${seed} ${name} ${against}`,
    });
    return roundAll({ value, low: interval?.low ?? null, high: interval?.high ?? null });
  };
  const points = judged.map(({ prompt, ...pair }) => ({ prompt, rate: summarizePairs([pair]).winRate }));
  const { value, low, high } = estimate(
    points.flatMap(({ prompt, rate }) => (rate === null ? [] : [{ cluster: prompt, value: rate }])),
    { seed: `${seed} win rate ${against}` },
  );
  const isMissing = ({ failure }: PairRow): boolean => failure?.fault === 'no-answer';
  return {
    against,
    ...summarizePairs(judged),
    failures: pairs.filter((row) => row.failure !== null && !isMissing(row)).length,
    missing: pairs.filter(isMissing).length,
    winRateOver: roundAll({ value, low, high }),
    flipRateOver: over('flip rate', ({ flipRate }) => flipRate),
    lengthMatchedOver: over('length-matched win rate', ({ lengthMatched }) => lengthMatched.winRate),
  };
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return Number(sum.toFixed(6));
}

/** Figures end after six digits: the last ones of a double say nothing. */
function roundAll<T extends Bounded>(bounded: T): T {
  const round = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(6)));
  return { ...bounded, value: round(bounded.value), low: round(bounded.low), high: round(bounded.high) };
}
