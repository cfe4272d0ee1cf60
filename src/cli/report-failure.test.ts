import { describe, expect, it } from 'vitest';
import {
  BudgetError,
  ModelCallError,
  type ModelFault,
  OutputFormatError,
  PauseError,
  StoreError,
  UsageError,
} from '../errors.ts';
import type { Output } from './output.ts';
import { describeFailure, reportFailure } from './report-failure.ts';

const call = (fault: ModelFault): ModelCallError => new ModelCallError('m', { fault, address: 'a:b' });

describe('describeFailure', () => {
  it.each([
    [new UsageError('m'), 2, 'usage'],
    [new BudgetError('m', { limit: 1, used: 1, needed: 1, unit: 'usd' }), 3, 'stopped'],
    [new PauseError('m'), 3, 'stopped'],
    [call('quota'), 3, 'stopped'],
    [call('rate-limit'), 3, 'stopped'],
    [call('refusal'), 3, 'stopped'],
    [call('server'), 1, 'failed'],
    [call('auth'), 1, 'failed'],
    [call('context-cut'), 1, 'failed'],
    [new OutputFormatError('m', { text: '', expected: '' }), 1, 'failed'],
    [new StoreError('m', { home: 'h' }), 1, 'failed'],
    [new DOMException('m', 'AbortError'), 130, 'interrupted'],
    [new TypeError('m'), 1, 'failed'],
  ])('sorts %s', (error, exitCode, status) => {
    expect(describeFailure(error)).toMatchObject({ exitCode, status });
  });
});

describe('reportFailure', () => {
  function record(): { output: Output; said: string[]; results: unknown[] } {
    const said: string[] = [];
    const results: unknown[] = [];
    const output: Output = {
      json: 'result',
      isQuiet: true,
      say: () => {},
      complain: (line) => said.push(line),
      print: () => {},
      printResult: (value) => results.push(value),
      printEvent: () => {},
    };
    return { output, said, results };
  }

  it('ends with the command that goes on, and says it once', () => {
    const { output, said, results } = record();
    const run = {
      runId: 'abc',
      resume: 'longhand resume abc',
      kept: 'Kept: 1 of 2 sections, in a.md.',
      out: 'a.md',
    };
    expect(reportFailure(call('quota'), output, run)).toBe(3);
    expect(said).toEqual(['m', 'Kept: 1 of 2 sections, in a.md.', 'Go on with: longhand resume abc']);
    expect(results).toEqual([
      {
        status: 'stopped',
        error: { code: 'model-call', message: 'm', fault: 'quota' },
        runId: 'abc',
        resume: 'longhand resume abc',
        out: 'a.md',
        exitCode: 3,
      },
    ]);
    const pause = record();
    reportFailure(new PauseError('Edit it, then: longhand resume abc'), pause.output, run);
    expect(pause.said.filter((line) => line.includes('longhand resume'))).toHaveLength(1);
  });

  it('offers no resume for a mistake in the command', () => {
    const { output, said, results } = record();
    reportFailure(new UsageError('m'), output, { runId: 'abc', resume: 'longhand resume abc' });
    expect(said).toEqual(['m']);
    expect(results[0]).not.toHaveProperty('resume');
  });
});
