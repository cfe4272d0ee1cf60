/** How long a prompt may be so that the model still knows how it began. */
import { ModelCallError } from '../../errors.ts';
import type { CapabilityCard } from './card.ts';
import { countTokens, type Probe, Unknown } from './probe-call.ts';
import { createMarker, renderMarkerPrompt } from './probe-prompts.ts';

const controlTokens = 250;
const firstTokens = 2_048;
/** The marker and whatever politeness stands around it. */
const answerTokens = 64;
/** Chat templates add a little to every prompt. */
const templateTokens = 64;
/** A tokenizer that was not measured yet may need so many times our tokens. */
const unknownTokenRatio = 1.2;
/** A call that would take longer is not worth what it tells. */
const longestCallInMs = 180_000;
/** Prompts closer to each other than this tell nothing new. */
const leastStep = 1.1;

type Trial = {
  /** `unmarked`: answered without the marker; `refused`: too long, or read only in part. */
  outcome: 'kept' | 'unmarked' | 'refused';
  sentTokens: number;
  ms: number;
  /** The window a refusal named, in the endpoint's tokens. */
  contextTokens?: number | undefined;
};

/**
 * Measures the real window with prompts that begin with a marker: 2,048 of our tokens, then twice as many each time,
 * up to the limit or to what the endpoint says it takes; then once between the longest kept and the shortest lost.
 *
 * A refusal as too long, a prompt that was read in part and a marker that does not come back are losses; a missing
 * marker is asked for once more. A model that cannot give a marker back from a short prompt shows its window by
 * refusals alone: how much it keeps stays unknown, unless a refusal names it.
 *
 * @returns What was found, as a sentence.
 * @throws {Unknown} Neither a kept nor a lost size was found.
 */
export async function probeWindow(probe: Probe, limitInTokens: number): Promise<string> {
  const mostTokens = Math.min(limitInTokens, advertisedRoom(probe.card));
  let passed = await tryPrompt(probe, Math.min(controlTokens, mostTokens), 2);
  const canAnswer = passed.outcome === 'kept';
  // A model that declines the next prompt has shown nothing: the short one alone must not pass for its window.
  const keep = (): void => {
    if (canAnswer) probe.put({ keptTokens: passed.sentTokens });
  };
  const step = async (tokens: number): Promise<Trial> => {
    const trial = await tryPrompt(probe, tokens, canAnswer ? 2 : 1);
    const isLost = trial.outcome === 'refused' || (canAnswer && trial.outcome === 'unmarked');
    if (!isLost) passed = trial;
    keep();
    if (isLost) takeLoss(probe, trial);
    return trial;
  };

  let isTooSlow = false;
  for (let tokens = Math.min(firstTokens, mostTokens); tokens > passed.sentTokens * leastStep; ) {
    isTooSlow = passed.ms * (tokens / passed.sentTokens) > longestCallInMs;
    if (isTooSlow) break;
    const { sentTokens } = await step(tokens);
    if (probe.card.lostTokens !== undefined) {
      await step(Math.round((passed.sentTokens + sentTokens) / 2));
      break;
    }
    tokens = Math.min(tokens * 2, mostTokens);
  }
  if (probe.card.lostTokens === undefined) keep();
  return describe(probe.card, { canAnswer, passedTokens: passed.sentTokens, isTooSlow });
}

function describe(
  { keptTokens, lostTokens }: CapabilityCard,
  { canAnswer, passedTokens, isTooSlow }: { canAnswer: boolean; passedTokens: number; isTooSlow: boolean },
): string {
  const slowly = isTooSlow
    ? `; a longer prompt would take more than ${longestCallInMs / 60_000} minutes`
    : '';
  if (!canAnswer) {
    const found = `the model does not find the marker even in a short prompt; ${passedTokens} tokens were accepted`;
    if (lostTokens === undefined) throw new Unknown(found + slowly);
    return `${found}, ${lostTokens} refused`;
  }
  return lostTokens === undefined
    ? `knows the start of ${keptTokens} tokens; none longer was tried${slowly}`
    : `knows the start of ${keptTokens} tokens and not that of ${lostTokens}`;
}

function takeLoss(probe: Probe, { sentTokens, contextTokens }: Trial): void {
  const ratio = probe.card.tokenRatio?.[1] ?? unknownTokenRatio;
  probe.take({
    kind: 'overflow',
    sentTokens,
    ...(contextTokens !== undefined && { contextTokens: Math.floor(contextTokens / ratio) }),
  });
}

/** What the endpoint says it takes, in our tokens, with room for the answer. */
function advertisedRoom({ advertised, tokenRatio, reasoningTokens = 0 }: CapabilityCard): number {
  if (advertised?.contextTokens === undefined) return Infinity;
  const room = advertised.contextTokens - answerTokens - templateTokens - reasoningTokens * 3;
  return Math.max(1, Math.floor(room / (tokenRatio?.[1] ?? unknownTokenRatio)));
}

/** One prompt; where its marker does not come back, others of the same size up to `tries`. */
async function tryPrompt(probe: Probe, tokens: number, tries: number): Promise<Trial> {
  for (let attempt = 1; ; attempt++) {
    const marker = createMarker(probe.random);
    const request = renderMarkerPrompt(marker, tokens);
    const sentTokens = countTokens(request);
    try {
      const { text, ms, tokenRatio } = await probe.ask(request, answerTokens);
      if (text.toLowerCase().includes(marker)) {
        // Only a prompt that was read whole tells how the endpoint counts.
        if (tokenRatio !== undefined) probe.put({ tokenRatio: [tokenRatio, tokenRatio] });
        return { outcome: 'kept', sentTokens, ms };
      }
      if (attempt >= tries) return { outcome: 'unmarked', sentTokens, ms };
    } catch (error) {
      if (!isLoss(error)) throw error;
      return { outcome: 'refused', sentTokens, ms: 0, contextTokens: error.contextTokens };
    }
  }
}

const isLoss = (error: unknown): error is ModelCallError =>
  error instanceof ModelCallError && (error.fault === 'context-overflow' || error.fault === 'context-cut');
