import { describe, expect, it } from 'vitest';
import { scriptedModel } from '../../src/model/scripted-model.ts';
import { misreadLengths } from './misreading-model.ts';

const send = async (texts: readonly string[], responseFormat?: { type: 'json' }): Promise<string[]> => {
  const scripted = scriptedModel(() => 'Yes.');
  const model = misreadLengths(scripted.languageModel, (words, ordinal) => words / 2 + ordinal);
  for (const text of texts) {
    const prompt = [
      { role: 'system' as const, content: 'Write 7 words.' },
      { role: 'user' as const, content: [{ type: 'text' as const, text }] },
    ];
    await model.doGenerate({ prompt, ...(responseFormat && { responseFormat }) });
  }
  return scripted.calls.map(({ messages }) => messages.map(({ content }) => content).join(' '));
};

describe('a model that misreads lengths', () => {
  it('hears another last length, in the unit of the message, and counts its answers', async () => {
    expect(await send(['Of 900 words in all, write 300 words now.', '请写三千字。', 'Go on.'])).toEqual([
      'Write 7 words. Of 900 words in all, write 150 words now.',
      'Write 7 words. 请写1501字。',
      'Write 7 words. Go on.',
    ]);
  });

  it('passes requests for JSON as they are', async () => {
    expect(await send(['Plan 300 words.'], { type: 'json' })).toEqual(['Write 7 words. Plan 300 words.']);
  });
});
