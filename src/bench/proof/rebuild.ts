/**
 * From the recorded calls to rows: every program is run again over what was answered, and has to come to the same. A
 * proof is made by this code and checked by this code; the rows of a bundle say nothing that its calls do not.
 */
import { quoteRun } from '../../methods/quote.ts';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import type { Model } from '../../model/model.ts';
import { countWords } from '../../text/count-words.ts';
import { scoreLength } from '../../text/length-score.ts';
import {
  type ComparedPair,
  comparePair,
  createAttemptRequest,
  type Failure,
  hashOutcome,
  type WrittenAnswer,
  writeAnswer,
} from './attempts.ts';
import { createExchangeModel, type ModelFacts } from './exchange-model.ts';
import { type AnswerAttempt, listAnswerAttempts, listPairAttempts, type PairAttempt } from './kit.ts';
import { type LedgerLine, ledgerFile } from './ledger.ts';
import { type CallFigures, measureCalls } from './measure-calls.ts';
import type { ProofManifest } from './proof-manifest.ts';
import { ProofMismatch } from './proof-mismatch.ts';
import {
  createReplay,
  isEndpointFailure,
  listExchanges,
  mayOmitSettings,
  nameFailure,
  ReplayMismatch,
} from './replay.ts';

/** One text, or what ended it. A failure has no words and no score. */
export type AnswerRow = Omit<AnswerAttempt, 'instruction'> & {
  text: string | null;
  status: 'done' | 'outside-contract' | 'failed';
  deliveredWords: number | null;
  /** S_l, 0 to 100. */
  lengthScore: number | null;
  failure: Failure | null;
  /** How the last call ended, as the provider told it. */
  finishReason: string | null;
  /** What was expected before it was written; usd is null without a price. */
  quoted: { outputTokens: readonly number[]; usd: readonly number[] | null };
} & CallFigures;

/** One comparison; `verdict` is null where it failed, and its outcome null where an order is unscored. */
export type PairRow = Omit<PairAttempt, 'instruction'> & {
  verdict: ComparedPair['verdict'] | null;
  failure: Failure | null;
  deliveredWords: { a: number; b: number } | null;
} & CallFigures;

export type RebuiltRows = { answers: AnswerRow[]; pairs: PairRow[] };

/**
 * Rebuilds the rows of all attempts that are planned.
 *
 * @throws {ProofMismatch} The calls of an attempt are not those its program makes, or do not come to what was noted.
 */
export async function rebuildRows(
  manifest: ProofManifest,
  lines: readonly LedgerLine[],
): Promise<RebuiltRows> {
  const answers: AnswerRow[] = [];
  for (const attempt of listAnswerAttempts(manifest))
    answers.push(await rebuildAnswer(attempt, manifest, lines));
  const texts = new Map(answers.map(({ key, text }) => [key, text]));
  const pairs: PairRow[] = [];
  for (const attempt of listPairAttempts(manifest))
    pairs.push(await rebuildPair(attempt, texts, manifest, lines));
  return { answers, pairs };
}

export async function rebuildAnswer(
  attempt: AnswerAttempt,
  manifest: ProofManifest,
  lines: readonly LedgerLine[],
): Promise<AnswerRow> {
  await loadTokenizer();
  const { author, prices, counting } = manifest;
  const { instruction: _said, ...named } = attempt;
  const exchanges = listExchanges(lines, attempt.key);
  const { text = null, ...outcome } = await rebuildOutcome<WrittenAnswer>(
    attempt.key,
    author,
    lines,
    (model) => writeAnswer(attempt, manifest, model),
  );
  const quote = quoteRun(createAttemptRequest(attempt, manifest), { contextTokens: author.contextTokens });
  const deliveredWords = text === null ? null : countWords(text, counting);
  const last = exchanges.at(-1)?.end;
  return {
    ...named,
    text,
    status: 'status' in outcome ? outcome.status : 'failed',
    deliveredWords,
    lengthScore: deliveredWords === null ? null : round(scoreLength(attempt.words, deliveredWords)),
    failure: outcome.failure ?? null,
    finishReason: last?.kind === 'answered' ? last.finishReason.unified : null,
    quoted: { outputTokens: quote.outputTokens, usd: quote.usd },
    ...measureCalls(exchanges, prices[author.address]),
  };
}

