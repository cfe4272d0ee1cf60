import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinContinuation, keepWholeSentences } from './join-continuation.ts';

describe('keepWholeSentences', () => {
  it('returns a beginning of the text that ends behind a whole sentence', () => {
    expect(keepWholeSentences('One is here. Two is')).toBe('One is here. ');
    expect(keepWholeSentences('One is here.\n\nTwo is')).toBe('One is here.\n\n');
    expect(keepWholeSentences('No end yet')).toBe('');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '.', '。', '\n', '"', '!') }), (text) => {
        expect(text.startsWith(keepWholeSentences(text))).toBe(true);
      }),
    );
  });
});

describe('joinContinuation', () => {
  it.each([
    ['One is here. ', 'Two.', 'One is here. Two.'],
    ['One is here.', 'Two.', 'One is here. Two.'],
    ['One is here.\n\n', 'Two.', 'One is here.\n\nTwo.'],
    ['One is here. ', '\n\nTwo.', 'One is here.\n\nTwo.'],
    ['One is here.', '## Two', 'One is here.\n\n## Two'],
    ['- one.\n', '- two.', '- one.\n- two.'],
    ['潮水退去了。', '港口很安静。', '潮水退去了。港口很安静。'],
    ['他说：“走吧。”', '“好。”', '他说：“走吧。”“好。”'],
    ['', 'Two.', 'Two.'],
    ['One is here. ', '', 'One is here. '],
  ])('joins %j and %j', (kept, rest, joined) => {
    expect(joinContinuation(kept, rest)).toBe(joined);
  });

  it('drops a long repeated beginning but keeps a short one', () => {
    expect(
      joinContinuation('A. The tide came in before dawn. ', 'The tide came in before dawn. It left.'),
    ).toBe('A. The tide came in before dawn. It left.');
    expect(joinContinuation('He said no. ', 'no. Then yes.')).toBe('He said no. no. Then yes.');
  });
});
