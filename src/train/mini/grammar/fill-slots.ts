/** What stands in the slots of a frame: copies of the prompt behind their tokens, and words of the section's scenes. */
import type { Random } from '../../../model/simulated/random.ts';
import { isWoman } from '../prompt/heroes.ts';
import type { MiniRegister } from '../prompt/mini-task.ts';
import { factTokens, pointTokens } from '../prompt/special-tokens.ts';
import type { FillSlot } from './frame.ts';
import { effects, matters, qualities, type Scene, supplies, tools, troubles } from './scenes.ts';

type SlotContext = {
  register: MiniRegister;
  topic: string;
  key: string;
  points: readonly string[];
  facts: readonly string[];
  /** Of a story; '' elsewhere. */
  hero: string;
  /** Settings, at least two; a paragraph keeps to one. */
  scenes: readonly Scene[];
};

/** Fillers of one section: words come again only when their list is used up. */
type SlotFiller = {
  /** Fills for one sentence; `point` and `fact` are indices into the context. */
  sentence(chosen: { point?: number; fact?: number; scene?: number }): FillSlot;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Whether a topic is a clause ("how to …"), for frames that need a noun phrase. */
const isClause = (topic: string): boolean => /^(?:how|why|when|where|what|whether|who|which)\b/i.test(topic);

/**
 * Creates the filler of one section.
 *
 * `{about}` takes any topic; `{topic}` gives way to the key where the topic is a clause. `{people}` and `{people2}` of
 * one sentence differ, and so do two times `{matter}` and the like.
 */
export function createSlotFiller(context: SlotContext, random: Random): SlotFiller {
  const decks = new Map<string, string[]>();
  /** Draws without putting back; `not` are fillers of this sentence. */
  const draw = (name: string, list: readonly string[], not: ReadonlySet<string>): string => {
    let deck = decks.get(name) ?? [];
    if (!deck.some((word) => !not.has(word))) deck = random.shuffle(list);
    const at = deck.findIndex((word) => !not.has(word));
    const [word] = deck.splice(Math.max(0, at), 1);
    decks.set(name, deck);
    return word as string;
  };
  const copy = (token: string, text: string): string => `${token} ${text}`;
  const woman = isWoman(context.hero);
  return {
    sentence({ point = 0, fact = 0, scene: index = random.integer(context.scenes.length) }) {
      const used = new Set<string>();
      // One setting a sentence: "Sailors opened the old boxes" would mix two.
      const scene = context.scenes[index % context.scenes.length] as Scene;
      const other = context.scenes[(index + 1) % context.scenes.length] as Scene;
      const take = (name: string, list: readonly string[]): string => {
        const word = draw(`${name} of ${list[0]}`, list, used);
        used.add(word);
        return word;
      };
      return (slot) => {
        switch (slot) {
          case 'key':
            return copy('<|key|>', context.key);
          case 'topic':
            return isClause(context.topic) ? copy('<|key|>', context.key) : copy('<|topic|>', context.topic);
          case 'about':
            return copy('<|topic|>', context.topic);
          case 'point':
            return copy(pointTokens[point] as string, context.points[point] as string);
          case 'fact':
            return copy(factTokens[fact] as string, context.facts[fact] as string);
          case 'hero':
            return copy('<|hero|>', context.hero);
          case 'she':
            return woman ? 'she' : 'he';
          case 'her':
            return woman ? 'her' : 'his';
          case 'her_object':
            return woman ? 'her' : 'him';
          case 'herself':
            return woman ? 'herself' : 'himself';
          case 'subject':
            return random.pick(['the subject', 'this field', 'the matter']);
          case 'things':
          case 'things2':
            // A guide speaks of what its reader has at hand.
            return context.register === 'how-to' ? take('tools', tools) : take('things', scene.things);
          case 'people':
          case 'person':
          case 'did':
          case 'place':
          case 'time':
            return take(slot, scene[slot]);
          case 'people2':
            return take('people', other.people);
          case 'did2':
            return take('did', scene.did);
          case 'matter':
            return take('matter', matters);
          case 'effect':
            return take('effect', effects);
          case 'supply':
            return take('supply', supplies);
          case 'trouble':
            return take('trouble', troubles);
          case 'tools':
            return take('tools', tools);
          case 'quality':
            return take('quality', qualities);
          case 'a quality': {
            const quality = take('quality', qualities);
            return `${/^(?:[aeiou](?!se)|honest)/.test(quality) ? 'an' : 'a'} ${quality}`;
          }
          case 'People':
          case 'Person':
          case 'Things':
            return capital(
              take(slot.toLowerCase(), scene[slot.toLowerCase() as 'people' | 'person' | 'things']),
            );
          case 'Matter':
            return capital(take('matter', matters));
          default:
            throw new RangeError(`Expected a slot of the grammar, got \`{${slot}}\`.`);
        }
      };
    },
  };
}
