/** A run as plain lines, for logs and pipes. */
import type { WriteEvent } from '../methods/write-events.ts';
import { formatCount, formatNumber } from './format.ts';
import type { Progress } from './progress.ts';

/** The line an event is worth, after `progress` took it in; undefined for one that is worth none. */
export function describeEvent(event: WriteEvent, progress: Progress): string | undefined {
  switch (event.type) {
    case 'run-start':
      return `run ${event.runId}${event.isResumed ? ' goes on' : ''}`;
    case 'plan-ready':
      return `plan ready: ${formatCount(progress.sections.length, 'section')}, ${formatNumber(event.targetWords)} words, "${event.title}"`;
    case 'section-end': {
      const place = progress.sections.findIndex(({ id }) => id === event.id) + 1;
      const name = event.title === '' ? '' : ` "${event.title}"`;
      const words =
        event.status === 'gap'
          ? 'left as a marked gap'
          : `${formatNumber(event.deliveredWords)} of ${formatNumber(event.targetWords)} words`;
      return `section ${place}/${progress.sections.length}${name}: ${words}`;
    }
    case 'warning':
      return `warning: ${event.message}`;
    case 'check': {
      if (event.passed) return undefined;
      const where = event.section === undefined ? '' : ` (section ${event.section})`;
      const how = event.verdict === 'not-run' ? `check ${event.name} not run` : 'check failed';
      return `${how}${where}: ${event.message}`;
    }
    default:
      return undefined;
  }
}
