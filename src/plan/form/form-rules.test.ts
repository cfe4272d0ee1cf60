import { describe, expect, it } from 'vitest';
import { type FormName, readForm } from './form.ts';
import { renderFormRules } from './form-rules.ts';

const forms: FormName[] = [
  'article',
  'report',
  'essay',
  'letter',
  'email',
  'poem',
  'lyrics',
  'dialogue',
  'screenplay',
  'speech',
  'story',
  'novel',
  'manual',
  'guide',
  'faq',
  'list',
  'review',
  'news',
  'post',
  'abstract',
  'proposal',
  'paper',
  'lesson',
  'diary',
  'biography',
  'textbook',
  'other',
];

describe('renderFormRules', () => {
  it('says in a few lines what a form demands, in both languages', () => {
    const letter = readForm('Write a letter to my aunt', { targetWords: 300 });
    expect(renderFormRules(letter, 'en')).toMatchInlineSnapshot(`
      "The text is a letter.
      It opens with a salutation and closes with a closing phrase and a signature: each once in the whole letter, at its very beginning and its very end.
      Speak to the addressee throughout; connected paragraphs, no lists."
    `);
    expect(renderFormRules(letter, 'zh')).toMatchInlineSnapshot(`
      "文体是书信。
      全信开头有称呼，结尾有祝语和署名，各只出现一次，只在整封信的最前和最后。
      通篇对收信人说话，分段连贯，不列条目。"
    `);
  });

  it('gives two to four short lines of their own language for every form', () => {
    for (const name of forms) {
      const english = renderFormRules({ name }, 'en');
      const chinese = renderFormRules({ name }, 'zh');
      for (const rules of [english, chinese]) {
        expect(rules.split('\n').length).toBeGreaterThanOrEqual(2);
        expect(rules.split('\n').length).toBeLessThanOrEqual(4);
        expect(Math.max(...rules.split('\n').map((line) => line.length))).toBeLessThan(170);
      }
      expect(english).not.toMatch(/\p{Script=Han}/u);
      expect(chinese).not.toMatch(/[a-z]{3}/i);
    }
  });

  it('names a length nowhere, so that no rule is taken for the asked one', () => {
    for (const name of forms) {
      expect(renderFormRules({ name }, 'en')).not.toMatch(/\d|\bwords?\b/);
      expect(renderFormRules({ name }, 'zh')).not.toMatch(/\d|[一二三四五六七八九十百千]字/);
    }
  });
});
