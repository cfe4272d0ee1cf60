/**
 * What the dialogue layout of AgentWrite saves against the published one: tokens sent, share read from the
 * provider's prompt cache, and time, for one document on the same simulated model (a practice model; its cache
 * works in blocks of 128 tokens from 1,024 on, as providers document theirs).
 *
 * Time is computed by the model from its speeds, summed over calls, not slept.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { writeDocument } from '../src/methods/write.ts';
import { resolveModel } from '../src/model/resolve-model.ts';

const address =
  'simulated:?seed=1&lengthSigma=0.1&ttftMs=400&tokensPerSecond=60&prefillPerSecond=5000&cache=prefix&clock=virtual';

export async function run(parameters: string[]): Promise<void> {
  const words = Number(parameters[0] ?? 20_000);
  const home = mkdtempSync(join(tmpdir(), 'longhand-bench-'));
  console.log(`one document of ${words} words, ${address}`);
  console.log('layout      calls  input tokens  from cache  not cached  model time  delivered');
  for (const layout of ['dialogue', 'published'] as const) {
    let modelMs = 0;
    const result = await writeDocument(
      `Write a ${words}-word book about the history of lighthouses`,
      { model: address, layout },
      {
        home,
        resolveModel: async (each) => {
          const model = await resolveModel(each, { env: {} });
          return { ...model, languageModel: timed(model.languageModel, (ms) => (modelMs += ms)) };
        },
      },
    );
    const { calls, inputTokens, cachedInputTokens } = result.usage;
    console.log(
      [
        layout.padEnd(11),
        String(calls).padStart(5),
        String(inputTokens).padStart(13),
        `${((100 * cachedInputTokens) / inputTokens).toFixed(1)} %`.padStart(11),
        String(inputTokens - cachedInputTokens).padStart(11),
        `${(modelMs / 1000).toFixed(0)} s`.padStart(11),
        `${result.delivered.words}`.padStart(10),
      ].join(' '),
    );
  }
  rmSync(home, { recursive: true, force: true });
}

/** Hears what time the simulated model computes for each answer. */
function timed(model: LanguageModelV4, onMs: (ms: number) => void): LanguageModelV4 {
  return {
    ...model,
    async doStream(options) {
      const result = await model.doStream(options);
      const stream = result.stream.pipeThrough(
        new TransformStream({
          transform(part, controller) {
            if (part.type === 'finish') onMs(Number(part.providerMetadata?.simulated?.ms ?? 0));
            controller.enqueue(part);
          },
        }),
      );
      return { ...result, stream };
    },
  };
}
