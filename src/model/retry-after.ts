/** When a provider says the next try may come. */

type Headers = Record<string, string | undefined>;

/**
 * Reads the wait from response headers: `retry-after-ms`, `retry-after` (seconds or an HTTP date), then
 * `x-ratelimit-reset-*` of a limit with nothing remaining (`6m0s`, seconds, or a Unix time in seconds or ms).
 *
 * @param headers - Names in lower case.
 * @param options.now - Unix time in milliseconds; dates are turned into waits with it.
 * @returns Milliseconds, never negative; undefined when nothing readable is said.
 */
export function parseRetryAfter(headers: Headers, { now }: { now: number }): number | undefined {
  const inMs = readNumber(headers['retry-after-ms']);
  if (inMs !== undefined) return inMs;
  const retryAfter = headers['retry-after']?.trim();
  if (retryAfter !== undefined && retryAfter !== '') {
    const seconds = readNumber(retryAfter);
    if (seconds !== undefined) return Math.round(seconds * 1_000);
    const date = Date.parse(retryAfter);
    if (!Number.isNaN(date)) return Math.max(0, date - now);
  }
  const resets = Object.entries(headers)
    .filter(([name]) => /^x-ratelimit-reset/.test(name))
    .filter(([name]) => {
      const remaining = headers[name.replace('reset', 'remaining')];
      return remaining === undefined || Number(remaining) === 0;
    })
    .map(([, value]) => readReset(value ?? '', now))
    .filter((wait) => wait !== undefined);
  return resets.length === 0 ? undefined : Math.max(...resets);
}

/** Reads `1m30.5s`, `20ms`, `34s`: how OpenAI and Google write a duration. Undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const units = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
  if (!/^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)].reduce(
    (sum, [, amount, unit]) => sum + Math.round(Number(amount) * units[unit as keyof typeof units]),
    0,
  );
}

function readReset(value: string, now: number): number | undefined {
  const duration = parseDuration(value);
  if (duration !== undefined) return duration;
  const number = readNumber(value);
  if (number === undefined) return undefined;
  // No provider lets one wait for years: large numbers are points in time.
  if (number > 1e11) return Math.max(0, number - now);
  if (number > 1e9) return Math.max(0, number * 1_000 - now);
  return number * 1_000;
}

function readNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}
