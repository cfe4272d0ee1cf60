/**
 * Every error class we have. Each answers: who reads this, and what can they do?
 * An abort stays the platform's `AbortError`; a broken invariant stays a plain `Error`.
 */

type ErrorOptions = { cause?: unknown };

abstract class LonghandError extends Error {
  /** Stable machine-readable class name in kebab-case. */
  abstract readonly code: string;
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** For the person at the keyboard: a wrong flag, a bad file, a missing key. Exit code 2. */
export class UsageError extends LonghandError {
  readonly code = 'usage';
}

/** Why a model call failed; decides whether trying again can help (product fault table). */
export type ModelFault =
  | 'auth'
  | 'unknown-model'
  | 'quota'
  | 'rate-limit'
  | 'server'
  | 'network'
  | 'idle-timeout'
  | 'stream-cut'
  | 'bad-request'
  | 'context-overflow'
  | 'context-cut'
  | 'refusal'
  | 'empty';

/** For retry logic and, once retries are used up, for the person who can mend the endpoint. */
export class ModelCallError extends LonghandError {
  readonly code = 'model-call';
  readonly fault: ModelFault;
  /** Address of the model that was called, without keys. */
  readonly address: string;
  readonly status: number | undefined;
  readonly retryAfterInMs: number | undefined;
  readonly requestId: string | undefined;
  /** Text received before the fault; '' when none. */
  readonly partialText: string;
  /**
   * For `context-overflow`: the window the endpoint named. For `context-cut`: how much it said it had read. In its
   * own tokens; undefined where it said nothing.
   */
  readonly contextTokens: number | undefined;
  constructor(
    message: string,
    details: ErrorOptions & {
      fault: ModelFault;
      address: string;
      status?: number;
      retryAfterInMs?: number;
      requestId?: string;
      partialText?: string;
      contextTokens?: number;
    },
  ) {
    super(message, details);
    this.fault = details.fault;
    this.address = details.address;
    this.status = details.status;
    this.retryAfterInMs = details.retryAfterInMs;
    this.requestId = details.requestId;
    this.partialText = details.partialText ?? '';
    this.contextTokens = details.contextTokens;
  }
}

/** For the method author: a model's reply did not parse. Keeps the reply. */
export class OutputFormatError extends LonghandError {
  readonly code = 'output-format';
  /** The reply as received. */
  readonly text: string;
  /** What a good reply looks like, in words. */
  readonly expected: string;
  constructor(message: string, details: ErrorOptions & { text: string; expected: string }) {
    super(message, details);
    this.text = details.text;
    this.expected = details.expected;
  }
}

/** For the run's owner: a budget is used up. Resumable, exit code 3. */
export class BudgetError extends LonghandError {
  readonly code = 'budget';
  readonly limit: number;
  readonly used: number;
  /** What the call that did not fit would have taken, about. */
  readonly needed: number;
  readonly unit: 'tokens' | 'usd' | 'ms';
  constructor(
    message: string,
    details: { limit: number; used: number; needed: number; unit: 'tokens' | 'usd' | 'ms' },
  ) {
    super(message);
    this.limit = details.limit;
    this.used = details.used;
    this.needed = details.needed;
    this.unit = details.unit;
  }
}

/** For the run's owner: the run waits for a decision of a person. Resumable, exit code 3. */
export class PauseError extends LonghandError {
  readonly code = 'pause';
}

/** For a worker: another one has taken the run over, so nothing may be asked or written for it here. */
export class LeaseLostError extends LonghandError {
  readonly code = 'lease-lost';
}

/** For the maintainer of a home: owned by another process, corrupt, or written by another version. */
export class StoreError extends LonghandError {
  readonly code = 'store';
  readonly home: string;
  /** The owning process, when another one holds the home. */
  readonly owner: { pid: number; startedAt: string } | undefined;
  constructor(
    message: string,
    details: ErrorOptions & { home: string; owner?: { pid: number; startedAt: string } },
  ) {
    super(message, details);
    this.home = details.home;
    this.owner = details.owner;
  }
}
