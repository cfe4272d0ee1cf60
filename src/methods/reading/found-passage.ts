/** A passage that a search has found; offsets count in the text of its source, in UTF-16 units, `to` exclusive. */
export type FoundPassage = {
  /** Place of the source among those of the task, from 0. */
  source: number;
  from: number;
  to: number;
  text: string;
};
