import { describe, expect, it } from 'vitest';
import type { Answer, Ask } from '../model/ask.ts';
import { callModel } from '../model/call-model.ts';
import type { ModelRequest } from '../model/request.ts';
import { resolveModel } from '../model/resolve-model.ts';
import { judgeAnswer } from './judge-answer.ts';
import { judgePair } from './pairwise.ts';
import type { Rubric } from './rubric.ts';
import { preference } from './rubrics/preference.ts';
import { writingQuality } from './rubrics/writing-quality.ts';

const rubric: Rubric = {
  name: 'plain',
  version: 2,
  dimensions: [{ key: 'Clarity', scale: [1, 5], isWhole: true }],
  temperature: 0.5,
  maxOutputTokens: 300,
  render: ({ instruction, answer }) => [{ role: 'user', content: `${instruction} / ${answer}` }],
  schema: { name: 'plain', schema: { type: 'object' } },
};
const judged = { instruction: 'Write of rain.', answer: 'It rained.', language: 'en' };

function playReplies(replies: readonly (string | Answer)[]) {
  const calls: (ModelRequest & { step: string })[] = [];
  const ask: Ask = async (request, { step }) => {
    const reply = replies[calls.push({ ...request, step }) - 1];
    if (reply === undefined) throw new Error(`Not scripted: call ${calls.length}.`);
    return typeof reply === 'string' ? { text: reply, finishReason: 'stop' } : reply;
  };
  return { calls, ask };
}

describe('judgeAnswer', () => {
  it('takes the first reply that can be read', async () => {
    const { calls, ask } = playReplies(['{"Clarity": 4}']);
    expect(await judgeAnswer(rubric, judged, { ask, step: 'judge-1', hasStructuredOutput: false })).toEqual({
      rubric: 'plain@2',
      scores: { Clarity: 4 },
      reply: '{"Clarity": 4}',
      attempts: 1,
    });
    expect(calls).toEqual([
      {
        messages: [{ role: 'user', content: 'Write of rain. / It rained.' }],
        maxOutputTokens: 300,
        temperature: 0.5,
        step: 'judge-1-1',
      },
    ]);
  });

  it('asks again with other call seeds, in steps of their own', async () => {
    const { calls, ask } = playReplies(['Good!', '{"Clarity": 9}', '{"Clarity": 2}']);
    const verdict = await judgeAnswer(rubric, judged, { ask, step: 's', hasStructuredOutput: true });
    expect(verdict).toMatchObject({ scores: { Clarity: 2 }, attempts: 3 });
    expect(calls.map(({ step, seed }) => [step, seed])).toEqual([
      ['s-1', undefined],
      ['s-2', 1],
      ['s-3', 2],
    ]);
    expect(calls[0]?.responseSchema?.name).toBe('plain');
  });

  it('draws anew for each repeat of a judging', async () => {
    const { calls, ask } = playReplies(['?', '{"Clarity": 2}', '{"Clarity": 3}']);
    await judgeAnswer(rubric, judged, { ask, step: 'a', hasStructuredOutput: false, repeat: 1 });
    await judgeAnswer(rubric, judged, { ask, step: 'b', hasStructuredOutput: false, repeat: 2 });
    expect(calls.map(({ seed }) => seed)).toEqual([1000, 1001, 2000]);
  });

  it.each([
    ['{"Clarity": 7}', 'grade 7 for "Clarity" is outside 1..5'],
    ["I'm sorry, but I can't help with that request.", 'refused'],
    [{ text: '', finishReason: 'refused', reason: 'The filter declined.' }, 'refused: The filter declined.'],
    [{ text: '{"Clar', finishReason: 'length' }, 'truncated by the output limit: the JSON breaks off'],
  ] as const)('leaves %s unscored after the last attempt, with the reason', async (reply, reason) => {
    const { calls, ask } = playReplies([reply, reply, reply]);
    const verdict = await judgeAnswer(rubric, judged, { ask, step: 's', hasStructuredOutput: false });
    expect(verdict).toEqual({
      rubric: 'plain@2',
      scores: null,
      reason,
      reply: typeof reply === 'string' ? reply : reply.text,
      attempts: 3,
    });
    expect(calls).toHaveLength(3);
  });

  it('scores a reply that is complete although the limit ended it', async () => {
    const { ask } = playReplies([{ text: '{"Clarity": 5}\nAlso, the', finishReason: 'length' }]);
    const verdict = await judgeAnswer(rubric, judged, { ask, step: 's', hasStructuredOutput: false });
    expect(verdict.scores).toEqual({ Clarity: 5 });
  });

  it('does not ask twice what is too long for the judge', async () => {
    const { calls, ask } = playReplies([{ text: '', finishReason: 'overflow', reason: 'Too long.' }]);
    const verdict = await judgeAnswer(rubric, judged, { ask, step: 's', hasStructuredOutput: false });
    expect(verdict).toMatchObject({ scores: null, reason: 'overflow: Too long.', attempts: 1 });
    expect(calls).toHaveLength(1);
  });

  it('lets a failed endpoint through: it says nothing of the answer', async () => {
    const { ask } = playReplies([]);
    await expect(judgeAnswer(rubric, judged, { ask, step: 's', hasStructuredOutput: false })).rejects.toThrow(
      'Not scripted',
    );
  });
});

describe('our rubrics', () => {
  it.each(['en', 'zh'])('are answered by a model that only reads the prompt, in %s', async (language) => {
    const ask = await askSimulated();
    const options = { ask, step: 's', hasStructuredOutput: false };
    const instruction = language === 'zh' ? '写一篇关于潮汐的文章。' : 'Write an article about tides.';
    const answer = language === 'zh' ? '潮汐由月亮引起。' : 'Tides are caused by the moon.';
    const verdict = await judgeAnswer(writingQuality, { instruction, answer, language }, options);
    expect(verdict.reason).toBeUndefined();
    expect(Object.keys(verdict.scores ?? {})).toEqual([
      'Relevance',
      'Accuracy',
      'Coherence',
      'Clarity',
      'Breadth and Depth',
      'Reading Experience',
    ]);
    const pair = await judgePair(
      preference,
      { instruction, a: answer, b: `${answer}${answer}`, language },
      { ...options, hasStructuredOutput: true },
    );
    expect(['a', 'b', 'tie']).toContain(pair.outcome);
  });
});

async function askSimulated(): Promise<Ask> {
  const model = await resolveModel('simulated:', { env: {} });
  return async (request) => {
    const { text } = await callModel(model, request, {});
    return { text, finishReason: 'stop' };
  };
}
