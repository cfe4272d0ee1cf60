import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scriptedModel } from '../../model/scripted-model.ts';
import { createCeilingCard } from './ceiling-card.ts';
import { measureCeiling } from './measure-ceiling.ts';
import { planCeiling } from './plan-ceiling.ts';
import { renderCeilingMarkdown } from './render-ceiling.ts';
import { createReader, keepAll } from './scripted-reader.ts';
import { writeCeiling } from './write-ceiling.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ceiling-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const price = { inputUsdPerMillion: 1, cachedUsdPerMillion: 1, outputUsdPerMillion: 10 };

describe('writeCeiling', () => {
  it('says what was measured, marks practice models, and stands in four files and a picture', async () => {
    const model = createReader(keepAll, { capWords: 300 });
    const asked = planCeiling(model, { mostTokens: 2_000, words: [250, 500] });
    const now = () => Date.UTC(2026, 0, 2);
    const measured = await measureCeiling(folder, model, asked, { price, now });
    const card = createCeilingCard(measured, model, asked, { priceSource: 'as given' });
    expect(card.finding).toMatch(
      /^It still answers from at least [\d,]+ words \(2,000 tokens\); it delivers at most 300 words in one answer: at least [\d.]+ times as much in as out\.$/,
    );
    expect(card.basis).toMatch(
      /16 calls, .* USD \(as given\), scripted:test, model id returned: scripted, 2026-01-02\.$/,
    );
    const files = await writeCeiling(folder, card);
    expect(Object.keys(files)).toEqual(['json', 'md', 'html', 'svg', 'png']);
    expect(JSON.parse(await readFile(files.json ?? '', 'utf8'))).toEqual(JSON.parse(JSON.stringify(card)));
    const page = await readFile(files.html ?? '', 'utf8');
    expect(page).toContain('<svg');
    expect(page).toContain(card.basis);
    expect(page).not.toContain('ractice model');

    const practice = createCeilingCard(measured, { ...model, isPractice: true }, asked);
    expect(renderCeilingMarkdown(practice)).toContain('**Practice model:**');
    const marked = await writeCeiling(folder, practice);
    for (const file of [marked.md, marked.html, marked.svg])
      expect(await readFile(file ?? '', 'utf8')).toMatch(/practice model/i);
  });

  it('says that a text was too long or an answer cut, and not that nothing was understood', async () => {
    const asked = (model: Parameters<typeof planCeiling>[0]) =>
      planCeiling(model, { mostTokens: 600, words: [250] });
    const narrow = createReader(keepAll, { contextTokens: 100 });
    const measured = await measureCeiling(folder, narrow, asked(narrow));
    expect(createCeilingCard(measured, narrow, asked(narrow)).finding).toContain('longer than it takes');
    await rm(join(folder, 'calls.jsonl'));
    const cut = scriptedModel(() => ({ text: 'Let me see', finishReason: 'length' }));
    const card = createCeilingCard(await measureCeiling(folder, cut, asked(cut)), cut, asked(cut));
    expect(card.finding).toContain('no whole answer');
    expect(card.input.points).toMatchObject([{ share: null, cut: 24 }]);
    expect(renderCeilingMarkdown(card)).toContain('cut off: 24 questions');
  });

  it('has no picture of nothing', async () => {
    const model = scriptedModel([]);
    const asked = planCeiling(model, { mostTokens: 600, words: [250] });
    const card = createCeilingCard({ rows: [], endedEarly: {}, status: 'budget' }, model, asked);
    expect(Object.keys(await writeCeiling(folder, card))).toEqual(['json', 'md', 'html']);
    expect(card).toMatchObject({ calls: 0, usd: null, input: { ceiling: null }, output: { ceiling: null } });
  });
});
