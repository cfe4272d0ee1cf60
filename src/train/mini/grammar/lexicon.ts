/** The words mini was taught to write. */
import { heroNames } from '../prompt/heroes.ts';
import { listTexts } from './frame.ts';
import { ownTitles, planPoints, sharedTitles, storyPoints } from './frames-plan.ts';
import { effects, matters, qualities, scenes, supplies, tools, troubles } from './scenes.ts';
import { summaryFrames } from './summarise.ts';
import { framesByRegister } from './write-section.ts';

const slotWords = 'the subject this field matter she he her his him herself himself a an';
let known: ReadonlySet<string> | undefined;

/**
 * Whether frames and lists can produce this word, in any case. A written word that is neither known nor in the prompt is
 * a damaged copy. Words with an apostrophe or a hyphen are known as a whole or by all of their parts.
 */
export function isKnownWord(word: string): boolean {
  known ??= new Set(listLexicon());
  const low = word.toLowerCase().replaceAll('’', "'");
  if (known.has(low)) return true;
  const parts = low.split(/['-]/);
  return parts.length > 1 && parts.every((part) => known?.has(part) || part === 's');
}

/** Every word of the grammar in small letters, each once, in the order of the alphabet. */
function listLexicon(): string[] {
  const frames = [
    ...Object.values(framesByRegister).flatMap((sets) => sets.flatMap((set) => Object.values(set).flat())),
    ...Object.values(sharedTitles).flat(),
    ...Object.values(ownTitles).flatMap((parts) => Object.values(parts).flat()),
    ...planPoints,
    ...storyPoints,
    ...summaryFrames,
  ];
  const lists = scenes.flatMap(({ people, person, did, things, place, time }) => [
    ...people,
    ...person,
    ...did,
    ...things,
    ...place,
    ...time,
  ]);
  const texts = [
    ...frames.flatMap(listTexts),
    ...lists,
    ...qualities,
    ...matters,
    ...effects,
    ...supplies,
    ...troubles,
    ...tools,
    ...heroNames,
    slotWords,
  ];
  const words = texts.flatMap((text) => text.toLowerCase().match(/[\p{L}]+/gu) ?? []);
  return [...new Set(words)].sort();
}
