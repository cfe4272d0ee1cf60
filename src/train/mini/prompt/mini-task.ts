/** What mini can be asked for, as data. */

/** Which of the four ways of writing a text is held in. */
export type MiniRegister = 'expository' | 'narrative' | 'report' | 'how-to';

/** What a text is about. */
export type MiniSubject = {
  /** The whole phrase: "the history of lighthouses", "how to bake bread". */
  topic: string;
  /** The thing itself, as a noun phrase: "lighthouses", "bread". */
  key: string;
  register: MiniRegister;
};

export type MiniPlanTask = MiniSubject & {
  kind: 'plan';
  /** A title the person gave; absent: none. */
  title?: string;
  /** Lines asked for. */
  sections: number;
  /** Words of the whole text. */
  words: number;
};

/** A planned section, or (`more`) new sentences for one that is too short. */
export type MiniSectionTask = MiniSubject & {
  kind: 'section' | 'more';
  /** From 1. */
  section: number;
  sections: number;
  title: string;
  /** Noun phrases or clauses with a question word, see `normalisePoint`; at most six, never none. */
  points: readonly string[];
  /** Years, names or noun phrases that may be used; at most four. */
  facts: readonly string[];
  /** Opening words or sentences not to use again; not shown to the model, for the decoder to hold. */
  notAgain: readonly string[];
  /** The last one or two sentences before; '' at the start. */
  soFar: string;
  words: number;
};

export type MiniArticleTask = MiniSubject & {
  kind: 'article';
  points: readonly string[];
  words: number;
};

type MiniCondenseTask = {
  kind: 'condense';
  /** Points to keep. */
  points: readonly string[];
  words: number;
  passage: string;
};

type MiniSummaryTask = {
  kind: 'summary';
  title: string;
  words: number;
  passage: string;
};

export type MiniTask = MiniPlanTask | MiniSectionTask | MiniArticleTask | MiniCondenseTask | MiniSummaryTask;
