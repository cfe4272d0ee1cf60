/**
 * Trains `mini` from nothing: `npm run train:mini`. Takes up to two hours on two cores, may be stopped with Ctrl-C or
 * killed, and goes on where it was when called again. The finished model is written to `mini/`, which ships.
 *
 * `node train-mini.ts [--steps N] [--out FOLDER] [--ship FOLDER]`
 */

import { readFileSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadCheckpoint } from './src/train/checkpoint/checkpoint.ts';
import { joinStretches, type TokenDocument } from './src/train/data/label.ts';
import { packRows } from './src/train/data/pack.ts';
import { createDecoder } from './src/train/decoder/create-decoder.ts';
import { weighRows } from './src/train/losses.ts';
import { createMiniExamples } from './src/train/mini/grammar/examples.ts';
import { quantiseWeights } from './src/train/mini/inference/quantise.ts';
import { initialiseMini } from './src/train/mini/initialise.ts';
import { saveMiniFiles } from './src/train/mini/mini-files.ts';
import { miniSpecialTokens } from './src/train/mini/prompt/special-tokens.ts';
import type { ModelConfig } from './src/train/model-config.ts';
import type { TokenRow } from './src/train/token-row.ts';
import type { Tokenizer } from './src/train/tokenizer/tokenizer.ts';
import { parseTokenizerFile, renderTokenizerFile } from './src/train/tokenizer/tokenizer-file.ts';
import { trainTokenizer } from './src/train/tokenizer/train-tokenizer.ts';
import { openTrainingFolder } from './src/train/training-folder.ts';
import { beginTraining, runTraining, scoreRows, type TrainingSettings } from './src/train/training-loop.ts';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '7000' },
    out: { type: 'string', default: '.mini-training' },
    ship: { type: 'string', default: 'mini' },
  },
});
const steps = Number(values.steps);
const out = values.out;
const seed = 1;
const vocabularySize = 2048;
const size: Omit<ModelConfig, 'vocabularySize'> = {
  contextTokens: 1024,
  hiddenSize: 256,
  layers: 6,
  heads: 4,
  keyValueHeads: 4,
  feedForwardSize: 704,
  ropeBase: 1_000_000,
  normEpsilon: 1e-5,
};
const tokenizerExamples = 20_000;
const rowTokens = 1024;
const batchRows = 4;
/** Tokens drawn for a batch, against those it holds. */
const surplus = 1.4;
const validateEvery = 250;
const validationRows = 16;
const sayEveryMs = 10_000;
const settings: TrainingSettings = {
  steps,
  learningRate: 1.5e-3,
  schedule: { kind: 'decay', warmupRatio: 0.01, decayRatio: 0.6 },
  betas: [0.9, 0.98],
  weightDecay: 0.05,
  maxGradientNorm: 1,
  saveEveryMs: 120_000,
  keep: 2,
};

const saved = await loadCheckpoint(out);
const tokenizer = saved ? parseTokenizerFile(saved.tokenizerFile, 'tokenizer.json') : learnTokenizer();
const config: ModelConfig = { ...size, vocabularySize: tokenizer.vocabularySize };
const folder = await openTrainingFolder(out, { ...settings, size, rowTokens, batchRows, seed });
const state = saved?.optimizer
  ? {
      config,
      weights: saved.weights,
      moments: { first: saved.optimizer.firstMoments, second: saved.optimizer.secondMoments },
      step: saved.step,
    }
  : beginTraining(config, initialiseMini(config, seed));
await folder.rewind(state.step);
const parameters = [...state.weights.values()].reduce((sum, { data }) => sum + data.length, 0);
console.log(
  `mini: ${parameters} parameters, vocabulary ${config.vocabularySize}, step ${state.step} of ${steps}`,
);

const decoder = await createDecoder(config, { rows: batchRows, tokens: rowTokens, blockTokens: 128 });
const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => controller.abort());
const validation = fillRows(createMiniExamples('validation'), validationRows, tokenizer);
let saidAt = 0;
const { isFinished, folder: checkpoint } = await runTraining(
  state,
  async (step) => ({
    rows: weighRows(fillRows(createMiniExamples(`${seed} ${step}`), batchRows, tokenizer), 'token-mean'),
    figures: {},
  }),
  {
    decoder,
    settings,
    directory: out,
    tokenizerFile: renderTokenizerFile(tokenizer),
    abortSignal: controller.signal,
    async onStep(report) {
      const isMeasured = report.step % validateEvery === 0 || report.step === steps;
      const validationLoss = isMeasured ? await measureValidation(validation) : undefined;
      await folder.append({ ...report, ...(validationLoss !== undefined && { validationLoss }) });
      if (validationLoss === undefined && Date.now() - saidAt < sayEveryMs) return;
      saidAt = Date.now();
      const held = validationLoss === undefined ? '' : ` · validation ${validationLoss.toFixed(4)}`;
      console.log(
        `step ${report.step} of ${steps} · loss ${report.loss.toFixed(4)}${held} · ` +
          `${Math.round(report.tokensPerSecond)} tokens/s · ${Math.round(report.remainingMs / 60_000)} min left`,
      );
    },
  },
);
const curve = await folder.drawCurve(`Loss of mini, ${(parameters / 1e6).toFixed(1)}M parameters`);
if (isFinished || values.ship !== 'mini') {
  await saveMiniFiles(values.ship, { config, weights: quantiseWeights(config, state.weights), tokenizer });
  await writeFile(
    join(values.ship, 'training.json'),
    `${JSON.stringify(await describeTraining(), null, 2)}\n`,
  );
  await copyFile(curve.svg, join(values.ship, 'loss.svg'));
  console.log(`${checkpoint} → ${values.ship}/`);
} else console.log(`stopped at step ${state.step}; the same command goes on`);
await decoder.release();

