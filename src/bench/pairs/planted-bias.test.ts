import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type PlantedBias,
  plantStudy,
  plantText,
  preferFirst,
  replyWithBias,
} from '../../../test/planted-pairs.ts';
import { indexAnswers } from '../../methods/answers/answer-index.ts';
import { scriptedModel } from '../../model/scripted-model.ts';
import { createRandom } from '../../model/simulated/random.ts';
import type { Estimate } from '../statistics/mean-interval.ts';
import { judgePairs } from './judge-pairs.ts';
import { listPairs } from './list-pairs.ts';
import { readJudgedPairs } from './read-judged-pairs.ts';
import { summarizeStudyPairs } from './summarize-study-pairs.ts';

/** `longhand` is better by 0.4 on average, and a fifth longer. */
function drawPair(random: ReturnType<typeof createRandom>) {
  const words = 60 + random.integer(60);
  return {
    a: { quality: random.normal() * 0.7, words },
    b: {
      quality: 0.4 + random.normal() * 0.7,
      words: Math.round(words * Math.exp(0.18 + 0.2 * random.normal())),
    },
  };
}

/** The rates of a judge over endlessly many pairs. */
function findTruth(bias: PlantedBias) {
  const random = createRandom('truth');
  const rounds = 100_000;
  let [points, flips, firsts] = [0, 0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const { a, b } = drawPair(random);
    const forward = preferFirst(a, b, bias, random.normal()) > 0;
    const backward = preferFirst(b, a, bias, random.normal()) > 0;
    points += (Number(forward) + Number(!backward)) / 2;
    flips += Number(forward === backward);
    firsts += (Number(forward) + Number(backward)) / 2;
  }
  return { winRate: points / rounds, flipRate: flips / rounds, firstPositionRate: firsts / rounds };
}

const biases = {
  'judge:position': { position: 0.6, noise: 0.2 },
  'judge:length': { length: 3, noise: 0.2 },
  'judge:noise': { noise: 1 },
} satisfies Record<string, PlantedBias>;

const random = createRandom('planted study');
const study = plantStudy(
  Array.from({ length: 250 }, (_each, at) => ({ ...drawPair(random), sample: `p${at}` })).flatMap(
    ({ a, b, sample }) =>
      (
        [
          ['native', a],
          ['longhand', b],
        ] as const
      ).map(([method, { quality, words }]) => ({
        model: 'model:m',
        method,
        sample,
        text: plantText(quality, words),
      })),
  ),
);
afterAll(() => rmSync(study.folder, { recursive: true, force: true }));

const holds = ({ low, high }: Pick<Estimate, 'low' | 'high'>, truth: number): boolean =>
  (low ?? 1) <= truth && truth <= (high ?? 0);

describe('biases planted in judges', async () => {
  const index = await indexAnswers(join(study.folder, 'answers.jsonl'));
  const listed = listPairs(index.answers.values(), study.manifest);
  const judges = Object.entries(biases).map(([address, bias]) =>
    scriptedModel(({ messages }) => replyWithBias(messages[0]?.content ?? '', bias), { address }),
  );
  const world = { samples: study.samples, index, prices: {}, date: '2026-01-02' };
  await judgePairs(study.folder, listed.pairs, judges, world, { concurrency: 8 });
  const { comparisons } = summarizeStudyPairs(await readJudgedPairs(study.folder, index.answers), listed);
  const of = (name: keyof typeof biases) => {
    const found = comparisons.find(({ judge }) => judge === name);
    if (found === undefined) throw new Error(`No comparison by ${name}.`);
    return found;
  };

  it.each(Object.entries(biases))('finds flip rate and first-position rate of %s', (name, bias) => {
    const found = of(name as keyof typeof biases);
    const truth = findTruth(bias);
    expect(found.scored).toBe(250);
    expect(holds(found.flipRate, truth.flipRate)).toBe(true);
    expect(holds(found.firstPositionRate, truth.firstPositionRate)).toBe(true);
    expect(holds(found.winRate, truth.winRate)).toBe(true);
  });

  it('tells position bias from none', () => {
    expect(of('judge:position').firstPositionRate.low).toBeGreaterThan(0.55);
    expect(holds(of('judge:length').firstPositionRate, 0.5)).toBe(true);
    expect(holds(of('judge:noise').firstPositionRate, 0.5)).toBe(true);
  });

  it('finds at equal length what a judge without length bias says, where its win rate does not', () => {
    const fair = findTruth({ noise: 0.2 }).winRate;
    const { winRate, lengthMatched } = of('judge:length');
    expect(holds(winRate, fair)).toBe(false);
    expect(holds(lengthMatched, fair)).toBe(true);
    expect((lengthMatched.high ?? 1) - (lengthMatched.low ?? 0)).toBeLessThan(0.3);
  });
});
