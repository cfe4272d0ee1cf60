/** What settling the claims of a section works with. */
import type { PromptLanguage } from '../../plan/prompt-language.ts';
import type { Judgement } from './claim-row.ts';
import type { ClaimQuestion } from './judge-claims.ts';
import type { Comparison, ConflictQuestion } from './judge-conflicts.ts';
import type { BrokenSentence } from './mend-claims.ts';
import type { Shelf } from './shelf.ts';

/**
 * What is done with a claim that no source backs, after it was written anew once: a visible marker, or its sentence
 * goes. `research` searches all sources anew first: a span that backs the claim is cited, else the sentence is asked
 * for once more with what was found, and goes only then; `research-mark` marks it instead.
 */
export const unsupportedPolicies = ['mark', 'remove', 'research', 'research-mark'] as const;
export type UnsupportedPolicy = (typeof unsupportedPolicies)[number];

export const isResearching = (policy: UnsupportedPolicy): boolean => policy.startsWith('research');

export type ClaimTools = {
  shelf: Shelf;
  policy: UnsupportedPolicy;
  /** Of markers and prompts. */
  language: PromptLanguage;
  /** Of the text, ISO 639-1 or `other`. */
  textLanguage: string;
  countWords: (text: string) => number;
  /**
   * Whether a sentence without a mark stays without a source. For a writer that only copies words: what it has in
   * common with a source by chance must not be taken for backing. @default false
   */
  isMarkRequired?: boolean;
  /** One judgement a question. Absent: rules alone decide. `name` is unique in this section. */
  judge?: (questions: readonly ClaimQuestion[], round: number, name: string) => Promise<Judgement[]>;
  /** One comparison a question. Absent: of other sources counts only what rules are certain of. */
  compare?: (questions: readonly ConflictQuestion[], round: number, name: string) => Promise<Comparison[]>;
  /** New sentences for broken ones. Absent: none is written anew. `name` is unique in this section. */
  mend?: (broken: readonly BrokenSentence[], name: string) => Promise<(string | undefined)[]>;
};
