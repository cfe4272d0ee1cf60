import { join } from 'node:path';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { startOllama } from '../../../test/contracts/servers/ollama.ts';
import { readChunks, startWireServer } from '../../../test/contracts/wire-server.ts';
import { callModel } from '../call-model.ts';
import { drawStripes } from '../card/probe-image.ts';
import { loadTokenizer } from '../estimate-tokens.ts';
import { type RecordedCall, recordCalls } from '../record.ts';
import { createRecordedModel } from '../recorded-model.ts';
import type { ModelRequest } from '../request.ts';
import { resolveModel } from '../resolve-model.ts';
import { scriptedModel } from '../scripted-model.ts';
import type { ImageFile } from './image.ts';
import { imageLimitsOf } from './image-limits.ts';
import { showImages } from './show-images.ts';

const { ref, file } = drawStripes(() => 0.3);
const base64 = Buffer.from(file.bytes).toString('base64');
const dataUrl = `data:image/png;base64,${base64}`;
const label = '\n\nFigure 1:';
const request: ModelRequest = {
  messages: [{ role: 'user', content: 'What is it?', images: [{ ...ref, label: 'Figure 1' }] }],
};

/** The body that goes to a provider for `request`. */
async function send(address: string, env: (url: string) => Record<string, string>, stream: string) {
  const body = readChunks(join(import.meta.dirname, '../providers/__fixtures__', `${stream}.chunks.txt`));
  await using server = await startWireServer([{ body }]);
  const model = await resolveModel(address.replace('URL', `${server.url}/v1`), { env: env(server.url) });
  await callModel(
    showImages(model, () => file),
    request,
  );
  return server.requests[0]?.body as Record<string, never>;
}

describe('images on the wire', () => {
  const asImageUrl = [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is it?' },
        { type: 'text', text: label },
        { type: 'image_url', image_url: { url: dataUrl } },
      ],
    },
  ];

  it('goes to OpenAI as an image URL that holds the data', async () => {
    const env = (url: string) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: 'sk-test-key-0001' });
    expect((await send('openai:gpt-4.1', env, 'openai-text')).messages).toEqual(asImageUrl);
  });

  it('goes to Anthropic as a base64 source', async () => {
    const env = (url: string) => ({ ANTHROPIC_BASE_URL: `${url}/v1`, ANTHROPIC_API_KEY: 'sk-ant-test-0001' });
    const body = await send('anthropic:claude-sonnet-4-5', env, 'anthropic-text');
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is it?' },
          { type: 'text', text: label },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: base64 } },
        ],
      },
    ]);
  });

  it('goes to Google as inline data', async () => {
    const env = (url: string) => ({
      GOOGLE_GEMINI_BASE_URL: `${url}/v1beta`,
      GEMINI_API_KEY: 'test-key-0001',
    });
    const body = await send('google:gemini-2.5-pro', env, 'google-text');
    expect(body.contents).toEqual([
      {
        role: 'user',
        parts: [
          { text: 'What is it?' },
          { text: label },
          { inlineData: { mimeType: 'image/png', data: base64 } },
        ],
      },
    ]);
  });

  it('goes to an OpenAI-compatible server in the same way', async () => {
    const body = await send('compatible:m@URL', () => ({}), 'compatible-think');
    expect(body.messages).toEqual(asImageUrl);
  });
});

describe('images at Ollama', () => {
  it('go as base64 beside the text', async () => {
    await using server = await startOllama();
    const model = await resolveModel('ollama:qwen3:8b', { env: { OLLAMA_HOST: server.url } });
    await callModel(
      showImages(model, () => file),
      request,
    );
    const chat = server.requests.find(({ route }) => route === 'POST /api/chat');
    expect(chat?.body).toMatchObject({
      messages: [{ role: 'user', content: `What is it?${label}`, images: [base64] }],
    });
  });
});

describe('showing images', () => {
  const dataOf = (prompt: { content: unknown }[]): Uint8Array[] =>
    prompt.flatMap(({ content }) =>
      (content as { type: string; data?: { data: Uint8Array } }[]).flatMap(({ data }) => data?.data ?? []),
    );

  it('makes a large image small enough for the endpoint, once', async () => {
    const [width, height] = [3_200, 200];
    const data = Buffer.alloc(width * height * 4, 120);
    const large: ImageFile = {
      bytes: jpeg.encode({ width, height, data }, 80).data,
      mediaType: 'image/jpeg',
      width,
      height,
      name: 'wide.jpg',
    };
    const model = scriptedModel(() => 'Grey.', { address: 'anthropic:claude-test' });
    const seeing = showImages(model, () => large);
    await callModel(seeing, request);
    await callModel(seeing, request);
    const [first, second] = model.calls.map(({ options }) => dataOf(options.prompt)[0]);
    expect(jpeg.decode(first ?? [])).toMatchObject({ width: 1_568, height: 98 });
    expect(second).toBe(first);
  });

  it('refuses more images than the endpoint takes, and sends nothing', async () => {
    const { imagesPerRequest } = imageLimitsOf('compatible:m');
    const model = scriptedModel(() => 'Yes.', { address: 'compatible:m@http://127.0.0.1:9/v1' });
    const images = Array.from({ length: imagesPerRequest + 1 }, () => ref);
    const asked = callModel(
      showImages(model, () => file),
      { messages: [{ role: 'user', content: 'x', images }] },
    );
    await expect(asked).rejects.toMatchObject({
      fault: 'bad-request',
      message: expect.stringContaining('got 101'),
    });
    expect(model.calls).toHaveLength(0);
  });

  it('is recorded and replayed by the hash of the file, wherever the bytes are put in', async () => {
    await loadTokenizer();
    const calls: RecordedCall[] = [];
    const model = scriptedModel(() => 'Three stripes.', { address: 'scripted:eye' });
    const keep = (call: RecordedCall): void => void calls.push(call);
    await callModel(
      recordCalls(
        showImages(model, () => file),
        keep,
      ),
      request,
    );
    await callModel(
      showImages(recordCalls(model, keep), () => file),
      request,
    );
    expect(calls[0]?.request).toBe(calls[1]?.request);
    expect(JSON.stringify(calls)).not.toContain(base64.slice(0, 40));
    const replayed = createRecordedModel('recorded:x', calls);
    expect((await callModel(replayed, request)).text).toBe('Three stripes.');
    const other = { ...ref, sha256: 'a'.repeat(64) };
    const unknown = callModel(replayed, {
      messages: [{ role: 'user', content: 'What is it?', images: [other] }],
    });
    await expect(unknown).rejects.toMatchObject({ fault: 'bad-request' });
  });
});
