/**
 * A training from files to a folder: data to rows, a model new or taken from a checkpoint, the loop, the curve. The same
 * call again goes on where the last one stopped, however it stopped.
 */
import { readFile } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import { type Checkpoint, loadCheckpoint } from './checkpoint/checkpoint.ts';
import type { BadRow } from './data/json-rows.ts';
import { labelExchange, labelMessages, type TokenDocument } from './data/label.ts';
import { readMessages } from './data/message-rows.ts';
import { fillRow, type PackStrategy, packRows } from './data/pack.ts';
import { readPreferences } from './data/preference-rows.ts';
import { createDecoder, type Decoder } from './decoder/create-decoder.ts';
import { initWeights } from './init-weights.ts';
import type { LossName } from './losses.ts';
import type { ModelConfig } from './model-config.ts';
import { type PairRows, preferByOdds, preferDirectly, scorePairs, superviseRows } from './objectives.ts';
import { parseTokenizerFile } from './tokenizer/tokenizer-file.ts';
import { openTrainingFolder } from './training-folder.ts';
import {
  type BatchSource,
  beginTraining,
  runTraining,
  type StepReport,
  scoreRows,
  type TrainingSettings,
  type TrainingState,
} from './training-loop.ts';

/** What is learnt, and how it is weighed. */
export type Objective =
  | { kind: 'sft'; loss: LossName; pack: PackStrategy }
  | { kind: 'dpo'; beta: number; nllWeight: number }
  | { kind: 'orpo'; lambda: number };

export type TrainModelOptions = {
  data: string;
  objective: Objective;
  /** Where everything goes. */
  out: string;
  /** A model to go on from: a training's folder, or one checkpoint. */
  from?: string | undefined;
  /** For a new model: `tokenizer.json`, and its size. */
  tokenizerFile?: string | undefined;
  size?: Omit<ModelConfig, 'vocabularySize'> | undefined;
  /** T, tokens of a row. */
  rowTokens: number;
  /** Rows of an optimizer step; pairs where there are pairs. */
  batchRows: number;
  /** Rows that are worked on at once; memory goes with it. */
  microRows: number;
  recompute: boolean;
  seed: number;
  /** `steps` 0: as many as make `epochs`. */
  settings: TrainingSettings;
  epochs: number;
  threads?: number | undefined;
};

export type TrainingWatch = {
  onNote?: (note: string) => void;
  onStep?: (report: StepReport) => void;
  /** A row that is left out. Absent: the first one ends the training. */
  onBadRow?: ((row: BadRow) => void) | undefined;
  abortSignal?: AbortSignal;
};

export type TrainingResult = {
  isFinished: boolean;
  step: number;
  of: number;
  /** The last checkpoint. */
  checkpoint: string;
  parameters: number;
  rows: number;
  lastLoss: number | null;
  curve: { svg: string; png: string } | null;
};

/**
 * @throws {UsageError} A setting, a file or a row is wrong, or the folder belongs to another training.
 * @throws {StoreError} There are checkpoints and none is whole.
 */
export async function trainModel(
  options: TrainModelOptions,
  watch: TrainingWatch = {},
): Promise<TrainingResult> {
  const { out, objective, rowTokens, batchRows, microRows, recompute, threads } = options;
  const saved = await loadCheckpoint(out);
  const start = saved ?? (await findStart(options));
  const { config, tokenizerFile } = start;
  if (rowTokens > config.contextTokens)
    throw new UsageError(
      `Expected rows of at most ${config.contextTokens} tokens, the context of the model, got \`${rowTokens}\`.`,
    );
  const data = await readData(options, start, watch);
  const items = data.kind === 'rows' ? data.rows.length : data.pairs.length;
  const steps =
    options.settings.steps > 0
      ? options.settings.steps
      : Math.max(1, Math.ceil((items * options.epochs) / batchRows));
  const settings = { ...options.settings, steps };
  const folder = await openTrainingFolder(out, listSettings(options, settings));
  const state: TrainingState =
    saved?.optimizer === undefined
      ? beginTraining(config, start.weights)
      : {
          config,
          weights: saved.weights,
          moments: { first: saved.optimizer.firstMoments, second: saved.optimizer.secondMoments },
          step: saved.step,
        };
  await folder.rewind(state.step);
  if (state.step > 0) watch.onNote?.(`goes on after step ${state.step} of ${steps}`);
  const decoder = await createDecoder(config, { rows: microRows, tokens: rowTokens, recompute, threads });
  let lastLoss: number | null = null;
  try {
    const source = await createSource(data, options, start, decoder);
    const { isFinished, folder: checkpoint } = await runTraining(state, source, {
      decoder,
      settings,
      directory: out,
      tokenizerFile,
      abortSignal: watch.abortSignal,
      async onStep(report) {
        lastLoss = report.loss;
        await folder.append(report);
        watch.onStep?.(report);
      },
    });
    return {
      isFinished,
      step: state.step,
      of: steps,
      checkpoint,
      parameters: [...state.weights.values()].reduce((sum, { data: numbers }) => sum + numbers.length, 0),
      rows: items,
      lastLoss,
      curve: state.step > 0 ? await folder.drawCurve(`Loss, ${objective.kind}`) : null,
    };
  } finally {
    await decoder.release();
  }
}

type Start = Pick<Checkpoint, 'config' | 'weights' | 'tokenizerFile'>;

