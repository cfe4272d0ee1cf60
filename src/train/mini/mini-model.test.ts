import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { describeLanguageModel } from '../../../test/contracts/language-model.ts';
import { createMarkovMini } from '../../../test/markov-mini.ts';
import { UsageError } from '../../errors.ts';
import { countWords } from '../../text/count-words.ts';
import { createMiniModel } from './mini-model.ts';

const files = createMarkovMini();
const create = (): LanguageModelV4 => createMiniModel({ load: async () => files });

const ask = (lines: readonly string[], settings: Partial<LanguageModelV4CallOptions> = {}) => ({
  prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: lines.join('\n') }] }],
  ...settings,
});
const sectionLines = [
  'Write one section of a text. Give only its sentences.',
  'text: Write about the history of lighthouses.',
  'form: article',
  'section: 2 of 4',
  'title: Lamps and lenses',
  'points: how oil lamps replaced open coal fires',
  'words: 60',
];
const planLines = [
  'Plan a text.',
  'Answer with one line per section: number. title | main points, parted by ; | words',
  'text: Write about the history of lighthouses.',
  'form: article',
  'sections: 5',
  'words: 730',
];

async function generate(model: LanguageModelV4, options: LanguageModelV4CallOptions) {
  const result = await model.doGenerate(options);
  const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return { ...result, text };
}

describeLanguageModel('mini', () => ({
  address: 'mini:test',
  languageModel: create(),
  isPractice: true,
  hasStructuredOutput: false,
}));

describe('createMiniModel', () => {
  it('writes a section of about the asked words, without control tokens', async () => {
    const { text, finishReason, usage } = await generate(create(), ask(sectionLines));
    expect(Math.abs(countWords(text) - 60)).toBeLessThanOrEqual(14);
    expect(text).not.toContain('<|');
    expect(finishReason.unified).toBe('stop');
    expect(usage.outputTokens.total).toBeGreaterThan(60);
  });

  it('streams sentence by sentence', async () => {
    const { stream } = await create().doStream(ask(sectionLines));
    const deltas: string[] = [];
    for await (const part of stream) if (part.type === 'text-delta') deltas.push(part.delta);
    expect(deltas.length).toBeGreaterThan(3);
    for (const delta of deltas) expect(delta).toMatch(/^\s*\S[^.]*\.$/u);
  });

  it('gives the same text for the same request and seed, whatever was asked between, and another for another seed', async () => {
    const model = create();
    const first = await generate(model, ask(sectionLines, { seed: 1 }));
    await generate(model, ask(planLines));
    const again = await generate(model, ask(sectionLines, { seed: 1 }));
    const other = await generate(model, ask(sectionLines, { seed: 2 }));
    expect(again.text).toBe(first.text);
    expect(other.text).not.toBe(first.text);
  });

  it('gives the same text with the plain kernels', async () => {
    const plain = createMiniModel({ load: async () => files, kernel: 'plain' });
    const options = ask([...sectionLines.slice(0, -1), 'words: 12']);
    expect((await generate(plain, options)).text).toBe((await generate(create(), options)).text);
  });

  it('keeps what a request has in common with the one before', async () => {
    const model = create();
    const first = await generate(model, ask(sectionLines));
    const second = await generate(model, ask(sectionLines.with(-2, 'points: why lenses mattered')));
    expect(first.usage.inputTokens.cacheRead).toBe(0);
    expect(second.usage.inputTokens.cacheRead).toBeGreaterThan(40);
  });

  it('plans as many lines as asked, all titles different, words that sum to the asked ones', async () => {
    const { text } = await generate(create(), ask(planLines));
    const lines = text.split('\n').map((line) => /^(\d+)\. ([^|]+) \| ([^|]+) \| (\d+)$/.exec(line));
    expect(lines.map((line) => line?.[1])).toEqual(['1', '2', '3', '4', '5']);
    expect(new Set(lines.map((line) => line?.[2])).size).toBe(5);
    expect(lines.reduce((sum, line) => sum + Number(line?.[4]), 0)).toBe(730);
  });

  it('stops at its output limit and says so', async () => {
    const { finishReason, usage } = await generate(create(), ask(sectionLines, { maxOutputTokens: 40 }));
    expect(finishReason.unified).toBe('length');
    expect(usage.outputTokens.total).toBeLessThanOrEqual(40);
  });

  it('answers what is no request of the profile with a text of its own ceiling at most', async () => {
    const { text, finishReason } = await generate(create(), ask(['Write 5000 words about bees.']));
    expect(finishReason.unified).toBe('stop');
    expect(countWords(text)).toBeGreaterThan(300);
    expect(countWords(text)).toBeLessThan(430);
  });

  it('refuses a prompt that leaves no room, before it reads it', async () => {
    const model = createMiniModel({ load: async () => createMarkovMini({ contextTokens: 64 }) });
    await expect(model.doGenerate(ask(sectionLines))).rejects.toMatchObject({
      fault: 'context-overflow',
      contextTokens: 64,
    });
  });

  it('lets timers run while it computes, and ends when one of them aborts it', async () => {
    const abort = new AbortController();
    // It can only fire where the computing makes way for it, and the answer takes longer.
    setTimeout(() => abort.abort(), 20);
    const answer = create().doGenerate(ask(['Write 400 words about bees.'], { abortSignal: abort.signal }));
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('answers the next request after an aborted one as if there had been none', async () => {
    const model = create();
    const abort = new AbortController();
    const aborted = model.doGenerate(ask(sectionLines, { abortSignal: abort.signal }));
    setTimeout(() => abort.abort(), 10);
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    const { text } = await generate(model, ask(sectionLines));
    expect(text).toBe((await generate(create(), ask(sectionLines))).text);
  });

  it('loads once, and again after loading has failed', async () => {
    let loads = 0;
    const model = createMiniModel({
      load: async () => {
        loads += 1;
        if (loads === 1) throw new UsageError('Expected the files.');
        return files;
      },
    });
    await expect(model.doGenerate(ask(sectionLines))).rejects.toThrow('Expected the files.');
    await generate(model, ask(sectionLines));
    await generate(model, ask(sectionLines));
    expect(loads).toBe(2);
  });

  it('says which settings it does not know', async () => {
    const { warnings } = await create().doGenerate(ask(sectionLines, { topK: 5, presencePenalty: 1 }));
    expect(warnings).toEqual([
      { type: 'unsupported', feature: 'topK' },
      { type: 'unsupported', feature: 'presencePenalty' },
    ]);
  });
});
