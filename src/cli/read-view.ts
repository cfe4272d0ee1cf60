/** Shows a reading on stderr: one line drawn in place on a terminal, plain lines anywhere else. */
import type { ReadEvent } from '../methods/reading/read-events.ts';
import { formatNumber, formatUsd } from './format.ts';
import type { Output } from './output.ts';
import type { EventView } from './run-view.ts';

/** A plain line for every so much of the way. */
const lineEvery = 0.1;

export function createReadView(output: Output): EventView<ReadEvent> {
  const progress: EventView<ReadEvent>['progress'] = { runId: undefined };
  const isLive = process.stderr.isTTY && !output.isQuiet && process.env.TERM !== 'dumb';
  let spent = '';
  let line = '';
  const said = new Map<string, number>();
  const clear = (): void => {
    if (isLive && line !== '') process.stderr.write('\r\u001b[2K');
    line = '';
  };
  const say = (text: string): void => {
    clear();
    output.say(text);
  };
  return {
    progress,
    say,
    show(event) {
      progress.runId = event.runId;
      if (event.type === 'budget') {
        const usd = event.spentUsd > 0 ? `, ${formatUsd(event.spentUsd)}` : '';
        spent = `, ${formatNumber(event.spentTokens)} tokens${usd}`;
      } else if (event.type === 'progress') {
        const { done, of, unit } = event;
        const text = `${unit}: ${formatNumber(done)} of ${formatNumber(of)}${spent}`;
        const isDue = done === of || done / of >= (said.get(unit) ?? 0) + lineEvery;
        if (isLive) {
          clear();
          line = text;
          process.stderr.write(line);
        } else if (isDue) {
          said.set(unit, done / of);
          say(text);
        }
      } else {
        const text = describe(event);
        if (text !== undefined) say(text);
      }
    },
    rest: clear,
  };
}

function describe(event: ReadEvent): string | undefined {
  switch (event.type) {
    case 'run-start':
      return `run ${event.runId}${event.isResumed ? ' goes on' : ''}`;
    case 'warning':
      return `warning: ${event.message}`;
    case 'check':
      return event.passed ? undefined : `check failed: ${event.message}`;
    case 'unit-end':
      return event.status === 'skipped' ? `${event.id} gave nothing: ${event.reason ?? ''}` : undefined;
    default:
      return undefined;
  }
}
