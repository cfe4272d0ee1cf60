/** Shows a run on stderr: drawn in place on a terminal, as plain lines anywhere else. */
import type { WriteEvent } from '../methods/write-events.ts';
import { createLiveView } from './live-view.ts';
import type { Output } from './output.ts';
import { describeEvent } from './plain-lines.ts';
import { applyEvent, createProgress, type Progress } from './progress.ts';

/** What shows a run, whatever its events are. */
export type EventView<Event> = {
  readonly progress: { runId: string | undefined };
  show(event: Event): void;
  say(line: string): void;
  /** Makes room on the terminal, for a question or the end; the next event draws again. */
  rest(): void;
};

export type RunView = EventView<WriteEvent> & { readonly progress: Progress };

export function createRunView(output: Output): RunView {
  const progress = createProgress();
  const isLive = process.stderr.isTTY && !output.isQuiet && process.env.TERM !== 'dumb';
  const live = isLive ? createLiveView(progress, process.stderr) : undefined;
  const say = (line: string): void => (live ? live.note(line) : output.say(line));
  return {
    progress,
    say,
    show(event) {
      applyEvent(progress, event);
      const isWorthKeeping = event.type === 'warning' || event.type === 'check';
      const line = live && !isWorthKeeping ? undefined : describeEvent(event, progress);
      if (line !== undefined) say(line);
      live?.update();
    },
    rest: () => live?.clear(),
  };
}
