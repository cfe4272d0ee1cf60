import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import type { Benchmark } from './benchmark.ts';
import { helloBench } from './benchmarks/hellobench.ts';
import { starter } from './benchmarks/starter.ts';
import { configureBenchmark } from './configure-benchmark.ts';

const [sample] = await (starter as Benchmark).load(undefined);
if (sample === undefined) throw new Error('The starter set is empty.');

describe('configureBenchmark', () => {
  it('asks by the prompt of a file, and keeps its verdicts apart by the name of the rubric', () => {
    const judgePrompt = {
      name: 'own.txt',
      sha256: 'abcdef0123456789',
      text: 'Rate {answer} for {instruction}',
    };
    const [job] = configureBenchmark(starter, { judgePrompt }).listJobs(sample, 'The text.');
    expect(job?.rubric.name).toMatch(/\+abcdef012345$/);
    expect(job?.rubric.render(job.judged)[0]?.content).toContain('Rate The text. for ');
  });

  it('gives a benchmark with placeholders of its own the prompt as it stands', () => {
    const judgePrompt = { name: 'own.txt', sha256: 'a', text: 'only {instruction}' };
    expect(() => configureBenchmark(helloBench, { judgePrompt })).toThrow(/`\{response\}`/);
  });

  it('knows the modes of a benchmark, and refuses others', () => {
    expect(configureBenchmark(helloBench, { mode: 'parity' }).title).toContain('parity');
    expect(() => configureBenchmark(helloBench, { mode: 'lax' })).toThrow(UsageError);
    expect(() => configureBenchmark(starter, { mode: 'parity' })).toThrow(/one way of scoring/);
  });
});
