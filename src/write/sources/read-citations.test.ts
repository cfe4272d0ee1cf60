import { beforeAll, describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import type { ClaimRow } from './claim-row.ts';
import { dropReferences, readCitations } from './read-citations.ts';
import { type CitationStyle, renderReferences } from './render-references.ts';
import { createShelf, type Shelf } from './shelf.ts';

const sourceOf = (id: string, language: 'en' | 'zh' = 'en') => ({
  id,
  title: id,
  path: `${id}.txt`,
  text: `${id} has text.`,
  language,
  parts: [],
});
let shelf: Shelf;
beforeAll(async () => {
  await loadTokenizer();
  shelf = await createShelf([sourceOf('North'), sourceOf('South'), sourceOf('港口', 'zh')]);
});

const rowOf = (claim: string, sources: number[]): ClaimRow => ({
  claim,
  section: '1',
  sources,
  source: 'North',
  span: null,
  place: '',
  checks: { spanExists: true, numbers: null, names: null, dates: null, negation: null, scope: null },
  judge: 'supports',
  outcome: 'kept',
  why: '',
  drafted: { cited: 1, backing: 1 },
});

const rows = [
  rowOf('The north has 12 cranes.', [2, 1]),
  rowOf('He said "it has 15 cranes."', [1]),
  rowOf('Its 40 men went home', [2]),
  rowOf('港口有15台起重机。', [3]),
];
const drafted =
  'The north has 12 cranes [S2][S1]. He said "it has 15 cranes [S1]." Nobody minds.\n\n- Its 40 men went home [S2]\n\n港口有15台起重机[S3]。没有人在意。';

describe('citations of an edited text', () => {
  it.each<CitationStyle>(['footnotes', 'numbered'])('become the marks they were, as %s', (style) => {
    const { texts, references, labels } = renderReferences([drafted], {
      rows: [rows],
      shelf,
      style,
      language: 'en',
    });
    const [rendered = ''] = texts;
    expect(rendered).not.toContain('[S');
    const file = `${rendered}\n\n${references}`;
    const bare = dropReferences(file, { shelf, labels });
    expect(bare).toBe(rendered);
    expect(readCitations(bare, { labels, style, shelf })).toBe(drafted);
  });

  it('leave a person their own notes, numbers, links and code', () => {
    const own = 'Mine.[^7] Also `list[1]` and [1](a.md) and [9].\n\n[^7]: A note of mine.';
    const labels = { 1: 2 };
    for (const style of ['footnotes', 'numbered'] as const)
      expect(readCitations(own, { labels, style, shelf })).toBe(own);
  });

  it('take nothing along that a person wrote behind the list', () => {
    const file =
      'Text.[^1]\n\n[^1]: North. `North.txt`\n\n## References\n\n1. North, changed. `North.txt`\n\nThanks to all.';
    expect(dropReferences(file, { shelf, labels: { 1: 1 } })).toBe('Text.[^1]\n\nThanks to all.');
  });
});
