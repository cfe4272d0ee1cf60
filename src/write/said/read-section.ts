/** What is kept of a section: keys to find it by, and one record. */

import { detectLanguage } from '../../text/language.ts';
import { hashGrams, splitUnits } from '../../text/repetition.ts';
import { type Fact, listFacts } from './facts.ts';
import { findNames, foldStart, listSentences } from './fold.ts';
import { listPhrases } from './hot-phrases.ts';
import { listShapes } from './shapes.ts';
import { sampleShingles } from './shingles.ts';

/** A shorter sentence may well stand twice. */
const leastUnits = 8;
/** From so many units on, shingles find a sentence wherever it stands. */
const leastUnitsForShingles = 12;

export type Sentence = {
  text: string;
  /** Hash of its units. */
  hash: string;
  /** Its own shingles; undefined where it is too short to be found by them, and has a key of its own. */
  shingles: string[] | undefined;
};

export type SectionReading = {
  shingles: string[];
  /** Those of eight units or more. */
  sentences: Sentence[];
  opening: { text: string; start: string | undefined } | undefined;
  ending: { text: string; start: string | undefined } | undefined;
  facts: Fact[];
};

/** What a draft is compared by. */
export function readSection(text: string): SectionReading {
  const sentences = listSentences(text);
  const names = findNames(sentences);
  const edge = (sentence: string | undefined) =>
    sentence === undefined ? undefined : { text: sentence, start: foldStart(sentence, names) };
  return {
    shingles: sampleShingles(text),
    sentences: [...new Set(sentences)].flatMap((sentence) => {
      const units = splitUnits(sentence);
      if (units.length < leastUnits) return [];
      const hash = (hashGrams(units, units.length)[0] ?? 0).toString(36);
      const shingles = units.length < leastUnitsForShingles ? undefined : sampleShingles(sentence);
      return [{ text: sentence, hash, shingles }];
    }),
    opening: edge(sentences[0]),
    ending: edge(sentences.at(-1)),
    facts: listFacts(text),
  };
}

/** Where a section is found by what it says: its keys, each with what stands under it. */
export function listKeys({
  shingles,
  sentences,
  opening,
  ending,
  facts,
}: SectionReading): Map<string, unknown> {
  const keys = new Map<string, unknown>(shingles.map((shingle) => [shingleKey(shingle), 1]));
  for (const sentence of sentences) if (sentence.shingles === undefined) keys.set(sentenceKey(sentence), 1);
  for (const key of [openingKey(opening), endingKey(ending)]) if (key !== undefined) keys.set(key, 1);
  for (const fact of facts) for (const key of fact.keys) keys.set(factKey(key), fact.sentence);
  return keys;
}

export const shingleKey = (shingle: string): string => `s${shingle}`;
export const sentenceKey = ({ hash }: Sentence): string => `l${hash}`;
export const factKey = (key: string): string => `f${key}`;
const startKey = (kind: string, edge: SectionReading['opening']): string | undefined =>
  edge?.start === undefined ? undefined : `${kind}${edge.start}`;
export const openingKey = (edge: SectionReading['opening']): string | undefined => startKey('o', edge);
export const endingKey = (edge: SectionReading['ending']): string | undefined => startKey('e', edge);

/** One record a section; hashes are set apart by spaces. */
export type SectionRecord = {
  opening: string;
  ending: string;
  shapes: string[];
  sentences: string;
  phrases: string;
};

/** As much of a first or last sentence is kept as shows how it goes, about 18 words. */
const mostCharacters = { ofWords: 110, ofCharacters: 40 };

export function createRecord(text: string, { sentences, opening, ending }: SectionReading): SectionRecord {
  return {
    opening: shorten(opening?.text ?? ''),
    ending: shorten(ending?.text ?? ''),
    shapes: listShapes(text, detectLanguage(text)),
    sentences: sentences.map(({ hash }) => hash).join(' '),
    phrases: [...listPhrases(text).keys()].join(' '),
  };
}

function shorten(sentence: string): string {
  const line = sentence.replace(/\s+/g, ' ');
  const isOfWords = splitUnits(line).length * 2 < line.length;
  const most = isOfWords ? mostCharacters.ofWords : mostCharacters.ofCharacters;
  if (line.length <= most) return line;
  const start = Array.from(line.slice(0, most + 1))
    .slice(0, -1)
    .join('');
  return `${isOfWords ? start.replace(/\s\S*$/, '') : start}…`;
}
