import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aimWords, condensedWords } from './length-law.ts';
import { parseSimulatedAddress } from './parameters.ts';
import { presetNames } from './presets.ts';
import { createRandom } from './random.ts';

const aim = (asked: number, address: string, key = 0): number =>
  aimWords(asked, parseSimulatedAddress(`simulated:?${address}`), createRandom('test', key));
const many = (asked: number, address: string, count = 4_000): number[] =>
  Array.from({ length: count }, (_, key) => aim(asked, address, key));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

describe('aimWords', () => {
  it('multiplies by the bias and stops at the cap', () => {
    expect(aim(1_000, 'lengthBias=0.85')).toBeCloseTo(850, 6);
    expect(aim(5_000, 'lengthBias=0.85')).toBe(2_000);
    expect(aim(5_000, 'capWords=700')).toBe(700);
  });

  it('bends towards the cap on the soft curve', () => {
    // 2000 · (1 - exp(-2000/2000)) = 2000 · 0.632121
    expect(aim(2_000, 'lengthCurve=soft')).toBeCloseTo(1_264.24, 1);
    expect(aim(50_000, 'lengthCurve=soft')).toBeCloseTo(2_000, 3);
  });

  it('spreads log-normally without moving the mean', () => {
    const words = many(1_000, 'lengthSigma=0.25&capWords=1000000');
    const logs = words.map((value) => Math.log(value / 1_000));
    const spread = Math.sqrt(mean(logs.map((value) => (value - mean(logs)) ** 2)));
    expect(mean(words) / 1_000).toBeCloseTo(1, 1);
    expect(Math.abs(mean(words) / 1_000 - 1)).toBeLessThan(0.02);
    expect(Math.abs(spread - 0.25)).toBeLessThan(0.01);
  });

  it('condenses short of what is asked', () => {
    expect(condensedWords(1_000, 500)).toBe(650);
  });
});

describe('presets', () => {
  it('saturate, and fall beyond their peak', () => {
    const medians = [2_000, 4_000, 16_000].map((asked) => median(many(asked, 'as=gpt-4o-2024-08-06')));
    expect(medians[1]).toBeGreaterThan(medians[0] as number);
    expect(medians[2]).toBeLessThan(medians[0] as number);
    expect(Math.max(...medians)).toBeLessThan(2_000);
  });

  it('give empty answers as often as published, and none where none were', () => {
    const empty = (address: string): number =>
      many(16_000, address).filter((words) => words === 0).length / 4_000;
    expect(empty('as=yi-large')).toBeGreaterThan(0.05);
    expect(empty('as=yi-large')).toBeLessThan(0.16);
    expect(empty('as=claude-3.5-sonnet')).toBe(0);
  });

  it('obey short requests', () => {
    for (const name of presetNames) expect(median(many(300, `as=${name}`)) / 300).toBeCloseTo(1, 1);
  });

  const path = '../shared/data/hellobench/judgement_scores.jsonl';
  if (!existsSync(path)) console.log(`Skipped: presets against released rows (no ${path}).`);
  it.skipIf(!existsSync(path))('agree with the medians and means of the released rows', () => {
    const released: Record<string, string> = {
      'claude-3.5-sonnet': 'claude35',
      'gpt-4o-2024-08-06': 'gpt4o_0806',
      'llama-3.1-70b': 'llama31_70b',
      'longwriter-9b': 'longwriter_9b',
      'mistral-large': 'mistral_large_api',
      'qwen2-72b': 'qwen2_72b',
      'yi-large': 'yi_large',
    };
    const words = new Map<string, number[]>();
    for (const line of readFileSync(path, 'utf8').trim().split('\n')) {
      const row = JSON.parse(line) as { exp: string; model: string; file: string; words: number };
      if (row.exp !== 'length_constrained_exp') continue;
      const key = `${row.model} ${row.file.split('_').at(-1)}`;
      words.set(key, [...(words.get(key) ?? []), row.words]);
    }
    for (const [name, model] of Object.entries(released)) {
      for (const thousands of [2, 4, 8, 16]) {
        const rows = words.get(`${model} ${thousands}k`);
        if (rows === undefined) continue;
        const drawn = many(thousands * 1_000, `as=${name}`);
        expect(Math.abs(median(drawn) / median(rows) - 1), `${name} ${thousands}k median`).toBeLessThan(0.05);
        expect(Math.abs(mean(drawn) / mean(rows) - 1), `${name} ${thousands}k mean`).toBeLessThan(0.2);
      }
    }
  });
});
