/** One durable run of this process as one object to iterate, await, stop or abort, whatever its program does. */
import { type Engine, type LiveRun, openEngine } from '../run/engine.ts';
import { createEventStream } from '../run/event-stream.ts';
import type { RunEvent } from '../run/events.ts';
import type { ProgramOutcome } from '../run/run-context.ts';

export type RunPlace = {
  /** Folder that keeps the runs. */
  home: string;
  /** `postgres://…` instead of the database inside `home`. */
  databaseUrl?: string;
};

/**
 * Iterating never throws for trouble with a model: the last event is `run-end` with a status.
 * Awaiting (the run itself, or `result`) rejects with the error that ended it; the run can then be resumed.
 */
export type OpenRun<Result, Event> = AsyncIterable<Event> &
  PromiseLike<Result> & {
    result: Promise<Result>;
    /** Known once the run is stored. */
    runId: Promise<string>;
    /** Ends the run after the step in flight. */
    stop(): void;
    /** Ends the run at once; the step in flight is lost. */
    abort(): void;
  };

/** A run at work, or, where nothing is left to do, its result. */
export type Begun<Result> =
  | { live: LiveRun; finish: (outcome: ProgramOutcome) => Promise<Result> }
  | { live: undefined; finished: Result };

/**
 * Opens the engine, begins the run and follows it to its end; the engine is closed then.
 *
 * @param begin - Starts or resumes a run and hands every event to the listener.
 */
export function openRun<Result, Event extends RunEvent>(
  place: RunPlace & { abortSignal?: AbortSignal },
  begin: (engine: Engine, listener: (event: RunEvent) => void) => Promise<Begun<Result>>,
): OpenRun<Result, Event> {
  const stream = createEventStream<Event>();
  let live: LiveRun | undefined;
  let asked: 'stop' | 'abort' | undefined;
  const act = (what: 'stop' | 'abort'): void => {
    asked = what;
    live?.[what]();
  };
  let tellRunId: (runId: string) => void = () => {};
  const runId = new Promise<string>((resolve) => {
    tellRunId = resolve;
  });

  const result = (async (): Promise<Result> => {
    try {
      const engine = await openEngine(place);
      try {
        const begun = await begin(engine, (event) => stream.push(event as Event));
        if (begun.live === undefined) return begun.finished;
        live = begun.live;
        tellRunId(live.runId);
        if (place.abortSignal?.aborted) live.abort();
        else if (asked !== undefined) live[asked]();
        const abort = (): void => act('abort');
        place.abortSignal?.addEventListener('abort', abort);
        try {
          return await begun.finish(await live.outcome);
        } finally {
          place.abortSignal?.removeEventListener('abort', abort);
        }
      } finally {
        await engine.close();
      }
    } finally {
      stream.end();
    }
  })();
  // Whoever only iterates has the status in `run-end`; the rejection must not end their process.
  result.catch(() => {});

  return {
    result,
    runId,
    // biome-ignore lint/suspicious/noThenProperty: `await write(…)` is the short form of the public API.
    then: (resolved, rejected) => result.then(resolved, rejected),
    [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator](),
    stop: () => act('stop'),
    abort: () => act('abort'),
  };
}
