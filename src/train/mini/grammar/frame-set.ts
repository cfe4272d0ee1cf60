/** Frames by what a sentence does in its section. */
import { type Frame, parseFrames } from './frame.ts';

/**
 * `intro` opens a text and `conclude` ends one; `open` and `close` do so for a section. `point` says a main point, `fact`
 * a given fact. The rest fills paragraphs: `develop`, `cause`, `example`, `contrast`, `detail`, and `turn` leads on.
 */
export type FrameRole =
  | 'intro'
  | 'open'
  | 'point'
  | 'develop'
  | 'cause'
  | 'example'
  | 'contrast'
  | 'detail'
  | 'turn'
  | 'fact'
  | 'close'
  | 'conclude';

export type FrameSet = Record<FrameRole, readonly Frame[]>;

/** Parses a set of frames, one frame on each line of every role. */
export const createFrameSet = (lines: Record<FrameRole, string>): FrameSet =>
  Object.fromEntries(
    Object.entries(lines).map(([role, text]) => [role, parseFrames(text)]),
  ) as unknown as FrameSet;
