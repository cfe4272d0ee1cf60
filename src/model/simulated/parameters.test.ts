import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.ts';
import { formatSimulatedAddress, parseSimulatedAddress } from './parameters.ts';

const messageOf = (address: string): string => {
  try {
    parseSimulatedAddress(address);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error(`Expected ${address} to be refused.`);
};

describe('parseSimulatedAddress', () => {
  it('gives the documented defaults to the plain address', () => {
    expect(parseSimulatedAddress('simulated:')).toEqual({
      seed: 0,
      ttftMs: 0,
      tokensPerSecond: 0,
      prefillPerSecond: 0,
      contextTokens: 128_000,
      capWords: 2_000,
      lengthBias: 1,
      lengthSigma: 0,
      lengthCurve: 'linear',
      repeatRate: 0,
      refuseRate: 0,
      cutRate: 0,
      errorRate: 0,
      rateLimitRpm: 0,
      cache: 'off',
      clock: 'real',
      v: 1,
    });
  });

  it('reads every documented key', () => {
    const address =
      'simulated:?seed=1&ttftMs=400&tokensPerSecond=60&prefillPerSecond=5000&contextTokens=64000&capWords=1500&lengthBias=0.85&lengthSigma=0.25&lengthCurve=soft&repeatRate=0.02&refuseRate=0.1&cutRate=0.2&errorRate=0.3&rateLimitRpm=60&cache=prefix&clock=virtual&v=1';
    expect(formatSimulatedAddress(parseSimulatedAddress(address))).toBe(address.replace('&v=1', ''));
  });

  it('takes a preset with or without the question mark', () => {
    expect(parseSimulatedAddress('simulated:as=yi-large')).toEqual(
      parseSimulatedAddress('simulated:?as=yi-large'),
    );
    expect(parseSimulatedAddress('simulated:as=yi-large&seed=4')).toMatchObject({ as: 'yi-large', seed: 4 });
  });

  it.each([
    ['simulated:?capWord=3', ['`capWord`', 'Known keys', 'capWords']],
    ['simulated:?capWords=-3', ['`capWords`', 'a positive integer', '`-3`', 'Known keys']],
    ['simulated:?lengthBias=0', ['`lengthBias`', 'above 0', '`0`']],
    ['simulated:?cutRate=1.5', ['`cutRate`', 'from 0 to 1', '`1.5`']],
    ['simulated:?lengthCurve=flat', ['`lengthCurve`', '`linear` or `soft`', '`flat`']],
    ['simulated:?seed=', ['`seed`', 'an integer', '``']],
    ['simulated:?seed=1&seed=2', ['`seed`', 'twice']],
    ['simulated:?v=2', ['`v`', '`1`', '`2`']],
    ['simulated:?as=gpt-99', ['`as`', '`gpt-4o-2024-08-06`', '`gpt-99`']],
    ['simulated:?as=yi-large&capWords=10', ['`as`', '`capWords`']],
    ['openai:gpt', ['`simulated:`', '`openai:gpt`']],
  ])('refuses %s and says what it wants', (address, parts) => {
    const message = messageOf(address);
    for (const part of parts) expect(message).toContain(part);
  });

  it('reads back every address it writes', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer(),
          ttftMs: fc.nat(),
          capWords: fc.integer({ min: 1, max: 1e6 }),
          lengthBias: fc.double({ min: 0.01, max: 10, noNaN: true }),
          repeatRate: fc.double({ min: 0, max: 1, noNaN: true }),
          lengthCurve: fc.constantFrom('linear' as const, 'soft' as const),
          cache: fc.constantFrom('off' as const, 'prefix' as const),
        }),
        (some) => {
          const parameters = { ...parseSimulatedAddress('simulated:'), ...some };
          expect(parseSimulatedAddress(formatSimulatedAddress(parameters))).toEqual(parameters);
        },
      ),
    );
  });
});
