/** Guards the law of the simulated model: another answer to a golden request means another version of the law. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import type { ModelRequest } from '../request.ts';
import { parseSimulatedAddress } from './parameters.ts';
import { createSimulatedModel } from './simulated-model.ts';

type Golden = {
  about: string;
  cases: { name: string; address: string; request: ModelRequest; answer: string; finishReason: string }[];
};

const path = join(import.meta.dirname, '__fixtures__/golden.json');
const golden = JSON.parse(readFileSync(path, 'utf8')) as Golden;

function convert(request: ModelRequest): LanguageModelV4CallOptions {
  const { messages, maxOutputTokens, responseSchema, seed } = request;
  return {
    prompt: messages.map(({ role, content }) =>
      role === 'system' ? { role, content } : { role, content: [{ type: 'text' as const, text: content }] },
    ),
    maxOutputTokens,
    seed,
    responseFormat: responseSchema && { type: 'json', schema: responseSchema.schema },
  };
}

async function answerTo(one: Golden['cases'][number]): Promise<{ answer: string; finishReason: string }> {
  const model = createSimulatedModel(parseSimulatedAddress(one.address));
  const { content, finishReason } = await model.doGenerate(convert(one.request));
  const answer = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return { answer, finishReason: finishReason.unified };
}

if (process.env.UPDATE_GOLDEN === '1') {
  for (const one of golden.cases) Object.assign(one, await answerTo(one));
  writeFileSync(path, `${JSON.stringify(golden, null, 2)}\n`);
}

describe('golden requests', () => {
  it('are twenty', () => expect(golden.cases).toHaveLength(20));

  it.each(golden.cases)('$name', async (one) => {
    expect(await answerTo(one)).toEqual({ answer: one.answer, finishReason: one.finishReason });
  });
});
