import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Model } from '../../model/model.ts';
import { resolveModel } from '../../model/resolve-model.ts';
import { measureCeiling } from './measure-ceiling.ts';
import { type CeilingPlan, planCeiling } from './plan-ceiling.ts';
import { createReader, keepAll } from './scripted-reader.ts';
import { summarizeCeiling } from './summarize-ceiling.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ceiling-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const plan = (model: Model, most: number, words: readonly number[] = [250]): CeilingPlan =>
  planCeiling(model, { mostTokens: most, words });

describe('summarizeCeiling', () => {
  it('finds no end where a reader keeps everything', async () => {
    const model = createReader(keepAll);
    const { rows, status, endedEarly } = await measureCeiling(folder, model, plan(model, 4_000));
    const { input } = summarizeCeiling(rows);
    expect([status, endedEarly.input]).toEqual(['done', undefined]);
    expect(input.points.map(({ tokens, share }) => [tokens, share])).toEqual([
      [1_000, 1],
      [2_000, 1],
      [4_000, 1],
    ]);
    expect(input.ceiling).toMatchObject({ tokens: 4_000, endedBy: 'limit' });
  });

  it('finds where a reader loses the end, and stops after two lengths', async () => {
    // Sees the first 9,000 characters of a document, about 2,000 tokens of English.
    const model = createReader((document) => document.slice(0, /[一-鿿]/.test(document) ? 2_000 : 9_000));
    const { rows, endedEarly } = await measureCeiling(folder, model, plan(model, 16_000));
    const { input } = summarizeCeiling(rows);
    expect(input.ceiling).toMatchObject({ tokens: 2_000, endedBy: 'below' });
    expect(input.points.map(({ tokens }) => tokens)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(endedEarly.input).toContain('two lengths in a row');
    // What is lost is lost at the end.
    const shares = Object.fromEntries(input.byDepth.map(({ place, share }) => [place, share ?? 0]));
    expect(shares['2 %']).toBe(1);
    expect(shares['98 %']).toBeLessThan(0.6);
  });

  it('shows which places a reader loses that forgets the middle', async () => {
    const model = createReader((document) => document.slice(0, 1_500) + document.slice(-1_500));
    const { rows } = await measureCeiling(folder, model, plan(model, 8_000));
    const { input } = summarizeCeiling(rows);
    const shares = Object.fromEntries(input.byDepth.map(({ place, share }) => [place, share ?? 0]));
    expect(shares['2 %']).toBe(1);
    expect(shares['98 %']).toBe(1);
    expect(shares['50 %']).toBeLessThan(0.6);
    expect(shares['two places']).toBeLessThan(0.6);
  });

  it('takes a text that is too long for the end of the curve, not for wrong answers', async () => {
    const model = createReader(keepAll, { contextTokens: 3_000 });
    const { rows, status, endedEarly } = await measureCeiling(folder, model, plan(model, 16_000));
    const { input } = summarizeCeiling(rows);
    expect(status).toBe('done');
    expect(input.ceiling).toMatchObject({ tokens: 2_000, endedBy: 'overflow' });
    expect(input.points.at(-1)).toMatchObject({
      tokens: 4_000,
      share: null,
      answers: 0,
      failures: { 'context-overflow': 4 },
    });
    expect(endedEarly.input).toBe('4000 tokens are more than the model takes');
    expect(input.points).toHaveLength(3);
  });

  it('recovers the planted output ceiling of a simulated model to 5 %, and asks for no more than needed', async () => {
    const model = await resolveModel('simulated:?capWords=2000&lengthSigma=0.1', {
      env: {},
    });
    const { rows, endedEarly } = await measureCeiling(folder, model, planCeiling(model, { mostTokens: 600 }));
    const { output, input, ratio, byLanguage } = summarizeCeiling(rows);
    expect(output.ceiling?.isReached).toBe(true);
    expect(Math.abs((output.ceiling?.words ?? 0) / 2_000 - 1)).toBeLessThan(0.05);
    expect(byLanguage.zh.output?.words).toBeGreaterThan(1_800);
    expect(output.points.at(-1)?.askedWords).toBeLessThan(32_000);
    expect(endedEarly.output).toContain('no more than those before');
    // A simulated model does not read.
    expect(input.points.map(({ tokens, share }) => [tokens, share])).toEqual([[600, 0]]);
    expect(ratio).toEqual({ value: null, bound: 'unknown' });
  });

  it('divides words by words, and says which side is a bound', async () => {
    const model = createReader(keepAll, { capWords: 300 });
    const { rows } = await measureCeiling(folder, model, plan(model, 2_000, [250, 500]));
    const { ratio, input, output } = summarizeCeiling(rows);
    expect(output.ceiling).toMatchObject({ words: 300, isReached: true });
    expect(ratio).toEqual({
      value: Number(((input.ceiling?.words ?? 0) / 300).toPrecision(2)),
      bound: 'at least',
    });
  });
});
