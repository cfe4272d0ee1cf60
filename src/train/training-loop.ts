/**
 * The loop that every kind of training shares: a batch, its gradients over micro-batches, one AdamW step, a report, a
 * checkpoint now and then. A batch is a function of its step alone, so that a resume goes on with the very next one
 * and ends bit for bit where an undisturbed run ends.
 */
import { adamw, createMoments, type Moments } from './adamw.ts';
import { type Checkpoint, saveCheckpoint } from './checkpoint/checkpoint.ts';
import { clipByGlobalNorm } from './clip.ts';
import type { Decoder } from './decoder/create-decoder.ts';
import type { ModelConfig, Weights } from './model-config.ts';
import { type LearningRateSchedule, learningRateAt } from './schedule.ts';
import type { TokenRow } from './token-row.ts';

/** What is trained, as far as it is by now. */
export type TrainingState = { config: ModelConfig; weights: Weights; moments: Moments; step: number };

export type TrainingSettings = {
  /** Optimizer steps in all. */
  steps: number;
  /** Peak learning rate. */
  learningRate: number;
  schedule: LearningRateSchedule;
  /** β₁ and β₂ of AdamW. */
  betas: readonly [number, number];
  weightDecay: number;
  /** Longest gradient, over all weights. */
  maxGradientNorm: number;
  /** A checkpoint is saved whenever so much time has passed, and at the end. */
  saveEveryMs: number;
  /** Checkpoints that stay. */
  keep: number;
};

/** Rows with the weights of their loss, and what is to be said of the batch beside it. */
type WeighedBatch = { rows: readonly TokenRow[]; figures: Record<string, number> };

/** The rows of one optimizer step, weighed; `score` gives the token losses of the model as it is, `[rows·T]`. */
export type BatchSource = (
  step: number,
  score: (rows: readonly TokenRow[]) => Promise<Float32Array>,
) => Promise<WeighedBatch>;

export type StepReport = {
  /** 1 for the first. */
  step: number;
  of: number;
  /** Σ w·ℓ over the batch, or what the objective calls its loss. */
  loss: number;
  learningRate: number;
  /** Before clipping. */
  gradientNorm: number;
  /** Of the batch, padding left out. */
  tokens: number;
  targetTokens: number;
  tokensPerSecond: number;
  /** Estimated, of this run. */
  remainingMs: number;
  [figure: string]: number;
};

/**
 * Trains until the last step or until it is asked to stop; saves in both cases.
 *
 * @param options.directory - Of the checkpoints.
 * @param options.now - Unix time in milliseconds; decides only when to save and what speed is reported.
 * @returns Whether all steps are done.
 */
export async function runTraining(
  state: TrainingState,
  batches: BatchSource,
  {
    decoder,
    settings,
    directory,
    tokenizerFile,
    onStep,
    onSaved,
    abortSignal,
    now = Date.now,
  }: {
    decoder: Decoder;
    settings: TrainingSettings;
    directory: string;
    tokenizerFile: string;
    onStep?: (report: StepReport) => void | Promise<void>;
    onSaved?: (folder: string, step: number) => void | Promise<void>;
    abortSignal?: AbortSignal | undefined;
    now?: () => number;
  },
): Promise<{ isFinished: boolean; folder: string }> {
  const { config, weights, moments } = state;
  const { steps, keep, saveEveryMs } = settings;
  const save = async (): Promise<string> => {
    const checkpoint: Checkpoint = {
      config,
      weights,
      optimizer: { firstMoments: moments.first, secondMoments: moments.second },
      step: state.step,
      tokenizerFile,
    };
    const folder = await saveCheckpoint(directory, checkpoint, { keep });
    await onSaved?.(folder, state.step);
    return folder;
  };
  const score = (rows: readonly TokenRow[]): Promise<Float32Array> => scoreRows(decoder, weights, rows);
  const beganAt = now();
  const beganStep = state.step;
  let savedAt = beganAt;
  while (state.step < steps && abortSignal?.aborted !== true) {
    const startedAt = now();
    const { rows, figures } = await batches(state.step, score);
    const { loss, gradients } = await sumGradients(decoder, weights, rows);
    const gradientNorm = clipByGlobalNorm(gradients, settings.maxGradientNorm);
    const learningRate = learningRateAt(settings.schedule, {
      step: state.step,
      steps,
      peak: settings.learningRate,
    });
    adamw(weights, gradients, moments, {
      step: state.step + 1,
      learningRate,
      betas: settings.betas,
      weightDecay: settings.weightDecay,
    });
    state.step += 1;
    const tokens = countWhere(rows, ({ documents }, t) => (documents[t] as number) >= 0);
    const ended = now();
    await onStep?.({
      step: state.step,
      of: steps,
      loss,
      learningRate,
      gradientNorm,
      tokens,
      targetTokens: countWhere(rows, (row, t) => row.weights[t] !== 0),
      tokensPerSecond: tokens / Math.max(0.001, (ended - startedAt) / 1000),
      remainingMs: ((ended - beganAt) / (state.step - beganStep)) * (steps - state.step),
      ...figures,
    });
    if (state.step < steps && ended - savedAt >= saveEveryMs) {
      await save();
      savedAt = now();
    }
  }
  return { isFinished: state.step >= steps, folder: await save() };
}

