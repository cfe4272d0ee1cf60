import { describe, expect, it } from 'vitest';
import { meanGrade, tallyJudging } from './judge-agreement.ts';
import { plantVerdict } from './plant-study.ts';
import type { Round } from './verdict-rounds.ts';

const round = (judge: string, grade: number | null, repeat = 1, reason?: string): Round => ({
  judge,
  repeat,
  verdicts: { quality: plantVerdict('a', judge, grade, { ...(reason !== undefined && { reason }) }).verdict },
  failures: [],
});
const judges = new Map<string, Set<string>>([
  ['anthropic:claude-x', new Set(['claude-x-1'])],
  ['openai:gpt-y', new Set()],
]);

describe('tallyJudging', () => {
  it('gives alpha over judges and kappa of each pair, on the means of repeats', () => {
    const tally = tallyJudging(judges);
    for (const [at, grade] of [1, 2, 3, 4, 5].entries())
      tally.add(`a${at}`, [round('anthropic:claude-x', grade), round('openai:gpt-y', grade)]);
    const { agreement } = tally.finish(new Map());
    expect(agreement.find(({ dimension }) => dimension === meanGrade)).toMatchObject({
      units: 5,
      alpha: 1,
      kappas: [{ judges: ['anthropic:claude-x', 'openai:gpt-y'], kappa: 1, units: 5 }],
    });
    expect(agreement).toHaveLength(7);
  });

  it('works out alpha by hand: grades 1 2 and 3 4 against 2 2 and 3 3', () => {
    const tally = tallyJudging(judges);
    // Differences 1, 0, 0, 1: observed 2·(1 + 0 + 0 + 1) / 8. Pooled grades 1 2 2 2 3 3 4 3.
    for (const [at, [one, other]] of [
      [1, 2],
      [2, 2],
      [3, 3],
      [4, 3],
    ].entries())
      tally.add(`a${at}`, [round('anthropic:claude-x', one ?? 0), round('openai:gpt-y', other ?? 0)]);
    const pooled = [1, 2, 2, 2, 3, 3, 4, 3];
    const observed = (2 * 2) / 8;
    const expected =
      pooled.flatMap((a) => pooled.map((b) => (a - b) ** 2)).reduce((a, b) => a + b, 0) / (8 * 7);
    const [first] = tally.finish(new Map()).agreement;
    expect(first?.alpha).toBeCloseTo(1 - observed / expected, 10);
  });

  it('counts what is unscored with its commonest reasons, and what was not reached', () => {
    const tally = tallyJudging(judges);
    tally.add('a1', [
      round('openai:gpt-y', null, 1, 'refused'),
      { ...round('openai:gpt-y', 3, 2), failures: ['HTTP 500'] },
    ]);
    tally.add('a2', [round('openai:gpt-y', null, 1, 'no JSON in the reply')]);
    tally.add('a3', [round('openai:gpt-y', null, 1, 'refused')]);
    const facts = tally.finish(new Map()).judges.find(({ judge }) => judge === 'openai:gpt-y');
    expect(facts).toMatchObject({ scored: 1, unscored: 3, failed: 1, mean: 3 });
    expect(facts?.reasons[0]).toEqual({ reason: 'refused', count: 2 });
  });

  it('gives alpha of the repeats of one judge', () => {
    const tally = tallyJudging(new Map([['openai:gpt-y', new Set<string>()]]));
    tally.add('a1', [round('openai:gpt-y', 1, 1), round('openai:gpt-y', 1, 2)]);
    tally.add('a2', [round('openai:gpt-y', 4, 1), round('openai:gpt-y', 4, 2)]);
    const { judges: facts, agreement } = tally.finish(new Map());
    expect(facts[0]?.repeatAlpha).toBe(1);
    expect(agreement).toEqual([]);
  });

  it('flags a judge of the author by address or returned id, and says where it cannot be told', () => {
    const tally = tallyJudging(judges);
    const authors = new Map([
      ['openai:gpt-x', new Set<string>()],
      ['compatible:house@http://h', new Set(['claude-z'])],
      ['compatible:other@http://h', new Set<string>()],
      ['mini', new Set(['mini'])],
    ]);
    const facts = tally
      .finish(authors)
      .judges.map(({ sameFamily, unknownFamily }) => [sameFamily, unknownFamily]);
    expect(facts).toEqual([
      [['compatible:house@http://h'], ['compatible:other@http://h']],
      [['openai:gpt-x'], ['compatible:other@http://h']],
    ]);
  });

  it('marks practice judges, recorded ones by what they answered as', () => {
    const facts = tallyJudging(
      new Map([
        ['mini', new Set<string>()],
        ['recorded:calls.jsonl', new Set(['simulated:?seed=1'])],
        ['openai:gpt-y', new Set(['gpt-y'])],
      ]),
    ).finish(new Map()).judges;
    expect(facts.map(({ practice }) => practice)).toEqual([true, true, false]);
  });
});
