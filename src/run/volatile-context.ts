/**
 * A run context in this process's memory, for tests and benches: the same promises as the durable one, no engine, no
 * database, no disk.
 *
 * Nothing of it depends on clock or chance: an event's time is its number, in milliseconds, and steps take none. Two
 * runs of one program over equal models leave equal states.
 */
import { type BudgetLimits, createBudget, type Spend } from './budget.ts';
import { type EventBody, isDelta, type RunEvent } from './events.ts';
import type { RunContext } from './run-context.ts';
import { createParallel } from './run-parallel.ts';
import type { CallRecord } from './store.ts';

/**
 * Everything a run leaves behind, as plain data: `structuredClone` of it at any moment, such as in a listener, is what
 * a process that died at that moment would have left.
 */
export type VolatileState = {
  /** Values of finished steps by name, as JSON, in the order they ended. */
  steps: Map<string, string>;
  /** As JSON; undefined before the first one. */
  checkpoint: string | undefined;
  /** By kind and key, then by owner; values as JSON, with their place in the order they were first put. */
  memory: Map<string, Map<string, { place: number; value: string }>>;
  /** How many entries were ever put. */
  places: number;
  calls: (CallRecord & { step: string })[];
  /** Those that are stored: no deltas. */
  events: RunEvent[];
  summary: Record<string, unknown>;
  /** Readable projections, by file name. */
  files: Map<string, string>;
};

export type VolatileOptions = {
  /** Default `volatile`. */
  runId?: string;
  /** Given to the program as it is, for what it writes there by itself; nothing of ours goes into it. Default ''. */
  folder?: string;
  limits?: BudgetLimits;
  listener?: (event: RunEvent) => void;
  /** What earlier contexts left; filled by this one. Default: a new run. */
  state?: VolatileState;
  /** Asked before each step that is not finished: true keeps it from starting, as a soft stop does. */
  stop?: () => boolean;
  /** Ends the run at once. */
  abortSignal?: AbortSignal;
};

/** The state of a run that has not begun. */
export function createVolatileState(): VolatileState {
  return {
    steps: new Map(),
    checkpoint: undefined,
    memory: new Map(),
    places: 0,
    calls: [],
    events: [],
    summary: {},
    files: new Map(),
  };
}

/**
 * Binds a program to a state in memory; see {@link RunContext} for what each part promises. A second context over the
 * same state is a resume: finished steps answer from it, events said before are handed out but not stored again, and
 * what was spent counts.
 */
export function createVolatileContext(options: VolatileOptions = {}): RunContext {
  const { runId = 'volatile', folder = '', limits = {}, listener, state = createVolatileState() } = options;
  const { stop = () => false, abortSignal = new AbortController().signal } = options;
  const names = new Set<string>();
  const said = new Map(state.events.map((event) => [identityOf(event), event]));
  const budget = createBudget(limits, sumSpend(state.calls));
  const stampOf = (seq: number) => ({ runId, at: new Date(seq).toISOString(), seq });

  function say(body: EventBody, isAlwaysNew = false): void {
    // JSON drops undefined fields, as the store does.
    const plain = roundTrip(body) as EventBody;
    const identity = identityOf(plain);
    const before = isAlwaysNew ? undefined : said.get(identity);
    const event: RunEvent = before ?? { ...plain, ...stampOf(state.events.length + 1) };
    if (before === undefined) {
      said.set(identity, event);
      state.events.push(event);
    }
    listener?.(event);
  }

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (names.has(name)) throw new Error(`Step \`${name}\` stands twice in the program of a run.`);
    names.add(name);
    const found = state.steps.get(name);
    if (found !== undefined) return JSON.parse(found) as T;
    if (abortSignal.aborted || stop()) throw new DOMException('The run was stopped.', 'AbortError');
    say({ type: 'step-start', step: name }, true);
    const value = JSON.stringify((await work()) ?? null);
    state.steps.set(name, value);
    say({ type: 'step-end', step: name, ms: 0 });
    return JSON.parse(value) as T;
  }

  return {
    runId,
    folder,
    budget,
    abortSignal,
    step,
    parallel: createParallel(step),
    checkpoint: {
      async load<T>() {
        return state.checkpoint === undefined ? undefined : (JSON.parse(state.checkpoint) as T);
      },
      async save(value) {
        state.checkpoint = JSON.stringify(value ?? null);
      },
    },
    memory: {
      async put(owner, entries) {
        for (const { kind, key, value } of entries) {
          const slot = slotOf(kind, key);
          const owners = state.memory.get(slot) ?? new Map();
          state.memory.set(slot, owners);
          const place = owners.get(owner)?.place ?? ++state.places;
          owners.set(owner, { place, value: JSON.stringify(value ?? null) });
        }
      },
      async find(kind, keys) {
        return [...new Set(keys)]
          .flatMap((key) =>
            [...(state.memory.get(slotOf(kind, key)) ?? [])].map(([owner, entry]) => ({
              key,
              owner,
              ...entry,
            })),
          )
          .sort((a, b) => a.place - b.place)
          .map(({ key, owner, value }) => ({ key, owner, value: JSON.parse(value) as unknown }));
      },
      async forget(owners) {
        for (const [slot, entries] of state.memory) {
          for (const owner of owners) entries.delete(owner);
          if (entries.size === 0) state.memory.delete(slot);
        }
      },
    },
    async emit(event) {
      say(event);
    },
    async warn(message, name) {
      say({ type: 'warning', message, ...(name && { step: name }) }, true);
    },
    delta(event) {
      if (!isDelta(event)) throw new Error(`Expected an event of streaming text, got \`${event.type}\`.`);
      listener?.({ ...event, ...stampOf(state.events.length) });
    },
    async recordCall(name, call) {
      budget.add(call.spend);
      state.calls.push(roundTrip({ ...call, step: name }) as CallRecord & { step: string });
      const { tokens, usd } = budget.spent;
      // Time of this machine is kept with the call; an event must not depend on it.
      say({ type: 'budget', spentTokens: tokens, spentUsd: usd, spentMs: 0 }, true);
    },
    async listCallDetails() {
      return state.calls.map(({ detail }) => roundTrip(detail) as Record<string, unknown>);
    },
    async lastAnswerers() {
      const answered = state.calls.flatMap(({ detail: { address, modelId } }): [string, string][] =>
        typeof address === 'string' && typeof modelId === 'string' ? [[address, modelId]] : [],
      );
      return new Map(answered);
    },
    async summarize(summary) {
      state.summary = roundTrip(summary) as Record<string, unknown>;
    },
    async project(file, text) {
      state.files.set(file, text);
    },
  };
}

function sumSpend(calls: readonly CallRecord[]): Spend {
  const total = { tokens: 0, usd: 0, ms: 0 };
  for (const { spend } of calls) {
    total.tokens += spend.tokens;
    total.usd += spend.usd;
    total.ms += spend.ms;
  }
  return total;
}

const slotOf = (kind: string, key: string): string => JSON.stringify([kind, key]);
const roundTrip = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

function identityOf({ runId: _runId, at: _at, seq: _seq, ...body }: EventBody): string {
  return JSON.stringify(body);
}
