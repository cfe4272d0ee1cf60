import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPrompts } from './prompts.ts';

const hasData = existsSync(join(import.meta.dirname, '../../../shared/data/longwriter'));
if (!hasData) console.log('skipped: ../shared/data/longwriter is not there');

describe.skipIf(!hasData)('the prompts of the length bench', () => {
  it('are both files, and hard bounds of both kinds that say what the settings hold', () => {
    const prompts = loadPrompts(1) ?? [];
    const count = (kind: string): number => prompts.filter(({ length }) => length.kind === kind).length;
    expect([count('about'), count('atLeast'), count('atMost')]).toEqual([168, 30, 30]);
    for (const { instruction, length } of prompts) {
      if (length.kind === 'about') continue;
      const bound = instruction.split('\n').at(-1);
      expect(bound).toContain(`${length.words}`);
      expect(bound).toMatch(length.kind === 'atLeast' ? /at least|不少于/ : /no more than|不超过/);
    }
  });

  it('are fewer, of all lengths still, where only every n-th is asked for', () => {
    const lengths = (loadPrompts(12) ?? []).map(({ length }) => length.words);
    expect(Math.min(...lengths)).toBe(100);
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(20_000);
    expect(new Set(loadPrompts(12)?.map(({ name }) => name)).size).toBe(lengths.length);
  });
});
