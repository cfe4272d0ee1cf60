/** The memory of a run without a run: what was put is kept in this process, as JSON like in the store. */
import type { RunMemory } from '../src/run/run-context.ts';

/** @returns An empty memory, and `count`: how many entries stand in it. */
export function createTestMemory(): RunMemory & { count(): number } {
  /** Values by key of kind and key, then by owner. */
  const entries = new Map<string, Map<string, { place: number; value: string }>>();
  const owned = new Map<string, Set<string>>();
  let places = 0;
  const address = (kind: string, key: string): string => JSON.stringify([kind, key]);
  return {
    async put(owner, those) {
      for (const { kind, key, value } of those) {
        const at = address(kind, key);
        const byOwner = entries.get(at) ?? new Map<string, { place: number; value: string }>();
        entries.set(at, byOwner);
        const place = byOwner.get(owner)?.place ?? places++;
        byOwner.set(owner, { place, value: JSON.stringify(value ?? null) });
        owned.set(owner, (owned.get(owner) ?? new Set()).add(at));
      }
    },
    async find(kind, keys) {
      return [...new Set(keys)]
        .flatMap((key) =>
          [...(entries.get(address(kind, key)) ?? [])].map(([owner, kept]) => ({ key, owner, ...kept })),
        )
        .sort((a, b) => a.place - b.place)
        .map(({ key, owner, value }) => ({ key, owner, value: JSON.parse(value) as unknown }));
    },
    async forget(owners) {
      for (const owner of owners) {
        for (const at of owned.get(owner) ?? []) entries.get(at)?.delete(owner);
        owned.delete(owner);
      }
    },
    count: () => [...entries.values()].reduce((sum, byOwner) => sum + byOwner.size, 0),
  };
}
