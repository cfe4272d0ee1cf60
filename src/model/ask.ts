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
  /** `refused`: the model or a filter declined, or sent nothing after retries; `text` is '' then. */
  finishReason: 'stop' | 'length' | 'refused' | 'other';
  /** For `refused`: what happened, for people. */
  reason?: string;
};

/**
 * Asks the model of a role.
 *
 * @throws {ModelCallError} The call failed for good; the run can be resumed.
 * @throws {BudgetError} The call does not fit into what the run may still spend.
 */
export type Ask = (request: ModelRequest, options: AskOptions) => Promise<Answer>;
