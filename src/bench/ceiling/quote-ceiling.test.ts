import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { measureCeiling } from './measure-ceiling.ts';
import { planCeiling } from './plan-ceiling.ts';
import { quoteCeiling } from './quote-ceiling.ts';
import { createReader, keepAll } from './scripted-reader.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ceiling-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const price = { inputUsdPerMillion: 1, cachedUsdPerMillion: 1, outputUsdPerMillion: 10 };

describe('quoteCeiling', () => {
  it('says the calls, tokens and cost from the earliest end to the last length, and only of what is missing', async () => {
    const model = createReader(keepAll);
    const asked = planCeiling(model, { mostTokens: 4_000, words: [250, 500, 1_000, 2_000] });
    const quote = quoteCeiling(asked, model, { price });
    expect(quote.calls).toEqual([8 + 12, 12 + 16]);
    expect(quote.inputTokens[1]).toBe(4 * 7_000 + 16 * 40);
    expect(quote.usd?.[0]).toBeLessThan(quote.usd?.[1] ?? 0);
    expect(quoteCeiling(asked, model).usd).toBeNull();
    const { rows } = await measureCeiling(folder, model, asked, { price });
    const spent = rows.reduce((sum, { usd }) => sum + (usd ?? 0), 0);
    expect(spent).toBeLessThan(quote.usd?.[1] ?? 0);
    const known = new Map(rows.map((row) => [row.key, row]));
    expect(quoteCeiling(asked, model, { price, rows: known })).toMatchObject({ calls: [0, 0], usd: [0, 0] });
  });
});
