/** How the grammar sums up a section: its points, in one or two sentences. */
import type { Random } from '../../../model/simulated/random.ts';
import { expandFrame, type Frame, parseFrames } from './frame.ts';
import type { GrammarSentence } from './write-section.ts';

const oneFrames = parseFrames(`
The section turns on {one}.
This part is about {one}.
Its main concern is {one}.
The heart of this part is {one}.
It deals with {one}.
It looks at {one}.
`);
const twoFrames = parseFrames(`
The section looks at {one} and then at {two}.
This part deals first with {one} and later with {two}.
It covers {one}, and after that {two}.
Two things stand out: {one}, and {two}.
`);
const secondFrames = parseFrames(`
It also speaks of {one}.
Besides this, it takes up {one}.
A further matter is {one}.
It ends with thoughts on {one}.
`);

/** The frames of summaries, for word lists. */
export const summaryFrames: readonly Frame[] = [...oneFrames, ...twoFrames, ...secondFrames];

/** Says the first points of a section again; at most three of them, in the order they came. */
export function summarise(
  draft: readonly (readonly GrammarSentence[])[],
  { points }: { points: readonly string[] },
  random: Random,
): GrammarSentence[] {
  const order = draft.flat().flatMap(({ point }) => (point === undefined ? [] : [points[point] as string]));
  const [one = '', two, three] = order;
  const say = (frames: readonly Frame[], first: string, second = ''): GrammarSentence => ({
    text: expandFrame(random.pick(frames), (slot) => (slot === 'one' ? first : second), random),
  });
  if (two === undefined) return [say(oneFrames, one)];
  const isLong = one.length + two.length > 90;
  if (isLong) return [say(oneFrames, one), say(secondFrames, two)];
  return three === undefined
    ? [say(twoFrames, one, two)]
    : [say(twoFrames, one, two), say(secondFrames, three)];
}
