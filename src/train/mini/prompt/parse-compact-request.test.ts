import { describe, expect, it } from 'vitest';
import { normalisePoint } from './normalise-point.ts';
import { parseCompactRequest } from './parse-compact-request.ts';

const parse = (content: string) => parseCompactRequest([{ role: 'user', content }]);

describe('parseCompactRequest', () => {
  it('reads a plan', () => {
    expect(
      parse(`Plan a text.
Answer with one line per section: number. title | main points, parted by ; | words
text: Write a 3000-word article about the history of lighthouses
form: article
title: Lights on the shore
sections: 6
words: 3,000`),
    ).toEqual({
      kind: 'plan',
      topic: 'the history of lighthouses',
      key: 'lighthouses',
      register: 'expository',
      title: 'Lights on the shore',
      sections: 6,
      words: 3000,
    });
  });

  it('reads a section with everything', () => {
    expect(
      parse(`Write one section of a text. Give only its sentences.
text: Write a report about river ferries
form: report
section: 3 of 6
title: Ropes and oars
points: How ropes replaced oars; Ferries carried cattle, too
facts: 1843; Anna Berg
not again: Few people know | On the river
so far: That was the time before.
words: 180`),
    ).toEqual({
      kind: 'section',
      topic: 'river ferries',
      key: 'river ferries',
      register: 'report',
      section: 3,
      sections: 6,
      title: 'Ropes and oars',
      points: ['how ropes replaced oars', 'ferries carried cattle, too'],
      facts: ['1843', 'Anna Berg'],
      notAgain: ['Few people know', 'On the river'],
      soFar: 'That was the time before.',
      words: 180,
    });
  });

  it('takes the title for a missing point, but not where a section only goes on', () => {
    const rest = 'text: Write about tea\nsection: 1 of 2\ntitle: The First Cup\nwords: 90';
    expect(parse(`Write one section of a text. Give only its sentences.\n${rest}`)).toMatchObject({
      points: ['the First Cup'],
    });
    expect(parse(`Go on with this section. Give only new sentences.\n${rest}`)).toMatchObject({
      kind: 'more',
      points: [],
    });
  });

  it('keeps the lines of a passage', () => {
    expect(
      parse(
        'Shorten this passage. Keep its order and its facts. Give only the passage.\npoints: a; b\nwords: 40\npassage:\nOne: two.\n\nThree.',
      ),
    ).toEqual({ kind: 'condense', points: ['a', 'b'], words: 40, passage: 'One: two.\n\nThree.' });
    expect(
      parse('Sum up this section in one or two sentences.\ntitle: T\nwords: 30\npassage:\nOne.'),
    ).toEqual({
      kind: 'summary',
      title: 'T',
      words: 30,
      passage: 'One.',
    });
  });

  it('takes anything else for an article, and the last user message for its instruction', () => {
    expect(
      parseCompactRequest([
        { role: 'system', content: 'You are helpful.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hello!' },
        { role: 'user', content: 'Write a 250-word story about two sisters.' },
      ]),
    ).toEqual({
      kind: 'article',
      topic: 'two sisters',
      key: 'two sisters',
      register: 'narrative',
      points: [],
      words: 250,
    });
  });

  it.each([
    ['Write about tea', 'letter', 'expository'],
    ['Write about tea', 'short story', 'narrative'],
    ['Write about tea', 'white paper', 'report'],
    ['Write about tea', 'manual', 'how-to'],
    ['How to make tea', 'article', 'how-to'],
  ])('writes %j as a %s in the register %s', (text, form, register) => {
    expect(
      parse(`Write a whole text. Give only the text.\ntext: ${text}\nform: ${form}\nwords: 100`),
    ).toMatchObject({ register });
  });
});

describe('normalisePoint', () => {
  it.each([
    ['How oil lamps replaced open coal fires', 'how oil lamps replaced open coal fires'],
    ['- Explain why lenses mattered.', 'why lenses mattered'],
    ['Early lamps and lenses', 'early lamps and lenses'],
    ['Oil lamps replaced coal fires', 'the fact that oil lamps replaced coal fires'],
    ['Lenses were costly', 'the fact that lenses were costly'],
    ['Argue that lenses were costly', 'the claim that lenses were costly'],
    ['the men who were there', 'the men who were there'],
    ['Anna Berg and her sons', 'Anna Berg and her sons'],
  ])('makes %j fit into a sentence', (point, expected) => {
    expect(normalisePoint(point)).toBe(expected);
  });
});
