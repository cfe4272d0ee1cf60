/** Whether two numbers are one, whatever unit and precision they are told in. */
import type { StatedNumber } from './stated-number.ts';

type Reading = { value: number; dimension?: string; factor: number };

const readingsOf = ({ value, measures, otherwise }: StatedNumber): Reading[] => [
  ...(measures.length === 0 ? [{ value, factor: 1 }] : measures.map((measure) => ({ value, ...measure }))),
  ...(otherwise === undefined ? [] : [{ value: otherwise, factor: 1 }]),
];

/** Years and days, miles and kilometres: their ratio is no round number, so neither is what was converted. */
const isRound = (ratio: number): boolean => Math.abs(Math.log10(ratio) % 1) < 1e-9;
const mostOff = 0.006;
const mostOffHedged = 0.05;

/**
 * Whether what a text states may be said as `claimed`: the same value, in whatever unit, or one that it rounds to.
 * A number without a unit is compared as it is written; of two different kinds of quantity neither backs the other.
 */
export function statesNumber(claimed: StatedNumber, stated: readonly StatedNumber[]): boolean {
  return stated.some(
    (one) =>
      one.kind === claimed.kind &&
      readingsOf(claimed).some((wanted) =>
        readingsOf(one).some((given) => isSame(claimed, wanted, one, given)),
      ),
  );
}

/** The numbers of a claim that a text does not state. Counts go with the share they make: "3 of the 10" is 30 %. */
export function listUnstated(
  claimed: readonly StatedNumber[],
  stated: readonly StatedNumber[],
): StatedNumber[] {
  const told = claimed.flatMap((one) =>
    one.insteadOf !== undefined && statesNumber(one, stated) ? one.insteadOf : [],
  );
  return claimed.filter(
    (one) => one.isLoose !== true && !told.includes(one.value) && !statesNumber(one, stated),
  );
}

function isSame(claimed: StatedNumber, wanted: Reading, stated: StatedNumber, given: Reading): boolean {
  const areMeasured = wanted.dimension !== undefined && given.dimension !== undefined;
  if (areMeasured && wanted.dimension !== given.dimension) return false;
  const ratio = areMeasured ? given.factor / wanted.factor : 1;
  const value = given.value * ratio;
  const size = Math.max(Math.abs(value), Number.MIN_VALUE);
  const off = Math.abs(value - wanted.value) / size;
  if (off <= 1e-9 || value === wanted.value) return true;
  if (claimed.isHedged && off <= mostOffHedged) return true;
  if (!isRound(ratio))
    return off <= mostOff || (claimed.digits >= 2 && isRounded(value, wanted.value, claimed.digits));
  return (
    claimed.digits >= 2 && claimed.digits < stated.digits && isRounded(value, wanted.value, claimed.digits)
  );
}

const isRounded = (value: number, wanted: number, digits: number): boolean =>
  Math.abs(Number(value.toPrecision(digits)) - wanted) <= 1e-9 * Math.abs(value);

/** The number in the base unit of what it measures, so that equal quantities are equal. */
export const baseOf = ({ value, measures: [measure] }: StatedNumber): number =>
  Number((value * (measure?.factor ?? 1)).toPrecision(10));

/** Whether two numbers are of one kind: shares, or quantities of one dimension, or counts without a unit. */
export const isComparable = (one: StatedNumber, other: StatedNumber): boolean =>
  one.kind === other.kind &&
  (one.measures.length === 0 || other.measures.length === 0
    ? one.measures.length === other.measures.length
    : one.measures.some(({ dimension }) =>
        other.measures.some((measure) => measure.dimension === dimension),
      ));
