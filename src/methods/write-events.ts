/** Everything a writing run tells the world: the engine's events and its own. */
import type { EngineEvent, EventStamp } from '../run/events.ts';

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
    | { type: 'progress'; done: number; of: number; unit: 'words' }
    | { type: 'check'; name: 'length' | 'complete'; passed: boolean; message: string }
  );
