import type { Pick } from './english-values.ts';

/** One thing that is so, and the ways in which documents and reports put it. */
export type Fact = {
  topic: string;
  /** As a document says it; the subject by name or as "the station". */
  told: (subject: string) => string;
  /** As an entry of a list in a document that is about the subject. */
  listed?: string;
  /** As a report says it, close to the document. */
  near: string;
  /** As a report says it in words of its own. */
  far: string;
  /** `near` with another number, year or day. */
  wrong?: string;
  /** `near` with another station, person or body. */
  swapped?: string;
  /** The contrary; what a document denies is affirmed. */
  negated?: string;
  /** What a document says of some, at times or perhaps, said of all, always or for sure. */
  widened?: string;
  /** As a second document has it, with the same value. */
  repeated?: string;
  /** As a second document has it, with another value. */
  changed?: string;
};

/** What facts about one station are made from. */
export type Subject = {
  name: string;
  /** Another station, of which the same is not true. */
  other: string;
  /** Position in the world: numbers of two stations never agree. */
  index: number;
  pick: Pick;
  /** Whole number from `least` to `most`. */
  between: (least: number, most: number) => number;
};
