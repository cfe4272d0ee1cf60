/** Everything a reading run tells the world: the engine's events and its own. */
import type { EngineEvent, EventStamp } from '../../run/events.ts';
import type { ReadingUnit } from './read-method.ts';

export type ReadEvent = EventStamp &
  (
    | EngineEvent
    | { type: 'progress'; done: number; of: number; unit: string }
    | ({ type: 'unit-end' } & ReadingUnit)
    // `length`: the answer against what was asked; `complete`: whether every stretch was read.
    | { type: 'check'; name: 'length' | 'complete'; passed: boolean; message: string }
  );