/** @param texts - Of the answers by key; null: that answer failed, and nothing is compared. */
async function rebuildPair(
  attempt: PairAttempt,
  texts: ReadonlyMap<string, string | null>,
  manifest: ProofManifest,
  lines: readonly LedgerLine[],
): Promise<PairRow> {
  await loadTokenizer();
  const { judge, prices, counting } = manifest;
  const { instruction: _said, ...named } = attempt;
  const [a, b] = [texts.get(attempt.a) ?? null, texts.get(attempt.b) ?? null];
  const figures = measureCalls(listExchanges(lines, attempt.key), prices[judge.address]);
  if (a === null || b === null) {
    refuseCalls(attempt.key, lines);
    const failure = { fault: 'no-answer', message: `${a === null ? attempt.a : attempt.b} has no text.` };
    return { ...named, verdict: null, failure, deliveredWords: null, ...figures };
  }
  const outcome = await rebuildOutcome<ComparedPair>(attempt.key, judge, lines, (model) =>
    comparePair(attempt, { a, b }, manifest, model),
  );
  return {
    ...named,
    verdict: outcome.verdict ?? null,
    failure: outcome.failure ?? null,
    deliveredWords: { a: countWords(a, counting), b: countWords(b, counting) },
    ...figures,
  };
}

/** Runs a program over its recorded calls, and holds what it comes to against what was noted when it ended. */
async function rebuildOutcome<Outcome extends WrittenAnswer | ComparedPair>(
  key: string,
  facts: ModelFacts,
  lines: readonly LedgerLine[],
  run: (model: Model) => Promise<Outcome>,
): Promise<Outcome> {
  const exchanges = listExchanges(lines, key);
  const ended = lines.findLast(({ entry }) => entry.kind === 'ended' && entry.attempt === key);
  if (ended?.entry.kind !== 'ended')
    throw new ProofMismatch({
      file: ledgerFile,
      field: 'ended',
      expected: `an end of \`${key}\`, as planned in the manifest`,
      found: 'none',
    });
  for (const { sent, line } of exchanges)
    if (sent.address !== facts.address) throw mismatchAt(line, 'address', facts.address, sent.address);
  const replay = createReplay(exchanges, { mayOmit: mayOmitSettings(lines) });
  const exchange = createExchangeModel(facts, replay);
  const said = await run(exchange.model);
  const { trouble } = exchange;
  if (trouble instanceof ReplayMismatch)
    throw mismatchAt(trouble.line, trouble.field, trouble.expected, trouble.found);
  const last = exchanges.at(-1);
  if (trouble !== undefined && !isEndpointFailure(exchanges))
    throw mismatchAt(last?.line ?? ended.number, 'call', `a further call of \`${key}\``, 'none');
  const outcome = nameFailure(said, exchanges);
  const { left } = replay;
  if (left !== undefined)
    throw mismatchAt(left.line, 'call', `no further call of \`${key}\``, `call ${left.sent.call}`);
  const sha256 = hashOutcome(outcome);
  if (sha256 !== ended.entry.sha256) throw mismatchAt(ended.number, 'sha256', sha256, ended.entry.sha256);
  return outcome;
}

function refuseCalls(key: string, lines: readonly LedgerLine[]): void {
  const line = lines.find(({ entry }) => 'attempt' in entry && entry.attempt === key);
  if (line !== undefined)
    throw mismatchAt(
      line.number,
      'attempt',
      `no call of \`${key}\`, one of whose texts is missing`,
      line.entry.kind,
    );
}

const mismatchAt = (line: number, field: string, expected: unknown, found: unknown): ProofMismatch =>
  new ProofMismatch({ file: ledgerFile, line, field, expected, found });

const round = (value: number): number => Number(value.toFixed(4));
