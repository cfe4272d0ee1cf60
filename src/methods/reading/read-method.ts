/** What every method of reading gets and gives. One published method is one file beside this one. */
import type { Ask } from '../../model/ask.ts';
import type { Role } from '../../model/model.ts';
import type { LengthContract } from '../../plan/length/length-contract.ts';
import type { PromptLanguage } from '../../plan/prompt-language.ts';
import type { Source } from '../../read/source.ts';
import type { RunContext } from '../../run/run-context.ts';
import type { CountingRule } from '../../text/count-words.ts';
import type { FoundPassage } from './found-passage.ts';

/** What a person wants of the sources. */
export type ReadingKind = 'answer' | 'summarize' | 'extract';

/** A source as methods see it: its text and where things stand in it. Offsets count in `text`, in UTF-16 units. */
export type ReadingSource = Pick<Source, 'id' | 'title' | 'mediaType' | 'text' | 'language' | 'parts'> & {
  /** Of `text`, in tokens of our tokenizer. */
  tokens: number;
};

/** How Chain of Agents walks; other methods ignore it. */
export type ChainOptions = {
  /** @default 'left-to-right' */
  order?: 'left-to-right' | 'right-to-left' | 'permutation';
  /** Several walks and a choice between them; absent: one walk. */
  ensemble?: 'bi-directional' | 'permutation' | 'self-consistency';
  /** Notes of all chunks side by side, one table of who and what is named, then a merge in order. */
  isHybrid?: boolean;
};

export type ReadingTask = {
  /** The question or order, in the user's words. */
  ask: string;
  kind: ReadingKind;
  /** In the order named; every one has text. */
  sources: readonly ReadingSource[];
  /** Of the prompts: that of the ask. */
  language: PromptLanguage;
  /** What the answer's length is held to; absent: nobody asked for one. */
  contract?: LengthContract;
  /** Length to aim at, in words of `counting`; there whenever `contract` is. */
  targetWords?: number;
  counting: CountingRule;
  /** Seed of everything drawn in the run: permutations, call seeds. */
  seed: number;
  chain: ChainOptions;
  /** Of a recursive reading: levels of programs, 1 where sub-questions are plain. */
  recursion?: { depth?: number };
};

/** A stretch of one source, in UTF-16 units of its text; `to` is exclusive. */
export type SourceSpan = { sourceId: string; from: number; to: number };

/** What one call (or one durable piece of work) made of a stretch of the sources, kept so that it can be looked at. */
export type ReadingUnit = {
  /** Name of the step that made it; unique in the run. */
  id: string;
  /** In one word of the method: `worker`, `manager`, `notes`, `summary`, `cell` … */
  kind: string;
  /** What of the sources was shown to it; [] where it saw none (a manager). */
  spans: readonly SourceSpan[];
  /** What it handed on. */
  text: string;
  /** `skipped`: it gave nothing of its own (declined, empty), so these spans are missing from what follows. */
  status: 'done' | 'skipped';
  /** For `skipped`: what happened, for people. */
  reason?: string;
};

/** What a request and its answer may take, in tokens of our tokenizer. */
export type ReadingLimits = {
  /**
   * Messages and answer together, thinking already taken out: finite and positive. Where nothing is known of the
   * window, 8,192. May shrink within a run, when an endpoint turns out to take less.
   */
  windowTokens: number;
  /** Most tokens of one answer that the endpoint gives; undefined: not known. */
  maxOutputTokens: number | undefined;
};

export type ReadingHost = Pick<
  RunContext,
  'step' | 'parallel' | 'checkpoint' | 'memory' | 'budget' | 'abortSignal' | 'warn' | 'project'
> & {
  /**
   * Asks the model of a role as one durable step (see Ask). Reading of the sources is the `summarizer`'s, the last
   * answer the `writer`'s, choices between answers the `judge`'s; each is the main model unless the person named one.
   */
  ask: Ask;
  limits(role: Role): ReadingLimits;
  /** Tokens of our tokenizer; a chat template adds about 4 to every message. */
  countTokens(text: string): number;
  /** Words by the counting rule of the task. */
  countWords(text: string): number;
  /** Most calls at once. */
  concurrency: number;
  /** Address of a role's model, for errors. */
  address(role: Role): string;
  /** Finds passages by words and by meaning; there where the person named an embedding model. */
  search?: (query: string, limit: number) => Promise<FoundPassage[]>;
  /** Says how far the method is, such as 3 of 12 `chunks`. Said again on a replay, it is not stored again. */
  progress(done: number, of: number, unit: string): Promise<void>;
  /** Keeps a unit with its spans: told as an event, and listed in the result. Kept again, it replaces the one before. */
  keepUnit(unit: ReadingUnit): Promise<void>;
};

export type Reading = {
  /** The answer, summary or extract itself. */
  text: string;
  /** What the method found worth telling of its own work: small JSON, figures by name. */
  report: Record<string, unknown>;
};

/**
 * @throws {ModelCallError | BudgetError} What ended it; every step finished before is kept.
 * @throws {UsageError} The task cannot be read this way, such as a question that fills the whole window.
 */
export type ReadMethod = (task: ReadingTask, host: ReadingHost) => Promise<Reading>;
