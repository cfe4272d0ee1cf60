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

  it.each(['First a plan.</think>\n\nThe tide came in.', '先想一想。</think>\nThe tide came in.'])(
    'finds them where the tag stands close behind a sentence: %j',
    (text) => {
      expect(feed([...text]).text).toBe('The tide came in.');
    },
  );

  it('finds thoughts before an answer that is cut', () => {
    const filter = createThinkFilter();
    filter.push('First a plan.\n</think>\n\nThe tide ca');
    filter.end({ isCut: true });
    expect(filter.text).toBe('The tide ca');
  });

  it.each([
    'The model writes `</think>` when it is done.',
    'The model opens a tag:\n\n<think>\nIts plan.\n</think>\n\nThe answer follows.',
    'Its answer ends so:\n\n```\nIts plan.\n</think>\n```\n\nThe rest is prose.',
  ])('keeps prose that only mentions the tag: %j', (text) => {
    expect(feed([text]).text).toBe(text);
  });

  it('takes several thoughts in a row', () => {
    const text = '<think>One.</think>\n<think>Two.</think>\n\nThe tide came in.';
    fc.assert(
      fc.property(split(text), (deltas) => {
        expect(feed(deltas)).toEqual({
          shown: 'The tide came in.',
          text: 'The tide came in.',
          reasoningText: 'One.Two.',
        });
      }),
    );
  });

  it.each(['thinking', 'reasoning', 'thought', 'THINK'])('knows the tag <%s>', (tag) => {
    const text = `<${tag} type="deep">\nA plan.\n</${tag}>\nThe tide came in.`;
    fc.assert(
      fc.property(split(text), (deltas) => {
        expect(feed(deltas)).toMatchObject({ shown: 'The tide came in.', text: 'The tide came in.' });
      }),
    );
  });

  it('keeps prose that opens with another tag', () => {
    expect(feed(['<thin', 'gs> are fine']).text).toBe('<things> are fine');
    expect(feed(['<em>Tides</em> come.']).text).toBe('<em>Tides</em> come.');
  });

  it('shows nothing of thoughts that the template opened, and keeps an answer without them', () => {
    const filter = createThinkFilter({ startsInside: true });
    expect(filter.push('A plan. ') + filter.push('More.\n</think>\n\nThe ti')).toBe('The ti');
    expect(filter.push('de came in.')).toBe('de came in.');
    filter.end();
    expect(filter).toMatchObject({ text: 'The tide came in.', openedByTemplate: true });

    const prose = createThinkFilter({ startsInside: true });
    prose.push('The tide came in.');
    expect(prose.end()).toBe('The tide came in.');
    const cut = createThinkFilter({ startsInside: true });
    cut.push('A plan. Another pl');
    expect(cut.end({ isCut: true })).toBe('');
    expect(cut.text).toBe('');
  });
});
