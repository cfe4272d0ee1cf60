/** One task of LongGenBench, official or fresh: a document of numbered entries, some of which must hold something. */

export const longGenSizes = ['short', 'long'] as const;
export const longGenScenarios = ['diary', 'menu', 'skyscraper', 'city'] as const;
/** Single, range and periodic instructions. */
export const checkKinds = ['once', 'range', 'periodic'] as const;

export type LongGenSize = (typeof longGenSizes)[number];
export type LongGenScenario = (typeof longGenScenarios)[number];
export type CheckKind = (typeof checkKinds)[number];

/** Something that one entry must hold. */
export type Check = { kind: CheckKind; entry: number; what: string };

export type LongGenInstance = {
  id: string;
  size: LongGenSize;
  scenario: LongGenScenario;
  /** ISO 639-1. */
  language: string;
  prompt: string;
  /** How an entry is named, `{n}` standing for its number: `Menu Week {n}`. */
  label: string;
  /** Header of entry 1, which the prompt ends with: the answer goes on behind it. */
  prefix: string;
  /** Entries are numbered from 1 to this. */
  entries: number;
  /** Words that the prompt asks of every entry at least; characters in Chinese. */
  leastWords: number;
  checks: readonly Check[];
};

/** Name of a check among those of its instance. Two of one kind never concern the same entry. */
export const checkKey = ({ kind, entry }: Check): string => `${kind} ${entry}`;
