/**
 * What a text has said so far, as an index in the run's own memory: consulted before a section is written and when
 * its draft is there, brought up to date after it. Nothing of it is held in this process but the text at hand.
 */
import { estimateTokens } from '../../model/estimate-tokens.ts';
import type { RunMemory } from '../../run/run-context.ts';
import { splitSentences } from '../../text/sentences.ts';
import { sampleShingles, splitUnits } from './shingles.ts';

/** How much of a text was said before. */
export type Repeats = {
  /** Share of its sampled shingles that stand in earlier sections, 0 to 1. */
  sharedShare: number;
  /** The section that holds at least 30 % of them; undefined where none does. */
  nearDuplicateOf: string | undefined;
  /** Sentences of the text that were said before, longest first, at most five. */
  passages: string[];
};

/** What a writer is shown not to do again. */
export type Avoid = { openings: string[]; endings: string[]; phrases: string[]; shapes: string[] };

export type Said = {
  check(text: string): Promise<Repeats>;
  /** Adds a section; the same section again changes nothing. */
  take(sectionId: string, text: string): Promise<void>;
  forget(sectionIds: readonly string[]): Promise<void>;
  /** @param sectionIds - The sections whose beginnings and ends are shown. */
  avoid(sectionIds: readonly string[], mostTokens: number): Promise<Avoid>;
};

const nearDuplicateShare = 0.3;
const mostPassages = 5;
const leastUnits = 8;

export function createSaid(memory: RunMemory): Said {
  return {
    async check(text) {
      const shingles = sampleShingles(text);
      const found = await memory.find('shingle', shingles);
      const known = new Set(found.map(({ key }) => key));
      const holders = new Map<string, number>();
      for (const { owner } of found) holders.set(owner, (holders.get(owner) ?? 0) + 1);
      const [holder] = [...holders].sort((a, b) => b[1] - a[1]);
      const isNear = holder !== undefined && holder[1] >= shingles.length * nearDuplicateShare;
      const sentences = listSentences(text);
      const said = new Set((await memory.find('sentence', sentences.map(keyOf))).map(({ key }) => key));
      return {
        sharedShare: shingles.length === 0 ? 0 : known.size / shingles.length,
        nearDuplicateOf: isNear ? holder[0].slice(ownerMark.length) : undefined,
        passages: sentences
          .filter((sentence) => said.has(keyOf(sentence)))
          .sort((a, b) => b.length - a.length)
          .slice(0, mostPassages),
      };
    },
    async take(sectionId, text) {
      const sentences = listSentences(text);
      const [first, last] = [sentences[0], sentences.at(-1)];
      await memory.put(ownerOf(sectionId), [
        ...sampleShingles(text).map((key) => ({ kind: 'shingle', key, value: 1 })),
        ...[...new Set(sentences.map(keyOf))].map((key) => ({ kind: 'sentence', key, value: 1 })),
        ...(first !== undefined && last !== undefined
          ? [{ kind: 'ends', key: sectionId, value: { first, last } }]
          : []),
      ]);
    },
    forget: (sectionIds) => memory.forget(sectionIds.map(ownerOf)),
    async avoid(sectionIds, mostTokens) {
      const found = await memory.find('ends', sectionIds);
      const openings: string[] = [];
      const endings: string[] = [];
      let tokens = 0;
      for (const { value } of found.toReversed()) {
        const { first, last } = value as { first: string; last: string };
        tokens += estimateTokens(first) + estimateTokens(last);
        if (tokens > mostTokens) break;
        openings.push(first);
        endings.push(last);
      }
      return { openings, endings, phrases: [], shapes: [] };
    },
  };
}

function listSentences(text: string): string[] {
  return splitSentences(text)
    .map((sentence) => sentence.trim())
    .filter((sentence) => splitUnits(sentence).length >= leastUnits);
}

/** Other things are kept under the section's own name, and must not be forgotten with what it says. */
const ownerMark = 'said ';
const ownerOf = (sectionId: string): string => `${ownerMark}${sectionId}`;

const keyOf = (sentence: string): string => splitUnits(sentence).join(' ');
