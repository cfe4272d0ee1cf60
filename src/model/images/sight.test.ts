import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { emptyCard } from '../card/card.ts';
import { probeModel } from '../card/probe.ts';
import { readColours } from '../card/probe-image.ts';
import { readEndpointFacts } from '../endpoint-facts.ts';
import { scriptedModel } from '../scripted-model.ts';
import { findSight } from './sight.ts';

const card = emptyCard('compatible:m', new Date(0));

describe('sight', () => {
  it('counts what was measured more than what is said, and both more than a family', () => {
    const said = { source: 'its list', vision: true };
    expect(findSight('compatible:m', card).sees).toBeUndefined();
    expect(findSight('compatible:m', { ...card, advertised: said })).toEqual({
      sees: true,
      reason: 'so says its list',
    });
    expect(findSight('compatible:m', { ...card, advertised: said, vision: false }).sees).toBe(false);
    expect(findSight('anthropic:claude-sonnet-4-5').sees).toBe(true);
    expect(findSight('google:gemini-2.5-pro', { ...card, vision: false }).sees).toBe(false);
    expect(findSight('google:gemma-3-1b').sees).toBeUndefined();
    expect(findSight('openai:o3-mini').sees).toBeUndefined();
  });

  it.each(['mini', 'simulated:?seed=1', 'gguf:x.gguf'])('of %s is none, whatever a card says', (address) => {
    expect(findSight(address, { ...card, vision: true }).sees).toBe(false);
  });
});

describe('what endpoints say of images', () => {
  const answer =
    (body: unknown): typeof fetch =>
    async () =>
      Response.json(body);

  it('is read from the lists of OpenRouter, Ollama and llama-server', async () => {
    const listed = (id: string, modalities: string[]) => ({
      id,
      context_length: 8_000,
      architecture: { input_modalities: modalities },
    });
    const list = answer({ data: [listed('a/eye', ['text', 'image']), listed('a/ear', ['text', 'audio'])] });
    const env = { OPENROUTER_API_KEY: 'sk-or-test-0001' };
    expect(await readEndpointFacts('openrouter:a/eye', { env, fetch: list })).toMatchObject({ vision: true });
    expect(await readEndpointFacts('openrouter:a/ear', { env, fetch: list })).toMatchObject({
      vision: false,
    });
    const shown = answer({ model_info: {}, capabilities: ['completion', 'vision'] });
    expect(await readEndpointFacts('ollama:llava', { env: {}, fetch: shown })).toEqual({
      vision: true,
      source: 'Ollama /api/show',
    });
    const props = answer({
      default_generation_settings: { n_ctx: 4_096 },
      modalities: { vision: true, audio: false },
    });
    expect(
      await readEndpointFacts('compatible:m@http://127.0.0.1:8080/v1', { env: {}, fetch: props }),
    ).toEqual({
      contextTokens: 4_096,
      vision: true,
      source: 'llama-server /props',
    });
  });
});

describe('the image of a probe', () => {
  const probe = async (eye: (bytes: Uint8Array) => string) => {
    const model = scriptedModel(({ options, messages }) => {
      if (!/three vertical stripes/.test(messages[0]?.content ?? '')) return 'A word or two.';
      const { content = [] } = options.prompt[0] ?? {};
      const image = (content as { type: string; data?: { data: Uint8Array } }[]).find(
        ({ type }) => type === 'file',
      );
      return eye(image?.data?.data ?? new Uint8Array());
    });
    return (await probeModel(model, { limitInTokens: 300, outputWords: 50 })).vision;
  };

  it('is seen by a model that tells its colours, and not by one that guesses or refuses', async () => {
    expect(await probe((bytes) => nameColours(bytes).join(', '))).toBe(true);
    expect(await probe((bytes) => nameColours(bytes).toReversed().join(', '))).toBe(false);
    expect(await probe(() => 'none')).toBe(false);
  });

  it('reads colours from talk', () => {
    expect(readColours('**Red**, then a blue one, and White.')).toEqual(['red', 'blue', 'white']);
  });
});

/** The three colours of the middle row, read from the PNG itself. */
function nameColours(png: Uint8Array): string[] {
  const bytes = Buffer.from(png);
  const at = bytes.indexOf('IDAT');
  const rows = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
  const names: Record<string, string> = {
    '220,20,20': 'red',
    '20,160,40': 'green',
    '20,60,220': 'blue',
    '250,220,20': 'yellow',
    '0,0,0': 'black',
    '255,255,255': 'white',
  };
  return [48, 144, 240].map((x) => names[[...rows.subarray(1 + x * 3, 4 + x * 3)].join()] ?? 'none');
}
