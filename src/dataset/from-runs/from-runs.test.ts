import { describe, expect, it } from 'vitest';
import type { WriteEvent } from '../../methods/write-events.ts';
import { listChecks } from './list-checks.ts';
import { splitDocument } from './split-document.ts';

describe('splitDocument', () => {
  const sections = [
    { id: '1', title: 'Hulls' },
    { id: '2.1', title: 'Masts' },
    { id: '2.2', title: '`Sails`' },
  ];
  const markdown =
    '# Ferries\n\n## Hulls\n\nOak.\n\n### Masts\n\nA heading of its own.\n\n## Rigging\n\n### Masts\n\nFir.\n\n### `Sails`\n\nFlax.\n';

  it('leaves headings inside a section to it, and those of parts to none', () => {
    // The section's own heading stands lower than any that a model may write in the one before it.
    const own = markdown.replace('### Masts\n\nA heading', '### Nails\n\nA heading');
    expect(splitDocument(own, sections)).toEqual(
      new Map([
        ['1', 'Oak.\n\n### Nails\n\nA heading of its own.'],
        ['2.1', 'Fir.'],
        ['2.2', 'Flax.'],
      ]),
    );
  });

  it('is undefined where a heading is missing', () => {
    expect(splitDocument(markdown.replace('### `Sails`', '### Canvas'), sections)).toBeUndefined();
  });

  it('takes a text of one section without its title', () => {
    const only = [{ id: '1', title: '' }];
    expect(splitDocument('# 灯塔\n\n雾里有光。\n', only)).toEqual(new Map([['1', '雾里有光。']]));
    expect(splitDocument('Dear Ann,\n\nYours.\n', only)).toEqual(new Map([['1', 'Dear Ann,\n\nYours.']]));
  });
});

describe('listChecks', () => {
  const at = { runId: 'r', at: '', seq: 0 };
  const found = (section: string, message: string): WriteEvent => ({
    ...at,
    type: 'check',
    name: 'whole-sentence',
    section,
    passed: false,
    verdict: 'failed',
    message,
  });
  const revised = (id: string): WriteEvent => ({
    ...at,
    type: 'section-revised',
    id,
    title: '',
    deliveredWords: 1,
    reason: 'was asked for',
  });
  const length = (passed: boolean): WriteEvent => ({
    ...at,
    type: 'check',
    name: 'length',
    passed,
    message: '',
  });

  it('forgets what was found in a section before it was written anew, and keeps the last word on the whole', () => {
    const events = [found('1', 'old'), found('2', 'still so'), length(false), revised('1'), length(true)];
    expect(listChecks(events)).toEqual([
      { name: 'whole-sentence', section: '2', verdict: 'failed', message: 'still so' },
      { name: 'length', verdict: 'passed', message: '' },
    ]);
    expect(listChecks([...events, found('1', 'new')])).toHaveLength(3);
  });
});
