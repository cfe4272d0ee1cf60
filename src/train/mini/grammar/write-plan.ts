/** The grammar as a planner. */
import type { Random } from '../../../model/simulated/random.ts';
import type { MiniPlanLine } from '../prompt/mini-output.ts';
import type { MiniRegister } from '../prompt/mini-task.ts';
import { roundToTen } from '../prompt/render-mini-prompt.ts';
import { createSlotFiller } from './fill-slots.ts';
import { expandFrame, type Frame } from './frame.ts';
import { ownTitles, type PlanPart, planPoints, sharedTitles, storyPoints } from './frames-plan.ts';
import { suitableScenes } from './scenes.ts';

type PlanSpec = {
  topic: string;
  key: string;
  register: MiniRegister;
  hero: string;
  sections: number;
  /** Words of one section, about. */
  sectionWords: number;
};

/** Lines beyond this number get one main point each, so that a plan stays short. */
const linesWithTwoPoints = 10;

/**
 * Plans a text: as many lines as asked, from a beginning to an end, no title and no point twice.
 *
 * Texts hold field tokens before every copy of the prompt. Words vary by a tenth around the size of a section.
 */
export function writePlan(spec: PlanSpec, random: Random): MiniPlanLine[] {
  const points = createPointSource(spec, random);
  const decks = new Map<PlanPart, Frame[]>();
  const titles = new Set<string>();
  return Array.from({ length: spec.sections }, (_each, index) => {
    const part = index === 0 ? 'start' : index === spec.sections - 1 ? 'end' : 'middle';
    let title = '';
    for (let tries = 0; tries < 10 && (title === '' || titles.has(title)); tries += 1) {
      const deck =
        decks.get(part) ??
        random.shuffle([
          ...ownTitles[spec.register][part],
          ...(spec.register === 'narrative' ? [] : sharedTitles[part]),
        ]);
      const frame = deck.pop() as Frame;
      if (deck.length > 0) decks.set(part, deck);
      else decks.delete(part);
      title = expandFrame(frame, points.fill(), random);
    }
    titles.add(title);
    const count =
      spec.sections > linesWithTwoPoints ? 1 : 1 + random.integer(2) + (random.next() < 0.3 ? 1 : 0);
    return {
      title,
      points: Array.from({ length: Math.min(2, count) }, () => points.next()),
      words: roundToTen(spec.sectionWords * (0.9 + 0.2 * random.next())),
    };
  });
}

/** Endless main points about a key; none twice until the frames are used up. */
export function createPointSource(
  { topic, key, register, hero }: Pick<PlanSpec, 'topic' | 'key' | 'register' | 'hero'>,
  random: Random,
): { next(): string; fill(): ReturnType<ReturnType<typeof createSlotFiller>['sentence']> } {
  const frames = register === 'narrative' ? storyPoints : planPoints;
  let deck: Frame[] = [];
  const filler = createSlotFiller(
    { topic, key, register, hero, points: [], facts: [], scenes: random.shuffle(suitableScenes(register)) },
    random,
  );
  return {
    fill: () => filler.sentence({}),
    next() {
      if (deck.length === 0) deck = random.shuffle(frames);
      const text = expandFrame(deck.pop() as Frame, filler.sentence({}), random);
      // Points stand inside sentences; those that begin with a hero or a key keep its letters.
      return text.startsWith('<|') ? text : text.charAt(0).toLowerCase() + text.slice(1);
    },
  };
}
