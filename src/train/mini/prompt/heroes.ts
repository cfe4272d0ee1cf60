/** The people of mini's stories. A text keeps one of them from its first section to its last. */
import { createRandom } from '../../../model/simulated/random.ts';

const women = [
  'Mara',
  'Ada',
  'Ruth',
  'Elsa',
  'Nora',
  'Hanna',
  'Clara',
  'Ines',
  'Vera',
  'Lucy',
  'Amina',
  'Rosa',
];
const men = [
  'Tom',
  'Paul',
  'Anton',
  'Henry',
  'Samuel',
  'Jonas',
  'Peter',
  'Omar',
  'Felix',
  'David',
  'Marco',
  'Hugo',
];

/** Every name a story may use. */
export const heroNames: readonly string[] = [...women, ...men];

/** The name that stands for a topic: always the same one for the same topic. */
export const chooseHero = (topic: string): string => createRandom('hero', topic).pick(heroNames);

/** Whether the grammar says "she" of this name. */
export const isWoman = (name: string): boolean => women.includes(name);
