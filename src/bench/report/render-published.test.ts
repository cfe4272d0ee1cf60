import { describe, expect, it } from 'vitest';
import { benchmarks } from '../benchmarks/index.ts';
import { published } from '../published/index.ts';
import { renderPublished } from './render-published.ts';

describe('renderPublished', () => {
  it('knows the benchmarks of which numbers are published, and says nothing of others', () => {
    const names = Object.values(benchmarks).map(({ name }) => name);
    for (const name of Object.keys(published)) expect(names).toContain(name);
    expect(renderPublished('starter')).toBe('');
    expect(renderPublished('longgenbench-fresh')).toBe('');
  });

  it('gives every row its evidence, every tag its meaning, and every table judge and source', () => {
    for (const [name, tables] of Object.entries(published)) {
      const text = renderPublished(name);
      expect(text.match(/^Source: .+ Judge: .+\.$/gm)).toHaveLength(tables.length);
      const meanings = /Evidence: (.+)$/.exec(text)?.[1] ?? '';
      for (const { rows, columns } of tables)
        for (const { values, evidence } of rows) {
          expect(values).toHaveLength(columns.length);
          expect(evidence).toMatch(/^[RPDSM]/);
          expect(meanings).toMatch(new RegExp(`(?:^|; )${evidence[0]}, `));
        }
    }
  });

  it('shows the numbers as they were published', () => {
    expect(renderPublished('longbench-write')).toContain(
      '| Mistral-Large-Instruct | 77.0 | 65.6 | 88.3 | M |',
    );
    expect(renderPublished('hellobench')).toContain(
      '| GPT-4o-2024-08-06 | 48.55 | 54.82 | 29.71 | 42.88 | 67.49 | 47.87 | 1,100 | D |',
    );
    expect(renderPublished('longgenbench')).toContain(
      '| GPT-4o-mini | 97.0 | 34.8 | 33.4 | 32.4 | 8,940 | P by S, R |',
    );
  });
});
