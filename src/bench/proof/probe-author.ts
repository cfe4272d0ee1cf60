/** Measures the author's card within a proof, so that the probe, too, can be made again from its calls. */
import { type CapabilityCard, emptyCard } from '../../model/card/card.ts';
import { type ProbeStep, probeModel } from '../../model/card/probe.ts';
import { type Delay, delay } from '../../model/delay.ts';
import type { Model } from '../../model/model.ts';
import { createRandom } from '../../model/simulated/random.ts';
import { createExchangeModel, type LiveExchange } from './exchange-model.ts';
import { findDifference } from './find-difference.ts';
import { probeKey } from './kit.ts';
import { hashText, type Ledger, type LedgerLine, ledgerFile } from './ledger.ts';
import { manifestFile, type ProofManifest } from './proof-manifest.ts';
import { ProofMismatch } from './proof-mismatch.ts';
import {
  createReplay,
  listExchanges,
  mayOmitSettings,
  type RecordedExchange,
  ReplayMismatch,
} from './replay.ts';

type ProbedCard = { card: CapabilityCard; steps: ProbeStep[] };

/** Probes a live model, going on from the calls that are there already. */
export async function probeAuthor(
  model: Model,
  ledger: Ledger,
  {
    probeTokens,
    abortSignal,
    onStep,
  }: {
    probeTokens: number;
    abortSignal?: AbortSignal | undefined;
    onStep?: ((step: ProbeStep) => void) | undefined;
  },
): Promise<ProbedCard> {
  const live: LiveExchange = { model, ledger, attempt: probeKey, abortSignal };
  const { card } = await runProbe(model.card, model.address, ledger.lines, probeTokens, {
    live,
    abortSignal,
    onStep,
  }).catch(async (error: Error) => {
    await ledger.append({ kind: 'ended', attempt: probeKey, sha256: hashText(error.message) });
    throw error;
  });
  // What is noted is what the calls say again; speed alone is measured in the act.
  const again = await runProbe(model.card, model.address, ledger.lines, probeTokens);
  return { card: { ...again.card, ...pickTimes(card) }, steps: again.steps };
}

/** @throws {ProofMismatch} The probe's calls do not lead to the card in the manifest. Speed and dates are not checked. */
export async function checkProbe(manifest: ProofManifest, lines: readonly LedgerLine[]): Promise<void> {
  const { author, sizes, probe } = manifest;
  const again = await runProbe(author.card, author.address, lines, sizes.probeTokens);
  if (again.trouble instanceof ReplayMismatch) {
    const { line, field, expected, found } = again.trouble;
    throw new ProofMismatch({ file: ledgerFile, line, field, expected, found });
  }
  if (again.trouble !== undefined)
    throw new ProofMismatch({
      file: ledgerFile,
      field: 'call',
      expected: 'a further call of `probe`',
      found: 'none',
    });
  if (again.left !== undefined)
    throw new ProofMismatch({
      file: ledgerFile,
      line: again.left.line,
      field: 'call',
      expected: 'no further call of `probe`',
      found: `call ${again.left.sent.call}`,
    });
  const steps = findDifference(again.steps, probe, 'probe');
  if (steps !== undefined) throw new ProofMismatch({ file: manifestFile, ...steps });
  const { speed: _a, updatedAt: _b, probedAt: _c, ...expected } = again.card;
  const { speed: _d, updatedAt: _e, probedAt: _f, ...found } = author.card ?? ({} as Partial<CapabilityCard>);
  const card = findDifference(expected, found, 'author.card');
  if (card !== undefined) throw new ProofMismatch({ file: manifestFile, ...card });
}

/** Longer than any wait between two tries. */
const endless = 100_000_000;
/** Recorded answers are there at once: waits between tries are left out, and silence is never met. */
const waitForNothing: Delay = async (delayInMs, abortSignal) => {
  if (delayInMs >= endless) await delay(delayInMs, abortSignal);
};

async function runProbe(
  known: CapabilityCard | undefined,
  address: string,
  lines: readonly LedgerLine[],
  probeTokens: number,
  {
    live,
    abortSignal,
    onStep,
  }: {
    live?: LiveExchange;
    abortSignal?: AbortSignal | undefined;
    onStep?: ((step: ProbeStep) => void) | undefined;
  } = {},
) {
  // Settings learnt earlier would hide what the endpoint does now; a schema must be sent to be seen enforced.
  const advertised = known?.advertised;
  const card = {
    ...emptyCard(address, new Date(0)),
    structuredOutput: 'schema' as const,
    ...(advertised && { advertised }),
  };
  const facts = { address, isPractice: false, hasStructuredOutput: true, card };
  const replay = createReplay(listProbeExchanges(lines), {
    isFaithful: true,
    mayOmit: mayOmitSettings(lines),
  });
  const exchange = createExchangeModel(facts, replay, live);
  const random = createRandom(probeKey, address);
  const steps: ProbeStep[] = [];
  const probed = await probeModel(exchange.model, {
    limitInTokens: probeTokens,
    random: () => random.next(),
    ...(live === undefined && { delay: waitForNothing, idleTimeoutInMs: endless, now: () => 0 }),
    ...(abortSignal && { abortSignal }),
    onStep(step) {
      const told = { ...step, detail: withoutTimes(step.detail) };
      steps.push(told);
      onStep?.(step);
    },
  });
  return { card: withoutHalfWindow(probed, steps), steps, trouble: exchange.trouble, left: replay.left };
}

const pickTimes = ({ speed, updatedAt, probedAt }: CapabilityCard): Partial<CapabilityCard> => ({
  ...(speed !== undefined && { speed }),
  updatedAt,
  ...(probedAt !== undefined && { probedAt }),
});

/** Speed is told in the act alone. */
const withoutTimes = (detail: string): string =>
  detail.replace(/speed could not be told|\d+(?:\.\d+)? tokens a second/, 'speed not noted');

/** A climb that broke off on the way says how far it came, which is no window to plan with. */
function withoutHalfWindow(card: CapabilityCard, steps: readonly ProbeStep[]): CapabilityCard {
  if (steps.find(({ name }) => name === 'window')?.isKnown !== false) return card;
  const { keptTokens: _kept, ...rest } = card;
  return card.lostTokens === undefined ? rest : card;
}

/** Without the failures that ended a try, as a wrong key does: the next one asked the same again. */
function listProbeExchanges(lines: readonly LedgerLine[]): RecordedExchange[] {
  const exchanges = listExchanges(lines, probeKey);
  const ends = lines.filter(({ entry }) => entry.kind === 'ended' && entry.attempt === probeKey);
  const endedTries = new Set(ends.map(({ number }) => exchanges.findLast(({ line }) => line < number)));
  return exchanges.filter((each) => each.end?.kind !== 'failed' || !endedTries.has(each));
}
