/** Watches a run to its end: events to the view, Ctrl-C to the run. */
import type { OpenRun } from '../methods/open-run.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output } from './output.ts';
import type { EventView } from './run-view.ts';

/** Either what the run gave, or what ended it. */
export type Ending<Result> = { result: Result } | { error: unknown };

/**
 * @param options.renderResume - The command that goes on with a run; absent where a run cannot be resumed.
 */
export async function followRun<Result, Event>(
  run: OpenRun<Result, Event>,
  options: { output: Output; view: EventView<Event>; renderResume?: (runId: string) => string },
): Promise<Ending<Result>> {
  const { output, view, renderResume } = options;
  const release = onInterrupt({
    soft() {
      run.stop();
      const { runId } = view.progress;
      const goOn = runId !== undefined && renderResume ? ` Go on later with: ${renderResume(runId)}` : '';
      view.say(`Stopping after the call in flight; Ctrl-C again stops at once.${goOn}`);
    },
    hard() {
      run.abort();
      view.say('Stopping now.');
    },
  });
  try {
    for await (const event of run) {
      output.printEvent(event);
      view.show(event);
    }
    return { result: await run.result };
  } catch (error) {
    return { error };
  } finally {
    view.rest();
    release();
  }
}
