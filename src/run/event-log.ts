/**
 * Numbers, stores and hands out the events of one run.
 *
 * A resumed run plays its program from the start again, finished steps answering from the store. What it
 * then says a second time is handed to listeners (their picture must be rebuilt) but not stored again.
 */
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EventBody, isDelta, type RunEvent } from './events.ts';
import type { Store } from './store.ts';

export type EventLog = {
  /** Stores and hands out an event; `isAlwaysNew` for what may truly happen twice (a second start, a warning). */
  emit(body: EventBody, options?: { isAlwaysNew?: boolean }): Promise<void>;
  /** Hands out an event of streaming text; nothing is stored. */
  delta(body: EventBody): void;
};

export async function openEventLog(options: {
  runId: string;
  folder: string;
  store: Store;
  listener: (event: RunEvent) => void;
  now?: () => Date;
}): Promise<EventLog> {
  const { runId, folder, store, listener, now = () => new Date() } = options;
  const path = join(folder, 'events.jsonl');
  const earlier = await store.listEvents(runId);
  const said = new Map(earlier.map((event) => [identityOf(event), event]));
  let seq = earlier.at(-1)?.seq ?? 0;
  // The file is a projection: whatever a crash left of it is replaced by what the store holds.
  await writeFile(path, earlier.map((event) => `${JSON.stringify(event)}\n`).join(''));
  let writing: Promise<void> = Promise.resolve();

  return {
    async emit(body, { isAlwaysNew = false } = {}) {
      const before = isAlwaysNew ? undefined : said.get(identityOf(body));
      if (before !== undefined) {
        listener(before);
        return;
      }
      const event: RunEvent = { ...body, runId, at: now().toISOString(), seq: ++seq };
      said.set(identityOf(body), event);
      writing = writing.then(async () => {
        await store.saveEvent(event);
        await appendFile(path, `${JSON.stringify(event)}\n`);
      });
      await writing;
      listener(event);
    },
    delta(body) {
      if (!isDelta(body)) throw new Error(`Expected an event of streaming text, got \`${body.type}\`.`);
      listener({ ...body, runId, at: now().toISOString(), seq });
    },
  };
}

function identityOf(event: EventBody): string {
  const { runId: _runId, at: _at, seq: _seq, ...body } = event;
  return JSON.stringify(body);
}
