import { describe, expect, it } from 'vitest';
import { disarmPictures, isDisarmed } from './made-pictures.ts';

describe('pictures that a model makes up', () => {
  it.each([
    ['See.\n\n![Figure 1](https://x.example/a.png)\n\nEnd.', 'See.\n\n![Figure 1]()\n\nEnd.'],
    ['As ![Figure 2](a.png) shows, so <img src="b.png"> it is.', 'As Figure 2 shows, so  it is.'],
    ['如![图1](a.png "标题")所示。', '如图1所示。'],
    ['<img\nsrc="https://x.example/a.png">\n\nEnd.', '![]()\n\nEnd.'],
    ['[a link](https://x.example) stays', '[a link](https://x.example) stays'],
    ['Write `![name](path)` for it.', 'Write `![name](path)` for it.'],
    ['```md\n![a](b.png)\n```\n\n![a](b.png)', '```md\n![a](b.png)\n```\n\n![a]()'],
    ['~~~\n![a](b.png)\n\nnever closed', '~~~\n![a](b.png)\n\nnever closed'],
    ['', ''],
  ])('of %j leave %j', (text, disarmed) => {
    expect(disarmPictures(text)).toBe(disarmed);
    expect(disarmPictures(disarmed)).toBe(disarmed);
  });

  it('hold a place, which a picture with an address does not', () => {
    expect(isDisarmed('![Figure 1]()')).toBe(true);
    expect(isDisarmed('![mine](photos/mine.jpg)')).toBe(false);
    expect(isDisarmed('See ![Figure 1]() here.')).toBe(false);
  });
});
