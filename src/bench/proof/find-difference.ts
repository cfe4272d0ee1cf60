/** Where two plain values part. */
type Difference = { field: string; expected: unknown; found: unknown };

/**
 * The first field, depth first, in which `found` is not what was expected; undefined where they are equal as JSON.
 *
 * @returns `field` as a path: `pairs[2].usage.outputTokens`; '' for the values themselves.
 */
export function findDifference(expected: unknown, found: unknown, field = ''): Difference | undefined {
  if (Object.is(expected, found)) return undefined;
  if (Array.isArray(expected) && Array.isArray(found)) {
    for (let index = 0; index < Math.max(expected.length, found.length); index += 1) {
      const difference = findDifference(expected[index], found[index], `${field}[${index}]`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (isRecord(expected) && isRecord(found)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
      const difference = findDifference(expected[key], found[key], field === '' ? key : `${field}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return { field, expected, found };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
