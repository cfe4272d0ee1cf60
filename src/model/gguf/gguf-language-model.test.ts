import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Prompt,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasLlama, writeTinyGguf } from '../../../test/tiny-gguf.ts';
import { createGgufLanguageModel } from './gguf-language-model.ts';
import { type LoadedGguf, type LoadGgufOptions, loadGguf } from './load-gguf.ts';

const isInstalled = await hasLlama();
const folder = mkdtempSync(join(tmpdir(), 'longhand-gguf-'));
const path = join(folder, 'tiny.gguf');
const story = writeTinyGguf(path, { contextTokens: 2048 });
const unsure = join(folder, 'unsure.gguf');
writeTinyGguf(unsure, { certainty: 4 });
afterAll(() => rmSync(folder, { recursive: true }));

const user = (text: string): LanguageModelV4Prompt[number] => ({
  role: 'user',
  content: [{ type: 'text', text }],
});
const assistant = (text: string): LanguageModelV4Prompt[number] => ({
  role: 'assistant',
  content: [{ type: 'text', text }],
});
const system = { role: 'system' as const, content: 'You write plain prose. 你写散文。' };

type Finish = Extract<LanguageModelV4StreamPart, { type: 'finish' }>;
type Reply = { text: string; finish: Finish };

async function ask(model: LanguageModelV4, options: LanguageModelV4CallOptions): Promise<Reply> {
  const { stream } = await model.doStream({ temperature: 0, ...options });
  let text = '';
  for await (const part of stream) {
    if (part.type === 'text-delta') text += part.delta;
    if (part.type === 'error') throw part.error;
    if (part.type === 'finish') return { text, finish: part };
  }
  throw new Error('No finish part came.');
}

const inputOf = ({ finish }: Reply): { total: number | undefined; cacheRead: number | undefined } => {
  const { total, cacheRead } = finish.usage.inputTokens;
  return { total, cacheRead };
};

