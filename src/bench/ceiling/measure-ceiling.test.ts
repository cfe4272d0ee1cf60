import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Model } from '../../model/model.ts';
import { scriptedModel } from '../../model/scripted-model.ts';
import type { CeilingRow } from './ceiling-row.ts';
import { measureCeiling } from './measure-ceiling.ts';
import { type CeilingPlan, planCeiling } from './plan-ceiling.ts';
import { createReader, keepAll } from './scripted-reader.ts';
import { summarizeCeiling } from './summarize-ceiling.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ceiling-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const price = { inputUsdPerMillion: 1, cachedUsdPerMillion: 1, outputUsdPerMillion: 10 };
const plan = (model: Model, most: number, words: readonly number[] = [250]): CeilingPlan =>
  planCeiling(model, { mostTokens: most, words });

const readRows = async (): Promise<CeilingRow[]> =>
  (await readFile(join(folder, 'calls.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('measureCeiling', () => {
  it('counts a refusal as one, asks no second time, and scores no words for it', async () => {
    const model = scriptedModel(({ messages }) =>
      /500/.test(messages[0]?.content ?? '')
        ? { text: '', finishReason: 'content-filter' }
        : messages[0]?.content.includes('record>')
          ? 'none'
          : 'word '.repeat(250),
    );
    const asked = plan(model, 600, [250, 500]);
    const { rows, status } = await measureCeiling(folder, model, asked);
    const { output } = summarizeCeiling(rows);
    expect(status).toBe('done');
    expect(output.points[1]).toMatchObject({ answers: 0, mean: null, failures: { refusal: 4 } });
    expect(output.ceiling).toMatchObject({ words: 250, isReached: false });
    const before = model.calls.length;
    await measureCeiling(folder, model, asked);
    expect(model.calls.length).toBe(before);
  });

  it('goes on after a kill without asking for anything twice', async () => {
    const whole = createReader(keepAll);
    const asked = plan(whole, 2_000, [250, 500]);
    const controller = new AbortController();
    const stopped = await measureCeiling(folder, whole, asked, {
      concurrency: 1,
      stopSignal: controller.signal,
      onRow: () => whole.calls.length === 5 && controller.abort(),
    });
    expect(stopped.status).toBe('interrupted');
    expect(await readRows()).toHaveLength(5);
    // What a killed process leaves of a line.
    await appendFile(join(folder, 'calls.jsonl'), '{"key":"input 2000 zh 1","reply":"1: 4');
    const resumed = createReader(keepAll);
    const { rows, status } = await measureCeiling(folder, resumed, asked);
    expect(status).toBe('done');
    expect(rows).toHaveLength(16);
    expect(resumed.calls).toHaveLength(11);
    const keys = (await readRows()).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('stops before a call that may go beyond the budget, earlier commands included', async () => {
    const model = createReader(keepAll);
    const asked = plan(model, 2_000, [250, 500]);
    const options = { price, mostUsd: 0.012, concurrency: 1 };
    const first = await measureCeiling(folder, model, asked, options);
    expect(first.status).toBe('budget');
    const spent = first.rows.reduce((sum, { usd }) => sum + (usd ?? 0), 0);
    expect(spent).toBeGreaterThan(0.005);
    expect(spent).toBeLessThanOrEqual(0.012);
    const calls = model.calls.length;
    expect((await measureCeiling(folder, model, asked, options)).status).toBe('budget');
    expect(model.calls).toHaveLength(calls);
    expect((await measureCeiling(folder, model, asked, { price, mostUsd: 1 })).status).toBe('done');
  });

  it('stops at a failure that another try may mend, and tries it again', async () => {
    const broken = scriptedModel(() => ({ error: { status: 401, body: { error: { message: 'no key' } } } }));
    const asked = plan(broken, 1_000);
    const failed = await measureCeiling(folder, broken, asked, { concurrency: 1 });
    expect(failed).toMatchObject({ status: 'failed', failure: { fault: 'auth' } });
    expect(broken.calls).toHaveLength(1);
    expect(summarizeCeiling(failed.rows).input.points[0]).toMatchObject({
      share: null,
      failures: { auth: 1 },
    });
    const mended = await measureCeiling(folder, createReader(keepAll), asked);
    expect(mended.status).toBe('done');
    expect(mended.rows.every(({ failure }) => failure === undefined)).toBe(true);
  });

  it('asks without an output limit where the endpoint refuses one that high', async () => {
    const model = scriptedModel(({ messages, options }) => {
      if (messages[0]?.content.includes('record>')) return '1: none';
      return (options.maxOutputTokens ?? 0) > 2_048
        ? { error: { status: 400, body: { error: { message: 'that many tokens are not supported' } } } }
        : 'word '.repeat(900);
    });
    const { rows } = await measureCeiling(folder, model, plan(model, 600, [1_000]));
    expect(summarizeCeiling(rows).output.points).toMatchObject([
      { askedWords: 1_000, answers: 4, mean: 900 },
    ]);
  });

  it('refuses a folder with the calls of another model', async () => {
    const model = createReader(keepAll);
    await measureCeiling(folder, model, plan(model, 600));
    const other = { ...model, address: 'scripted:other' };
    await expect(measureCeiling(folder, other, plan(other, 600))).rejects.toThrow(
      /Expected the calls in .* to be of `scripted:other`, got `scripted:test`/,
    );
  });
});
