/** An exported file in llama.cpp, through node-llama-cpp: the same logits as ours, the same tokens. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasLlama } from '../../../test/tiny-gguf.ts';
import { createReferenceDecoder } from '../reference-decoder.ts';
import { createExampleModel, exampleTexts } from './example-model.ts';
import type { ExportModel } from './export-model.ts';
import { writeGguf } from './gguf.ts';
import type { GgufPrecision } from './gguf-tensors.ts';

/** The part of node-llama-cpp that is asked for logits. */
type Library = { getLlama(options: object): Promise<{ loadModel(options: object): Promise<LlamaModel> }> };
type LlamaModel = {
  tokenize(text: string, specialTokens?: boolean): number[];
  detokenize(tokens: number[], specialTokens?: boolean): string;
  tokens: { eos: number | null; eot: number | null; bos: number | null; shouldPrependBosToken: boolean };
  fileInfo: { metadata: { tokenizer: { chat_template?: string } } };
  trainContextSize: number;
  createContext(options: object): Promise<{
    getSequence(): {
      controlledEvaluate(
        input: [token: number, options: object][],
      ): Promise<{ next: { logits: Map<number, number> } }[]>;
    };
    dispose(): Promise<void>;
  }>;
  dispose(): Promise<void>;
};

const folder = mkdtempSync(join(tmpdir(), 'longhand-export-'));
const isHere = await hasLlama();
let llama: Awaited<ReturnType<Library['getLlama']>>;

beforeAll(async () => {
  if (!isHere) return;
  const { getLlama } = (await import('node-llama-cpp' as string)) as Library;
  llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error', maxThreads: 1 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function exportAndLoad(model: ExportModel, precision: GgufPrecision): Promise<LlamaModel> {
  const modelPath = join(folder, `${precision}-${model.config.keyValueHeads}-${model.tokenizer.digits}.gguf`);
  await writeGguf(modelPath, model, { name: 'test', precision });
  return llama.loadModel({ modelPath });
}

/** Differences of all logits after all tokens, as a share of the root mean square of ours: the largest, and theirs. */
async function compareLogits(
  model: ExportModel,
  loaded: LlamaModel,
): Promise<{ largest: number; typical: number }> {
  const tokens = model.tokenizer.encode(exampleTexts.join(' ')).slice(0, 100);
  const ours = createReferenceDecoder(model.config, model.weights).logits(Int32Array.from(tokens));
  const context = await loaded.createContext({
    contextSize: 128,
    threads: 1,
    flashAttention: false,
    experimentalKvCacheKeyType: 'F32',
    experimentalKvCacheValueType: 'F32',
  });
  const results = await context
    .getSequence()
    .controlledEvaluate(tokens.map((token) => [token, { generateNext: { logits: true, temperature: 0 } }]));
  const spread = rootMeanSquare(ours);
  const differences = Float32Array.from(
    results.keys().flatMap((index) => {
      const { logits } = (results[index] as (typeof results)[number]).next;
      const start = index * model.config.vocabularySize;
      return [...ours.slice(start, start + model.config.vocabularySize)].map(
        (logit, token) => Math.abs(logit - (logits.get(token) ?? Number.NaN)) / spread,
      );
    }),
  );
  await context.dispose();
  return { largest: differences.reduce((a, b) => Math.max(a, b)), typical: rootMeanSquare(differences) };
}

function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

describe.skipIf(!isHere)('an exported GGUF file in llama.cpp', () => {
  it.each([
    ['f32', 4, 1e-5],
    ['f32', 2, 1e-5],
    ['f16', 2, 5e-3],
    ['q8_0', 2, 0.1],
  ] as const)(
    '%s with %i key and value heads gives our logits to %f',
    async (precision, keyValueHeads, tolerance) => {
      const model = createExampleModel({ keyValueHeads });
      const loaded = await exportAndLoad(model, precision);
      const { largest, typical } = await compareLogits(model, loaded);
      expect(largest).toBeLessThan(10 * tolerance);
      expect(typical).toBeLessThan(tolerance);
      await loaded.dispose();
    },
  );

  it.each(['single', 'runs'] as const)('tokenizes as we do, digits %s', async (digits) => {
    const model = createExampleModel({ digits });
    const loaded = await exportAndLoad(model, 'f32');
    const samples = [
      ...exampleTexts,
      "It's 3 o'clock; they'll come, we've 1,250 lamps (100%) — isn't it?",
      '第12章：灯塔 ２０２６年，“你好”！\n\n　　下一段。',
      'a  b   c\n\n\nd\t\te \n f  ',
      ' 42  7   007 x1 1x ½ ②',
      'naïve café 👩‍🚀🌊 Ελλάδα привет مرحبا हिन्दी',
      '\r\n\r\nif (x) {\n\treturn `y`;\n}\n',
      'not a token: <|end|> and <|user|>',
      '',
    ];
    for (const text of samples)
      expect([text, loaded.tokenize(text)]).toEqual([text, model.tokenizer.encode(text)]);
    const conversation = '<|user|>Tell 3 tales.<|end|><|assistant|>灯塔 was<|end|>';
    const ids = model.tokenizer.encode(conversation, { allowSpecial: true });
    expect(loaded.tokenize(conversation, true)).toEqual(ids);
    expect(loaded.detokenize(ids, true)).toBe(conversation);
    await loaded.dispose();
  });

  it('knows the end of a turn, the context and the chat template', async () => {
    const model = createExampleModel();
    const loaded = await exportAndLoad(model, 'f32');
    expect(loaded.tokens).toMatchObject({ eos: 0, eot: 0, bos: 0, shouldPrependBosToken: false });
    expect(loaded.trainContextSize).toBe(128);
    expect(loaded.fileInfo.metadata.tokenizer.chat_template).toBe(model.chatTemplate);
    await loaded.dispose();
  });
});
