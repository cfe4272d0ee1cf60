import { describe, expect, it } from 'vitest';
import { listClauses, renderContract, takeContract } from './section-contract.ts';

describe('takeContract', () => {
  it.each([
    [['Early lights', 'Draws on: S1, S4'], ['Early lights'], ['S1', 'S4']],
    [['Early lights; later lamps. Draws on: S2 and S3.'], ['Early lights; later lamps'], ['S2', 'S3']],
    [['早期的灯；取材：S1、S4'], ['早期的灯'], ['S1', 'S4']],
  ])('reads the sources of %j', (points, mainPoints, drawsOn) => {
    const found = takeContract(points);
    expect(found.mainPoints).toEqual(mainPoints);
    expect(found.contract?.drawsOn).toEqual(drawsOn);
  });

  it('takes no point for a clause that only speaks of drawing', () => {
    expect(takeContract(['What the painter draws on: paper and canvas']).contract).toBeUndefined();
  });

  it('gives sources to the plan file and not to the writer, who is shown them', () => {
    const { contract } = takeContract(['Draws on: S2', 'Opens with: a storm']);
    if (contract === undefined) throw new Error('no contract');
    expect(listClauses(contract, 'en')).toContain('Draws on: S2');
    expect(renderContract(contract, 'en')).toBe('Opens with: a storm.');
  });
});
