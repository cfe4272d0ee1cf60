import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords } from '../../../src/text/count-words.ts';
import { inHan } from './chinese-values.ts';
import { inWords } from './english-values.ts';
import { plantReport } from './plant-report.ts';

const report = plantReport({ documents: 200, perKind: 60, plain: 300, seed: 1 });

describe('plantReport', () => {
  it('makes a report of about 10,000 words from 200 documents, with errors in equal parts', () => {
    expect(report.documents).toHaveLength(200);
    const words = countWords(report.claims.map(({ text }) => text).join(' '));
    expect(words).toBeGreaterThan(9_500);
    expect(words).toBeLessThan(11_000);
    const counts = new Map<string, number>();
    for (const { kind } of report.claims) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      true: 300,
      'true, far paraphrase': 60,
      'wrong number': 60,
      'entity swapped': 60,
      negated: 60,
      'scope widened': 60,
      'stale source': 60,
      'sources disagree': 60,
      'true, not in sources': 60,
    });
    expect(report.claims.filter(({ language }) => language === 'zh')).toHaveLength(260);
  });

  it('takes every claim from a sentence that stands in its document, in the same language', () => {
    for (const { document, sentence, language, kind } of report.claims) {
      const from = report.documents[document];
      expect(from?.text).toContain(sentence);
      expect(from?.language).toBe(language);
      expect(sentence === '').toBe(kind === 'true, not in sources');
    }
  });

  it('says nothing twice and no claim in the words of its source', () => {
    const texts = report.claims.map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    const everything = report.documents.map(({ text }) => text).join('\n');
    expect(texts.filter((text) => everything.includes(text))).toEqual([]);
  });

  it('gives a second document to every claim that another source contradicts, a later one where it is stale', () => {
    for (const { kind, document } of report.claims) {
      if (kind !== 'stale source' && kind !== 'sources disagree') continue;
      const name = (report.documents[document]?.title ?? '').replace(/^Station file: |档案$/gu, '');
      const second = report.documents.filter(({ title }, at) => at !== document && title.includes(name));
      expect(second).toHaveLength(1);
      expect(/20\d\d/u.test(second[0]?.title ?? '')).toBe(kind === 'stale source');
    }
  });

  it('is the same for the same seed and another for another', () => {
    const wanted = { documents: 200, perKind: 20, plain: 50 };
    expect(plantReport({ ...wanted, seed: 3 })).toEqual(plantReport({ ...wanted, seed: 3 }));
    expect(plantReport({ ...wanted, seed: 3 })).not.toEqual(plantReport({ ...wanted, seed: 4 }));
  });

  it('refuses more claims than the documents have facts for', () => {
    expect(() => plantReport({ documents: 60, perKind: 60, plain: 0, seed: 1 })).toThrow(/are missing/u);
  });
});

describe('numbers in words', () => {
  it('writes English ones', () => {
    expect([7, 40, 42, 100, 1_250, 4_005].map(inWords)).toEqual([
      'seven',
      'forty',
      'forty-two',
      'one hundred',
      'one thousand two hundred and fifty',
      'four thousand and five',
    ]);
  });

  it('writes Chinese ones', () => {
    expect([10, 12, 20, 105, 250, 1_010, 2_005].map(inHan)).toEqual([
      '十',
      '十二',
      '二十',
      '一百零五',
      '二百五十',
      '一千零一十',
      '二千零五',
    ]);
  });

  it('writes different numbers differently', () => {
    const number = fc.integer({ min: 1, max: 9_999 });
    fc.assert(
      fc.property(number, number, (one, other) => {
        fc.pre(one !== other);
        return inWords(one) !== inWords(other) && inHan(one) !== inHan(other);
      }),
    );
  });
});
