/** The fleet over one database: builds, their documents, the workers, and the limits they keep together. */
import { randomBytes } from 'node:crypto';
import type { Database } from '../database.ts';
import { createBuildStore } from './builds.ts';
import { createQueue } from './queue.ts';
import { createRates } from './rates.ts';
import { createWorker, type WorkerOptions, type WorkerRun } from './worker.ts';
import { createWorkerStore } from './workers.ts';

export type Fleet = ReturnType<typeof createBuildStore> &
  Pick<ReturnType<typeof createQueue>, 'enqueue' | 'retryFailed' | 'listFinished' | 'hasMore'> &
  Pick<ReturnType<typeof createWorkerStore>, 'listWorkers'> & {
    /** Limits that all workers keep together from now on; each replaces the one of its key. */
    limitRates: ReturnType<typeof createRates>['set'];
    /** Takes documents and makes them until it is stopped, or until nothing is left to do. */
    work(options: WorkerOptions): WorkerRun;
  };

export function createFleet(database: Database): Fleet {
  const queue = createQueue(database);
  const workers = createWorkerStore(database);
  const rates = createRates(database.pool);
  return {
    ...createBuildStore(database),
    enqueue: queue.enqueue,
    retryFailed: queue.retryFailed,
    listFinished: queue.listFinished,
    hasMore: queue.hasMore,
    listWorkers: workers.listWorkers,
    limitRates: rates.set,
    work: (options) => createWorker({ database, queue, workers, rates, workerId: newWorkerId() }, options),
  };
}

/** New in every process: who comes back under an old name could take a stranger's document for its own. */
function newWorkerId(): string {
  return `worker-${process.pid}-${randomBytes(6).toString('hex')}`;
}
