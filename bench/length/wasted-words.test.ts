import { describe, expect, it } from 'vitest';
import { countKeptWords } from './wasted-words.ts';

describe('kept words', () => {
  it('are those of sentences that stand in the manuscript, each accounted for once', () => {
    const draft = 'The sea rose. Nobody saw it. The lamp went out.';
    const condensed = 'The sea rose. The lamp went out.';
    const manuscript = '# Lamps\n\nThe sea rose.\nThe lamp went out.\n';
    expect(countKeptWords([draft, condensed], manuscript)).toEqual({ written: 17, kept: 7 });
  });

  it('count a text that is all there as kept, Chinese too, and cut ends as wasted', () => {
    expect(countKeptWords(['海水上涨。灯灭了。'], '海水上涨。灯灭了。')).toEqual({ written: 7, kept: 7 });
    expect(countKeptWords(['The sea rose. And then the'], 'The sea rose.')).toEqual({ written: 6, kept: 3 });
  });
});
