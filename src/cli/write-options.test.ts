import { describe, expect, it } from 'vitest';
import { readWriteSettings } from './write-options.ts';

describe('readWriteSettings', () => {
  it('turns flags into settings, and leaves out what was not given', () => {
    expect(readWriteSettings({})).toEqual({ roles: {} });
    const settings = readWriteSettings({
      words: '3000',
      tolerance: '2.5%',
      planner: 'simulated:',
      maxCost: '.5',
      price: ['1,0.1,2'],
      concurrency: '4',
      review: true,
    });
    expect(settings).toEqual({
      roles: { planner: 'simulated:' },
      words: 3000,
      tolerance: 0.025,
      budget: { costInUsd: 0.5 },
      price: ['1,0.1,2'],
      concurrency: 4,
      isReviewed: true,
    });
    expect(readWriteSettings({ tolerance: '0.05' }).tolerance).toBe(0.05);
  });

  it.each([
    [{ words: '3 pages' }, 'Expected `words` to be a positive integer such as 3000 or 3k, got `3 pages`.'],
    [{ words: '0' }, 'Expected `words` to be a positive integer such as 3000 or 3k, got `0`.'],
    [{ tolerance: '5' }, 'Expected `tolerance` to be a share such as 5% or 0.05, got `5`.'],
    [{ maxCost: '-1' }, 'Expected `max-cost` to be a number above 0, got `-1`.'],
    [{ counting: 'words' }, 'Expected `counting` to be longbench-write or unicode, got `words`.'],
    [{ layout: 'wide' }, 'Expected `layout` to be dialogue or published, got `wide`.'],
    [{ json: 'yaml' }, 'Expected `--json` or `--json=events`, got `--json=yaml`.'],
  ])('refuses %j', (options, message) => {
    expect(() => readWriteSettings(options)).toThrow(message);
  });
});
