/** How the rooms above speak with a model: one function, wired to a durable step by whoever runs the method. */
import type { Role } from './model.ts';
import type { ModelRequest } from './request.ts';

type AskOptions = {
  /** Name of the durable step, unique in the run: asked again on a replay, it answers from the store. */
  step: string;
  role: Role;
  /** A fair guess of the answer's length, for budgets. */
  expectedOutputTokens: number;
  /** Ask the model that stands in where the role's own one declines (`--on-refusal switch:<model>`). */
  isStandIn?: boolean;
  /** Streaming text of the answer, for display. */
  onDelta?: (text: string) => void;
  /** A failed attempt is made again: what streamed so far counts only up to `keptText`. */
  onRestart?: (keptText: string) => void;
  /** How to ask for the rest when the stream broke after `partialText`. Absent: the whole call again. */
  continuation?: (partialText: string) => ModelRequest;
};

export type Answer = {
  text: string;
  /**
   * `refused`: the model or a filter declined, or sent nothing after retries. `overflow`: the request was too long
   * for the window, found before it was sent or said by the endpoint. `text` is '' for both.
   */
  finishReason: 'stop' | 'length' | 'refused' | 'overflow' | 'other';
  /** For `refused` and `overflow`: what happened, for people. */
  reason?: string;
};

/**
 * Asks the model of a role.
 *
 * @throws {ModelCallError} The call failed for good; the run can be resumed.
 * @throws {BudgetError} The call does not fit into what the run may still spend.
 */
export type Ask = (request: ModelRequest, options: AskOptions) => Promise<Answer>;

/** How much a model takes and gives, as far as it is known by now; a run learns while it works. */
export type Limits = {
  /** Request and answer together, in tokens of our tokenizer, thinking already taken out; undefined: not known. */
  contextTokens: number | undefined;
  /** Most words worth asking for in one answer; undefined: not known. */
  maxOutputWords: number | undefined;
};
