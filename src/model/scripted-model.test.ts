import { describe, expect, it } from 'vitest';
import { describeLanguageModel } from '../../test/contracts/language-model.ts';
import { callModel } from './call-model.ts';
import { scriptedModel } from './scripted-model.ts';

describeLanguageModel('scripted', () =>
  scriptedModel(() => 'The keeper trims the lamp and reads until the oil is low.'),
);

describe('scriptedModel', () => {
  it('remembers what it was asked and answers from a function of it', async () => {
    const model = scriptedModel(({ messages }, index) => `${index}: ${messages.at(-1)?.content}`);
    await callModel(model, { messages: [{ role: 'user', content: 'tides' }] });
    const { text } = await callModel(model, {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'gulls' },
      ],
      maxOutputTokens: 50,
    });
    expect(text).toBe('1: gulls');
    expect(model.calls[1]?.messages[0]).toEqual({ role: 'system', content: 'Be brief.' });
    expect(model.calls[1]?.options.maxOutputTokens).toBe(50);
  });

  it('waits with the delay it was given', async () => {
    const waits: number[] = [];
    const delay = async (delayInMs: number) => waits.push(delayInMs);
    await callModel(scriptedModel([{ text: 'Tides.', delayInMs: 5_000 }], { delay }), {
      messages: [{ role: 'user', content: 'tides' }],
    });
    expect(waits).toEqual([5_000]);
  });
});
