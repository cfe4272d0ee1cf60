/** What a resolved model address is: the AI SDK contract plus the few facts the other rooms need. */
import type { Experimental_BatchV4, LanguageModelV4 } from '@ai-sdk/provider';
import type { CapabilityCard } from './card/card.ts';
import type { Wire } from './wire.ts';

/** Who is speaking in a run; each role may have its own model. */
export type Role = 'planner' | 'writer' | 'editor' | 'summarizer' | 'judge';

export type Model = {
  /** The address as given, without any key. Names the model in results, events and recordings. */
  address: string;
  languageModel: LanguageModelV4;
  /** True for `mini` and `simulated:`: nothing about quality may rest on its text. */
  isPractice: boolean;
  /** Whether a JSON schema is enforced by the endpoint; false also means "not known". */
  hasStructuredOutput: boolean;
  /** Input window to plan with, in tokens of our tokenizer; undefined when nothing is known. */
  contextTokens?: number;
  /** What the endpoint accepts on the wire; absent for models that speak none. */
  wire?: Wire;
  /** What the endpoint was measured to do; absent: nothing yet. */
  card?: CapabilityCard;
  /** The provider's batch API; absent for those without one. */
  batch?: Experimental_BatchV4<{ readonly text: string }>;
  /** Calls wait for batches: their times tell nothing about the endpoint, and tokens cost what `batchPriceOf` says. */
  isBatched?: true;
};

/** Tokens of one or many calls; every count includes retried attempts as far as the provider reports them. */
export type Usage = {
  calls: number;
  inputTokens: number;
  /** The part of `inputTokens` read from the provider's prompt cache. */
  cachedInputTokens: number;
  outputTokens: number;
  /** The part of `outputTokens` spent on reasoning. */
  reasoningTokens: number;
};
