/** What every model behind a `Model` must do, whoever implements it. */
import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { callModel } from '../../src/model/call-model.ts';
import type { Model } from '../../src/model/model.ts';
import type { ModelRequest } from '../../src/model/request.ts';

/** The request the suite asks; a model under test must have an answer of some words to it, any number of times. */
export const contractRequest: ModelRequest = {
  messages: [
    { role: 'system', content: 'You write plain prose.' },
    { role: 'user', content: 'Write about 60 words on how a lighthouse keeper spends a quiet evening.' },
  ],
};

const callOptions: LanguageModelV4CallOptions = {
  prompt: [
    { role: 'system', content: 'You write plain prose.' },
    { role: 'user', content: [{ type: 'text', text: contractRequest.messages[1]?.content ?? '' }] },
  ],
};

/** Runs the suite. `create` makes a fresh model, as it answers by default. */
export function describeLanguageModel(name: string, create: () => Model | Promise<Model>): void {
  const collect = async (options: LanguageModelV4CallOptions): Promise<LanguageModelV4StreamPart[]> => {
    const { languageModel } = await create();
    const { stream } = await languageModel.doStream(options);
    const parts: LanguageModelV4StreamPart[] = [];
    for await (const part of stream) parts.push(part);
    return parts;
  };

  describe(`${name} as a language model`, () => {
    it('speaks version v4 of the contract under an address', async () => {
      const model = await create();
      expect(model.languageModel.specificationVersion).toBe('v4');
      expect(model.address).toMatch(/^\w+:/);
    });

    it('streams from its start to one finish part, text inside its block', async () => {
      const types = (await collect(callOptions)).map(({ type }) => type);
      expect(types[0]).toBe('stream-start');
      expect(types.filter((type) => type === 'finish')).toHaveLength(1);
      expect(types.at(-1)).toBe('finish');
      expect(types.indexOf('text-start')).toBeLessThan(types.indexOf('text-delta'));
      expect(types.lastIndexOf('text-delta')).toBeLessThan(types.indexOf('text-end'));
    });

    it('reports token counts that add up', async () => {
      const finish = (await collect(callOptions)).at(-1);
      if (finish?.type !== 'finish') throw new Error('The last part is no finish part.');
      const { inputTokens, outputTokens } = finish.usage;
      expect(inputTokens.total).toBeGreaterThan(0);
      expect(outputTokens.total).toBeGreaterThan(0);
      expect((inputTokens.noCache ?? 0) + (inputTokens.cacheRead ?? 0)).toBe(inputTokens.total);
    });

    it('gives the same text whether streamed or not', async () => {
      const streamed = (await collect(callOptions))
        .map((part) => (part.type === 'text-delta' ? part.delta : ''))
        .join('');
      const { content } = await (await create()).languageModel.doGenerate(callOptions);
      const generated = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
      expect(streamed.trim()).not.toBe('');
      expect(generated).toBe(streamed);
    });

    it('answers through callModel', async () => {
      const reply = await callModel(await create(), contractRequest);
      expect(reply.text.trim()).not.toBe('');
      expect(reply.finishReason).toBe('stop');
      expect(reply.usage.calls).toBe(1);
    });

    it('does not begin after an abort', async () => {
      const { languageModel } = await create();
      const call = languageModel.doStream({ ...callOptions, abortSignal: AbortSignal.abort() });
      await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    });
  });
}
