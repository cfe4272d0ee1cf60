/**
 * What a text has said so far, as an index in the run's own memory: consulted before a section is written and when
 * its draft is there, brought up to date after it. Nothing of it is held in this process but the text at hand, and no
 * question reads more of it the longer the text grows: a key stands there for three sections at most.
 */
import type { RunMemory } from '../../run/run-context.ts';
import { type Avoid, chooseAvoid } from './avoid.ts';
import { isSameFact } from './facts.ts';
import { addToHot, type Hot, listPhrases, noHot, removeFromHot } from './hot-phrases.ts';
import {
  createRecord,
  endingKey,
  factKey,
  listKeys,
  openingKey,
  readSection,
  type SectionReading,
  type SectionRecord,
  sentenceKey,
  shingleKey,
} from './read-section.ts';
import { isNearDuplicate } from './shingles.ts';

/** How much of a text was said before. */
export type Repeats = {
  /** Share of its sampled shingles that stand in earlier sections, 0 to 1; 0 for a text under eight units. */
  sharedShare: number;
  /** The section that holds at least 30 % of them, and more than a quotation would; undefined where none does. */
  nearDuplicateOf: string | undefined;
  /** Sentences of the text that were said before word for word, longest first, at most five. */
  passages: string[];
  /** Its first sentence, where two earlier sections or more begin like it. */
  opening: string | undefined;
  /** Its last sentence, where the last sentence of two earlier sections or more begins like it. */
  ending: string | undefined;
  /** Sentences with a number or a date that were stated before in nearly the same words. */
  facts: string[];
};

export type Said = {
  /** Compares a draft with every section taken. Its own earlier text counts, unless it is forgotten before. */
  check(text: string): Promise<Repeats>;
  /** Adds a section in place of what was taken of it before; the same text again changes nothing. */
  take(sectionId: string, text: string): Promise<void>;
  forget(sectionIds: readonly string[]): Promise<void>;
  /**
   * @param recentIds - The sections whose openings, endings and shapes count.
   * @param mostTokens - Of all lines together, two for each line included.
   */
  avoid(recentIds: readonly string[], mostTokens: number): Promise<Avoid>;
};

const kind = 'said';
const hotKey = 'hot';
const hotOwner = 'said';
/** Other things are kept under the section's own name, and must not be forgotten with what it says. */
const ownerMark = 'said ';
const ownerOf = (sectionId: string): string => `${ownerMark}${sectionId}`;
const idOf = (owner: string): string => owner.slice(ownerMark.length);
const recordKey = (sectionId: string): string => `section ${sectionId}`;

/** A key that so many sections have is worn; no further one is kept. */
const mostHolders = 3;
const mostPassages = 5;
/** Sections that are asked whether they have a sentence word for word. */
const mostAsked = 12;
const leastAlike = 2;

type Holders = Map<string, { id: string; value: unknown }[]>;

