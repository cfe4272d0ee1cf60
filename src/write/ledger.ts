/**
 * The ledger of a text: what it has fixed about people, places, terms and numbers, kept in the index of the run, so
 * that the writer of section 4,000 is shown what section 12 said of the same name.
 */
import type { RunMemory } from '../run/run-context.ts';
import type { Fact } from './summarize.ts';

/** A name of which several sections say something. */
export type SharedName = { entity: string; said: { sectionId: string; fact: string }[] };

export type Ledger = {
  /** Names that more than one section has fixed something about, in the order they came up. */
  listShared(): Promise<SharedName[]>;
  /** Adds what a section fixed. Said again by the same section, it is kept once. */
  take(sectionId: string, facts: readonly Fact[]): Promise<void>;
  /** What holds of the names that stand in these texts, oldest first, one line a name. */
  recall(texts: readonly string[]): Promise<string[]>;
};

/** Names of up to so many words are found in a text. */
const mostNameWords = 4;
const mostKeys = 400;
const mostFactsOfName = 3;
const hanNameLengths = [2, 3, 4];

export function createLedger(memory: RunMemory): Ledger {
  return {
    async listShared() {
      const found = await memory.find('fact-names', ['all']);
      const holders = new Map<string, number>();
      for (const { value } of found)
        for (const name of value as string[]) holders.set(name, (holders.get(name) ?? 0) + 1);
      const shared = [...holders].filter(([, count]) => count > 1).map(([name]) => name);
      const byKey = Map.groupBy(await memory.find('fact', shared), ({ key }) => key);
      return [...byKey].map(([key, entries]) => ({
        entity: (entries[0]?.value as { entity: string } | undefined)?.entity ?? key,
        said: entries.flatMap(({ owner, value }) =>
          (value as { facts: string[] }).facts.map((fact) => ({ sectionId: owner, fact })),
        ),
      }));
    },
    async take(sectionId, facts) {
      const entries = facts.map(({ entity, fact }) => ({ entity, fact, key: keyOf(entity) }));
      const byKey = Map.groupBy(
        entries.filter(({ key }) => key !== ''),
        ({ key }) => key,
      );
      if (byKey.size === 0) return;
      await memory.put(sectionId, [
        { kind: 'fact-names', key: 'all', value: [...byKey.keys()] },
        ...[...byKey].map(([key, same]) => ({
          kind: 'fact',
          key,
          value: { entity: same[0]?.entity, facts: same.map(({ fact }) => fact) },
        })),
      ]);
    },
    async recall(texts) {
      const keys = [...new Set(texts.flatMap(listNames))].slice(0, mostKeys);
      const found = await memory.find('fact', keys);
      const byKey = Map.groupBy(found, ({ key }) => key);
      return [...byKey.values()].map((entries) => {
        const values = entries.map(({ value }) => value as { entity: string; facts: string[] });
        const facts = values.flatMap((value) => value.facts).slice(-mostFactsOfName);
        return `${values.at(-1)?.entity}: ${facts.join(' ')}`;
      });
    },
  };
}

function keyOf(name: string): string {
  return (
    name
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  );
}

/** Every run of words, and of Han characters, that could be a name. */
function listNames(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const names: string[] = [];
  for (const [at, word] of words.entries()) {
    if (/\p{Script=Han}/u.test(word)) {
      names.push(word);
      const characters = [...word];
      for (const length of hanNameLengths)
        for (let from = 0; from + length <= characters.length; from += 1)
          names.push(characters.slice(from, from + length).join(''));
      continue;
    }
    for (let length = 1; length <= mostNameWords; length += 1) {
      const name = words.slice(at, at + length);
      if (name.length === length) names.push(name.join(' '));
    }
  }
  return names;
}
