import { beforeAll, describe, expect, it } from 'vitest';
import { estimateTokens, loadTokenizer } from '../model/estimate-tokens.ts';
import { createPlan, type Section } from '../plan/plan.ts';
import { createConversation, takeLastPart } from './conversation.ts';

beforeAll(loadTokenizer);

const plan = createPlan(
  {
    title: 'Lights',
    sections: Array.from({ length: 12 }, (_, index) => ({
      title: `Part ${index + 1}`,
      mainPoints: [`what happened in year ${index + 1}`],
      words: 200,
    })),
  },
  { targetWords: 2400 },
);
const sectionAt = (index: number): Section => plan.sections[index] as Section;
const frame = { instruction: 'Write about lights', plan, language: 'en' } as const;
const paragraph = (name: string): string =>
  `${name} begins here. ${'The lamp burns on and on. '.repeat(40)}`.trim();
const sizeOf = (messages: { content: string }[]): number =>
  messages.reduce((sum, { content }) => sum + estimateTokens(content) + 4, 0);

describe('createConversation', () => {
  it('extends the last request while the window is not known', () => {
    const talk = createConversation(frame, { layout: 'dialogue', opening: '' }, () => ({
      contextTokens: undefined,
      maxOutputWords: undefined,
    }));
    const first = talk.ask(sectionAt(0), false);
    talk.take('Reply one.', 'Reply one.');
    const second = talk.ask(sectionAt(1), false);
    expect(second.slice(0, 1)).toEqual(first);
    expect(second[1]).toEqual({ role: 'assistant', content: 'Reply one.' });
  });

  it('begins again with the last pages when the window is full, then extends that', () => {
    const contextTokens = 2500;
    const talk = createConversation(frame, { layout: 'dialogue', opening: '' }, () => ({
      contextTokens,
      maxOutputWords: undefined,
    }));
    let restarts = 0;
    let before: string[] = [];
    for (let index = 0; index < 12; index += 1) {
      const messages = talk.ask(sectionAt(index), index === 11);
      expect(sizeOf(messages) + 360).toBeLessThanOrEqual(contextTokens);
      const texts = messages.map(({ content }) => content);
      if (!before.every((text, at) => texts[at] === text)) restarts += 1;
      before = texts;
      if (index > 0) expect(texts.join('\n')).toContain(`Section ${index} begins here.`);
      const reply = paragraph(`Section ${index + 1}`);
      talk.take(reply, reply);
    }
    expect(restarts).toBeGreaterThan(0);
    expect(restarts).toBeLessThan(8);
  });

  it('goes on from a text that is there, and leaves a gap out', () => {
    const talk = createConversation(frame, { layout: 'dialogue', opening: 'My own first words.' }, () => ({
      contextTokens: undefined,
      maxOutputWords: undefined,
    }));
    expect(talk.ask(sectionAt(0), false)[0]?.content).toContain('My own first words.');
    talk.take('', '');
    const [only, ...rest] = talk.ask(sectionAt(1), false);
    expect(rest).toEqual([]);
    expect(only?.content).toContain('"Part 2"');
    expect(only?.content).not.toContain('Write section 1');
  });
});

describe('takeLastPart', () => {
  it('keeps whole paragraphs from the end, or whole sentences of a long one', () => {
    expect(takeLastPart('One.\n\nTwo.', 100)).toEqual({ text: 'One.\n\nTwo.', isCut: false });
    const long = paragraph('Long');
    expect(takeLastPart(`${long}\n\nThe end.`, 20)).toEqual({ text: 'The end.', isCut: true });
    expect(takeLastPart(long, 20).text).toMatch(/^The lamp burns on and on\./);
    expect(takeLastPart(long, 0)).toEqual({ text: '', isCut: true });
  });
});
