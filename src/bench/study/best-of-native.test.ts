import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AnswerRow } from '../../methods/answers/answer-row.ts';
import { generate } from '../../methods/answers/generate.ts';
import { resolveModel } from '../../model/resolve-model.ts';
import { scoreLength } from '../../text/length-score.ts';
import { starter } from '../benchmarks/starter.ts';
import { bestOfNative, generateBestOfNative } from './best-of-native.ts';
import { openStudy } from './open-study.ts';
import { sumSpent } from './spent.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-best-'));
afterAll(() => rmSync(folder, { recursive: true }));
const model = 'simulated:?seed=4&lengthBias=0.7&lengthSigma=0.4';
const price = { inputUsdPerMillion: 1, cachedUsdPerMillion: 0.1, outputUsdPerMillion: 4, source: 'test' };
const world = {
  resolveModel: (address: string) => resolveModel(address, { env: {} }),
  prices: { [model]: price },
};
const options = {
  data: undefined,
  repeats: 1,
  counting: 'longbench-write',
  version: '0',
  date: '2026-01-01',
};
const rowsOf = (file: string): AnswerRow[] =>
  readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AnswerRow);

describe('native-best-of-n', () => {
  it('tries as often as the other method paid for, keeps the nearest in length, and pays nothing twice', async () => {
    const methods = ['native', 'agentwrite', bestOfNative];
    const study = await openStudy(folder, starter, { ...options, models: [model], methods, limit: 4 });
    expect(study.attempts.map(({ method }) => method)).not.toContain(bestOfNative);
    await generate(folder, study.attempts, world);
    const first = await generateBestOfNative(folder, study.samples, world);
    expect(first.isStopped).toBe(false);
    const answers = rowsOf('answers.jsonl');
    const drafts = rowsOf('drafts.jsonl');
    const best = answers.filter(({ method }) => method === bestOfNative);
    expect(best).toHaveLength(4);
    for (const row of best) {
      const of = (method: string) =>
        answers.find((other) => other.method === method && other.sample === row.sample) as AnswerRow;
      const all = [of('native'), ...drafts.filter(({ sample }) => sample === row.sample)];
      expect(row.tries).toBe(all.length);
      expect(row.usd).toBeCloseTo(
        all.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
        12,
      );
      // One more try would have cost more than the other method did, give or take what a draw varies.
      expect(row.tries).toBe(Math.max(1, Math.floor((of('agentwrite').usd ?? 0) / (of('native').usd ?? 1))));
      const asked = study.samples.get(row.sample)?.length?.words as number;
      const scores = all.map(({ words }) => scoreLength(asked, words));
      expect(scoreLength(asked, row.words)).toBe(Math.max(...scores));
    }
    expect(best.some(({ tries = 1 }) => tries > 1)).toBe(true);
    const { answersUsd } = await sumSpent(folder);
    const paid = [...answers.filter(({ method }) => method !== bestOfNative), ...drafts];
    expect(answersUsd).toBeCloseTo(
      paid.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
      12,
    );
    const again = await generateBestOfNative(folder, study.samples, world);
    expect(again.done).toBe(0);
    expect(rowsOf('answers.jsonl')).toHaveLength(answers.length);
  });

  it('needs native and another method to be held against', async () => {
    const opened = openStudy(join(folder, 'other'), starter, {
      ...options,
      models: [model],
      methods: ['longhand', bestOfNative],
    });
    await expect(opened).rejects.toThrow(/native and another method/);
  });
});
