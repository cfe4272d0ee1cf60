/** What the gates found in a text as it stands now. */
import type { WriteEvent } from '../../methods/write-events.ts';

export type Check = {
  /** `length`, `complete`, or the name of a gate. */
  name: string;
  /** Absent: the whole text. */
  section?: string;
  verdict: 'passed' | 'failed' | 'not-run';
  message: string;
};

/** The checks of a run; what was found in a section that was written anew since, or changed by hand, is forgotten. */
export function listChecks(events: readonly WriteEvent[]): Check[] {
  const checks = new Map<string, Check>();
  for (const event of events) {
    if (event.type === 'section-end' || event.type === 'section-revised') {
      for (const [key, { section }] of checks) if (section === event.id) checks.delete(key);
    } else if (event.type === 'check') {
      const { name, section, passed, message, verdict = passed ? 'passed' : 'failed' } = event;
      const check = { name, ...(section !== undefined && { section }), verdict, message };
      checks.set(JSON.stringify([name, section]), check);
    }
  }
  return [...checks.values()];
}
