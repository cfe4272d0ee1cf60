import type { Language } from '../../text/language.ts';

/** A source as the run keeps it; its text is in steps of its own. */
export type SourceRecord = {
  id: string;
  /** The file or address it was read from. */
  path: string;
  title: string;
  mediaType: string;
  /** Of the bytes of the file. */
  sha256: string;
  language: Language;
  characters: number;
  /** Of its text, in tokens of our tokenizer. */
  tokens: number;
};
