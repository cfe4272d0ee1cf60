/** `longhand train sft|dpo|orpo`: trains a small model in this process, and goes on where a training stopped. */
import { UsageError } from '../errors.ts';
import { type LossName, lossNames } from '../train/losses.ts';
import { type Objective, type TrainModelOptions, trainModel } from '../train/train-model.ts';
import type { StepReport } from '../train/training-loop.ts';
import { formatCount, formatDuration, formatNumber } from './format.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output, OutputOptions } from './output.ts';
import { checkJsonKind, readPositiveInteger, readPositiveNumber } from './write-options.ts';

type TrainOptions = OutputOptions &
  Partial<
    Record<
      | 'out'
      | 'from'
      | 'tokenizer'
      | 'hiddenSize'
      | 'layers'
      | 'heads'
      | 'keyValueHeads'
      | 'feedForward'
      | 'context'
      | 'rowTokens'
      | 'batch'
      | 'micro'
      | 'steps'
      | 'epochs'
      | 'learningRate'
      | 'warmup'
      | 'weightDecay'
      | 'clip'
      | 'seed'
      | 'saveMinutes'
      | 'threads'
      | 'loss'
      | 'pack'
      | 'beta'
      | 'nll'
      | 'lambda',
      string
    >
  > & { recompute?: boolean; skipBadRows?: boolean };

/** The recipe of LongWriter, but for the learning rate: small new models take more. */
const usual = { betas: [0.9, 0.95] as const, weightDecay: 0.1, clip: 1, warmup: 0.03 };
/** Lines about steps are this far apart where nobody watches on a terminal. */
const sayEveryMs = 5_000;

/** @param kind - What the command trains by. */
export async function train(
  kind: Objective['kind'],
  data: string,
  options: TrainOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const settings = readOptions(kind, data, options);
  const controller = new AbortController();
  const release = onInterrupt({ soft: () => controller.abort(), hard: () => process.exit(130) });
  let saidAt = 0;
  const say = (report: StepReport): void => {
    output.printEvent({ type: 'step', ...report });
    const isDue = Date.now() - saidAt >= sayEveryMs || report.step === report.of || report.step === 1;
    if (!isDue) return;
    saidAt = Date.now();
    output.say(renderStep(report));
  };
  let badRows = 0;
  try {
    const result = await trainModel(settings, {
      onNote: (note) => output.say(note),
      onStep: say,
      abortSignal: controller.signal,
      ...(options.skipBadRows && {
        onBadRow: ({ message }) => {
          badRows += 1;
          output.complain(message);
        },
      }),
    });
    if (badRows > 0) output.complain(`${formatCount(badRows, 'bad row')} left out`);
    output.say(
      `${result.isFinished ? 'done' : 'stopped'}: ${formatNumber(result.parameters)} parameters, step ${result.step} of ${result.of}, ${result.checkpoint}`,
    );
    if (result.curve) output.say(`loss curve: ${result.curve.svg}, ${result.curve.png}`);
    if (!result.isFinished) output.say('The same command goes on from there.');
    output.printResult({ status: result.isFinished ? 'done' : 'interrupted', ...result, badRows });
    return result.isFinished ? 0 : 130;
  } finally {
    release();
  }
}

function renderStep(report: StepReport): string {
  const { step, of, loss, tokensPerSecond, remainingMs, learningRate, margin, accuracy } = report;
  return [
    `step ${step} of ${of}`,
    `loss ${loss.toFixed(4)}`,
    ...(margin === undefined ? [] : [`margin ${margin.toFixed(3)}`]),
    ...(accuracy === undefined ? [] : [`right ${Math.round(100 * accuracy)} %`]),
    `rate ${learningRate.toExponential(1)}`,
    `${formatNumber(Math.round(tokensPerSecond))} tokens/s`,
    `${formatDuration(remainingMs)} left`,
  ].join(' · ');
}

function readOptions(kind: Objective['kind'], data: string, options: TrainOptions): TrainModelOptions {
  const { out, from, tokenizer } = options;
  if (out === undefined)
    throw new UsageError('Expected `out`, got none. Name the folder of the training with --out.');
  const integer = (name: keyof TrainOptions, usually: number): number => {
    const given = options[name];
    return typeof given === 'string' ? readPositiveInteger(name, given) : usually;
  };
  const number = (name: keyof TrainOptions, usually: number): number => {
    const given = options[name];
    return typeof given === 'string' ? readPositiveNumber(name, given) : usually;
  };
  const context = integer('context', 1024);
  const hiddenSize = integer('hiddenSize', 256);
  const heads = integer('heads', 4);
  const keyValueHeads = integer('keyValueHeads', heads);
  checkHeads(hiddenSize, heads, keyValueHeads);
  return {
    data,
    out,
    from,
    tokenizerFile: tokenizer,
    size: {
      contextTokens: context,
      hiddenSize,
      layers: integer('layers', 4),
      heads,
      keyValueHeads,
      feedForwardSize: integer('feedForward', Math.round((hiddenSize * 8) / 3 / 32) * 32),
      ropeBase: 10_000,
      normEpsilon: 1e-5,
    },
    objective: readObjective(kind, options, number),
    rowTokens: integer('rowTokens', context),
    batchRows: integer('batch', 8),
    microRows: integer('micro', 4),
    recompute: options.recompute === true,
    seed: integer('seed', 1),
    epochs: integer('epochs', kind === 'sft' ? 4 : 1),
    threads: options.threads === undefined ? undefined : integer('threads', 1),
    settings: {
      steps: options.steps === undefined ? 0 : integer('steps', 1),
      learningRate: number('learningRate', kind === 'sft' ? 1e-3 : 1e-5),
      schedule: { kind: 'cosine', warmupRatio: number('warmup', usual.warmup) },
      betas: usual.betas,
      weightDecay: number('weightDecay', usual.weightDecay),
      maxGradientNorm: number('clip', usual.clip),
      saveEveryMs: 60_000 * number('saveMinutes', 5),
      keep: 2,
    },
  };
}

function readObjective(
  kind: Objective['kind'],
  { loss = 'token-mean', pack = 'best-fit' }: TrainOptions,
  number: (name: keyof TrainOptions, usually: number) => number,
): Objective {
  if (kind === 'dpo') return { kind, beta: number('beta', 0.1), nllWeight: number('nll', 0) };
  if (kind === 'orpo') return { kind, lambda: number('lambda', 0.1) };
  if (!lossNames.includes(loss as LossName))
    throw new UsageError(`Expected \`loss\` to be one of ${lossNames.join(', ')}, got \`${loss}\`.`);
  if (pack !== 'best-fit' && pack !== 'next-fit')
    throw new UsageError(`Expected \`pack\` to be best-fit or next-fit, got \`${pack}\`.`);
  return { kind, loss: loss as LossName, pack };
}

function checkHeads(hiddenSize: number, heads: number, keyValueHeads: number): void {
  if (hiddenSize % heads !== 0 || (hiddenSize / heads) % 2 !== 0)
    throw new UsageError(
      `Expected \`hiddenSize\` to be \`heads\` times an even number, got \`${hiddenSize}\` for ${heads} heads.`,
    );
  if (heads % keyValueHeads !== 0)
    throw new UsageError(
      `Expected \`keyValueHeads\` to divide ${heads}, the heads, got \`${keyValueHeads}\`.`,
    );
}
