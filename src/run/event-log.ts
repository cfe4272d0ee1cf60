/**
 * Numbers, stores and hands out the events of one run.
 *
 * A resumed run plays its program again from its last checkpoint, or from the start where it has none, finished
 * steps answering from the store. What it then says a second time is handed to listeners (their picture must be
 * rebuilt) but not stored again. Only what was said since the checkpoint is kept in memory for that.
 */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mendEventFile, renderEvent } from './event-file.ts';
import { type EventBody, isDelta, type RunEvent } from './events.ts';
import type { Store } from './store.ts';

export type EventLog = {
  /** Stores and hands out an event; `isAlwaysNew` for what may truly happen twice (a second start, a warning). */
  emit(body: EventBody, options?: { isAlwaysNew?: boolean }): Promise<void>;
  /** Hands out an event of streaming text; nothing is stored. */
  delta(body: EventBody): void;
  /** Stores where the program goes on: what was said before is not said again. */
  saveCheckpoint(value: unknown): Promise<void>;
};

/** What the engine itself says is never said a second time by a replay. */
const engineTypes = new Set(['run-start', 'step-start', 'step-end', 'budget', 'warning', 'run-end']);

export async function openEventLog(options: {
  runId: string;
  folder: string;
  store: Store;
  listener: (event: RunEvent) => void;
  now?: () => Date;
}): Promise<EventLog> {
  const { runId, folder, store, listener, now = () => new Date() } = options;
  const path = join(folder, 'events.jsonl');
  /** Of earlier processes, by `seq`, as far as the program may still say it again. */
  const earlier = new Map<string, RunEvent>();
  for await (const events of store.pageEvents(runId, await store.findCheckpointSeq(runId))) {
    for (const event of events) if (!engineTypes.has(event.type)) earlier.set(identityOf(event), event);
  }
  /** Of this process since its last checkpoint. */
  const fresh = new Map<string, RunEvent>();
  /** How far the program has come in saying again what was said, and whether it did since the last checkpoint. */
  const replay = { seq: 0, isOn: false };
  let seq = await store.findLastSeq(runId);
  await mendEventFile(path, runId, store);
  let writing: Promise<void> = Promise.resolve();

  function findSaid(identity: string): RunEvent | undefined {
    const before = earlier.get(identity);
    if (before === undefined) return fresh.get(identity);
    replay.seq = Math.max(replay.seq, before.seq);
    replay.isOn = true;
    return before;
  }

  /**
   * Drops what will not be said again. A program says things in the same order again, and its replay is over when it
   * says nothing again between two checkpoints: what is left then belongs to work that was done differently.
   */
  function dropEarlier(): void {
    if (!replay.isOn) earlier.clear();
    for (const [identity, event] of earlier) {
      if (event.seq > replay.seq) break;
      earlier.delete(identity);
    }
    replay.isOn = false;
  }

  return {
    async emit(body, { isAlwaysNew = false } = {}) {
      const identity = isAlwaysNew ? '' : identityOf(body);
      const before = isAlwaysNew ? undefined : findSaid(identity);
      if (before !== undefined) {
        listener(before);
        return;
      }
      const event: RunEvent = { ...body, runId, at: now().toISOString(), seq: ++seq };
      if (!isAlwaysNew) fresh.set(identity, event);
      writing = writing.then(async () => {
        await store.saveEvent(event);
        await appendFile(path, renderEvent(event));
      });
      await writing;
      listener(event);
    },
    delta(body) {
      if (!isDelta(body)) throw new Error(`Expected an event of streaming text, got \`${body.type}\`.`);
      listener({ ...body, runId, at: now().toISOString(), seq });
    },
    async saveCheckpoint(value) {
      const last = seq;
      const saidBefore = [...fresh.keys()];
      dropEarlier();
      const from = earlier.size > 0 ? replay.seq : last;
      // An event that is not stored yet would be taken for said and be lost in a kill.
      await writing;
      await store.saveCheckpoint(runId, from, value);
      for (const identity of saidBefore) fresh.delete(identity);
    },
  };
}

function identityOf(event: EventBody): string {
  const { runId: _runId, at: _at, seq: _seq, ...body } = event;
  return JSON.stringify(body);
}
