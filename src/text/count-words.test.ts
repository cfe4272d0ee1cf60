import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseCountingRule, countWords } from './count-words.ts';

const vectorFile = resolve(import.meta.dirname, '../../../shared/data/longwriter/vectors_count_words.json');

describe('countWords', () => {
  it.each([
    ['', 0],
    ['The cat sat.', 3],
    ["It's Ann's", 4],
    ['well-known', 2],
    ['crème brûlée pie', 1],
    ['R2D2 and C-3PO', 2],
    ['my_name here', 1],
    ['学习Rust语言', 4],
    ['学习 Rust 语言', 5],
    ['ひらがなと漢字', 2],
    ['ДА yes', 1],
    ['n³ m', 1],
    ['𠮷野家', 2],
  ])('counts %j by the benchmark rule as %i', (text, expected) => {
    expect(countWords(text)).toBe(expected);
  });

  it.each([
    ["It's Ann's", 2],
    ['crème brûlée pie', 3],
    ['안녕하세요 세계', 2],
    ['Привет, мир!', 2],
    ['in 2024', 2],
    ['नमस्ते दुनिया', 2],
    ['... — !', 0],
  ])('counts %j by the unicode rule as %i', (text, expected) => {
    expect(countWords(text, 'unicode')).toBe(expected);
  });

  it('agrees with every vector of the reference counter', ({ skip }) => {
    if (!existsSync(vectorFile)) {
      console.log('skipped: no reference vectors beside the repository (../shared/data/longwriter)');
      skip();
    }
    const vectors = JSON.parse(readFileSync(vectorFile, 'utf8')) as { text: string; count: number }[];
    expect(vectors.length).toBeGreaterThan(30);
    for (const { text, count } of vectors) expect([text, countWords(text)]).toEqual([text, count]);
  });

  it('adds up over texts joined by a line break, in both rules', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '中', '1', '_', '-', 'ж', 'か', '.') });
    fc.assert(
      fc.property(piece, piece, (left, right) => {
        expect(countWords(`${left}\n${right}`)).toBe(countWords(left) + countWords(right));
        expect(countWords(`${left}\n${right}`, 'unicode')).toBe(
          countWords(left, 'unicode') + countWords(right, 'unicode'),
        );
      }),
    );
  });

  it('counts 100,000 words well within a second', () => {
    const text = 'A plain sentence of eight words stands here. '.repeat(12_500);
    const startedAt = performance.now();
    expect(countWords(text)).toBe(100_000);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

describe('chooseCountingRule', () => {
  it.each([
    ['longbench-write', ''],
    ['longbench-write', '2024: 300 €'],
    ['longbench-write', 'The harbour slept under a thin blue light, and nobody heard the bell.'],
    ['longbench-write', '港口在薄雾中沉睡，没有人听见钟声。'],
    ['longbench-write', '我们用Python和React写了一个叫Beyoncé的小程序，运行得很好。'],
    [
      'longbench-write',
      'The café closed early. '.concat('The rain went on and the street was dark and empty. '.repeat(3)),
    ],
    ['unicode', '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。'],
    ['unicode', '항구는 안개 속에서 잠들어 있었다.'],
    ['unicode', 'Гавань спала под тонким синим светом.'],
    ['unicode', 'كان الميناء نائما تحت ضوء أزرق.'],
    ['unicode', 'ท่าเรือหลับใหลอยู่ใต้แสงสีฟ้า'],
    ['unicode', 'बंदरगाह नीली रोशनी में सो रहा था।'],
    ['unicode', 'Der Hafen schlief unter dünnem Licht, und niemand hörte die Glocke über dem Fluss.'],
    ['unicode', 'Bến cảng ngủ dưới ánh sáng xanh mỏng manh.'],
  ])('chooses %s for %j', (rule, text) => {
    expect(chooseCountingRule(text)).toBe(rule);
  });
});
