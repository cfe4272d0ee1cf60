import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { createPlan, listSections } from './plan.ts';
import { readPlanFile, renderPlanFile } from './plan-file.ts';

const read = (text: string, targetWords?: number) =>
  readPlanFile(text, { targetWords, fallbackWords: 2000, defaultTitle: 'Untitled', path: 'plan.md' });
const headings = (text: string) =>
  listSections(read(text)).map(({ section, depth }) => [depth, section.title]);

describe('readPlanFile', () => {
  it('keeps headings to the letter', () => {
    const plan = read(
      '# My *Title*\n\n## 1) Why `x` & "y"? (draft) #3\n\n- a point\n\n##   Zweitens: Über alles ##\n',
    );
    expect(plan.title).toBe('My *Title*');
    expect(plan.sections.map((section) => section.title)).toEqual([
      '1) Why `x` & "y"? (draft) #3',
      'Zweitens: Über alles',
    ]);
    expect(plan.sections[0]?.mainPoints).toEqual(['a point']);
  });

  it('makes sections of several top headings', () => {
    expect(headings('# One\n# Two\n## Two a\n')).toEqual([
      [1, 'One'],
      [1, 'Two'],
      [2, 'Two a'],
    ]);
  });

  it('makes sections of bullets and of numbered lists, deeper entries their points', () => {
    const bullets = read('A title\n\n- First\n  - point one\n- Second\n');
    expect(bullets.title).toBe('A title');
    expect(bullets.sections.map(({ title, mainPoints }) => [title, mainPoints])).toEqual([
      ['First', ['point one']],
      ['Second', []],
    ]);
    expect(headings('1. 起源\n2、发展\n3) 今天\n')).toEqual([
      [1, '起源'],
      [1, '发展'],
      [1, '今天'],
    ]);
  });

  it('takes the words of the sections as the target when nobody names another', () => {
    const text = '# T\n## A\nWords: 300\n## B\n字数：1,200\n';
    expect(read(text).sections.map((section) => section.targetWords)).toEqual([300, 1200]);
    const scaled = read(text, 3000).sections.map((section) => section.targetWords);
    expect(scaled.reduce((sum, words) => sum + words, 0)).toBe(3000);
  });

  it('reads JSON and names the field that is wrong', () => {
    expect(read('{"title":"T","sections":[{"title":"A","words":10}]}').sections[0]?.targetWords).toBe(10);
    expect(() => read('{"title":"T","sections":[{"name":"A"}]}')).toThrow('sections.0');
    expect(() => read('{"title":')).toThrow('Expected JSON in the plan plan.md');
  });

  it('refuses a file without sections', () => {
    expect(() => read('just a remark')).toThrow(UsageError);
  });

  it('reads back what renderPlanFile wrote', () => {
    const name = fc.stringMatching(/^[A-Za-z灯塔][A-Za-z灯塔 ,.'?]{0,30}[A-Za-z灯塔]$/);
    const draft = fc.record({
      title: name,
      mainPoints: fc.array(name, { maxLength: 3 }),
      words: fc.integer({ min: 1, max: 900 }),
    });
    fc.assert(
      fc.property(name, fc.array(draft, { minLength: 1, maxLength: 12 }), (title, sections) => {
        const targetWords = sections.reduce((sum, section) => sum + section.words, 0);
        const plan = createPlan({ title, sections }, { targetWords });
        for (const language of ['en', 'zh'] as const)
          expect(read(renderPlanFile(plan, language))).toEqual(plan);
      }),
    );
  });
});
