/** The grammar as a writer: sentences from frames, in paragraphs, to about a number of words. */
import type { Random } from '../../../model/simulated/random.ts';
import { countWords } from '../../../text/count-words.ts';
import { removeTokens } from '../prompt/mini-output.ts';
import type { MiniRegister } from '../prompt/mini-task.ts';
import { styleCount } from '../prompt/special-tokens.ts';
import { createSlotFiller } from './fill-slots.ts';
import { expandFrame, type Frame } from './frame.ts';
import type { FrameRole, FrameSet } from './frame-set.ts';
import { expositoryFrames } from './frames-expository.ts';
import { howToFrames } from './frames-how-to.ts';
import { narrativeFrames } from './frames-narrative.ts';
import { reportFrames } from './frames-report.ts';
import { sharedFrames } from './frames-shared.ts';
import { type Scene, suitableScenes } from './scenes.ts';

/** All frames of each register; stories do not use the shared ones. */
export const framesByRegister: Record<MiniRegister, readonly FrameSet[]> = {
  expository: [expositoryFrames, sharedFrames],
  narrative: [narrativeFrames],
  report: [reportFrames, sharedFrames],
  'how-to': [howToFrames, sharedFrames],
};

type SectionSpec = {
  topic: string;
  key: string;
  register: MiniRegister;
  place: 'first' | 'middle' | 'last' | 'only';
  /** Pool of frames, 0 to `styleCount` − 1; absent: all of them. */
  style?: number;
  /** Starts with an opening; `more` goes on in the middle. */
  isMore?: boolean;
  hero: string;
  points: readonly string[];
  facts: readonly string[];
  /** Sentences not to write again. */
  notAgain?: readonly string[];
  words: number;
};

/** A sentence with its field tokens, and the point it says. */
export type GrammarSentence = { text: string; point?: number };

/** Words that a closing sentence takes, about. */
const closeWords = 12;
const fillers: readonly FrameRole[] = [
  'develop',
  'develop',
  'detail',
  'example',
  'cause',
  'contrast',
  'develop',
  'example',
];

/**
 * Writes the paragraphs of a section: an opening, each point once in order, filling sentences around them, a close.
 *
 * No frame comes twice until the pool of its role is used up, and no sentence comes twice. Ends within about one
 * sentence of `words`; every point is said even where that takes more.
 */
export function writeSection(spec: SectionSpec, random: Random): GrammarSentence[][] {
  const settings = random.shuffle(scenesOf(spec)).slice(0, 2);
  const filler = createSlotFiller({ ...spec, scenes: settings }, random);
  const paragraphs: GrammarSentence[][] = [];
  const decks = new Map<FrameRole, Frame[]>();
  const used = new Set<Frame>();
  const said = new Set(spec.notAgain);
  let remaining = spec.words;
  let sinceKey = 0;

  const write = (role: FrameRole, chosen: { point?: number; fact?: number } = {}): GrammarSentence => {
    const needsKey = sinceKey >= 2 && role !== 'turn' && role !== 'point' && role !== 'fact';
    for (let tries = 0; ; tries += 1) {
      let deck = decks.get(role) ?? [];
      if (deck.length === 0 && !decks.has(role)) deck = random.shuffle(pool(spec, role));
      // A used-up pool opens up to the other frames of the register, and only then to those used before.
      if (deck.length === 0) deck = random.shuffle(allFrames(spec, role).filter((frame) => !used.has(frame)));
      if (deck.length === 0) deck = random.shuffle(allFrames(spec, role));
      const wanted = needsKey ? deck.findIndex(({ slots }) => slots.has('key')) : 0;
      const [frame] = deck.splice(Math.max(0, wanted), 1) as [Frame];
      decks.set(role, deck);
      used.add(frame);
      const text = expandFrame(frame, filler.sentence({ ...chosen, scene: paragraphs.length }), random);
      const plain = removeTokens(text);
      if (said.has(plain) && tries < 20) continue;
      said.add(plain);
      sinceKey = /<\|(?:key|topic)\|>/.test(text) ? 0 : sinceKey + 1;
      remaining -= countWords(removeTokens(text));
      return chosen.point === undefined ? { text } : { text, point: chosen.point };
    }
  };

  const count = Math.max(
    1,
    Math.round(spec.words / 70),
    Math.min(spec.points.length, Math.round(spec.words / 45)),
  );
  const perParagraph = spec.words / count;
  let point = 0;
  let fact = 0;
  for (let index = 0; index < count; index += 1) {
    const sentences: GrammarSentence[] = [];
    const floor = spec.words - perParagraph * (index + 1);
    const isLast = index === count - 1;
    const opens = index === 0 && !spec.isMore;
    if (opens) sentences.push(write(spec.place === 'first' || spec.place === 'only' ? 'intro' : 'open'));
    else if (random.next() < 0.3) sentences.push(write('turn'));
    const duePoints = Math.ceil((spec.points.length * (index + 1)) / count);
    const order = random.shuffle(fillers);
    let filled = 0;
    const due = (): boolean => point < duePoints;
    while (due() || remaining > floor + (isLast ? closeWords + 3 : 8)) {
      const isRoomShort = remaining < floor + 22 * (duePoints - point);
      const sayPoint = due() && (isRoomShort || !(opens && sentences.length === 1 && random.next() < 0.3));
      if (sayPoint && (filled > 0 || sentences.length < 2 || isRoomShort)) {
        sentences.push(write('point', { point }));
        point += 1;
        filled = 0;
      } else if (fact < spec.facts.length && random.next() < 0.5) {
        sentences.push(write('fact', { fact }));
        fact += 1;
      } else {
        sentences.push(write(order[filled % order.length] as FrameRole));
        filled += 1;
      }
      if (sentences.length > 12) break;
    }
    if (isLast && remaining > 4)
      sentences.push(write(spec.place === 'last' || spec.place === 'only' ? 'conclude' : 'close'));
    if (sentences.length > 0) paragraphs.push(sentences);
  }
  return paragraphs;
}

const allFrames = ({ register }: SectionSpec, role: FrameRole): Frame[] =>
  framesByRegister[register].flatMap((set) => set[role]);

/**
 * The frames of a style. Each frame is in two of the styles, and the second one shifts from row to row of the table, so
 * that any two styles share few frames. Openings and ends of whole texts are few and belong to every style.
 */
function pool(spec: SectionSpec, role: FrameRole): Frame[] {
  const all = allFrames(spec, role);
  const { style } = spec;
  if (style === undefined || role === 'intro' || role === 'conclude') return all;
  const step = 1 + (all.length % 2);
  const chosen = all.filter((_frame, index) => {
    const home = index % styleCount;
    const second = (home + 1 + step * Math.floor(index / styleCount)) % styleCount;
    return home === style || second === style;
  });
  return chosen.length > 0 ? chosen : all;
}

/** The settings of a style: four of those that suit the register, mostly other ones for its neighbours. */
function scenesOf({ register, style }: SectionSpec): Scene[] {
  const all = suitableScenes(register);
  if (style === undefined) return all;
  return [0, 1, 2, 3].map(
    (offset) => all[(style * 4 + offset + Math.floor(style / 4)) % all.length] as Scene,
  );
}
