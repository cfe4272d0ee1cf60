import { describe, expect, it } from 'vitest';
import { countBeats, listBeats } from './beats.ts';

const planned = {
  title: 'Routes in China',
  mainPoints: ['Lumber reports that scholars met in China', 'Stone rules that eager pilgrims met in China'],
};

describe('beats', () => {
  it('are the phrases of a point that nothing else on the subject has', () => {
    expect(listBeats(planned, 'Write a guide to China')).toEqual([
      ['lumber reports'],
      ['stone rules', 'eager pilgrims'],
    ]);
    const chinese = { title: '唐朝的手艺', mainPoints: ['唐朝民风中的森林节奏与农学家'] };
    expect(listBeats(chinese, '写一篇关于唐朝民风的论文')).toEqual([['森林节奏']]);
  });

  it('are present where one of their phrases stands in the text, whatever its case and line breaks', () => {
    const text = 'Nobody forgot the Stone\nrules of that year. Scholars slept.';
    expect(countBeats(planned, text, 'Write a guide to China')).toEqual({ planned: 2, present: 1 });
  });

  it('take the last words of a long phrase, and a short one where there is no other', () => {
    expect(listBeats({ title: 'Seas', mainPoints: ['the very old northern whaling stations'] }, '')).toEqual([
      ['northern whaling stations'],
    ]);
    expect(listBeats({ title: 'Seas', mainPoints: ['the tides'] }, '')).toEqual([['tides']]);
  });

  it('are not counted where a point says what all of them say', () => {
    expect(countBeats({ title: 'Old tides', mainPoints: ['old tides'] }, 'Old tides.', '')).toEqual({
      planned: 0,
      present: 0,
    });
  });
});
