/**
 * What a run tells the world. `run/` types only the events every run has; a program adds its own, and the
 * full union is composed where it is known (methods/).
 */

/** Carried by every event; `seq` counts up over all processes that worked on the run, deltas have none of their own. */
export type EventStamp = { runId: string; at: string; seq: number };

export type EngineEvent =
  | { type: 'run-start'; isResumed: boolean; folder: string }
  | { type: 'step-start'; step: string }
  | { type: 'step-end'; step: string; ms: number }
  | { type: 'budget'; spentTokens: number; spentUsd: number; spentMs: number }
  | { type: 'warning'; message: string; step?: string }
  | { type: 'run-end'; status: RunStatus; message?: string };

/**
 * `running` a process is at it · `done` delivered · `outside-contract` delivered, but not in the asked
 * length or with a marked gap · `stopped` by a budget, a quota, a refusal or a review, resumable ·
 * `interrupted` by a person or a killed process, resumable · `failed`, resumable.
 */
export type RunStatus = 'running' | 'done' | 'outside-contract' | 'stopped' | 'interrupted' | 'failed';

/** An event without its stamp, as a program hands it over. */
export type EventBody = { type: string } & Record<string, unknown>;

export type RunEvent = EventBody & EventStamp;

/** True for text that is still streaming: shown, never stored. */
export function isDelta(event: { type: string }): boolean {
  return event.type.endsWith('-delta');
}
