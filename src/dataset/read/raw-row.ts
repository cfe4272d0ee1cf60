/** A row that is not checked yet. */
export type RawRow = {
  /** Line, or row of a table, from 1. */
  line: number;
  row: unknown;
};
