import { describe, expect, it } from 'vitest';
import type { Answer, Ask } from '../../model/ask.ts';
import { countWords } from '../../text/count-words.ts';
import { askPiece, leadSentences, type PieceQuestion } from './piece.ts';

const text = 'The boat came in. Nobody met it. The crew went home. Mara stayed.';
const question = (overrides: Partial<PieceQuestion> = {}): PieceQuestion => ({
  step: 'summary-1',
  text,
  askedWords: 10,
  render: (piece) => [{ role: 'user', content: piece }],
  standIn: (piece, words) => leadSentences(piece, words, countWords),
  ...overrides,
});

/** Answers by the script and keeps what it was asked. */
function hostOf(answers: (Partial<Answer> | string)[]) {
  const asked: { step: string; content: string; seed: number | undefined }[] = [];
  const ask: Ask = async ({ messages, seed }, { step }) => {
    const answer = answers[asked.length];
    asked.push({ step, content: messages[0]?.content ?? '', seed });
    if (answer === undefined) throw new Error(`Nothing scripted for ${step}.`);
    return { text: '', finishReason: 'stop', ...(typeof answer === 'string' ? { text: answer } : answer) };
  };
  const steps: string[] = [];
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    steps.push(name);
    return work();
  };
  return { asked, host: { ask, countWords, step, address: () => 'scripted:test' }, steps };
}

describe('askPiece', () => {
  it('asks once more in another draw where nothing of use came', async () => {
    const { asked, host } = hostOf([{ finishReason: 'refused', reason: 'Declined.' }, 'A boat came.']);
    expect(await askPiece(question(), host)).toEqual({ text: 'A boat came.', isStandIn: false });
    expect(asked.map(({ step, seed }) => [step, seed])).toEqual([
      ['summary-1/text', undefined],
      ['summary-1/text/again', 1],
    ]);
  });

  it('lets the first sentences stand in after two refusals', async () => {
    const declined = { finishReason: 'refused', reason: 'Declined.' } as const;
    expect(await askPiece(question(), hostOf([declined, declined]).host)).toEqual({
      text: 'The boat came in. Nobody met it.',
      isStandIn: true,
      reason: 'Declined.',
    });
  });

  it('does not take what is of no use', async () => {
    const { host } = hostOf(['No.', 'Neither.']);
    const answer = await askPiece(question({ isGood: (given) => countWords(given) > 3 }), host);
    expect(answer).toMatchObject({ isStandIn: true, reason: 'What came did not keep to what was asked.' });
  });

  it('asks about halves where the window does not hold the whole, each standing in for itself alone', async () => {
    const { asked, host, steps } = hostOf([
      { finishReason: 'overflow' },
      'First half.',
      { finishReason: 'refused' },
      { finishReason: 'refused' },
    ]);
    const answer = await askPiece(question({ standIn: (piece) => piece }), host);
    expect(answer.text).toBe('First half.\n\nThe crew went home. Mara stayed.');
    expect(answer.isStandIn).toBe(true);
    expect(steps).toEqual(['summary-1/text/split']);
    expect(asked.map(({ content }) => content)).toEqual([
      text,
      'The boat came in. Nobody met it.',
      'The crew went home. Mara stayed.',
      'The crew went home. Mara stayed.',
    ]);
  });

  it('ends where a single sentence does not fit', async () => {
    const { host } = hostOf([{ finishReason: 'overflow', reason: 'It takes 10 tokens.' }]);
    await expect(askPiece(question({ text: 'One sentence.' }), host)).rejects.toMatchObject({
      fault: 'context-overflow',
      message: expect.stringContaining('It takes 10 tokens.'),
    });
  });

  it('keeps the whole sentences of an answer that met its limit, unless all of it is needed', async () => {
    const cut = { text: 'The boat came in. Nobody m', finishReason: 'length' } as const;
    expect((await askPiece(question(), hostOf([cut]).host)).text).toBe('The boat came in.');
    const { asked, host } = hostOf([cut, 'One.', 'Two.']);
    expect((await askPiece(question({ mustBeWhole: true }), host)).text).toBe('One.\n\nTwo.');
    expect(asked).toHaveLength(3);
  });
});

describe('leadSentences', () => {
  it('takes whole sentences up to the words, one at least', () => {
    expect(leadSentences(text, 7, countWords)).toBe('The boat came in. Nobody met it.');
    expect(leadSentences(text, 1, countWords)).toBe('The boat came in.');
    expect(leadSentences('船来了。没有人接。大家回家了。', 8, countWords)).toBe('船来了。没有人接。');
    expect(leadSentences('', 8, countWords)).toBe('');
  });
});
