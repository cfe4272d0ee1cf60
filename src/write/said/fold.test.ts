import { describe, expect, it } from 'vitest';
import { findNames, foldStart, listSentences } from './fold.ts';

describe('listSentences', () => {
  it('leaves out headings and lines that say nothing', () => {
    expect(listSentences('## The lamp\n\nIt burned. \n\n* * *\n\n灯亮了。')).toEqual([
      'It burned.',
      '灯亮了。',
    ]);
  });
});

describe('findNames', () => {
  it('tells names from words that stand at the beginning of sentences', () => {
    const names = findNames(['Then Marta left.', 'Lamps burned.', 'The lamps of Cape Gray.', 'Lamps again.']);
    expect([...names].sort()).toEqual(['cape', 'gray', 'marta']);
  });
});

describe('foldStart', () => {
  const none = new Set<string>();
  it('lets sentences begin alike that differ in numbers and names only', () => {
    const names = new Set(['marta', 'ode', 'jonas']);
    expect(foldStart('In 1851, Marta Ode climbed up.', names)).toBe('in # @ climbed');
    expect(foldStart('In 1920, Jonas climbed the stairs.', names)).toBe('in # @ climbed');
    expect(foldStart('一九二三年的春天来得早。', none)).toBe(foldStart('1887年的春天来得晚。', none));
  });

  it('knows no beginning of a sentence of one word', () => {
    expect(foldStart('Fog.', none)).toBeUndefined();
    expect(foldStart('Night fell.', none)).toBe('night fell');
  });
});
