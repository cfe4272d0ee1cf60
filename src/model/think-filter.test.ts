import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThinkFilter } from './think-filter.ts';

function feed(deltas: readonly string[]): { shown: string; text: string; reasoningText: string } {
  const filter = createThinkFilter();
  const shown = deltas.map((delta) => filter.push(delta)).join('') + filter.end();
  return { shown, text: filter.text, reasoningText: filter.reasoningText };
}

/** Cuts a text at any places. */
const split = (text: string): fc.Arbitrary<string[]> =>
  fc
    .uniqueArray(fc.nat(text.length), { maxLength: 12 })
    .map((cuts) => [0, ...cuts.sort((a, b) => a - b), text.length])
    .map((cuts) => cuts.slice(1).map((end, index) => text.slice(cuts[index], end)));

describe('createThinkFilter', () => {
  it('gives the same answer wherever the deltas are cut', () => {
    const text = '\n<think>\nA plan with <b> and </ in it.\n</think>\n\nThe tide came in. <think> is a tag.';
    fc.assert(
      fc.property(split(text), (deltas) => {
        expect(feed(deltas)).toEqual({
          shown: 'The tide came in. <think> is a tag.',
          text: 'The tide came in. <think> is a tag.',
          reasoningText: '\nA plan with <b> and </ in it.\n',
        });
      }),
    );
  });

  it('leaves every text without a tag at its start as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.trimStart().startsWith('<think>') && !text.includes('</think>')),
        (text) => {
          expect(feed([...text])).toEqual({ shown: text, text, reasoningText: '' });
        },
      ),
    );
  });

  it('counts thoughts that never end as thoughts', () => {
    expect(feed(['<think>On and', ' on'])).toEqual({ shown: '', text: '', reasoningText: 'On and on' });
  });

  it('finds thoughts whose opening tag stood in the prompt', () => {
    const { text, reasoningText } = feed(['First a plan.\n</think>\n', '\nThe tide came in.']);
    expect(text).toBe('The tide came in.');
    expect(reasoningText).toBe('First a plan.\n');
  });

  it('keeps prose that only mentions the tag', () => {
    const text = 'The model writes `</think>` when it is done.';
    expect(feed([text]).text).toBe(text);
  });
});
