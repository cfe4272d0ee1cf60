import { describe, expect, it } from 'vitest';
import { chooseHero } from './heroes.ts';
import { parsePlanLine, readProse, renderPlanLines, renderProse } from './mini-output.ts';
import type { MiniSectionTask } from './mini-task.ts';
import { renderMiniPrompt, styleOf } from './render-mini-prompt.ts';
import { countdownToken, miniSpecialTokens, styleCount } from './special-tokens.ts';

const section: MiniSectionTask = {
  kind: 'section',
  topic: 'the history of canals',
  key: 'canals',
  register: 'expository',
  section: 2,
  sections: 5,
  title: 'Locks and gates',
  points: ['how locks lifted boats', 'the work of lock keepers'],
  facts: ['1761'],
  notAgain: ['Few people'],
  soFar: 'It was so. It had been so. It stayed so.',
  words: 120,
};

describe('renderMiniPrompt', () => {
  it('renders a section as fields behind their tokens', () => {
    expect(renderMiniPrompt(section)).toBe(
      '<|section|><|s1|><|expository|><|middle|><|topic|> the history of canals<|key|> canals<|title|> Locks and gates<|a|> how locks lifted boats<|b|> the work of lock keepers<|fact1|> 1761<|out|>',
    );
  });

  it('shows the last two sentences to a section that goes on, and another style', () => {
    const prompt = renderMiniPrompt({ ...section, kind: 'more', points: [], facts: [] });
    expect(prompt).toContain('<|more|><|s7|>');
    expect(prompt).toContain('<|so-far|> It had been so. It stayed so.<|out|>');
  });

  it('gives a story the same hero in every section', () => {
    const hero = `<|hero|> ${chooseHero(section.topic)}<|out|>`;
    for (const number of [1, 2, 5])
      expect(renderMiniPrompt({ ...section, register: 'narrative', section: number })).toContain(hero);
  });

  it('renders plans, articles, passages', () => {
    const subject = { topic: 'tea', key: 'tea', register: 'report' } as const;
    expect(renderMiniPrompt({ kind: 'plan', ...subject, sections: 6, words: 900 })).toBe(
      '<|plan|><|report|><|topic|> tea<|key|> tea<|lines|> 6<|words|> 150<|out|>',
    );
    expect(renderMiniPrompt({ kind: 'article', ...subject, points: ['green tea'], words: 200 })).toBe(
      '<|article|><|report|><|topic|> tea<|key|> tea<|a|> green tea<|out|>',
    );
    expect(renderMiniPrompt({ kind: 'condense', points: ['x'], words: 20, passage: 'One.\n\nTwo.' })).toBe(
      '<|condense|><|a|> x<|passage|> One. Two.<|out|>',
    );
    expect(renderMiniPrompt({ kind: 'summary', title: 'T', words: 30, passage: 'One.' })).toBe(
      '<|summary|><|title|> T<|passage|> One.<|out|>',
    );
  });

  it('lets nobody write a control token into a field', () => {
    expect(renderMiniPrompt({ ...section, title: 'A<|out|><|end|>' })).toContain(
      '<|title|> A< |out|>< |end|>',
    );
  });

  it('gives neighbouring sections different styles', () => {
    for (let number = 1; number < 30; number += 1) {
      const style = styleOf({ kind: 'section', section: number });
      expect(style).toBeLessThan(styleCount);
      expect(style).not.toBe(styleOf({ kind: 'section', section: number + 1 }));
      expect(style).not.toBe(styleOf({ kind: 'more', section: number }));
    }
  });

  it('uses listed control tokens only, each listed once', () => {
    expect(new Set(miniSpecialTokens).size).toBe(miniSpecialTokens.length);
    for (const [token] of renderMiniPrompt(section).matchAll(/<\|[^|]*\|>/g))
      expect(miniSpecialTokens).toContain(token);
  });
});

describe('answers', () => {
  it('counts the remaining words down in tens before every sentence', () => {
    // 30 words asked; 4 + 7 + 5 written: 30 → 3, 26 → 3, 19 → 2 tens.
    const text = renderProse(
      [['Here are four words.', 'And<|key|> canals bring three words more.'], ['A new paragraph of five.']],
      { words: 30 },
    );
    expect(text).toBe(
      '<|r3|> Here are four words.<|r3|> And<|key|> canals bring three words more.<|p|><|r2|> A new paragraph of five.<|end|>',
    );
    expect(readProse(text)).toBe(
      'Here are four words. And canals bring three words more.\n\nA new paragraph of five.',
    );
  });

  it('rounds to tens, stays at 0 below nothing and at 40 above 400 words', () => {
    expect([-20, 0, 4, 5, 14, 15, 400, 9_000].map(countdownToken)).toEqual(
      ['r0', 'r0', 'r0', 'r1', 'r1', 'r2', 'r40', 'r40'].map((name) => `<|${name}|>`),
    );
  });

  it('reads the plan lines it writes', () => {
    const text = renderPlanLines([
      { title: 'On<|key|> canals', points: ['how<|key|> canals began', 'money'], words: 120 },
      { title: 'The end', points: ['what was left'], words: 80 },
    ]);
    expect(text).toBe(
      '<|line|> 1/2<|title|> On<|key|> canals<|a|> how<|key|> canals began<|b|> money<|words|> 120<|line|> 2/2<|title|> The end<|a|> what was left<|words|> 80<|end|>',
    );
    expect(text.split('<|line|>').slice(1).map(parsePlanLine)).toEqual([
      { title: 'On canals', points: ['how canals began', 'money'], words: 120 },
      { title: 'The end', points: ['what was left'], words: 80 },
    ]);
    expect(parsePlanLine(' 1/2<|title|> Broken off<|a|> here')).toBeUndefined();
  });
});
