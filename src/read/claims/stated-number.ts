/** A number as a sentence states it. */
import type { Measure } from './measures.ts';

export type StatedNumber = {
  /** As written; a share as a part of 1: `12 %` is 0.12. */
  value: number;
  kind: 'count' | 'share';
  /** Significant digits as written: 3 for `1.20 million`, 1 for `1,000`. */
  digits: number;
  /** Said as near to it: "about", "nearly", 约; or as a fraction that is rarely meant to the last digit. */
  isHedged: boolean;
  /** What it may measure: two for "12 pounds", none for "12 ships". */
  measures: Measure[];
  /** Read as another number as well: 12 m may be twelve million. */
  otherwise?: number;
  /** Counts whose place it can take: 3 and 10 for "3 of the 10". */
  insteadOf?: [number, number];
  /** Said in passing ("a year", "3 of the 10"): it can back a number, but no source has to say it. */
  isLoose?: true;
};
