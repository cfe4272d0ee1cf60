import { describe, expect, it } from 'vitest';
import type { DocumentBrief } from './longhand-prompt.ts';
import {
  renderCompactAsk,
  requestCondense,
  requestInsert,
  requestMore,
  requestOtherwise,
} from './section-request.ts';

const brief: DocumentBrief = {
  instruction: 'Write a 900-word article\nabout ferries',
  language: 'en',
  profile: 'compact',
  style: { form: 'article' },
  formRules: '',
  hasHeadings: true,
  isOnePiece: false,
};
const asked = {
  brief,
  id: '2',
  title: 'Hulls',
  mainPoints: ['why oak was tarred; twice', 'what copper nails cost.'],
};
const ask = { ...asked, askedWords: 300, isLast: false, contract: '' };
const contentOf = (messages: readonly { content: string }[]): string =>
  messages.map(({ content }) => content).join('\n---\n');

describe('the compact profile', () => {
  it('asks for a section in one message, the length last', () => {
    const draft = renderCompactAsk(brief, ask, {
      number: '2 of 3',
      soFar: 'One. Two. Three.',
      avoid: ['Boats were', 'In time'],
    });
    expect(contentOf(draft)).toMatchInlineSnapshot(`
      "Write one section of a text. Give only its sentences.
      text: Write a 900-word article about ferries
      form: article
      section: 2 of 3
      title: Hulls
      points: why oak was tarred, twice; what copper nails cost
      not again: Boats were | In time
      so far: Two. Three.
      words: 300"
    `);
    expect(contentOf(requestOtherwise(asked, draft, ['Two.', 'Boats\nwere slow.']))).toContain(
      'not again: Boats were | In time | Two. | Boats were slow.\nso far',
    );
  });

  it('goes on, fills in and tightens without what was said before', () => {
    const more = requestMore(asked, [{ role: 'user', content: 'x' }], 'One. Two. Three.', {
      words: 80,
      missing: [],
    });
    expect(contentOf(more)).toMatchInlineSnapshot(`
      "Go on with this section. Give only new sentences.
      text: Write a 900-word article about ferries
      form: article
      title: Hulls
      points: why oak was tarred, twice; what copper nails cost
      so far: Two. Three.
      words: 80"
    `);
    const insert = requestInsert(
      asked,
      [],
      { text: 'A. B.', before: 'A.', after: 'B.', avoid: ['C.'] },
      { words: 60, missing: ['what copper nails cost'] },
    );
    expect(contentOf(insert)).toContain(
      'points: what copper nails cost\nnot again: C.\nso far: A.\nwords: 60',
    );
    expect(
      contentOf(requestCondense(asked, { text: 'One.\n\nTwo.', words: 40, mainPoints: [] })),
    ).toMatchInlineSnapshot(`
      "Shorten this passage. Keep its order and its facts. Give only the passage.
      words: 40
      passage:
      One.

      Two."
    `);
  });
});

describe('the standard profile', () => {
  it('goes on with the conversation of the draft', () => {
    const standard = { ...asked, brief: { ...brief, profile: 'standard' as const } };
    const draft = [{ role: 'user' as const, content: 'Write.' }];
    const more = requestMore(standard, draft, 'One.', { words: 80, missing: ['nails'] });
    expect(more.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(requestOtherwise(standard, draft, ['One.'])[0]?.content).toMatch(/One\.[\s\S]*Write\.$/);
  });
});
