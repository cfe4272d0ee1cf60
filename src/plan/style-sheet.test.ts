import { describe, expect, it } from 'vitest';
import { renderStyleSheet } from './style-sheet.ts';

describe('renderStyleSheet', () => {
  it('says short fields in a line and longer ones in a block, always in the same order', () => {
    const sheet = { avoid: 'very\nreally', must: ['name three teas', 'stay polite'], audience: 'beginners' };
    expect(renderStyleSheet(sheet, 'en')).toBe(
      'Audience: beginners\nThe text must:\n- name three teas\n- stay polite\nAvoid:\nvery\nreally',
    );
  });

  it('speaks Chinese where the prompts do', () => {
    expect(renderStyleSheet({ tone: '平实', mustNot: ['广告'] }, 'zh')).toBe(
      '语气：平实\n不得出现：\n- 广告',
    );
  });

  it('is nothing where nothing is asked for', () => {
    expect(renderStyleSheet(undefined, 'en')).toBe('');
    expect(renderStyleSheet({ must: [] }, 'en')).toBe('');
  });
});