/** What the shipped file was trained with, and its losses: on its grammar, and on prose that is none of it. */
async function describeTraining(): Promise<Record<string, unknown>> {
  const lines = (await readFile(join(out, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  const reports = lines.map(
    (line) =>
      JSON.parse(line) as { tokens: number; tokensPerSecond: number; loss: number; validationLoss?: number },
  );
  const tokens = reports.reduce((sum, report) => sum + report.tokens, 0);
  const seconds = reports.reduce((sum, report) => sum + report.tokens / report.tokensPerSecond, 0);
  const last = reports.slice(-100);
  const round = (value: number): number => Number(value.toFixed(4));
  return {
    parameters,
    seed,
    steps: state.step,
    tokens,
    minutes: Math.round(seconds / 60),
    machine: `${cpus().length} x ${cpus()[0]?.model.trim()}`,
    lossInNats: {
      training: round(last.reduce((sum, { loss }) => sum + loss, 0) / last.length),
      // Of the run itself, and of the grammar as it is now, which may have been edited since.
      grammarHeldOut: round(
        reports.findLast((each) => each.validationLoss !== undefined)?.validationLoss ?? Number.NaN,
      ),
      grammarNow: round(await measureValidation(validation)),
      otherProse: round(await measureValidation(fillRows(listProse(), batchRows, tokenizer))),
    },
  };
}

/** Our own documentation, in pieces of some hundred words, as answers to a bare wish for an article. */
function* listProse(): Generator<{ prompt: string; output: string }> {
  const text = readFileSync(join(import.meta.dirname, 'docs/longhand.md'), 'utf8').replace(/[#`*|_]/g, '');
  for (;;)
    for (const paragraph of text.split(/\n\s*\n/).filter((each) => each.length > 200))
      yield {
        prompt: '<|article|><|expository|><|out|>',
        output: ` ${paragraph.replace(/\s+/g, ' ')}<|end|>`,
      };
}

/** Mean token loss of examples that training does not see, in nats. */
async function measureValidation(rows: readonly TokenRow[]): Promise<number> {
  const losses = await scoreRows(decoder, state.weights, rows);
  let [sum, count] = [0, 0];
  for (const [index, { weights }] of rows.entries())
    for (const [t, weight] of weights.entries())
      if (weight > 0) {
        sum += losses[index * rowTokens + t] as number;
        count += 1;
      }
  return sum / count;
}

/** The fullest rows that can be packed from somewhat more examples than they hold; no example is cut. */
function fillRows(
  examples: Iterable<{ prompt: string; output: string }>,
  count: number,
  { encode }: Tokenizer,
): TokenRow[] {
  const documents: TokenDocument[] = [];
  let drawn = 0;
  for (const { prompt, output } of examples) {
    const document = joinStretches([
      { tokens: encode(prompt, { allowSpecial: true }), isTarget: false },
      { tokens: encode(output, { allowSpecial: true }), isTarget: true },
    ]);
    if (document.tokens.length > rowTokens) continue;
    documents.push(document);
    drawn += document.tokens.length;
    if (drawn >= count * rowTokens * surplus) break;
  }
  const { rows } = packRows(documents, { tokens: rowTokens, strategy: 'best-fit' });
  const filled = (row: TokenRow): number => row.documents.filter((document) => document >= 0).length;
  return rows.toSorted((a, b) => filled(b) - filled(a)).slice(0, count);
}

function learnTokenizer(): Tokenizer {
  return trainTokenizer(listTexts(), { vocabularySize, specialTokens: miniSpecialTokens });
}

function* listTexts(): Generator<string> {
  let count = 0;
  for (const { prompt, output } of createMiniExamples('tokenizer')) {
    yield prompt + output;
    count += 1;
    if (count === tokenizerExamples) return;
  }
}
