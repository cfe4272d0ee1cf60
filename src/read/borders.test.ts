import { describe, expect, it } from 'vitest';
import { findBorders } from './borders.ts';

describe('findBorders', () => {
  it.each([
    ['headings', 'Intro.\n## One\nA.', '## One'],
    ['chapter lines', 'End.\n\nChapter IV: The Storm\n\nIt blew.', 'Chapter IV'],
    ['Chinese chapter lines', '完了。\n第三章 风暴\n起风了。', '第三章'],
    ['scene headings', 'He goes.\nINT. KITCHEN - NIGHT\nA tap drips.', 'INT.'],
    ['what follows a line of stars', 'One.\n\n* * *\n\nTwo.', 'Two.'],
  ])('finds %s', (_what, text, start) => {
    expect(findBorders(text)).toEqual([text.indexOf(start)]);
  });

  it.each([
    'Chapter one was the one she liked best, and she said so.',
    '第三章他读得很慢，一个字一个字地读。',
    '```\n# comment\n```',
    '# Only at the start',
  ])('finds none in %j', (text) => {
    expect(findBorders(text)).toEqual([]);
  });
});
