import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.ts';
import { benchmarks } from './index.ts';

describe('benchmarks', () => {
  it('are found under their own names', () => {
    for (const [name, benchmark] of Object.entries(benchmarks)) expect(benchmark.name).toBe(name);
    expect(Object.keys(benchmarks)).toEqual(
      expect.arrayContaining([
        'starter',
        'longbench-write',
        'longwrite-ruler',
        'writingbench',
        'eqbench-longform',
      ]),
    );
  });

  it.each(Object.values(benchmarks).filter(({ files }) => files.length > 0))(
    '$name says which file it misses and where that comes from',
    async (benchmark) => {
      for (const folder of [undefined, import.meta.dirname]) {
        const loading = benchmark.load(folder);
        await expect(loading).rejects.toThrow(UsageError);
        const message = await loading.catch((error: Error) => error.message);
        const [, file, name] = /`([^`]+\.\w+)` for `([\w-]+)`.*published in /.exec(String(message)) ?? [];
        expect([message, file]).not.toEqual([message, undefined]);
        expect(benchmark.name.startsWith(name ?? 'nothing')).toBe(true);
      }
    },
  );

  it.each(Object.values(benchmarks))('$name summarises no answers without a number', (benchmark) => {
    for (const { value, samples } of benchmark.summarise([])) expect([value, samples]).toEqual([null, 0]);
  });
});
