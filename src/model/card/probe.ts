/** Measures what an endpoint really does, and writes it on a card. */
import { ModelCallError, type ModelFault } from '../../errors.ts';
import type { CallModelOptions } from '../call-model.ts';
import { loadTokenizer } from '../estimate-tokens.ts';
import type { Model } from '../model.ts';
import { type CapabilityCard, emptyCard } from './card.ts';
import { createProbe, type Probe, Unknown } from './probe-call.ts';
import { probeLengthBias, probeOutputLength } from './probe-length.ts';
import {
  probeChinese,
  probeOutputLimit,
  probeShortAnswer,
  probeStructuredOutput,
  probeSystemRole,
  probeTemperature,
} from './probe-steps.ts';
import { probeVision } from './probe-vision.ts';
import { probeWindow } from './probe-window.ts';

export type ProbeStep = {
  name: string;
  /** False: the step failed or told nothing, and its field of the card stays absent. */
  isKnown: boolean;
  /** What was found, or why nothing was, as a sentence for people. */
  detail: string;
};

export type ProbeOptions = CallModelOptions & {
  /** Longest prompt to try, in our tokens. Default 32,768. */
  limitInTokens?: number | undefined;
  /** Length to ask for when the longest answer is measured. Default 1,200. */
  outputWords?: number | undefined;
  /** Called after every step. */
  onStep?: ((step: ProbeStep) => void) | undefined;
};

/** Where one call ends like this, the next one will, too. */
const hopelessFaults: readonly ModelFault[] = [
  'auth',
  'unknown-model',
  'quota',
  'network',
  'rate-limit',
  'idle-timeout',
];

/**
 * Probes a model: streaming and speed, truth of its finish reasons, system role, temperature, structured output,
 * languages, images, real input window, length habit, longest answer.
 *
 * With the defaults 13 to 21 calls. Most are tiny; the window takes about 64,000 input tokens where nothing is lost
 * up to 32,768, less in smaller windows, and the answers about 2,500 tokens together, thinking apart. Each step can
 * fail by itself: its field stays absent, and `onStep` says why. Starts from an empty card; only `advertised` is
 * taken from the model's.
 *
 * Every call goes through `callModel` with the other options, so retries and prices are as in a run.
 *
 * @throws {ModelCallError} The very first call ended in a way that every other would, so that nothing is known.
 * @throws The signal's reason, as soon as it is aborted.
 */
export async function probeModel(
  model: Model,
  { limitInTokens = 32_768, outputWords = 1_200, onStep = () => {}, ...callOptions }: ProbeOptions = {},
): Promise<CapabilityCard> {
  const { now = Date.now, abortSignal } = callOptions;
  await loadTokenizer();
  const advertised = model.card?.advertised;
  const start = { ...emptyCard(model.address, new Date(now())), ...(advertised && { advertised }) };
  const probe = createProbe(model, start, callOptions);
  const steps: [name: string, run: (probe: Probe) => Promise<string>][] = [
    ['short answer', probeShortAnswer],
    ['output limit', probeOutputLimit],
    ['system role', probeSystemRole],
    ['temperature', probeTemperature],
    ['structured output', probeStructuredOutput],
    ['Chinese', probeChinese],
    ['images', probeVision],
    ['length habit', probeLengthBias],
    ['longest answer', (each) => probeOutputLength(each, outputWords)],
    ['window', (each) => probeWindow(each, limitInTokens)],
  ];
  let end: string | undefined;
  for (const [index, [name, run]] of steps.entries()) {
    if (end !== undefined) {
      onStep({ name, isKnown: false, detail: `not tried: ${end}` });
      continue;
    }
    try {
      onStep({ name, isKnown: true, detail: await run(probe) });
    } catch (error) {
      abortSignal?.throwIfAborted();
      const isFault = error instanceof ModelCallError;
      if (!isFault && !(error instanceof Unknown)) throw error;
      const isHopeless = isFault && hopelessFaults.includes(error.fault);
      if (isHopeless && index === 0) throw error;
      if (isHopeless) end = error.message;
      onStep({ name, isKnown: false, detail: error.message });
    }
  }
  return { ...probe.card, probedAt: new Date(now()).toISOString() };
}
