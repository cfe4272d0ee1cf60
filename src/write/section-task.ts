/** What a section is to be, and what it is written with. */
import type { Message } from '../model/request.ts';
import type { DraftHost } from './draft-section.ts';
import type { DocumentBrief, SectionAsk } from './longhand-prompt.ts';
import type { Repeats } from './said/said.ts';

/** What a section is to be, and what its writer sees. */
export type SectionTask = Omit<SectionAsk, 'askedWords'> & {
  /** Name of the durable steps it is made of. */
  step: string;
  brief: DocumentBrief;
  /** 1 for a top section. */
  depth: number;
  documentTitle: string;
  /** What to bring it to, as the budget solver has it. */
  targetWords: number;
  /** The words that count as in band, inclusive. */
  band: { low: number; high: number };
  /** Whether the length of the whole document is decided here: brought near its target, not only into its band. */
  closesLength: boolean;
  /** The bound of its band that must not be crossed, for a document with a one-sided contract. */
  hardBound?: 'low' | 'high' | undefined;
  /** Language of the text, ISO 639-1, or `other`. */
  textLanguage: string;
  /** The request for this ask, memory included. */
  messages: (ask: SectionAsk) => Message[];
  /** The same for a window that turned out smaller. */
  refit: (ask: SectionAsk) => Message[];
};

export type SectionHost = DraftHost & {
  /** How much of a text was said before; absent where nothing was written before. */
  findRepeats?: (text: string) => Promise<Repeats>;
  /** Whether the budget has room for what a text could do without. Absent: always. */
  mayAfford?: (optional: 'points that were left out' | 'second drafts', words: number) => Promise<boolean>;
};
