import { describe, expect, it } from 'vitest';
import type { IndexedAnswer } from '../../methods/answers/answer-index.ts';
import type { JudgedPair } from './read-judged-pairs.ts';
import { renderPairs } from './render-pairs.ts';
import { summarizeStudyPairs } from './summarize-study-pairs.ts';

const author = (model: string, sample: string, more: Partial<IndexedAnswer> = {}): IndexedAnswer =>
  ({
    key: `${model} native ${sample} 1`,
    ...{ model, method: 'native', sample, repeat: 1, words: 100, returnedIds: [], practice: false },
    ...more,
  }) as IndexedAnswer;

const judged = (
  a: IndexedAnswer,
  b: IndexedAnswer,
  outcome: 'a' | 'b',
  more: Partial<JudgedPair> = {},
): JudgedPair => ({
  judge: 'openai:gpt-5',
  ...{ practice: false, repeat: 1, usd: 0.01, returnedIds: ['gpt-5-2026'], date: '2026-01-02' },
  ...{ a, b, outcome },
  forward: outcome === 'a' ? 'first' : 'second',
  backward: outcome === 'a' ? 'second' : 'first',
  ...more,
});

const samples = ['s1', 's2', 's3', 's4'];

describe('summarizeStudyPairs', () => {
  it('flags a judge of the family of an author, by address or by the id that answered', () => {
    const { judges } = summarizeStudyPairs(
      samples.flatMap((sample) => [
        judged(
          author('anthropic:claude-5', sample),
          author('compatible:x@http://h/v1', sample, { returnedIds: ['gpt-4o'] }),
          'a',
        ),
        judged(author('anthropic:claude-5', sample), author('compatible:own@http://h/v1', sample), 'a'),
      ]),
      { withoutAnswer: 0 },
    );
    expect(judges[0]).toMatchObject({
      sameFamily: ['compatible:x@http://h/v1, native'],
      unknownFamily: ['compatible:own@http://h/v1, native'],
      usd: expect.closeTo(0.08, 10),
    });
  });

  it('ranks practice models with nobody, and lets practice judges decide nothing beside real ones', () => {
    const pairs = samples.flatMap((sample) => {
      const [one, other] = [author('openai:one', sample), author('openai:other', sample)];
      const mini = author('mini', sample, { practice: true });
      return [
        judged(one, other, 'a'),
        judged(one, mini, 'a'),
        judged(one, other, 'b', { judge: 'simulated:', practice: true }),
      ];
    });
    const summary = summarizeStudyPairs(pairs, { withoutAnswer: 3 });
    expect(summary.strengths.map(({ name, games }) => [name, games])).toEqual([
      ['openai:one, native', 4],
      ['openai:other, native', 4],
    ]);
    expect(
      summary.comparisons.find(({ judge, b }) => judge === 'all' && b === 'openai:other, native'),
    ).toMatchObject({
      wins: 4,
      losses: 0,
    });
    const report = renderPairs(summary);
    expect(report).toContain('**Practice model:** mini, native.');
    expect(report).toContain('**Judged by a practice model:** simulated:.');
    expect(report).toContain('Bradley-Terry over all real authors');
    expect(report).toContain('- 3 pairs were not made');
  });

  it('says nothing in numbers where nothing was judged', () => {
    const empty = summarizeStudyPairs([], { withoutAnswer: 0 });
    expect(empty).toMatchObject({ cells: [], judges: [], comparisons: [], strengths: [] });
    expect(renderPairs(empty)).toContain('## Pairs\n\nNo judge has compared');
  });
});
