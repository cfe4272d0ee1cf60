import { describe, expect, it } from 'vitest';
import { countWords } from '../../text/count-words.ts';
import { composeProse } from './compose-prose.ts';
import { createRandom } from './random.ts';
import { createSentenceSource, findCores, splitPlainSentences } from './statements.ts';
import type { ReplyLanguage } from './topics.ts';

type Section = {
  language?: ReplyLanguage;
  points: string[];
  shown?: string;
  repeatRate?: number;
  words?: number;
};

let requests = 0;
function writeSection({
  language = 'en',
  points,
  shown = '',
  repeatRate = 0,
  words = 1_000,
}: Section): string {
  const random = createRandom('request', requests++);
  const instructionTopics = language === 'zh' ? ['海上贸易'] : ['sea trade'];
  const subject = {
    seed: 1,
    language,
    instructionTopics,
    focusTopics: points,
    visibleText: shown,
    repeatRate,
  };
  return composeProse(createSentenceSource(subject, random), { aimWords: words, language, random });
}

function fourGrams(text: string, language: ReplyLanguage): Set<string> {
  const units =
    language === 'zh' ? (text.match(/[\u4e00-\u9fff]/g) ?? []) : (text.toLowerCase().match(/[a-z]+/g) ?? []);
  return new Set(units.slice(3).map((_, index) => units.slice(index, index + 4).join(' ')));
}

function sharedPart(a: Set<string>, b: Set<string>): number {
  return [...a].filter((gram) => b.has(gram)).length / a.size;
}

function largestOverlap(sections: readonly string[], language: ReplyLanguage): number {
  const grams = sections.map((section) => fourGrams(section, language));
  return Math.max(
    ...grams.flatMap((one, index) => grams.slice(0, index).map((other) => sharedPart(one, other))),
  );
}

const sentencesOf = (text: string): string[] =>
  splitPlainSentences(text)
    .map((sentence) => sentence.trim())
    .filter(Boolean);
const repeatedShare = (text: string, shown: string): number => {
  const known = new Set(sentencesOf(shown));
  const sentences = sentencesOf(text);
  return sentences.filter((sentence) => known.has(sentence)).length / sentences.length;
};

function writeBook(count: number, language: ReplyLanguage): string[] {
  const sections: string[] = [];
  for (let index = 0; index < count; index++) {
    const points =
      language === 'zh' ? [`港口账目${'甲乙丙丁'[index % 4]}${index}`] : [`harbour ${index}`, 'tides'];
    sections.push(writeSection({ language, points, shown: sections.join('\n\n') }));
  }
  return sections;
}

describe('sections that see what was written', () => {
  it('share under 5 % of their 4-grams in 100 English sections of 1,000 words', () => {
    const sections = writeBook(100, 'en');
    expect(largestOverlap(sections, 'en')).toBeLessThan(0.05);
    expect(new Set(sections.flatMap(sentencesOf)).size).toBe(sections.flatMap(sentencesOf).length);
  });

  it('share under 5 % of their 4-grams in 30 Chinese sections of 1,000 characters', () => {
    expect(largestOverlap(writeBook(30, 'zh'), 'zh')).toBeLessThan(0.05);
  });
});

describe('sections that do not', () => {
  it('repeat much of a section with the same main points', () => {
    const points = ['harbour dues'];
    expect(repeatedShare(writeSection({ points }), writeSection({ points }))).toBeGreaterThan(0.3);
  });

  it('repeat some of the whole job, and most of one another stays apart', () => {
    const sections = Array.from({ length: 20 }, (_, index) => writeSection({ points: [`harbour ${index}`] }));
    const sentences = sections.flatMap(sentencesOf);
    const repeated = 1 - new Set(sentences).size / sentences.length;
    expect(repeated).toBeGreaterThan(0.03);
    expect(repeated).toBeLessThan(0.15);
  });
});

describe('repeatRate', () => {
  it('is the share of sentences taken from the shown text', () => {
    const shown = writeBook(6, 'en').join('\n\n');
    const shares = Array.from({ length: 8 }, () =>
      repeatedShare(writeSection({ points: ['pilots'], shown, repeatRate: 0.2 }), shown),
    );
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(mean).toBeGreaterThan(0.12);
    expect(mean).toBeLessThan(0.28);
    expect(repeatedShare(writeSection({ points: ['pilots'], shown }), shown)).toBe(0);
  });

  it('repeats no line of a plan or of the rules', () => {
    const shown = 'Rules:\n1. Never repeat anything.\nSection 2 | Title: Harbour Dues | Words: 300';
    expect(repeatedShare(writeSection({ points: ['pilots'], shown, repeatRate: 1 }), shown)).toBe(0);
  });
});

describe('prose', () => {
  it.each(['en', 'zh'] as const)('ends on a whole sentence near the aim (%s)', (language) => {
    for (const words of [60, 200, 400, 1_000, 3_000]) {
      const text = writeSection({ language, points: language === 'zh' ? ['灯塔'] : ['lighthouses'], words });
      expect(Math.abs(countWords(text) - words)).toBeLessThanOrEqual(20);
      expect(text).toMatch(/[.。]$/);
      expect(text).not.toMatch(/[#\d{}]/);
    }
  });

  it('puts several sentences into a paragraph', () => {
    const paragraphs = writeSection({ points: ['lighthouses'] }).split('\n\n');
    for (const paragraph of paragraphs) expect(sentencesOf(paragraph).length).toBeGreaterThan(1);
  });

  it('speaks of its topics and main points', () => {
    const text = writeSection({ points: ['lighthouse keepers'] });
    expect(text).toContain('sea trade');
    expect(text.match(/lighthouse keepers/gi)?.length).toBeGreaterThan(10);
  });

  it('has one core in every sentence', () => {
    const sentences = sentencesOf(writeSection({ points: ['lighthouses'] }));
    for (const sentence of sentences) expect(findCores(sentence, 'en').size).toBe(1);
  });
});
