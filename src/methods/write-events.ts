/** Everything a writing run tells the world: the engine's events and its own. */

import type { EngineEvent, EventStamp } from '../run/events.ts';
import type { GateName } from '../write/gates/gate.ts';

export type WriteEvent = EventStamp &
  (
    | EngineEvent
    | {
        type: 'plan-ready';
        title: string;
        targetWords: number;
        sections: { id: string; title: string; targetWords: number }[];
      }
    | { type: 'section-start'; id: string; title: string; targetWords: number }
    // A restart throws away what streamed of this section before: `text` is what stays of it.
    | { type: 'section-delta'; id: string; text: string; isRestart: boolean }
    | {
        type: 'section-end';
        id: string;
        title: string;
        targetWords: number;
        deliveredWords: number;
        status: 'done' | 'gap';
        attempts: number;
      }
    // A section that had landed was written anew, in part or whole.
    | { type: 'section-revised'; id: string; title: string; deliveredWords: number; reason: string }
    | { type: 'progress'; done: number; of: number; unit: 'words' }
    // `length` and `complete` judge the document, every other name is a gate; one that cannot judge is `not-run`.
    | {
        type: 'check';
        name: 'length' | 'complete' | GateName;
        /** Absent: the whole document. */
        section?: string;
        passed: boolean;
        verdict?: 'passed' | 'failed' | 'not-run';
        message: string;
      }
  );
