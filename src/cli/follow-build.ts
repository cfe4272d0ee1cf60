/** A build as it goes on: its totals every few seconds, and what went wrong as it comes. */
import { setTimeout as delay } from 'node:timers/promises';
import type { BuildTotals } from '../run/fleet/builds.ts';
import type { Fleet } from '../run/fleet/fleet.ts';
import type { WorkerEvent } from '../run/fleet/worker.ts';
import { formatCount, formatDuration, formatNumber, formatUsd } from './format.ts';
import type { Output } from './output.ts';

const everyInMs = 5_000;

export function followBuild(
  fleet: Fleet,
  buildId: string,
  output: Output,
): { onEvent: (event: WorkerEvent) => void; end(): Promise<void> } {
  const end = new AbortController();
  const startedAt = performance.now();
  let before: number | undefined;

  /** Of a million documents the totals take seconds: the database must have time for other things. */
  let waitInMs = everyInMs;

  async function say(): Promise<void> {
    const askedAt = performance.now();
    const totals = await fleet.totalBuild(buildId);
    waitInMs = Math.max(everyInMs, 20 * (performance.now() - askedAt));
    const over = totals.done + totals.failed;
    before ??= over;
    const perMs = (over - before) / (performance.now() - startedAt);
    const left = totals.waiting + totals.claimed;
    const pace =
      perMs === 0
        ? ''
        : ` · ${formatNumber(Math.round(perMs * 60_000))} documents a minute, about ${formatDuration(left / perMs)} left`;
    output.say(`${describeTotals(totals).join(' · ')}${pace}`);
    output.printEvent({ type: 'progress', done: over, of: totals.documents, unit: 'documents', totals });
  }

  const following = (async () => {
    while (!end.signal.aborted) {
      await delay(waitInMs, undefined, { signal: end.signal }).catch(() => {});
      // A database that is away is told by the worker.
      if (!end.signal.aborted) await say().catch(() => {});
    }
  })();
  return {
    onEvent: (event) => sayWorkerEvent(event, output),
    async end() {
      end.abort();
      await following;
    },
  };
}

/** A line for what a person should know; documents that end well are in the totals. */
export function sayWorkerEvent(event: WorkerEvent, output: Output): void {
  output.printEvent(event);
  switch (event.type) {
    case 'document-failed':
      output.complain(
        `${event.runId}: ${event.message}${event.next === 'retry' ? ' (tried again later)' : ''}`,
      );
      break;
    case 'lost':
      output.say(`${event.runId}: another worker has taken it over.`);
      break;
    case 'took-over':
      output.say(
        `Took over ${formatCount(event.documents, 'document')}${event.workers.length === 0 ? '' : ` of ${event.workers.join(', ')}`}.`,
      );
      break;
    case 'database-away':
      output.complain(`The database is away (${event.message}); waiting for it.`);
      break;
  }
}

/** What there is of a build, in the order people ask. */
export function describeTotals({ documents, done, failed, claimed, figures }: BuildTotals): string[] {
  const { kept = 0, words = 0, calls = 0, usd = 0 } = figures;
  return [
    `${formatNumber(done + failed)} of ${formatCount(documents, 'document')}`,
    `${formatNumber(kept)} kept`,
    ...(failed > 0 ? [`${formatNumber(failed)} failed`] : []),
    `${formatNumber(claimed)} in flight`,
    `${formatCount(words, 'word')}`,
    `${formatCount(calls, 'call')}`,
    ...(usd > 0 ? [formatUsd(usd)] : []),
  ];
}
