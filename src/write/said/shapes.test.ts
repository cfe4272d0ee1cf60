import { describe, expect, it } from 'vitest';
import { listShapes } from './shapes.ts';

describe('listShapes', () => {
  it.each([
    ['The lamp was not only a warning but a promise.', 'not only … but also …'],
    ["It wasn't just a tower, it was a home.", 'it is not …, it is …'],
    ['This was not the end. It was the start of a trade.', 'it is not …, it is …'],
    ['The tower stands as a testament to patience.', 'a testament to …'],
    ['Whether by sail or by steam, all ships came past.', 'whether … or …, at the beginning'],
    ['She could not help but smile.', 'could not help but …'],
    ['What makes a good keeper? Patience does.', 'a question that opens a paragraph'],
  ])('names the shape of English: %s', (text, shape) => {
    expect(listShapes(text, 'en')).toEqual([shape]);
  });

  it.each([
    ['灯塔不仅照亮了海面，而且安慰了归人。', '不仅……而且……'],
    ['这不是一座塔，而是一个家。', '不是……而是……'],
    ['与其说他在守灯，不如说灯在守他。', '与其说……不如说……'],
    ['随着航运的发展，灯塔越建越高。', '以“随着……”开头'],
    ['什么是好的守塔人？他有耐心。', '以设问开头的段落'],
  ])('names the shape of Chinese: %s', (text, shape) => {
    expect(listShapes(text, 'zh')).toEqual([shape]);
  });

  it('finds none in plain sentences', () => {
    const english =
      'The keeper rose at four. He trimmed the wick, filled the lamp and wrote the log. It was cold.';
    expect(listShapes(english, 'en')).toEqual([]);
    expect(listShapes('守塔人四点起床。他修好灯芯，加满灯油，写下日志。天很冷。', 'zh')).toEqual([]);
  });

  it('tells a first word that comes again and again in a language without a list', () => {
    const german = 'Dann kam der Nebel. Das Meer schwieg. Dann kam ein Schiff. Dann war es still.';
    expect(listShapes(german, 'de')).toEqual(['dann …', 'dann …', 'dann …']);
    expect(listShapes('Свет погас! Море молчало.', 'ru')).toEqual(['… !']);
  });

  it('stays fast on hostile text', () => {
    const startedAt = performance.now();
    for (const piece of ['not only ', 'is not, it ', '不是', 'from to ', '( ', 'whether '])
      for (const language of ['en', 'zh', 'de']) listShapes(piece.repeat(100_000 / piece.length), language);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });
});
