/**
 * The dialogue layout of AgentWrite against the published one: tokens sent, share read from prompt caches, and
 * time, for one document on the same simulated model (a practice model).
 *
 * Two kinds of cache. "by prefix": the simulated one, blocks of 128 tokens from 1,024 on over the requests it has
 * seen, whatever the messages. "by turns": counted here from the requests, for caches that hold whole messages and
 * the answers to them (breakpoints at message ends, a local server's KV cache): the tokens of the leading messages
 * that the last request and its answer already held.
 *
 * Time is computed by the model from its speeds, summed over calls, not slept.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { writeDocument } from '../src/methods/write.ts';
import { estimateTokens } from '../src/model/estimate-tokens.ts';
import { resolveModel } from '../src/model/resolve-model.ts';

const address =
  'simulated:?seed=1&ttftMs=400&tokensPerSecond=60&prefillPerSecond=5000&cache=prefix&clock=virtual';

export async function run(parameters: string[]): Promise<void> {
  const words = Number(parameters[0] ?? 20_000);
  const home = mkdtempSync(join(tmpdir(), 'longhand-bench-'));
  console.log(`one document of ${words} words, ${address}`);
  console.log('layout      calls  input tokens  by prefix  by turns  model time  delivered');
  for (const layout of ['dialogue', 'published'] as const) {
    let modelMs = 0;
    let heldTokens = 0;
    let sentTokens = 0;
    const result = await writeDocument(
      `Write a ${words}-word book about the history of lighthouses`,
      { model: address, layout },
      {
        home,
        resolveModel: async (each) => {
          const model = await resolveModel(each, { env: {} });
          const onCall = (call: { ms: number; held: number; sent: number }): void => {
            modelMs += call.ms;
            heldTokens += call.held;
            sentTokens += call.sent;
          };
          return { ...model, languageModel: watched(model.languageModel, onCall) };
        },
      },
    );
    const { calls, inputTokens, cachedInputTokens } = result.usage;
    console.log(
      [
        layout.padEnd(11),
        String(calls).padStart(5),
        String(inputTokens).padStart(13),
        `${((100 * cachedInputTokens) / inputTokens).toFixed(1)} %`.padStart(10),
        `${((100 * heldTokens) / sentTokens).toFixed(1)} %`.padStart(9),
        `${(modelMs / 1000).toFixed(0)} s`.padStart(11),
        `${result.delivered.words}`.padStart(10),
      ].join(' '),
    );
  }
  rmSync(home, { recursive: true, force: true });
}

/** Hears what time the simulated model computes for each answer, and how much of a request it had seen in whole turns. */
function watched(
  model: LanguageModelV4,
  onCall: (call: { ms: number; held: number; sent: number }) => void,
): LanguageModelV4 {
  let seen: string[] = [];
  return {
    ...model,
    async doStream(options) {
      const turns = options.prompt.map(({ role, content }) => JSON.stringify([role, textOf(content)]));
      const tokens = turns.map(estimateTokens);
      const fresh = turns.findIndex((turn, index) => turn !== seen[index]);
      const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
      const held = sum(tokens.slice(0, fresh < 0 ? undefined : fresh));
      let answer = '';
      const result = await model.doStream(options);
      const stream = result.stream.pipeThrough(
        new TransformStream({
          transform(part, controller) {
            if (part.type === 'text-delta') answer += part.delta;
            if (part.type === 'finish') {
              seen = [...turns, JSON.stringify(['assistant', answer])];
              onCall({ ms: Number(part.providerMetadata?.simulated?.ms ?? 0), held, sent: sum(tokens) });
            }
            controller.enqueue(part);
          },
        }),
      );
      return { ...result, stream };
    },
  };
}

function textOf(content: string | readonly { type: string; text?: string }[]): string {
  return typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');
}
