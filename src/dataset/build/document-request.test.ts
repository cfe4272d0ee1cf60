import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.ts';
import { createRecord, type DatasetRecord } from '../record.ts';
import { addDocumentImages } from './document-images.ts';
import { type BuildSettings, createDocumentRequest } from './document-request.ts';

const row = (instruction: string, facts: Partial<DatasetRecord> = {}): DatasetRecord =>
  createRecord({
    id: 'r1',
    source: { file: 'set', line: 1 },
    messages: [{ role: 'user', content: instruction }],
    ...facts,
  });

function settle(record: DatasetRecord, settings: Partial<BuildSettings> = {}) {
  const made = createDocumentRequest(record, { model: 'simulated:', method: 'agentwrite', ...settings });
  if ('unfit' in made) throw new Error(made.unfit);
  return made.request;
}

describe('createDocumentRequest', () => {
  it.each([
    ['the number of the row', row('Write 900 words on tides.', { requiredWords: 3000 }), 'row', 3000, 3000],
    ['what the instruction names', row('Write 900 words on tides.'), 'named', 900, 900],
    ['the same in Chinese', row('写一篇三千字的潮汐报告'), 'named', 3000, 3000],
    ['a bound, which stays one', row('Write at least 2000 words on tides.'), 'named', 2100, undefined],
    ['what the form usually has', row('Write a novel about a tide mill.'), 'inferred', 40_000, undefined],
    ['what counts as long', row('Write a detailed essay on tides.'), 'inferred', 2000, undefined],
  ] as const)('takes the length from %s', (_name, record, basis, targetWords, requiredWords) => {
    const request = settle(record);
    expect(request).toMatchObject({ lengthBasis: basis, write: { targetWords } });
    expect(request.record.requiredWords).toBe(requiredWords);
  });

  it('says what to do about lengths that exclude one another', () => {
    const record = row('Write a 500-word story of 3000 words about tides.');
    expect(createDocumentRequest(record, { model: 'simulated:' })).toEqual({
      unfit:
        'It names lengths that exclude one another: "500-word" and "3000 words". Say which one holds in a field `requiredWords` of the row.',
    });
    expect(settle({ ...record, requiredWords: 800 }).write.targetWords).toBe(800);
  });

  it('takes what counts as long from the build', () => {
    expect(settle(row('Write a detailed essay on tides.'), { leastWords: 6000 }).write.targetWords).toBe(
      6000,
    );
  });

  it('asks for the instruction alone and keeps what is known of its row', () => {
    const given = row('Write 900 words on tides.', {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Write 900 words on tides.' },
        { role: 'assistant', content: 'Tides turn.' },
      ],
      plan: '1. Tides',
      cost: { usd: 1 },
      images: ['tide.png'],
      licence: 'mit',
      provenance: { dataset: 'wild', model: 'gpt', method: 'native' },
    });
    const { record, write } = settle(given, { method: 'longhand' });
    expect(record).toEqual({
      id: 'r1',
      source: { file: 'set', line: 1 },
      messages: [{ role: 'user', content: 'Write 900 words on tides.' }],
      instruction: 'Write 900 words on tides.',
      answer: '',
      language: 'en',
      images: ['tide.png'],
      licence: 'mit',
      requiredWords: 900,
      provenance: { dataset: 'wild' },
    });
    expect(write).toMatchObject({ method: 'longhand', concurrency: 1, onRefusal: { kind: 'stop' } });
  });

  it('is JSON, and the same for the same row', () => {
    const request = settle(row('写一篇三千字的潮汐报告'), { onRefusal: 'gap' });
    expect(JSON.parse(JSON.stringify(request))).toEqual(request);
    expect(settle(row('写一篇三千字的潮汐报告'), { onRefusal: 'gap' })).toEqual(request);
  });

  it('uses prices that were looked up once, those given by hand first', () => {
    const price = { inputUsd: 1, cachedInputUsd: 1, outputUsd: 1, source: 'table' } as never;
    const known = { cards: {}, prices: { 'simulated:': price, other: price } };
    const { prices } = settle(row('Write 900 words.'), { known, price: '2,2,2' }).write;
    expect(prices.other).toBe(price);
    expect(prices['simulated:']?.source).toBe('as given');
  });

  it.each([
    ['no instruction', row('  '), /no instruction/],
    [
      'earlier turns',
      row('', {
        messages: [
          { role: 'user', content: 'Write a plan.' },
          { role: 'assistant', content: 'Tides.' },
          { role: 'user', content: 'Now 900 words.' },
        ],
      }),
      /1 earlier turn/,
    ],
    ['two lengths', row('写一部5000字的小说，共10章，每章1000字。'), /5000字/],
  ])('says why a row with %s is unfit', (_name, record, reason) => {
    const made = createDocumentRequest(record, { model: 'simulated:' });
    expect('unfit' in made && made.unfit).toMatch(reason);
  });

  it('finds the images of a row beside its file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'longhand-images-'));
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    writeFileSync(join(folder, 'tide.png'), Buffer.from(pixel, 'base64'));
    const source = { file: join(folder, 'set.jsonl'), line: 1 };
    const ask = (images: string[], model: string) =>
      addDocumentImages(
        settle(row('Write 900 words about it.', { source, images }), { method: 'longhand', model }),
      );
    const found = await ask(['tide.png'], 'google:gemini-2.5-pro');
    expect('request' in found && found.request.write.images).toMatchObject([
      { name: 'tide.png', mediaType: 'image/png', width: 1, height: 1 },
    ]);
    const lost = await ask(['ebb.png'], 'google:gemini-2.5-pro');
    expect('unfit' in lost && lost.unfit).toMatch(/ebb\.png/);
    const blind = await ask(['tide.png'], 'simulated:');
    expect('unfit' in blind && blind.unfit).toMatch(/reads text alone/);
    rmSync(folder, { recursive: true });
  });

  it('leaves a wrong setting to the person who made it', () => {
    expect(() => settle(row('Write 900 words.'), { method: 'agentrite' })).toThrow(UsageError);
    expect(() => settle(row('Write 900 words.', { images: ['tide.png'] }))).toThrow(/shows none/);
    const made = createDocumentRequest(row('Write 900 words.'), {
      model: 'simulated:',
      method: 'longwriter-v',
    });
    expect('unfit' in made && made.unfit).toMatch(/no images/);
  });
});
