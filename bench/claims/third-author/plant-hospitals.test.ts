import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { countWords } from '../../../src/text/count-words.ts';
import { plantHospitals } from './plant-hospitals.ts';
import { spell, spellHan } from './write-figures.ts';

const usual = { documents: 200, perKind: 60, plain: 180 };
const report = plantHospitals({ ...usual, seed: 1 });
const inDocument = (at: number): string => report.documents[at]?.text ?? '';

describe('plantHospitals', () => {
  it('makes a report of about 10,000 words on 200 documents, a third of it Chinese, with eight kinds in equal parts', () => {
    const { documents, claims } = report;
    expect(documents).toHaveLength(200);
    const counts = Object.groupBy(claims, ({ kind }) => kind);
    expect(Object.keys(counts)).toHaveLength(9);
    for (const [kind, { length }] of Object.entries(counts)) expect(length).toBe(kind === 'true' ? 180 : 60);
    const words = countWords(claims.map(({ text }) => text).join(' '));
    expect(words).toBeGreaterThan(9_000);
    expect(words).toBeLessThan(11_500);
    expect(claims.filter(({ language }) => language === 'zh').length / claims.length).toBeCloseTo(1 / 3, 2);
    for (const { language, document } of claims) expect(documents[document]?.language).toBe(language);
  });

  it('takes every claim from a span of the document it cites, and none for what no source says', () => {
    for (const { kind, document, sentence } of report.claims)
      if (kind === 'true, not in sources') expect(sentence).toBe('');
      else {
        expect(sentence).not.toBe('');
        expect(inDocument(document)).toContain(sentence);
      }
  });

  it('names the rival of stale and disputed claims, which stands in another document only', () => {
    for (const { kind, document, rival } of report.claims)
      if (kind === 'stale source' || kind === 'sources disagree') {
        expect(rival).toBeDefined();
        expect(inDocument(document)).not.toContain(rival);
        expect(inDocument(document + 1)).toContain(rival);
      } else expect(rival).toBeUndefined();
  });

  it('dates the rival of a stale claim in a later year, that of a disputed one on the same day', () => {
    const dayOf = (at: number): string => inDocument(at).split('\n\n')[1] ?? '';
    const yearOf = (at: number): number => Number(dayOf(at).match(/\d{4}/)?.[0]);
    for (const { kind, document } of report.claims)
      if (kind === 'stale source') expect(yearOf(document + 1)).toBeGreaterThan(yearOf(document));
      else if (kind === 'sources disagree') expect(dayOf(document + 1)).toBe(dayOf(document));
  });

  it('lets no two facts collide', () => {
    const texts = report.claims.map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    const spans = report.claims.map(({ sentence }) => sentence).filter((sentence) => sentence !== '');
    expect(new Set(spans).size).toBe(spans.length);
    const told = report.documents.map(({ text }) => new Set(text.split(/\n+(?:- )?|(?<=\.) |(?<=。)/u)));
    for (const { sentence, also, rival, document } of report.claims)
      for (const one of [sentence, rival ?? sentence, ...also].filter((one) => one !== '')) {
        const hospitals = told.flatMap((sentences, at) => (sentences.has(one) ? [Math.floor(at / 2)] : []));
        expect(new Set(hospitals)).toEqual(new Set([Math.floor(document / 2)]));
      }
  });

  it("links the documents: a hospital's two name each other", () => {
    for (const [at, { text }] of report.documents.entries())
      expect(text).toContain(report.documents[at % 2 === 0 ? at + 1 : at - 1]?.title);
  });

  it('is the same for the same seed and another for another', () => {
    expect(plantHospitals({ ...usual, seed: 1 })).toEqual(report);
    expect(plantHospitals({ ...usual, seed: 2 })).not.toEqual(report);
  });

  it('refuses more claims than the documents have facts for', () => {
    expect(() => plantHospitals({ ...usual, documents: 20, seed: 1 })).toThrow(UsageError);
  });
});

describe('numbers in words', () => {
  it('writes English and Chinese ones', () => {
    expect([7, 13, 20, 47, 100, 412, 690].map(spell)).toEqual([
      'seven',
      'thirteen',
      'twenty',
      'forty-seven',
      'one hundred',
      'four hundred and twelve',
      'six hundred and ninety',
    ]);
    expect([0, 3, 10, 17, 20, 105, 110, 412, 1_003, 9_870].map(spellHan)).toEqual([
      '零',
      '三',
      '十',
      '十七',
      '二十',
      '一百零五',
      '一百一十',
      '四百一十二',
      '一千零三',
      '九千八百七十',
    ]);
  });
});
