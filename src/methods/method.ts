/** What every method of writing gets and gives. One published method is one file beside this one. */
import type { LengthContract } from '../plan/length/length-contract.ts';
import type { Plan } from '../plan/plan.ts';
import type { PromptProfile } from '../plan/plan-prompt.ts';
import type { PromptLanguage } from '../plan/prompt-language.ts';
import type { StyleSheet } from '../plan/style-sheet.ts';
import type { RunContext } from '../run/run-context.ts';
import type { DraftHost } from '../write/draft-section.ts';
import type { Manuscript, WrittenSection } from '../write/manuscript.ts';

type WritingTask = {
  /** What to write, in the user's words. */
  instruction: string;
  contract: LengthContract;
  /** Length to write, in words of the run's counting rule; an opening is not part of it. */
  targetWords: number;
  language: PromptLanguage;
  profile?: PromptProfile;
  /** Sections written at once, where a method can. */
  concurrency: number;
  style?: StyleSheet;
  /** A text whose beginning is already there: only what is missing is planned and written. */
  opening?: string;
  /** How `agentwrite` lays its conversation out. */
  layout: 'dialogue' | 'published';
};

export type MethodHost = DraftHost & {
  /** The plan of the run: the person's own, or drafted now and, where asked for, reviewed. */
  plan(): Promise<Plan>;
  /** Says that a section begins. */
  begin(section: { id: string; title: string; targetWords: number }): Promise<void>;
  /** Puts a finished section into its place in the manuscript and says so. */
  land(written: WrittenSection): Promise<void>;
  /** Runs tasks as durable steps, several at once (see RunContext.parallel). */
  parallel: RunContext['parallel'];
};

/** @throws {ModelCallError | BudgetError} What ended it; everything landed before is kept. */
export type Method = (task: WritingTask, host: MethodHost) => Promise<Manuscript>;
