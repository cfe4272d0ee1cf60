/** The programs behind a proof. They run alike over a live endpoint and over recorded calls. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelCallError } from '../../errors.ts';
import { judgePair, type PairVerdict } from '../../judge/pairwise.ts';
import { preference } from '../../judge/rubrics/preference.ts';
import { createAsk } from '../../methods/durable-ask.ts';
import { createLessons } from '../../methods/lessons.ts';
import { createWriteProgram } from '../../methods/write-program.ts';
import { createWriteRequest, type WriteRequest } from '../../methods/write-request.ts';
import type { WriteResult } from '../../methods/write-result.ts';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import type { Model } from '../../model/model.ts';
import { createVolatileContext } from '../../run/volatile-context.ts';
import { type Manuscript, renderMarkdown } from '../../write/manuscript.ts';
import type { AnswerAttempt, PairAttempt } from './kit.ts';
import type { ProofManifest } from './proof-manifest.ts';

export type Failure = { fault: string; message: string };
/** What a writing attempt came to: a text, or what ended it. */
export type WrittenAnswer =
  | { text: string; status: WriteResult['status']; failure?: undefined }
  | { text?: undefined; failure: Failure };
/** What a comparison came to. */
export type ComparedPair =
  | { verdict: PairVerdict; failure?: undefined }
  | { verdict?: undefined; failure: Failure };

type RunOptions = { abortSignal?: AbortSignal | undefined };

/** The request of an attempt; the same when it is quoted, made and checked. */
export function createAttemptRequest(
  { instruction, method, words }: Pick<AnswerAttempt, 'instruction' | 'method' | 'words'>,
  { author, prices, counting }: Pick<ProofManifest, 'author' | 'prices' | 'counting'>,
): WriteRequest {
  const { request } = createWriteRequest(instruction, {
    model: author.address,
    method,
    counting,
    length: { kind: 'about', words },
  });
  const cards = author.card === undefined ? {} : { [author.address]: author.card };
  return { ...request, prices, cards };
}

/** Writes one text. What ends it is data, unless it is an abort. */
export async function writeAnswer(
  attempt: AnswerAttempt,
  manifest: ProofManifest,
  model: Model,
  { abortSignal }: RunOptions = {},
): Promise<WrittenAnswer> {
  let manuscript: Manuscript | undefined;
  // The program keeps its calls in a folder of its own; ours are in the ledger.
  const folder = await mkdtemp(join(tmpdir(), 'longhand-proof-'));
  try {
    const program = createWriteProgram({
      resolveModel: async () => model,
      onManuscript: (latest) => {
        manuscript = latest;
      },
    });
    const { result } = await program(
      createAttemptRequest(attempt, manifest),
      createVolatileContext({ runId: attempt.key, folder, ...(abortSignal && { abortSignal }) }),
    );
    if (manuscript === undefined) throw new Error('A finished text has no manuscript.');
    return { text: renderMarkdown(manuscript), status: (result as WriteResult).status };
  } catch (error) {
    return { failure: describeFailure(error, abortSignal) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Has two texts compared in both orders. */
export async function comparePair(
  { key, instruction, language }: PairAttempt,
  { a, b }: { a: string; b: string },
  { prices }: Pick<ProofManifest, 'prices'>,
  judge: Model,
  { abortSignal }: RunOptions = {},
): Promise<ComparedPair> {
  await loadTokenizer();
  const context = createVolatileContext({ runId: key, ...(abortSignal && { abortSignal }) });
  const models = { writer: judge, planner: judge, editor: judge, summarizer: judge, judge };
  const { ask } = createAsk({ prices }, models, context, await createLessons({}, context));
  const { hasStructuredOutput } = judge;
  try {
    const verdict = await judgePair(
      preference,
      { instruction, a, b, language },
      { ask, step: 'pair', hasStructuredOutput },
    );
    return { verdict };
  } catch (error) {
    return { failure: describeFailure(error, abortSignal) };
  }
}

function describeFailure(error: unknown, abortSignal: AbortSignal | undefined): Failure {
  if (abortSignal?.aborted === true) throw error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return {
    fault: error instanceof ModelCallError ? error.fault : code,
    message: error instanceof Error ? error.message : String(error),
  };
}

/** One name for what an attempt came to, kept in the chain when it ends. */
export function hashOutcome(outcome: WrittenAnswer | ComparedPair): string {
  const said = outcome.failure === undefined ? outcome : { failure: outcome.failure.fault };
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