export function createSaid(memory: RunMemory): Said {
  let lastChange: Promise<unknown> = Promise.resolve();
  /** The record of phrases is read, changed and put back: sections written side by side must not do so at once. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const change = lastChange.then(work, work);
    lastChange = change;
    return change;
  };

  async function findHolders(keys: Iterable<string>): Promise<Holders> {
    const holders: Holders = new Map();
    for (const { key, owner, value } of await memory.find(kind, [...keys])) {
      const those = holders.get(key);
      if (those === undefined) holders.set(key, [{ id: idOf(owner), value }]);
      else those.push({ id: idOf(owner), value });
    }
    return holders;
  }
  async function findRecords(ids: readonly string[]): Promise<Map<string, SectionRecord>> {
    const found = await memory.find(kind, ids.map(recordKey));
    return new Map(found.map(({ owner, value }) => [idOf(owner), value as SectionRecord]));
  }
  const readHot = async (): Promise<Hot> =>
    ((await memory.find(kind, [hotKey]))[0]?.value as Hot | undefined) ?? noHot;
  const saveHot = (hot: Hot): Promise<void> => memory.put(hotOwner, [{ kind, key: hotKey, value: hot }]);

  /** @returns What is hot without the sections; it is not saved yet. */
  async function drop(sectionIds: readonly string[]): Promise<{ before: Hot; hot: Hot }> {
    await memory.forget(sectionIds.map(ownerOf));
    const before = await readHot();
    return { before, hot: removeFromHot(before, new Set(sectionIds)) };
  }

  /** The sentences that stand, as a whole and unchanged, in a section that shares shingles with them. */
  async function findPassages(reading: SectionReading, holders: Holders): Promise<string[]> {
    const likely = reading.sentences.filter((sentence) =>
      sentence.shingles === undefined
        ? holders.has(sentenceKey(sentence))
        : sentence.shingles.every((shingle) => holders.has(shingleKey(shingle))),
    );
    const keys = likely.flatMap(({ shingles = [] }) => shingles.map(shingleKey));
    const asked = countHolders(keys, holders)
      .slice(0, mostAsked)
      .map(([id]) => id);
    const said = new Set<string>();
    if (asked.length > 0)
      for (const { sentences } of (await findRecords(asked)).values())
        for (const hash of sentences.split(' ')) said.add(hash);
    return likely
      .filter(({ shingles, hash }) => shingles === undefined || said.has(hash))
      .map(({ text }) => text)
      .sort((a, b) => b.length - a.length)
      .slice(0, mostPassages);
  }

  return {
    async check(text) {
      const reading = readSection(text);
      const { shingles, opening, ending, facts } = reading;
      const holders = await findHolders(listKeys(reading).keys());
      const shared = shingles.filter((shingle) => holders.has(shingleKey(shingle)));
      const [nearest] = countHolders(shared.map(shingleKey), holders);
      const wornOf = (edge: SectionReading['opening'], key: string | undefined): string | undefined =>
        (holders.get(key ?? '') ?? []).length >= leastAlike ? edge?.text : undefined;
      return {
        sharedShare: shingles.length === 0 ? 0 : shared.length / shingles.length,
        nearDuplicateOf: isNearDuplicate(nearest?.[1] ?? 0, shingles.length) ? nearest?.[0] : undefined,
        passages: await findPassages(reading, holders),
        opening: wornOf(opening, openingKey(opening)),
        ending: wornOf(ending, endingKey(ending)),
        facts: facts
          .filter(({ sentence, keys }) =>
            keys.some((key) =>
              holders.get(factKey(key))?.some(({ value }) => isSameFact(sentence, String(value))),
            ),
          )
          .map(({ sentence }) => sentence),
      };
    },
    take: (sectionId, text) =>
      inTurn(async () => {
        const { hot } = await drop([sectionId]);
        const reading = readSection(text);
        const keys = listKeys(reading);
        const holders = await findHolders(keys.keys());
        const record = createRecord(text, reading);
        const kept = [...keys].filter(([key]) => (holders.get(key) ?? []).length < mostHolders);
        await memory.put(ownerOf(sectionId), [
          ...kept.map(([key, value]) => ({ kind, key, value })),
          { kind, key: recordKey(sectionId), value: record },
        ]);
        const recent = await findRecords(hot.recent);
        const phrasesOf = ({ phrases }: SectionRecord) => new Set(phrases.split(' '));
        const recentPhrases = new Map([...recent].map(([id, each]) => [id, phrasesOf(each)]));
        await saveHot(addToHot(hot, sectionId, listPhrases(text), recentPhrases));
      }),
    forget: (sectionIds) =>
      inTurn(async () => {
        const { before, hot } = await drop(sectionIds);
        if (JSON.stringify(hot) !== JSON.stringify(before)) await saveHot(hot);
      }),
    async avoid(recentIds, mostTokens) {
      const records = [...(await findRecords(recentIds)).values()];
      return chooseAvoid(records.toReversed(), await readHot(), mostTokens);
    },
  };
}

/** Sections by how many of the keys they hold, most first. */
function countHolders(keys: readonly string[], holders: Holders): [id: string, count: number][] {
  const counts = new Map<string, number>();
  for (const key of keys)
    for (const { id } of holders.get(key) ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
