/** `longhand worker`: one process of a fleet. */
import { describeDocuments } from '../dataset/build/document-worker.ts';
import { UsageError } from '../errors.ts';
import { loadTokenizer } from '../model/estimate-tokens.ts';
import { openEngine } from '../run/engine.ts';
import { batchModels } from './batched-world.ts';
import { sayWorkerEvent } from './follow-build.ts';
import { formatCount } from './format.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output, OutputOptions } from './output.ts';
import { findPlace } from './run-place.ts';
import { createModels } from './world.ts';
import { checkJsonKind, readPositiveInteger } from './write-options.ts';

const sayEveryInMs = 30_000;

export async function worker(
  options: OutputOptions & { home?: string; concurrency?: string; untilEmpty?: boolean },
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const concurrency = readPositiveInteger('concurrency', options.concurrency ?? '25');
  const place = findPlace(options, process.env);
  if (place.databaseUrl === undefined)
    throw new UsageError(
      'Expected LONGHAND_DATABASE_URL to name a Postgres that workers share, got none. ' +
        'Set it to postgres://…, or let `longhand dataset build` do all the work in this process.',
    );
  const models = createModels(output, place);
  const batched = batchModels(models.world, place, output);
  await loadTokenizer();
  const engine = await openEngine(place);
  let done = 0;
  let saidAt = performance.now();
  try {
    const working = engine.fleet.work({
      ...describeDocuments(models.world, batched.world),
      concurrency,
      waitsForMore: !options.untilEmpty,
      onEvent(event) {
        sayWorkerEvent(event, output);
        if (event.type !== 'document-end') return;
        done += 1;
        if (performance.now() - saidAt < sayEveryInMs) return;
        saidAt = performance.now();
        output.say(`${formatCount(done, 'document')} made here`);
      },
    });
    output.say(`worker ready: up to ${formatCount(concurrency, 'document')} at once`);
    let isInterrupted = false;
    const stopListening = onInterrupt({
      soft: () => {
        isInterrupted = true;
        output.complain('Stopping: calls in flight end. Again: at once.');
        working.stop();
      },
      hard: () => working.abort(),
    });
    try {
      await working.ended;
    } finally {
      stopListening();
    }
    if (!isInterrupted) await batched.close();
    output.say(`worker ended: ${formatCount(done, 'document')} made here`);
    output.printResult({ status: isInterrupted ? 'interrupted' : 'done', documents: done });
    return isInterrupted ? 130 : 0;
  } finally {
    await engine.close();
  }
}
