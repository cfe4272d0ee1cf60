import { describe, expect, it } from 'vitest';
import { countHan, detectLanguage } from './language.ts';

describe('detectLanguage', () => {
  it.each([
    ['en', 'Write a long essay about the sea.'],
    ['en', 'The café and the naïve façade of the hotel: write about that.'],
    ['zh', '写一篇关于大海的文章。'],
    ['zh', '用 Python 写一个 React 组件，并解释它的原理。'],
    ['ja', '海についての長い文章を書いてください。'],
    ['ko', '바다에 대한 긴 글을 써 주세요.'],
    ['ar', 'اكتب مقالا طويلا عن البحر.'],
    ['ru', 'Напиши длинное эссе о море.'],
    ['th', 'เขียนเรียงความยาวเกี่ยวกับทะเล'],
    ['hi', 'समुद्र के बारे में एक लंबा निबंध लिखो।'],
    ['other', 'Viết một bài luận dài về biển cả.'],
    ['other', 'Schreibe einen längeren Aufsatz über das Meer und die Küste.'],
    ['other', 'Γράψε ένα μεγάλο δοκίμιο για τη θάλασσα.'],
    ['other', '2024, 300 €'],
    ['other', ''],
  ])('says %s for %j', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });
});

describe('countHan', () => {
  it('counts Han characters and nothing else', () => {
    expect(countHan('大海 sea 2024，うみ。')).toBe(2);
    expect(countHan('')).toBe(0);
  });
});
