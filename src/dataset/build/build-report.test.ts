import { describe, expect, it } from 'vitest';
import { createBuildTally, measureBuild } from './build-report.ts';
import type { BuiltDocument } from './record-program.ts';

const document = (facts: Partial<BuiltDocument>): BuiltDocument => ({
  id: 'r',
  verdict: 'kept',
  reasons: [],
  record: {},
  language: 'en',
  askedWords: 1000,
  deliveredWords: 900,
  lengthScore: 94,
  usage: { calls: 10, inputTokens: 100, cachedInputTokens: 40, outputTokens: 50, reasoningTokens: 5 },
  cost: { usd: 0.5 },
  changes: [],
  isPractice: false,
  ...facts,
});

const documents = [
  document({}),
  document({
    language: 'zh',
    deliveredWords: 3000,
    askedWords: 3000,
    lengthScore: 100,
    changes: [
      { kind: 'part-label', before: '第二段', after: '' },
      { kind: 'part-label', before: '第三段', after: '' },
    ],
  }),
  document({
    verdict: 'rejected',
    reasons: [
      { gate: 'length', reason: 'a' },
      { gate: 'completeness', reason: 'b' },
      { gate: 'completeness', reason: 'c' },
    ],
    deliveredWords: 100,
    lengthScore: 0,
    cost: { usd: null },
    isPractice: true,
  }),
  // Declined as a whole: no score is no score of 0.
  document({
    verdict: 'rejected',
    reasons: [{ gate: 'refusal', reason: 'd' }],
    deliveredWords: 0,
    lengthScore: null,
  }),
];

describe('measureBuild', () => {
  it('counts verdicts, words, calls and cost', async () => {
    const report = await measureBuild(
      (async function* () {
        yield* documents;
      })(),
    );
    expect(report).toMatchObject({
      documents: 4,
      kept: 2,
      rejected: 2,
      byGate: { length: 1, completeness: 1, refusal: 1 },
      askedWords: 5000,
      deliveredWords: 4000,
      // (94 + 100 + 0) / 3
      meanLengthScore: 194 / 3,
      cleaned: 1,
      byChange: { 'part-label': 2 },
      usage: { calls: 40, inputTokens: 400, cachedInputTokens: 160, outputTokens: 200, reasoningTokens: 20 },
      cost: { usd: 1.5, documents: 3, unpriced: 1 },
      practice: 1,
      byLanguage: {
        en: { documents: 3, kept: 1, askedWords: 2000, deliveredWords: 1000, meanLengthScore: 47 },
        zh: { documents: 1, kept: 1, meanLengthScore: 100 },
      },
    });
    expect(report.keptShare).toMatchObject({ count: 2, of: 4, share: 0.5 });
    expect(report.lengths.filter(({ count }) => count > 0)).toEqual([
      { bucket: '500-1k', count: 1 },
      { bucket: '2k-4k', count: 1 },
    ]);
  });

  it('can be asked at any time', () => {
    const tally = createBuildTally();
    expect(tally.report()).toMatchObject({ documents: 0, meanLengthScore: null, keptShare: { share: null } });
    for (const each of documents) tally.add(each);
    expect(tally.report().documents).toBe(4);
  });
});