describe.skipIf(!isInstalled)('a GGUF model', () => {
  const loads: LoadedGguf[] = [];
  const create = (file = path, options: Partial<LoadGgufOptions> = {}): LanguageModelV4 =>
    createGgufLanguageModel({
      address: 'gguf:tiny',
      load: async () => {
        const loaded = await loadGguf(file, { contextTokens: 2048, threads: 1, gpu: false, ...options });
        loads.push(loaded);
        return loaded;
      },
    });
  let model: LanguageModelV4;
  beforeAll(() => {
    model = create();
  });
  afterAll(async () => {
    await Promise.all(loads.map(({ dispose }) => dispose()));
  });

  it('answers by its chat template and stops where the model ends its turn', async () => {
    const { text, finish } = await ask(model, { prompt: [system, user('Tell me of a lighthouse.')] });
    expect(text.trim()).toBe(story);
    expect(finish.finishReason.unified).toBe('stop');
    expect(finish.usage.outputTokens.total).toBe(60);
  });

  it('keeps everything it has read and written while a dialogue grows', async () => {
    const own = create();
    const prompt: LanguageModelV4Prompt = [system, user('Write section 1.')];
    let heldTokens = 0;
    for (let turn = 1; turn <= 4; turn += 1) {
      const reply = await ask(own, { prompt });
      const { total = 0, cacheRead } = inputOf(reply);
      // The whole last prompt and its answer: the new prompt begins with exactly those tokens.
      expect(cacheRead).toBe(heldTokens);
      heldTokens = total + (reply.finish.usage.outputTokens.total ?? 0);
      // As methods keep it: without the space around.
      prompt.push(assistant(reply.text.trim()), user(`Write section ${turn + 1}. 第${turn + 1}节`));
    }
  });

  it('keeps what comes before an edit', async () => {
    const own = create();
    const long = 'A keeper trims the lamp. '.repeat(20);
    const first = await ask(own, { prompt: [system, user(`${long}Now begin.`)] });
    const edited = await ask(own, { prompt: [system, user(`${long}Or wait. Now begin.`)] });
    expect(inputOf(edited).cacheRead).toBeGreaterThan(300);
    expect(inputOf(edited).cacheRead).toBeLessThan(inputOf(first).total ?? 0);
    const fresh = await ask(create(), { prompt: [system, user(`${long}Or wait. Now begin.`)] });
    expect(edited.text).toBe(fresh.text);
    expect(inputOf(fresh)).toEqual({ total: inputOf(edited).total, cacheRead: 0 });
  });

  it('ends at the output limit and says so', async () => {
    const { text, finish } = await ask(model, { prompt: [user('Go.')], maxOutputTokens: 5 });
    expect(story.startsWith(text.trim())).toBe(true);
    expect(text.trim().split(' ')).toHaveLength(5);
    expect(finish.finishReason.unified).toBe('length');
  });

  it('ends before a stop text', async () => {
    const [first, second, third] = story.split(' ');
    const { text, finish } = await ask(model, { prompt: [user('Go.')], stopSequences: [` ${third}`] });
    expect(text.trim()).toBe(`${first} ${second}`);
    expect(finish.finishReason.unified).toBe('stop');
  });

  it('draws by seed, and at temperature 0 always the same', async () => {
    const own = create(unsure);
    const draw = async (seed: number, temperature: number): Promise<string> =>
      (await ask(own, { prompt: [user('Go.')], maxOutputTokens: 20, seed, temperature })).text;
    expect(await draw(7, 1.5)).toBe(await draw(7, 1.5));
    expect(await draw(7, 1.5)).not.toBe(await draw(8, 1.5));
    expect(await draw(7, 0)).toBe(await draw(8, 0));
  });

  it('keeps to a JSON schema', async () => {
    const { text } = await ask(create(unsure), {
      prompt: [user('Is it dark? Answer in JSON.')],
      temperature: 1,
      seed: 3,
      maxOutputTokens: 200,
      responseFormat: {
        type: 'json',
        schema: {
          type: 'object',
          properties: { isDark: { type: 'boolean' }, hour: { enum: ['dusk', 'dawn'] } },
          required: ['isDark', 'hour'],
          additionalProperties: false,
        },
      },
    });
    expect(JSON.parse(text)).toEqual({
      isDark: expect.any(Boolean),
      hour: expect.stringMatching(/^(?:dusk|dawn)$/),
    });
  });

  it('refuses a prompt longer than its context, with both numbers, before reading it', async () => {
    const call = ask(model, { prompt: [user('light '.repeat(1000))] });
    await expect(call).rejects.toMatchObject({
      fault: 'context-overflow',
      contextTokens: 2048,
      message: expect.stringMatching(/fewer than 2048 tokens.* got \d{4}\./),
    });
    expect((await ask(model, { prompt: [user('Go.')], maxOutputTokens: 1 })).text).not.toBe('');
  });

  it('ends where its context is full, and says so', async () => {
    const own = create(path, { contextTokens: 256 });
    const { finish } = await ask(own, { prompt: [user('x'.repeat(200))] });
    expect(finish.finishReason.unified).toBe('length');
    expect((finish.usage.inputTokens.total ?? 0) + (finish.usage.outputTokens.total ?? 0)).toBe(256);
  });

  it('stops between tokens when it is aborted, and answers the next call', async () => {
    const controller = new AbortController();
    const { stream } = await model.doStream({
      prompt: [user('Go.')],
      temperature: 0,
      abortSignal: controller.signal,
    });
    const reader = stream.getReader();
    await expect(
      (async () => {
        for (;;) {
          const { value } = await reader.read();
          if (value?.type === 'text-delta') controller.abort();
        }
      })(),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect((await ask(model, { prompt: [user('Go.')] })).text.trim()).toBe(story);
  });

  it('answers calls one after the other', async () => {
    const replies = await Promise.all(
      ['One.', 'Two.', 'Three.'].map((text) => ask(model, { prompt: [system, user(text)] })),
    );
    expect(replies.map(({ text }) => text.trim())).toEqual([story, story, story]);
  });

  it('says that a damaged file is one', async () => {
    const damaged = join(folder, 'damaged.gguf');
    writeFileSync(damaged, readFileSync(path).subarray(0, 40_000));
    await expect(ask(create(damaged), { prompt: [user('Go.')] })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/to load as a language model, got: .*corrupted or incomplete/),
    });
  });

  it('measures how many threads to use', async () => {
    const startedAt = performance.now();
    const loaded = await loadGguf(path, { contextTokens: 512, gpu: false });
    expect([1, loaded.llama.cpuMathCores]).toContain(loaded.threads);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await loaded.dispose();
  });

  it.each([
    ['ends by itself', '', 0],
    ['is ended in the middle of an answer', 'process.exit(7);', 7],
  ])('lets a process go that %s', async (_name, end, code) => {
    const script = join(folder, 'use.ts');
    const source = (name: string): string => JSON.stringify(new URL(name, import.meta.url).pathname);
    writeFileSync(
      script,
      `import { createGgufLanguageModel } from ${source('./gguf-language-model.ts')};
       import { loadGguf } from ${source('./load-gguf.ts')};
       const model = createGgufLanguageModel({ address: 'gguf:tiny', load: () => loadGguf(${JSON.stringify(path)}, { contextTokens: 2048, gpu: false }) });
       const { stream } = await model.doStream({ prompt: [{ role: 'user', content: [{ type: 'text', text: 'Go.' }] }], temperature: 0 });
       let text = '';
       for await (const part of stream) { if (part.type === 'text-delta') { text += part.delta; ${end} } }
       console.log(text.trim());`,
    );
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data: Buffer) => {
      output += data;
    });
    const [exitCode, killedBy] = await once(child, 'close');
    expect([exitCode, killedBy]).toEqual([code, null]);
    expect(output.trim()).toBe(end === '' ? story : '');
  });
});
