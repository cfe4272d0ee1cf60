import { describe, expect, it } from 'vitest';
import { planBudgets } from './plan-limits.ts';
import { createRandom } from './random.ts';
import { readRequest } from './read-request.ts';

const budgets = (text: string): number[] =>
  planBudgets(readRequest([{ role: 'user', content: [{ type: 'text', text }] }]), createRandom('budgets'));

describe('planBudgets', () => {
  it.each([
    ['Plan a report of 3,000 words in 5 sections.', 3_000, [5, 5]],
    ['Plan a report of 3,000 words. Give each section at least 500 and at most 1,000 words.', 3_000, [3, 6]],
    ['Plan a report. Each section has 300 words, 2,100 words in total.', 2_100, [6, 9]],
    ['Plan a novel with 10 chapters of 1,000 words each.', 10_000, [10, 10]],
    ['Plan between 3 and 6 sections.\nInstruction: Write a 4,000-word essay on tea.', 4_000, [4, 6]],
    [
      'Break the essay down into sections of 200 to 400 words.\nTopic: tea\nWrite 2,000 words.',
      2_000,
      [5, 10],
    ],
    [
      '请规划全文，安排3到6节，每节不少于200字，不超过1000字。\n各节字数之和等于全文长度：3000字。',
      3_000,
      [3, 6],
    ],
    ['请为一篇一万字的论文列出大纲，分为十二节', 10_000, [12, 12]],
    ['请列出大纲：每章2000字，共五章', 10_000, [5, 5]],
    ['Plan an essay about tea.', 400, [1, 2]],
  ])('%s', (text, total, [fewest, most]) => {
    const found = budgets(text);
    expect(found.reduce((sum, words) => sum + words, 0)).toBe(total);
    expect(found.length).toBeGreaterThanOrEqual(fewest as number);
    expect(found.length).toBeLessThanOrEqual(most as number);
  });
});