/** A state from nothing but weights. */
export const beginTraining = (config: ModelConfig, weights: Weights): TrainingState => ({
  config,
  weights,
  moments: createMoments(weights),
  step: 0,
});

/** Token losses of any number of rows, `[rows·T]`. */
export async function scoreRows(
  decoder: Decoder,
  weights: Weights,
  rows: readonly TokenRow[],
): Promise<Float32Array> {
  const losses = new Float32Array(rows.length * decoder.tokens);
  for (const { at, micro } of splitRows(rows, decoder)) {
    const part = await decoder.score({ weights, rows: micro });
    losses.set(
      part.subarray(0, Math.min(decoder.rows, rows.length - at) * decoder.tokens),
      at * decoder.tokens,
    );
  }
  return losses;
}

/** Loss and gradients of a batch, micro-batch by micro-batch; weights were counted over all of it, so they add up. */
async function sumGradients(
  decoder: Decoder,
  weights: Weights,
  rows: readonly TokenRow[],
): Promise<{ loss: number; gradients: Weights }> {
  let loss = 0;
  let gradients: Weights | undefined;
  for (const { micro } of splitRows(rows, decoder)) {
    const part = await decoder.step({ weights, rows: micro });
    loss += part.loss;
    if (gradients === undefined) gradients = part.gradients;
    else for (const [name, { data }] of part.gradients) addTo(gradients.get(name)?.data ?? data, data);
  }
  if (gradients === undefined) throw new RangeError('Expected a batch of at least one row, got none.');
  return { loss, gradients };
}

function addTo(sum: Float32Array, added: Float32Array): void {
  for (let index = 0; index < sum.length; index += 1)
    sum[index] = (sum[index] as number) + (added[index] as number);
}

/** Rows in groups of the graph's size, the last one filled up with empty rows. */
function* splitRows(
  rows: readonly TokenRow[],
  decoder: Decoder,
): Generator<{ at: number; micro: TokenRow[] }> {
  for (let at = 0; at < rows.length; at += decoder.rows) {
    const micro = rows.slice(at, at + decoder.rows);
    while (micro.length < decoder.rows) micro.push(emptyRow(decoder.tokens));
    yield { at, micro };
  }
}

const emptyRow = (tokens: number): TokenRow => ({
  tokens: new Int32Array(tokens),
  targets: new Int32Array(tokens),
  weights: new Float32Array(tokens),
  documents: new Int32Array(tokens).fill(-1),
  positions: new Int32Array(tokens),
});

function countWhere(rows: readonly TokenRow[], isCounted: (row: TokenRow, t: number) => boolean): number {
  let count = 0;
  for (const row of rows) for (let t = 0; t < row.tokens.length; t += 1) if (isCounted(row, t)) count += 1;
  return count;
}
