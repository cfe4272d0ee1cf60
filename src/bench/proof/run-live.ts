/** Runs attempts against a live endpoint: from the record as far as it goes, then from the model, into the record. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { Model } from '../../model/model.ts';
import { runAdaptively } from '../../run/run-adaptively.ts';
import { type ComparedPair, comparePair, hashOutcome, type WrittenAnswer, writeAnswer } from './attempts.ts';
import { sealFile } from './bundle.ts';
import { createExchangeModel, type LiveExchange } from './exchange-model.ts';
import type { AnswerAttempt, PairAttempt } from './kit.ts';
import type { Ledger, LedgerLine } from './ledger.ts';
import type { ProofManifest } from './proof-manifest.ts';
import {
  createReplay,
  isEndpointFailure,
  listExchanges,
  mayOmitSettings,
  nameFailure,
  ReplayMismatch,
} from './replay.ts';
import type { ProofWorld } from './settle-manifest.ts';

export type RunPlan = {
  folder: string;
  address: string;
  world: ProofWorld;
  manifest: ProofManifest;
  ledger: Ledger;
  concurrency: number;
  abortSignal: AbortSignal | undefined;
  isStopped: () => boolean;
  onProgress: (line: string) => void;
};

/** @returns Whether all of them were run; false: stopped before. */
export async function runAttempts<Attempt extends AnswerAttempt | PairAttempt>(
  attempts: readonly Attempt[],
  run: (attempt: Attempt, live: LiveExchange) => Promise<WrittenAnswer | ComparedPair>,
  { folder, address, world, manifest, ledger, concurrency, isStopped, onProgress, abortSignal }: RunPlan,
): Promise<boolean> {
  if (attempts.length === 0) return true;
  // From here on the bundle is not the one that was sealed.
  await rm(join(folder, sealFile), { force: true });
  const model = await openModel(manifest, address, world);
  let done = 0;
  await runAdaptively(
    attempts,
    async (attempt) => {
      const outcome = await run(attempt, { model, ledger, attempt: attempt.key, abortSignal });
      const sha256 = hashOutcome(outcome);
      await ledger.append({ kind: 'ended', attempt: attempt.key, sha256 });
      done += 1;
      const { failure } = outcome;
      onProgress(
        `${done} of ${attempts.length}: ${attempt.key}${failure === undefined ? '' : `: failed: ${failure.message}`}`,
      );
      return { isRateLimited: failure?.fault === 'rate-limit' };
    },
    { concurrency, isStopped },
  );
  return done === attempts.length;
}

export async function writeLive(
  attempt: AnswerAttempt,
  manifest: ProofManifest,
  live: LiveExchange,
): Promise<WrittenAnswer> {
  return withExchange(live, manifest.author, (model) =>
    writeAnswer(attempt, manifest, model, { abortSignal: live.abortSignal }),
  );
}

export async function compareLive(
  attempt: PairAttempt,
  texts: { a: string; b: string },
  manifest: ProofManifest,
  live: LiveExchange,
): Promise<ComparedPair> {
  return withExchange(live, manifest.judge, (model) =>
    comparePair(attempt, texts, manifest, model, { abortSignal: live.abortSignal }),
  );
}

/** Answers from the record first, so that what an earlier process paid for is not paid for again. */
async function withExchange<Outcome extends WrittenAnswer | ComparedPair>(
  live: LiveExchange,
  facts: ProofManifest['author'],
  run: (model: Model) => Promise<Outcome>,
): Promise<Outcome> {
  const exchanges = listExchanges(live.ledger.lines, live.attempt);
  const exchange = createExchangeModel(
    facts,
    createReplay(exchanges, { mayOmit: mayOmitSettings(live.ledger.lines) }),
    live,
  );
  const outcome = await run(exchange.model);
  if (exchange.trouble instanceof ReplayMismatch)
    throw new UsageError(
      `Expected \`${live.attempt}\` to go on as it began, but it now asks for something else (line ${exchange.trouble.line} of its calls). Begin anew in another folder with --out.`,
    );
  return nameFailure(outcome, listExchanges(live.ledger.lines, live.attempt));
}

/** The model as the manifest knows it; what it accepts on the wire is the endpoint's own matter. */
export async function openModel(
  { author, judge }: ProofManifest,
  address: string,
  { resolveModel }: ProofWorld,
): Promise<Model> {
  const facts = address === author.address ? author : judge;
  return { ...(await resolveModel(address, facts.card)), ...facts };
}

/** Not ended yet, or ended by an endpoint that failed: that is tried again, and stays in the ledger. */
export function isOpen(lines: readonly LedgerLine[], key: string): boolean {
  const isEnded = lines.some(({ entry }) => entry.kind === 'ended' && entry.attempt === key);
  return !isEnded || isEndpointFailure(listExchanges(lines, key));
}
