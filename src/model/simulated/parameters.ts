/** The address of a simulated model, `simulated:?seed=1&capWords=2000`, as parameters and back. */
import { UsageError } from '../../errors.ts';
import { presetNames } from './presets.ts';

export type SimulatedParameters = {
  seed: number;
  /** Time to the first token, prefill apart. 0: none. */
  ttftMs: number;
  /** Output speed. 0: instant. */
  tokensPerSecond: number;
  /** Speed of reading input that is not in the cache. 0: instant. */
  prefillPerSecond: number;
  contextTokens: number;
  /** Most words the model likes to write in one answer. */
  capWords: number;
  /** Factor on the asked words. */
  lengthBias: number;
  /** Standard deviation of the log length; the mean length stays the same. */
  lengthSigma: number;
  lengthCurve: 'linear' | 'soft';
  /** Probability that a sentence repeats one visible in the request. */
  repeatRate: number;
  refuseRate: number;
  /** Probability that the connection breaks in the middle of an answer. */
  cutRate: number;
  /** Probability of an error 500 instead of an answer. */
  errorRate: number;
  /** Requests accepted in any 60 seconds. 0: no limit. */
  rateLimitRpm: number;
  cache: 'off' | 'prefix';
  /** `virtual` computes the time an answer would take and sleeps through none of it. */
  clock: 'real' | 'virtual';
  /** Version of the length law. */
  v: 1;
  /** A preset replaces the length law by published answers of a real model. */
  as?: string;
};

const defaults: SimulatedParameters = {
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
};

type Field = { expected: string; read: (value: string) => string | number | undefined };

const rate: Field = { expected: 'a number from 0 to 1', read: (value) => readNumber(value, 0, 1) };
const notNegative: Field = {
  expected: 'a number of at least 0',
  read: (value) => readNumber(value, 0, Number.MAX_VALUE),
};
const positive: Field = {
  expected: 'a number above 0',
  read: (value) => readNumber(value, Number.MIN_VALUE, Number.MAX_VALUE),
};
const positiveInteger: Field = {
  expected: 'a positive integer',
  read: (value) => readInteger(value, 1),
};
const oneOf = (...names: readonly string[]): Field => ({
  expected: names.map((name) => `\`${name}\``).join(' or '),
  read: (value) => (names.includes(value) ? value : undefined),
});

const fields: Record<keyof SimulatedParameters, Field> = {
  seed: { expected: 'an integer', read: (value) => readInteger(value, Number.MIN_SAFE_INTEGER) },
  ttftMs: notNegative,
  tokensPerSecond: notNegative,
  prefillPerSecond: notNegative,
  contextTokens: positiveInteger,
  capWords: positiveInteger,
  lengthBias: positive,
  lengthSigma: notNegative,
  lengthCurve: oneOf('linear', 'soft'),
  repeatRate: rate,
  refuseRate: rate,
  cutRate: rate,
  errorRate: rate,
  rateLimitRpm: { expected: 'an integer of at least 0', read: (value) => readInteger(value, 0) },
  cache: oneOf('off', 'prefix'),
  clock: oneOf('real', 'virtual'),
  v: { expected: '`1`', read: (value) => (value === '1' ? 1 : undefined) },
  as: oneOf(...presetNames),
};
const names = Object.keys(fields) as (keyof SimulatedParameters)[];

/** What a preset decides by itself. */
const lengthLaw = ['capWords', 'lengthBias', 'lengthSigma', 'lengthCurve'] as const;

/**
 * Reads `simulated:`, `simulated:?key=value&…`, `simulated:as=<preset>` or both together.
 *
 * @throws {UsageError} Unknown or repeated key, bad value, or a preset together with a length setting.
 */
export function parseSimulatedAddress(address: string): SimulatedParameters {
  if (!address.startsWith('simulated:')) {
    throw new UsageError(`Expected a model address that starts with \`simulated:\`, got \`${address}\`.`);
  }
  const found = new Map<keyof SimulatedParameters, string | number>();
  for (const pair of address.slice('simulated:'.length).split(/[?&]/).filter(Boolean)) {
    const cut = pair.indexOf('=');
    const name = (cut < 0 ? pair : pair.slice(0, cut)) as keyof SimulatedParameters;
    const value = cut < 0 ? '' : decodeValue(pair.slice(cut + 1));
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      throw new UsageError(
        `Expected a known key in \`${address}\`, got \`${name}\`. Known keys: ${names.join(', ')}.`,
      );
    }
    if (found.has(name)) throw new UsageError(`Expected \`${name}\` once in \`${address}\`, got it twice.`);
    const read = field.read(value);
    if (read === undefined) {
      throw new UsageError(
        `Expected \`${name}\` to be ${field.expected}, got \`${value}\`. Known keys: ${names.join(', ')}.`,
      );
    }
    found.set(name, read);
  }
  const clash = found.has('as') ? lengthLaw.find((name) => found.has(name)) : undefined;
  if (clash !== undefined) {
    throw new UsageError(
      `Expected \`as\` without \`${clash}\`, got both: a preset decides the lengths. Leave one of them out.`,
    );
  }
  return { ...defaults, ...Object.fromEntries(found) };
}

/** The shortest address with these parameters: defaults left out, keys in their fixed order. */
export function formatSimulatedAddress(parameters: SimulatedParameters): string {
  const pairs = names
    .filter((name) => parameters[name] !== undefined && parameters[name] !== defaults[name])
    .map((name) => `${name}=${parameters[name]}`);
  return pairs.length === 0 ? 'simulated:' : `simulated:?${pairs.join('&')}`;
}

function readNumber(value: string, least: number, most: number): number | undefined {
  const number = /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

function readInteger(value: string, least: number): number | undefined {
  const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) && number >= least ? number : undefined;
}

function decodeValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // A stray percent sign: the raw value is then reported as a bad one.
    return value;
  }
}
