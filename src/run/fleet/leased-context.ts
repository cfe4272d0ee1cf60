/**
 * What a program sees of its run where it is one document of a build: the same promises as everywhere, under a lease.
 *
 * A step is one statement: its value, the calls it made and what was put aside since the step before are stored
 * together, if the lease still holds. What a kill loses since then is what a replay makes again. Events are not
 * stored: of thousands of documents nobody reads them, and what a document came to is in its result.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { LeaseLostError } from '../../errors.ts';
import type { Budget, Spend } from '../budget.ts';
import type { Database } from '../database.ts';
import { createMemory, renderKey } from '../memory.ts';
import type { RunContext } from '../run-context.ts';
import { createParallel } from '../run-parallel.ts';
import type { CallRecord } from '../store.ts';
import { commitStep, nothingYet } from './commit-step.ts';
import type { Lease } from './lease.ts';
import type { Rates } from './rates.ts';
import { withReconnect } from './reconnect.ts';

/** What an earlier attempt left behind. */
export type Earlier = {
  /** Values of finished steps, as JSON. */
  steps: ReadonlyMap<string, string>;
  /** `detail` of every call. */
  callDetails: readonly Record<string, unknown>[];
  spent: Spend;
};

const breatheEveryInMs = 50;

export function createLeasedContext(parts: {
  database: Database;
  lease: Lease;
  folder: string;
  budget: Budget;
  earlier: Earlier;
  gate: Pick<Rates, 'pass' | 'hold'>;
  /** Keeps messages and replies of calls as well, for whoever looks at a document later. */
  keepsCalls: boolean;
  isStopAsked: () => boolean;
  onWarning: (message: string) => void;
}): RunContext & { flush(): Promise<void> } {
  const { database, lease, budget, earlier, keepsCalls } = parts;
  const { runId } = lease;
  const names = new Set<string>();
  const details = [...earlier.callDetails];
  const memory = createMemory(database.tables, runId);
  let pending = nothingYet();

  async function commit(step?: { name: string; value: string }): Promise<void> {
    // What was paid for before a stop or a cancel is kept; not for a document that is lost, nor where nobody could keep it.
    const { reason } = lease.abort.signal;
    if (reason !== undefined && reason.name !== 'AbortError') throw reason;
    const given = pending;
    pending = nothingYet();
    if (!(await commitStep(database.pool, lease, given, step))) throw lease.lose();
  }

  async function flush(): Promise<void> {
    const isEmpty =
      pending.calls.length === 0 && pending.memory.length === 0 && pending.checkpoint === undefined;
    if (!isEmpty) await commit();
  }

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (names.has(name)) throw new Error(`Step \`${name}\` stands twice in the program of a run.`);
    names.add(name);
    const before = earlier.steps.get(name);
    if (before !== undefined) return JSON.parse(before) as T;
    if (parts.isStopAsked()) throw new DOMException('The worker was stopped.', 'AbortError');
    await breathe();
    await lease.prove();
    let value: T;
    try {
      value = await work();
    } catch (error) {
      // What the attempt cost is known even so.
      if (!(error instanceof LeaseLostError)) await flush();
      throw error;
    }
    const json = JSON.stringify(value ?? null);
    await commit({ name, value: json });
    return JSON.parse(json) as T;
  }

  return {
    runId,
    folder: parts.folder,
    isWithoutFiles: true,
    budget,
    abortSignal: lease.abort.signal,
    gate: {
      async pass(key, tokens) {
        await lease.prove();
        await parts.gate.pass(key, tokens, lease.abort.signal);
        // It may have waited for its turn, or have been paused in between.
        await lease.prove();
      },
      hold: parts.gate.hold,
    },
    flush,
    step,
    parallel: createParallel(step),
    checkpoint: {
      async load<T>() {
        await flush();
        const row = await withReconnect(() =>
          database.tables
            .selectFrom('checkpoints')
            .select('value')
            .where('run_id', '=', runId)
            .executeTakeFirst(),
        );
        return row && (JSON.parse(row.value) as T);
      },
      async save(value) {
        pending.checkpoint = JSON.stringify(value ?? null);
      },
    },
    memory: {
      async put(owner, entries) {
        for (const { kind, key, value } of entries)
          pending.memory.push({ kind, key: renderKey(key), owner, value: JSON.stringify(value ?? null) });
      },
      async find(kind, keys) {
        await flush();
        return withReconnect(() => memory.find(kind, keys));
      },
      async forget(owners) {
        await flush();
        await lease.prove();
        await withReconnect(() => memory.forget(owners));
      },
    },
    async emit() {},
    async warn(message) {
      parts.onWarning(message);
    },
    delta() {},
    async recordCall(name, call) {
      budget.add(call.spend);
      details.push(call.detail);
      const { messages, kept } = keepsCalls ? keepMessages(call) : { messages: [], kept: withoutText(call) };
      pending.messages.push(...messages);
      pending.calls.push({ step: name, call: kept, messageHashes: messages.map(({ hash }) => hash) });
    },
    listCallDetails: async () => [...details],
    async lastAnswerers() {
      return new Map(
        details
          .filter(({ address, modelId }) => typeof address === 'string' && typeof modelId === 'string')
          .map(({ address, modelId }) => [address as string, modelId as string]),
      );
    },
    async summarize() {},
    async project() {},
  };
}

let breathedAt = 0;
/**
 * Where models answer at once and the database lives in this process, work follows work without the timers of this
 * process ever having their turn: no heartbeat, no signal.
 */
async function breathe(): Promise<void> {
  if (performance.now() - breathedAt < breatheEveryInMs) return;
  breathedAt = performance.now();
  await setImmediate();
}

/** What calls cost is known for ever; what they said is in the steps, for as long as those are needed. */
function withoutText({ detail, ...call }: CallRecord): CallRecord {
  const { text: _text, ...rest } = detail;
  return { ...call, detail: rest };
}

function keepMessages(call: CallRecord): {
  messages: { hash: string; role: string; content: string }[];
  kept: CallRecord;
} {
  const messages = call.messages.map(({ role, content }) => ({
    hash: createHash('sha256').update(`${role}\n${content}`).digest('hex'),
    role,
    // Postgres text cannot hold NUL; JSON escapes it.
    content: JSON.stringify(content),
  }));
  return { messages, kept: call };
}
