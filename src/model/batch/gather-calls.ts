/** Gathers what comes at about the same time, within limits. */

export type Gatherer<Call> = {
  add(call: Call): void;
  /** Takes a call out that has not gone yet. Returns whether it was still here. */
  remove(call: Call): boolean;
};

/** A stream of calls that never pauses is cut after this many times the usual wait. */
const longestWaits = 12;

/**
 * Creates a gatherer: calls go out together `gatherInMs` after the last one came, at the latest twelve times that
 * after the first, and at once when the next one would not fit.
 *
 * A call larger than `maxBytes` goes alone. Groups go out one after the other, in the order they were complete.
 *
 * @param options.send - Takes a group; must not reject.
 */
export function createGatherer<Call>({
  maxRows,
  maxBytes,
  gatherInMs,
  bytesOf,
  send,
}: {
  maxRows: number;
  maxBytes: number;
  gatherInMs: number;
  bytesOf: (call: Call) => number;
  send: (calls: Call[]) => Promise<void>;
}): Gatherer<Call> {
  let waiting = new Map<Call, number>();
  let bytes = 0;
  let quiet: NodeJS.Timeout | undefined;
  let latest: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();

  const flush = (): void => {
    clearTimeout(quiet);
    clearTimeout(latest);
    latest = undefined;
    if (waiting.size === 0) return;
    const group = waiting;
    waiting = new Map();
    bytes = 0;
    sending = sending.then(() => {
      const calls = [...group.keys()];
      group.clear();
      return send(calls);
    });
  };

  return {
    add(call) {
      const size = bytesOf(call);
      if (bytes + size > maxBytes) flush();
      waiting.set(call, size);
      bytes += size;
      clearTimeout(quiet);
      if (waiting.size >= maxRows) return flush();
      quiet = setTimeout(flush, gatherInMs);
      latest ??= setTimeout(flush, gatherInMs * longestWaits);
    },
    remove(call) {
      const size = waiting.get(call);
      if (size === undefined) return false;
      waiting.delete(call);
      bytes -= size;
      if (waiting.size === 0) flush();
      return true;
    },
  };
}
