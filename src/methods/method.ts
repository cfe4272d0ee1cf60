/** What every method of writing gets and gives. One published method is one file beside this one. */

import type { PromptProfile } from '../plan/compact-prompt.ts';
import type { LengthContract } from '../plan/length/length-contract.ts';
import type { Plan, Section } from '../plan/plan.ts';
import type { PromptLanguage } from '../plan/prompt-language.ts';
import type { StyleSheet } from '../plan/style-sheet.ts';
import type { RunContext } from '../run/run-context.ts';
import type { DraftHost } from '../write/draft-section.ts';
import type { FigureDesk } from '../write/figures/figure-desk.ts';
import type { GateResult } from '../write/gates/gate.ts';
import type { Manuscript, WrittenSection } from '../write/manuscript.ts';
import type { OpenPart } from '../write/outline.ts';
import type { SourceDesk } from '../write/sources/source-desk.ts';

export type WritingTask = {
  /** What to write, in the user's words. */
  instruction: string;
  contract: LengthContract;
  /** Length to write, in words of the run's counting rule; an opening is not part of it. */
  targetWords: number;
  language: PromptLanguage;
  /** Of the writer. */
  profile: PromptProfile;
  /** Sections written at once, where a method can. */
  concurrency: number;
  style?: StyleSheet;
  /** Whether the plan is a person's own: its headings are kept to the letter. */
  hasOwnPlan: boolean;
  /** A text whose beginning is already there: only what is missing is planned and written. */
  opening?: string;
  /** Whether its length is that of the body, without headings, references and captions, as of a text from sources or about images. */
  isBodyCounted?: boolean;
  /** How `agentwrite` lays its conversation out. */
  layout: 'dialogue' | 'published';
  /** Whether `native` sends the instruction alone. */
  isVerbatim?: boolean;
};

/** Calls that a tight budget does without, dropped in this order as it gets tighter. */
export const optionalCalls = [
  'document passes',
  'a new title',
  'points that were left out',
  'second drafts',
] as const;
type Optional = (typeof optionalCalls)[number];

export type MethodHost = DraftHost & {
  /**
   * The plan of the run: the person's own, or drafted now and, where asked for, reviewed.
   * `skeleton`: of a long text only its parts; `expand` plans what is inside one.
   */
  plan(options?: { depth?: 'whole' | 'skeleton' }): Promise<Plan>;
  /** Sections inside a section, planned with what stands before it in sight; ids continue its own. */
  expand(
    section: Section,
    place: { title: string; parts: readonly OpenPart[]; targetWords: number },
  ): Promise<readonly Section[]>;
  /** Most words to plan for one section, by what the writer gives at once. */
  sectionWords(): number;
  /** Delivered by asked words of the writer, as known before the run; 1 where nobody knows. */
  lengthBias: number;
  summarizer: { hasStructuredOutput: boolean };
  /** The sources of the run; absent for a text without any. */
  sources?: SourceDesk;
  /** The images of the run; absent for a text without any. */
  figures?: FigureDesk;
  step: RunContext['step'];
  checkpoint: RunContext['checkpoint'];
  memory: RunContext['memory'];
  /**
   * Says what the text is called and whether its sections are headed, before the first of them lands.
   *
   * @param earlierWords - Words of the sections that were landed before this process; absent: there are none.
   */
  open(document: { title: string; hasHeadings: boolean; earlierWords?: number }): void;
  /**
   * Whether something optional may be paid for, so much of it in words, when what is still to be written comes first.
   * Always true without a budget. What is dropped is said once a kind.
   */
  mayAfford(optional: Optional, words: number): Promise<boolean>;
  /** A section that has landed was written anew, in part or whole; says why. */
  replace(section: WrittenSection, reason: string): Promise<void>;
  /** Says what the gates found in a section, or, without an id, in the whole document. */
  report(sectionId: string | undefined, results: readonly GateResult[]): Promise<void>;
  /** Says that a section begins. */
  begin(section: { id: string; title: string; targetWords: number }): Promise<void>;
  /**
   * Puts a finished section into its place in the manuscript and says so.
   *
   * @param options.planned - What the plan had for it; kept for later edits.
   * @param options.askedWords - What its only call was asked for, where that was not its target.
   */
  land(written: WrittenSection, options?: { planned?: Section; askedWords?: number }): Promise<void>;
  /** Runs tasks as durable steps, several at once (see RunContext.parallel). */
  parallel: RunContext['parallel'];
};

/** @throws {ModelCallError | BudgetError} What ended it; everything landed before is kept. */
export type Method = (task: WritingTask, host: MethodHost) => Promise<Manuscript>;
