import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasLlama, writeTinyGguf } from '../../../test/tiny-gguf.ts';
import type { TokenScorer } from '../token-scorer.ts';
import { createGgufScorer } from './gguf-scorer.ts';
import { type LoadedGguf, loadGguf } from './load-gguf.ts';

const isInstalled = await hasLlama();
const folder = mkdtempSync(join(tmpdir(), 'longhand-scorer-'));
const unsure = join(folder, 'unsure.gguf');
const vocabularyTokens = 256 + 10 + 60 + 2;
writeTinyGguf(unsure, { certainty: 0 });
const sure = join(folder, 'sure.gguf');
writeTinyGguf(sure);
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!isInstalled)('a GGUF scorer', () => {
  const loads: LoadedGguf[] = [];
  const create = (file: string, contextTokens = 1024): TokenScorer =>
    createGgufScorer({
      name: 'gguf:tiny',
      load: async () => {
        const loaded = await loadGguf(file, { contextTokens, threads: 1, gpu: false });
        loads.push(loaded);
        return loaded;
      },
    });
  afterAll(async () => {
    await Promise.all(loads.map(({ dispose }) => dispose()));
  });

  it('gives a model that knows nothing the logarithm of its vocabulary', async () => {
    const { tokens, logProbabilities } = await create(unsure).score('The lamp. 灯塔');
    // The file has no start token, so the first token has no probability.
    expect(tokens.slice(0, 4)).toEqual(['he', ' ', 'l', 'a']);
    expect(logProbabilities).toHaveLength(tokens.length);
    const mean = logProbabilities.reduce((sum, each) => sum + each, 0) / logProbabilities.length;
    expect(mean).toBeGreaterThan(-Math.log(vocabularyTokens) - 0.1);
    expect(mean).toBeLessThan(-Math.log(vocabularyTokens) + 0.1);
  });

  it('scores a token by what stands before it alone, in pieces too', async () => {
    const scorer = create(sure);
    const text = '\n lantern and sea, 灯塔。'.repeat(25);
    const [whole, again, start] = await Promise.all([
      scorer.score(text),
      scorer.score(text),
      scorer.score(text.slice(0, 100)),
    ]);
    expect(whole.tokens.length).toBeGreaterThan(512);
    expect(again).toEqual(whole);
    for (const [at, value] of start.logProbabilities.entries())
      expect(whole.logProbabilities[at]).toBeCloseTo(value, 3);
    expect(whole.logProbabilities.every((value) => Number.isFinite(value) && value <= 0)).toBe(true);
    // Its chain makes tokens differ: it is sure of what does not follow a line break.
    expect(Math.max(...whole.logProbabilities) - Math.min(...whole.logProbabilities)).toBeGreaterThan(1);
  });

  it('gives the probabilities of the whole vocabulary', async () => {
    const scorer = create(sure);
    const text = '\n lamo';
    const { logProbabilities } = await scorer.score(text);
    const { model, sequence } = loads.at(-1) as LoadedGguf;
    type Full = { next: { probabilities: Map<number, number> } };
    type Whole = { controlledEvaluate(input: readonly unknown[]): Promise<readonly Full[]> };
    const tokens = model.tokenizer(text, false);
    await sequence.clearHistory();
    const options = { temperature: 1, topK: 0, topP: 1, minP: 0 };
    const outputs = await (sequence as unknown as Whole).controlledEvaluate(
      tokens.map((token) => [token, { generateNext: { probabilities: true, options } }]),
    );
    for (const [at, value] of logProbabilities.entries()) {
      const all = outputs[at]?.next.probabilities ?? new Map<number, number>();
      expect(all.size).toBe(vocabularyTokens);
      expect(Math.exp(value)).toBeCloseTo(all.get(tokens[at + 1] as number) ?? Number.NaN, 5);
    }
  });

  it('refuses a text longer than its context, before reading it', async () => {
    const scorer = create(sure, 256);
    await expect(scorer.score('a lamp. '.repeat(100))).rejects.toMatchObject({
      fault: 'context-overflow',
      message: expect.stringMatching(/at most 256 tokens.* got 7\d\d\./),
    });
    expect((await scorer.score('')).tokens).toEqual([]);
    expect((await scorer.score('a lamp')).tokens).not.toEqual([]);
  });
});
