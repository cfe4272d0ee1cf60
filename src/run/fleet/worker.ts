/**
 * A worker: takes documents, makes as many at once as it may, says that it lives, and takes over from those that do
 * not. It ends by itself where nothing is left that it could take, unless it is asked to wait for more.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { LeaseLostError } from '../../errors.ts';
import { type BudgetLimits, createBudget } from '../budget.ts';
import type { Database } from '../database.ts';
import { runFolder } from '../projections.ts';
import type { Program } from '../run-context.ts';
import { createLease, type Lease, type Pulse, silenceOf } from './lease.ts';
import { createLeasedContext } from './leased-context.ts';
import type { Claim, createQueue } from './queue.ts';
import type { Rates } from './rates.ts';
import { readEarlier } from './read-earlier.ts';
import { isAway, isPassing, withReconnect } from './reconnect.ts';
import { beatEveryInMs, type createWorkerStore, deadAfterInMs } from './workers.ts';

/** What follows from a failure: try again later, give the document up, or stop handing documents out. */
export type Verdict =
  | { next: 'retry'; delayInMs: number }
  | { next: 'give-up' }
  | { next: 'pause-build'; reason: string }
  /** Nothing can be made in this process; others may fare better. */
  | { next: 'end-worker' };

export type WorkerOptions = {
  /** Documents made at once in this process. */
  concurrency: number;
  /** The only build to take documents of; absent: all. */
  buildId?: string;
  /** The program of a kind of build; undefined for one that this process does not know. */
  programOf: (kind: string, claim: Claim) => Program | undefined;
  limitsOf: (request: unknown) => BudgetLimits;
  /** Numbers of a result that totals are made of. */
  figuresOf: (result: unknown) => Record<string, number>;
  /** What to do about a failure; `attempts` failed before it. */
  judgeFailure: (error: unknown, attempts: number) => Verdict;
  onEvent?: (event: WorkerEvent) => void;
  /** Goes on waiting for work when there is none. */
  waitsForMore: boolean;
};

export type WorkerEvent =
  | { type: 'document-end'; runId: string; buildId: string }
  | { type: 'document-failed'; runId: string; buildId: string; message: string; next: Verdict['next'] }
  | { type: 'lost'; runId: string }
  | { type: 'took-over'; documents: number; workers: string[] }
  | { type: 'database-away'; message: string }
  | { type: 'warning'; runId: string; message: string };

export type WorkerRun = {
  /** Settles when the worker has ended; rejects with what ended it. */
  ended: Promise<void>;
  /** Takes nothing more, gives back what is between two steps, and ends when no step is in flight. */
  stop(): void;
  /** Ends at once; steps in flight are lost and made again by whoever takes the documents. */
  abort(): void;
};

/** How long nothing is asked of the database where there was nothing to take. */
const idleInMs = 500;

