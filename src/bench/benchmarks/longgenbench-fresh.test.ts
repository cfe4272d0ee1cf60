import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameDay, nameWeek, weekOfDay } from './longgenbench-calendar.ts';
import { createFreshInstances } from './longgenbench-fresh.ts';
import { coordinatesOf } from './longgenbench-header.ts';
import type { CheckKind, LongGenInstance } from './longgenbench-instance.ts';
import { blockNumber } from './longgenbench-schedule.ts';

const entriesOf = ({ checks }: LongGenInstance, kind: CheckKind): number[] =>
  checks.filter((check) => check.kind === kind).map(({ entry }) => entry);

describe('the calendar', () => {
  it('begins on a Monday and names days and weeks', () => {
    expect(new Date(Date.UTC(2029, 0, 1)).getUTCDay()).toBe(1);
    expect([nameDay(1, 'en'), nameDay(60, 'en'), nameDay(365, 'zh')]).toEqual([
      'January 1',
      'March 1',
      '12月31日',
    ]);
    expect([nameWeek(2, 'en'), nameWeek(52, 'zh')]).toEqual(['January 8 - January 14', '12月24日至12月30日']);
    expect([1, 7, 8, 364].map(weekOfDay)).toEqual([1, 1, 2, 52]);
  });
});

describe('blocks of the city', () => {
  it('have the number that their column and row give', () => {
    // (3, 1) of a city 10 wide: 1 · 10 + 3 + 1 = 14
    expect(blockNumber(3, 1, 10)).toBe(14);
    expect(coordinatesOf(14, 'short')).toEqual([3, 1]);
    expect(coordinatesOf(361, 'long')).toEqual([18, 18]);
  });
});

describe('fresh instances', () => {
  const instances = createFreshInstances({ seed: 3, perScenario: 2 });

  it('are two of each size, scenario and language, all different', () => {
    expect(instances).toHaveLength(2 * 2 * 4 * 2);
    expect(new Set(instances.map(({ id }) => id)).size).toBe(instances.length);
    expect(new Set(instances.map(({ prompt }) => prompt)).size).toBe(instances.length);
  });

  it('are the same for the same seed, also when more are asked for, and others for another', () => {
    const more = createFreshInstances({ seed: 3, perScenario: 4 });
    expect(more.filter(({ id }) => instances.some((each) => each.id === id))).toEqual(instances);
    const others = createFreshInstances({ seed: 4, perScenario: 2 }).map(({ prompt }) => prompt);
    expect(instances.every(({ prompt }) => !others.includes(prompt))).toBe(true);
  });

  it('put at most one thing into an entry, none into the first, and keep to the published spans', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (seed) => {
        for (const instance of createFreshInstances({ seed, perScenario: 1, languages: ['en'] })) {
          const { size, scenario, entries, checks } = instance;
          const all = checks.map(({ entry }) => entry);
          expect(new Set(all).size).toBe(all.length);
          expect(Math.min(...all)).toBeGreaterThanOrEqual(2);
          expect(Math.max(...all)).toBeLessThanOrEqual(entries);
          expect(entriesOf(instance, 'once')).toHaveLength(size === 'long' && scenario === 'diary' ? 6 : 5);
          const range = entriesOf(instance, 'range');
          const step = (range[1] ?? 0) - (range[0] ?? 0);
          const width = size === 'short' ? 10 : 19;
          if (range.length > 1) expect(scenario === 'city' ? [1, width] : [1]).toContain(step);
          expect(
            range.every((entry, index) => index === 0 || entry - (range[index - 1] as number) === step),
          ).toBe(true);
          if (scenario === 'city' && step === 1)
            expect(new Set(range.map((entry) => coordinatesOf(entry, size)[1])).size).toBe(1);
          const periodic = entriesOf(instance, 'periodic');
          const every = (periodic[1] ?? 0) - (periodic[0] ?? 0);
          if (scenario !== 'city') expect((periodic.at(-1) as number) + every).toBeGreaterThan(entries);
          else expect(new Set(periodic.map((entry) => coordinatesOf(entry, size)[1])).size).toBe(1);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('name every thing in the prompt, and end with the header of entry 1', () => {
    for (const { prompt, checks, prefix, label, entries, leastWords } of instances) {
      for (const { what } of checks) expect(prompt).toContain(what);
      expect(prompt.endsWith(prefix)).toBe(true);
      expect(prefix).toContain(label.replace('{n}', '1'));
      expect(prompt).toContain(String(entries > 361 ? 365 : entries === 361 ? '19' : entries));
      expect(prompt).toContain(String(leastWords));
    }
  });

  it('put a birthday into the week that its date falls into', () => {
    const diary = instances.find(({ id }) => id === 'fresh3-en-short-diary-000') as LongGenInstance;
    const dates = [...diary.prompt.matchAll(/- (\w+ \d+): the birthday/g)].map((match) => match[1] as string);
    expect(dates).toHaveLength(5);
    const weeks = dates.map((date) => {
      const day = Array.from({ length: 365 }, (_each, index) => index + 1).find(
        (each) => nameDay(each, 'en') === date,
      );
      return weekOfDay(day as number);
    });
    expect(weeks).toEqual(entriesOf(diary, 'once'));
  });

  it('have floors, blocks and intervals in the prompt that are those of the checks', () => {
    for (const instance of instances.filter(({ language }) => language === 'en')) {
      const { scenario, size, prompt } = instance;
      const periodic = entriesOf(instance, 'periodic');
      expect(prompt).toContain(`Every ${(periodic[1] as number) - (periodic[0] as number)} `);
      if (scenario !== 'skyscraper' && scenario !== 'city') continue;
      for (const { entry, kind, what } of instance.checks)
        if (kind === 'once')
          expect(prompt).toContain(
            scenario === 'skyscraper'
              ? `- Floor ${entry}: ${what}`
              : `- Block (${coordinatesOf(entry, size).join(', ')}): ${what}`,
          );
    }
  });
});