/** The model to begin with: that of `from`, or a new one of the asked size. */
async function findStart({ from, tokenizerFile, size, seed }: TrainModelOptions): Promise<Start> {
  if (from !== undefined) {
    const found = await loadCheckpoint(from);
    if (found === undefined)
      throw new UsageError(
        `Expected a checkpoint in ${from}, found none. Name the folder of a training with --from.`,
      );
    return found;
  }
  if (tokenizerFile === undefined || size === undefined)
    throw new UsageError(
      'Expected `from` or `tokenizer`, got neither. Name a model to go on from with --from, or make a tokenizer with ' +
        '`longhand train tokenizer` and name it with --tokenizer.',
    );
  const text = await readFile(tokenizerFile, 'utf8').catch((error: Error) => {
    throw new UsageError(`Expected a tokenizer in ${tokenizerFile}: ${error.message}.`, { cause: error });
  });
  const { vocabularySize } = parseTokenizerFile(text, tokenizerFile);
  const config = { ...size, vocabularySize };
  return { config, weights: initWeights(config, seed), tokenizerFile: text };
}

type Data = { kind: 'rows'; rows: ReturnType<typeof fillRow>[] } | { kind: 'pairs'; pairs: PairRows[] };

async function readData(
  { data: path, objective, rowTokens }: TrainModelOptions,
  { tokenizerFile }: Start,
  { onNote, onBadRow }: TrainingWatch,
): Promise<Data> {
  const tokenizer = parseTokenizerFile(tokenizerFile, 'tokenizer.json');
  const reading = onBadRow === undefined ? {} : { onBadRow };
  const tooLong = (lines: readonly { line: number; tokens: number }[], of: number): void => {
    const [first] = lines;
    if (first !== undefined)
      onNote?.(
        `${lines.length} of ${of} rows are longer than ${rowTokens} tokens and are left out; the first is line ${first.line} with ${first.tokens}`,
      );
  };
  if (objective.kind === 'sft') {
    const documents: TokenDocument[] = [];
    const lines: number[] = [];
    for await (const { line, messages } of readMessages(path, reading)) {
      documents.push(labelMessages(messages, tokenizer));
      lines.push(line);
    }
    const { rows, overlong } = packRows(documents, { tokens: rowTokens, strategy: objective.pack });
    tooLong(
      overlong.map(({ index, tokens }) => ({ line: lines[index] ?? 0, tokens })),
      documents.length,
    );
    const filled = rows.reduce((sum, row) => sum + row.documents.filter((each) => each >= 0).length, 0);
    requireItems(rows.length, path);
    onNote?.(
      `${documents.length - overlong.length} conversations in ${rows.length} rows of ${rowTokens} tokens, ` +
        `${Math.round((100 * filled) / (rows.length * rowTokens))} % of them filled`,
    );
    return { kind: 'rows', rows };
  }
  const pairs: PairRows[] = [];
  const overlong: { line: number; tokens: number }[] = [];
  let count = 0;
  for await (const { line, chosen, rejected } of readPreferences(path, reading)) {
    count += 1;
    const sides = [chosen, rejected].map((side) => labelExchange(side, tokenizer)) as [
      TokenDocument,
      TokenDocument,
    ];
    const tokens = Math.max(...sides.map((side) => side.tokens.length));
    if (tokens > rowTokens) overlong.push({ line, tokens });
    else pairs.push({ chosen: fillRow([sides[0]], rowTokens), rejected: fillRow([sides[1]], rowTokens) });
  }
  tooLong(overlong, count);
  requireItems(pairs.length, path);
  onNote?.(`${pairs.length} pairs in rows of ${rowTokens} tokens`);
  return { kind: 'pairs', pairs };
}

function requireItems(count: number, path: string): void {
  if (count === 0)
    throw new UsageError(
      `Expected rows to learn from in ${path}, found none. Longer rows may help: --row-tokens.`,
    );
}

async function createSource(
  data: Data,
  { objective, batchRows: batch, seed, from, out }: TrainModelOptions,
  start: Start,
  decoder: Decoder,
): Promise<BatchSource> {
  if (data.kind === 'rows') {
    const loss = objective.kind === 'sft' ? objective.loss : 'token-mean';
    return superviseRows(data.rows, { loss, batch, seed });
  }
  if (objective.kind === 'orpo') return preferByOdds(data.pairs, { lambda: objective.lambda, batch, seed });
  if (objective.kind !== 'dpo')
    throw new RangeError(`Expected an objective over pairs, got \`${objective.kind}\`.`);
  // The frozen model is the one it began from, also when the training is taken up again.
  const reference = (from === undefined ? undefined : await loadCheckpoint(from)) ?? start;
  if (from === undefined)
    throw new UsageError(
      `Expected \`from\` for DPO, got none. Name the model that ${out} begins from with --from.`,
    );
  const scored = await scorePairs(data.pairs, (rows) => scoreRows(decoder, reference.weights, rows));
  return preferDirectly(
    data.pairs,
    scored.map(({ chosen, rejected }) => ({ chosen: chosen.sum, rejected: rejected.sum })),
    { beta: objective.beta, nllWeight: objective.nllWeight, batch, seed },
  );
}

/** What decides the outcome, for the settings file; paths and the number of threads do not. */
function listSettings(
  { objective, size, from, rowTokens, batchRows, seed }: TrainModelOptions,
  { steps, learningRate, schedule, betas, weightDecay, maxGradientNorm }: TrainingSettings,
): Record<string, unknown> {
  return {
    ...objective,
    ...(from === undefined && { size }),
    rowTokens,
    batchRows,
    seed,
    steps,
    learningRate,
    schedule,
    betas,
    weightDecay,
    maxGradientNorm,
  };
}