export function createWorker(
  parts: {
    database: Database;
    queue: ReturnType<typeof createQueue>;
    workers: ReturnType<typeof createWorkerStore>;
    rates: Rates;
    workerId: string;
  },
  options: WorkerOptions,
): WorkerRun {
  const { database, queue, workers, rates, workerId } = parts;
  const { concurrency, onEvent = () => {} } = options;
  const pulse: Pulse = { heardAt: 0, heardAtMonotonic: Number.NEGATIVE_INFINITY };
  /**
   * Since when the database has heard of this worker without a break: where there was one, it must not call others
   * dead who were not heard of for the same reason. A new worker knows of none.
   */
  let steadySince = Number.NEGATIVE_INFINITY;
  const atWork = new Map<string, { buildId: string; lease: Lease; ended: Promise<void> }>();
  const stop = { isAsked: false };
  const hardStop = new AbortController();
  /** Wakes the loop: a document ended, or the worker was asked to stop. */
  let wake: () => void = () => {};

  async function beat(): Promise<void> {
    const at = { heardAt: Date.now(), heardAtMonotonic: performance.now() };
    await workers.beat(workerId, concurrency, atWork.size);
    const silence = silenceOf(pulse);
    // Where the database was away, the others may not have been heard of only because it was.
    if (silence > 2 * beatEveryInMs && pulse.heardAt > 0) steadySince = performance.now();
    if (silence > deadAfterInMs) await proveAll();
    Object.assign(pulse, at);
    await dropCancelled();
    if (database.kind === 'pglite' || performance.now() - steadySince < deadAfterInMs + beatEveryInMs) return;
    const taken = await workers.takeOver();
    if (taken.documents > 0) onEvent({ type: 'took-over', ...taken });
  }

  /** After a silence: what was taken over meanwhile ends here, before anything new is taken. */
  async function proveAll(): Promise<void> {
    for (const [runId, { lease }] of atWork) if (!(await queue.holdsFence(runId, lease.fence))) lease.lose();
  }

  /** A build that was cancelled gets nothing more, not even the end of what is in flight. */
  async function dropCancelled(): Promise<void> {
    const cancelled = await queue.listCancelled([
      ...new Set([...atWork.values()].map(({ buildId }) => buildId)),
    ]);
    for (const { lease, buildId } of atWork.values())
      if (cancelled.has(buildId))
        lease.abort.abort(new DOMException('The build was cancelled.', 'AbortError'));
  }

  async function keepBeating(): Promise<void> {
    while (!hardStop.signal.aborted) {
      await delay(beatEveryInMs, undefined, { signal: hardStop.signal }).catch(() => {});
      if (hardStop.signal.aborted) return;
      try {
        await beat();
      } catch (error) {
        if (!isPassing(error)) throw error;
        onEvent({ type: 'database-away', message: (error as Error).message });
      }
    }
  }

  async function makeDocument(claim: Claim, lease: Lease): Promise<void> {
    const { runId, buildId } = claim;
    const program = options.programOf(claim.program, claim);
    if (program === undefined) {
      const failure = `This worker knows no program \`${claim.program}\`. Update Longhand on its machine.`;
      await queue.giveBack(claim, { state: 'waiting', failure, delayInMs: 60_000, isCounted: false });
      return;
    }
    const earlier = await readEarlier(database.pool, claim);
    const context = createLeasedContext({
      database,
      lease,
      folder: runFolder(database.home, runId),
      budget: createBudget(options.limitsOf(claim.request), earlier.spent),
      earlier,
      gate: rates,
      keepsCalls: claim.keepsCalls,
      isStopAsked: () => stop.isAsked,
      onWarning: (message) => onEvent({ type: 'warning', runId, message }),
    });
    try {
      const { result } = await program(claim.request, context);
      if (claim.keepsCalls) await context.flush();
      const isOurs = await queue.finish(claim, { result, figures: options.figuresOf(result) });
      if (isOurs) onEvent({ type: 'document-end', runId, buildId });
      else throw lease.lose();
    } catch (error) {
      await endAttempt(claim, error);
    }
  }

  async function endAttempt(claim: Claim, error: unknown): Promise<void> {
    const { runId, buildId } = claim;
    if (error instanceof LeaseLostError) return onEvent({ type: 'lost', runId });
    // Whoever comes next finds it among the documents of a worker that is gone.
    if (isAway(error)) return failWorker(error);
    if ((error as Error).name === 'AbortError')
      return queue.giveBack(claim, { state: 'waiting', isCounted: false });
    const { message } = error as Error;
    // Trouble with the database says nothing about the document.
    if (isPassing(error))
      return queue.giveBack(claim, { state: 'waiting', failure: message, isCounted: false });
    const verdict = options.judgeFailure(error, claim.attempts);
    onEvent({ type: 'document-failed', runId, buildId, message, next: verdict.next });
    if (verdict.next === 'give-up') return queue.giveBack(claim, { state: 'failed', failure: message });
    if (verdict.next === 'retry')
      return queue.giveBack(claim, { state: 'waiting', failure: message, delayInMs: verdict.delayInMs });
    if (verdict.next === 'end-worker') failWorker(error);
    else await queue.pauseBuild(buildId, verdict.reason);
    return queue.giveBack(claim, { state: 'waiting', failure: message, isCounted: false });
  }

  function begin(claim: Claim): void {
    const lease = createLease(claim, { pulse, holdsFence: queue.holdsFence });
    const ended = makeDocument(claim, lease)
      .catch((error: unknown) => failWorker(error))
      .finally(() => {
        atWork.delete(claim.runId);
        wake();
      });
    atWork.set(claim.runId, { buildId: claim.buildId, lease, ended });
  }

  let failure: { is: unknown } | undefined;
  function failWorker(error: unknown): void {
    failure ??= { is: error };
    stop.isAsked = true;
    wake();
  }

  function abortAll(reason: unknown = new DOMException('The worker was stopped.', 'AbortError')): void {
    stop.isAsked = true;
    for (const { lease } of atWork.values()) lease.abort.abort(reason);
    wake();
  }

  const listHeld = () => [...atWork].map(([runId, { lease }]) => ({ runId, fence: lease.fence }));

  async function work(): Promise<void> {
    await beat();
    const beating = keepBeating().catch(failWorker);
    try {
      while (!stop.isAsked) {
        const room = concurrency - atWork.size;
        const claims = room > 0 ? await queue.claim(workerId, room, options.buildId, listHeld) : [];
        for (const claim of claims) {
          // Ours until a moment ago, and lost without knowing it: its old attempt ends first.
          const before = atWork.get(claim.runId);
          before?.lease.lose();
          await before?.ended;
          begin(claim);
        }
        if (claims.length > 0 && atWork.size < concurrency) continue;
        if (atWork.size === 0) await queue.pauseSpent();
        if (atWork.size === 0 && !options.waitsForMore && !(await queue.hasMore(options.buildId))) break;
        await nextChange(atWork.size < concurrency ? idleInMs : undefined);
      }
      await Promise.all([...atWork.values()].map(({ ended }) => ended));
    } catch (error) {
      failWorker(error);
      abortAll(isAway(error) ? error : undefined);
      await Promise.all([...atWork.values()].map(({ ended }) => ended));
    } finally {
      hardStop.abort();
      await beating;
      await withReconnect(() => workers.leave(workerId), { giveUpAfterInMs: 2_000 }).catch(() => {});
    }
    if (failure !== undefined) throw failure.is;
  }

  async function nextChange(mostInMs: number | undefined): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (mostInMs !== undefined) timer = setTimeout(resolve, mostInMs);
    });
    clearTimeout(timer);
  }

  const ended = work();
  ended.catch(() => {});
  return {
    ended,
    stop() {
      stop.isAsked = true;
      wake();
    },
    abort: () => abortAll(),
  };
}
