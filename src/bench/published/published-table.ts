/** Numbers that others published. They stand beside ours and are never mixed with them: other judges, other days. */

/**
 * How sure a number is. `R`: read in the authors' code or data. `P`: read in the paper. `D`: recomputed from released
 * files. `S`: from a secondary source, such as another paper. `M`: recalled and unconfirmed, to be checked before it is
 * cited.
 */
export type Evidence = 'R' | 'P' | 'D' | 'S' | 'M';

export const evidenceMeanings: Readonly<Record<Evidence, string>> = {
  R: "read in the authors' code or data",
  P: 'read in the paper',
  D: 'recomputed from the released files',
  S: 'from a secondary source',
  M: 'recalled, unconfirmed: check before citing',
};

export type PublishedTable = {
  title: string;
  /** Paper or repository, and where in it. */
  source: string;
  /** `none` where numbers are counted. */
  judge: string;
  /** Names of the figures. */
  columns: readonly string[];
  rows: readonly {
    name: string;
    /** In the order of `columns`; null: not published. Text where a number alone would say too much. */
    values: readonly (number | string | null)[];
    /** Of the row; where cells differ, a text that says so. */
    evidence: Evidence | string;
  }[];
  /** What a reader must know before comparing. */
  note?: string;
};
