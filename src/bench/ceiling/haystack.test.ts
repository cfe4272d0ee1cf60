import { beforeAll, describe, expect, it } from 'vitest';
import { estimateTokens, loadTokenizer } from '../../model/estimate-tokens.ts';
import { createHaystack } from './haystack.ts';

const languages = ['en', 'zh'] as const;
beforeAll(loadTokenizer);

const splitSentences = (document: string): string[] =>
  document.split(/(?<=[.。])\s*/).filter((each) => each !== '');

describe('createHaystack', () => {
  it.each(languages)('has the asked length to within a sentence (%s)', (language) => {
    for (const tokens of [600, 1_000, 8_000]) {
      const haystack = createHaystack({ tokens, language, repeat: 1 });
      expect(Math.abs(haystack.tokens - tokens)).toBeLessThan(30);
      expect(Math.abs(estimateTokens(haystack.message) / tokens - 1)).toBeLessThan(0.03);
    }
  });

  it.each(languages)(
    'answers five questions at one place and one at two, from the start to the end (%s)',
    (language) => {
      const { document, questions } = createHaystack({ tokens: 4_000, language, repeat: 1 });
      const sentences = splitSentences(document);
      expect(questions.map(({ kind }) => kind).sort()).toEqual(['one', 'one', 'one', 'one', 'one', 'two']);
      for (const { answer, depth } of questions) {
        const holders = sentences.flatMap((sentence, at) => (sentence.includes(answer) ? [at] : []));
        expect(holders).toHaveLength(1);
        expect(Math.abs((holders[0] ?? 0) / sentences.length - depth)).toBeLessThan(0.06);
      }
      // Twelve numbers of the same form, so that picking one is right in 1 of 12.
      expect(new Set(document.match(/\d+/g)).size).toBe(12);
      expect(document.match(/\d+/g)?.every((each) => each.length === 5)).toBe(true);
    },
  );

  it.each(languages)('needs the will for the question about the heir (%s)', (language) => {
    const { document, questions } = createHaystack({ tokens: 2_000, language, repeat: 1 });
    const two = questions.find(({ kind }) => kind === 'two');
    const sentences = splitSentences(document);
    const wills = sentences.filter((each) => /by will|遗嘱/.test(each));
    const pensions = sentences.filter((each) => /pension|养老金/.test(each));
    expect([wills.length, pensions.length]).toEqual([3, 3]);
    const pension = pensions.find((each) => each.includes(two?.answer ?? '')) ?? '';
    const heir = /^(.*?)(?: draws|领取)/.exec(pension)?.[1] ?? '';
    const will = wills.filter((each) => each.includes(heir));
    expect(will).toHaveLength(1);
    // The question names what was left, never who got it.
    expect(two?.text).not.toContain(heir);
    const thing = /^(?:The )?(.*?)(?: was left|按遗嘱)/.exec(will[0] ?? '')?.[1] ?? '';
    expect(two?.text).toContain(thing);
  });

  it('is made of other sentences each time, and of the same ones again for the same test', () => {
    const first = createHaystack({ tokens: 8_000, language: 'en', repeat: 1 });
    const second = createHaystack({ tokens: 8_000, language: 'en', repeat: 2 });
    expect(createHaystack({ tokens: 8_000, language: 'en', repeat: 1 })).toEqual(first);
    const sentences = splitSentences(first.document);
    expect(new Set(sentences).size / sentences.length).toBeGreaterThan(0.98);
    const others = new Set(splitSentences(second.document));
    const shared = sentences.filter((sentence) => others.has(sentence));
    expect(shared.length / sentences.length).toBeLessThan(0.02);
  });
});
