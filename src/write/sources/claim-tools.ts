/** What settling the claims of a section works with. */
import type { PromptLanguage } from '../../plan/prompt-language.ts';
import type { Judgement } from './claim-row.ts';
import type { ClaimQuestion } from './judge-claims.ts';
import type { BrokenSentence } from './mend-claims.ts';
import type { Shelf } from './shelf.ts';

/** What is done with a claim that no source backs, after it was written anew once. */
export type UnsupportedPolicy = 'mark' | 'remove';

export type ClaimTools = {
  shelf: Shelf;
  policy: UnsupportedPolicy;
  /** Of markers and prompts. */
  language: PromptLanguage;
  /** Of the text, ISO 639-1 or `other`. */
  textLanguage: string;
  countWords: (text: string) => number;
  /** One judgement a question. Absent: rules alone decide. `name` is unique in this section. */
  judge?: (questions: readonly ClaimQuestion[], round: number, name: string) => Promise<Judgement[]>;
  /** New sentences for broken ones. Absent: none is written anew. */
  mend?: (broken: readonly BrokenSentence[]) => Promise<(string | undefined)[]>;
};
