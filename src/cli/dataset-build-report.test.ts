import { expect, it } from 'vitest';
import { createBuildTally } from '../dataset/build/build-report.ts';
import { renderBuildReport } from './dataset-build-report.ts';

it('shows verdicts, words against words asked, cleaning, tokens, cost and practice', () => {
  const tally = createBuildTally();
  const usage = {
    calls: 10,
    inputTokens: 4000,
    cachedInputTokens: 0,
    outputTokens: 1500,
    reasoningTokens: 0,
  };
  const document = {
    id: 'r',
    record: {},
    language: 'en' as const,
    askedWords: 1000,
    usage,
    isPractice: false,
  };
  tally.add({
    ...document,
    verdict: 'kept',
    reasons: [],
    deliveredWords: 1100,
    lengthScore: 96.7,
    cost: { usd: 0.25 },
    changes: [{ kind: 'part-label', before: 'Part 2', after: '' }],
  });
  tally.add({
    ...document,
    verdict: 'rejected',
    reasons: [{ gate: 'refusal', reason: 'It declines.' }],
    deliveredWords: 0,
    lengthScore: null,
    cost: { usd: null },
    changes: [],
    isPractice: true,
  });
  expect(renderBuildReport(tally.report())).toMatchInlineSnapshot(`
    "1 of 2 documents kept, 1 rejected

    language  documents  kept  words asked  delivered  length score
    all       2          1     1,000        1,100      96.7
    en        2          1     1,000        1,100      96.7

    gate     rejected
    refusal  1

    cleaned     times
    part-label  1

    20 calls, 8,000 tokens in, 3,000 out

    cost: 0.2500 USD for 1 document; 1 without a known price

    practice model: 1 document by practice models, which say nothing about quality"
  `);
});
