/** Eight things that can be so of a station by the sea: who, whose, where, when, whether; in English. */
import {
  inWords,
  type Organisation,
  type Person,
  writeCount,
  writeOrganisation,
  writePerson,
} from './english-values.ts';
import type { Fact, Subject } from './fact.ts';

const firstNames = 'Ama Bruno Celia Dario Edda Farid Gwen Hugo Imke Joao Kezia Liam'.split(' ');
const lastNames =
  'Boateng Lindqvist Okafor Marchetti Thorsen Quispe Haddad Novak Ferreira Aalto Yilmaz Drummond Castellan Ibsen Mbeki Sorel Varga Whitlock Zeman Ekdahl'.split(
    ' ',
  );
const bodies = [
  'Northern Tides Institute',
  'Royal Soundings Board',
  'Coastal Weather Service',
  'Union of Harbour Towns',
  'Deep Water Trust',
  'Federal Lights Agency',
  'Kelp and Fisheries Council',
];
const organisations: readonly Organisation[] = bodies.map((name) => ({
  name,
  letters: name.replace(/[^A-Z]/g, ''),
}));

type Make = (subject: Subject) => Fact;

/** By topic. */
export const englishStatements: Record<string, Make> = {
  head: ({ name, other, index, pick }) => {
    const [person, rival] = [personAt(index), personAt(index + 7)];
    const who = (one: Person): string => writePerson(one, pick);
    return {
      topic: 'head',
      told: (subject) => `${capital(subject)} is headed by ${person.first} ${person.last}.`,
      listed: `Head: ${who(person)}`,
      near: pick([`The head of ${name} is ${who(person)}`, `${who(person)} heads ${name}`]),
      far: `Whoever wants a berth at ${name} must ask ${who(person)}, whose word is final there`,
      swapped: pick([`The head of ${name} is ${who(rival)}`, `${who(person)} heads ${other}`]),
      negated: `${who(person)} does not head ${name}`,
      repeated: `We were received by ${who(person)}, the head of ${name}.`,
      changed: `We were received by ${rival.first} ${rival.last}, the head of ${name}.`,
    };
  },
  pier: ({ name, index, pick, between }) => {
    const [person, rival, year] = [personAt(index + 3), personAt(index + 11), between(1930, 1999)];
    const who = (one: Person): string => writePerson(one, pick);
    const near = (one: Person, when: number): string => `In ${when} ${who(one)} built the pier of ${name}`;
    return {
      topic: 'pier',
      told: (subject) => `The pier of ${subject} was built by ${person.first} ${person.last} in ${year}.`,
      near: near(person, year),
      far: `Boats at ${name} tie up to planks and piles that ${who(person)} put there in ${year}`,
      wrong: near(person, year + between(2, 20)),
      swapped: near(rival, year),
      changed: `A brass plate says that the pier of ${name} was built by ${rival.first} ${rival.last}.`,
    };
  },
  owner: ({ name, index, pick }) => {
    const own = organisations[index % organisations.length] as Organisation;
    const rival = organisations[(index + 3) % organisations.length] as Organisation;
    const body = (one: Organisation): string => writeOrganisation(one, pick);
    return {
      topic: 'owner',
      told: (subject) => `${capital(subject)} belongs to the ${own.name} (${own.letters}).`,
      near: pick([`${name} is owned by ${body(own)}`, `The owner of ${name} is ${body(own)}`]),
      far: `The deeds of ${name} lie in the safe of ${body(own)}, to whom roof and ground belong`,
      swapped: `${name} is owned by ${body(rival)}`,
      negated: `${name} does not belong to ${body(own)}`,
      changed: `${name} belongs to the ${rival.name} (${rival.letters}).`,
    };
  },
  inlets: ({ name, other, index, pick, between }) => {
    const [all, some] = [between(5, 9), 2 + (index % 3)];
    const near = (where: string, much: number): string =>
      `Oxygen fell below the limit in ${pick([inWords(much), String(much)])} of the ${inWords(all)} inlets around ${where}`;
    return {
      topic: 'inlets',
      told: (subject) =>
        `In ${inWords(some)} of the ${inWords(all)} inlets around ${subject}, oxygen fell below the limit.`,
      near: near(name, some),
      far: `Fish would have gasped in ${inWords(some)} of the ${inWords(all)} arms of the sea at ${name}, so poor had their water become`,
      wrong: near(name, some === 4 ? 3 : some + 1),
      swapped: near(other, some),
      widened: pick([
        `Oxygen fell below the limit in the inlets around ${name}`,
        `Oxygen fell below the limit in every inlet around ${name}`,
      ]),
    };
  },
  ferry: ({ name, pick, between }) => {
    const times = between(2, 5);
    const near = (much: number, season = ' from May to September'): string =>
      `A ferry calls at ${name} ${pick([inWords(much), String(much)])} times a week${season}`;
    return {
      topic: 'ferry',
      told: (subject) => `From May to September a ferry calls at ${subject} ${inWords(times)} times a week.`,
      near: near(times),
      far: `In the months between spring and autumn, May to September, one reaches ${name} by boat on ${inWords(times)} days out of seven`,
      wrong: near(times + 1),
      negated: `No ferry calls at ${name} from May to September`,
      widened: near(times, pick([' all year round', '', ' in every month'])),
    };
  },
  gauge: ({ name, index, pick, between }) => {
    const year = 1985 + (index % 30);
    return {
      topic: 'gauge',
      told: (subject) => `The tide gauge at ${subject} kept recording through the winter of ${year}.`,
      near: `Through the winter of ${year} the tide gauge at ${name} went on recording`,
      far: `Frost did not silence the instrument that watches the water level at ${name} in the winter of ${year}`,
      wrong: `Through the winter of ${year + between(1, 8)} the tide gauge at ${name} went on recording`,
      negated: pick([
        `The tide gauge at ${name} stopped recording in the winter of ${year}`,
        `The tide gauge at ${name} recorded nothing through the winter of ${year}`,
        `Through the winter of ${year} the tide gauge at ${name} did not go on recording`,
      ]),
    };
  },
  treaty: ({ name, index, pick }) => {
    const town = ['Harlow', 'Vesby', 'Ostrand', 'Millau'][index % 4];
    return {
      topic: 'treaty',
      told: (subject) => `${capital(subject)} never joined the data pact of ${town}.`,
      near: pick([
        `${name} has not joined the data pact of ${town}`,
        `The data pact of ${town} was never joined by ${name}`,
      ]),
      far: `In the list of those who share their data under the pact of ${town}, one looks for ${name} in vain`,
      negated: pick([
        `${name} joined the data pact of ${town}`,
        `The data pact of ${town} was joined by ${name}`,
      ]),
    };
  },
  nets: ({ name, index, pick, between }) => {
    const [colour, nets] = [['grey', 'green', 'white'][index % 3], between(12, 60)];
    return {
      topic: 'nets',
      told: (subject) =>
        `A first trial with ${writeCount(nets, pick)} nets off ${subject} suggests that ${colour} mesh may spare seals.`,
      near: `A trial with ${writeCount(nets, pick)} nets off ${name} suggests that ${colour} mesh may spare seals`,
      far: `If ${inWords(nets)} nets tried out near ${name} are anything to go by, seals might come off better with ${colour} mesh`,
      wrong: `A trial with ${writeCount(nets + between(5, 30), pick)} nets off ${name} suggests that ${colour} mesh may spare seals`,
      widened: pick([
        `The trial with nets off ${name} proved that ${colour} mesh spares seals`,
        `As the trial off ${name} shows, ${colour} mesh always spares seals`,
      ]),
    };
  },
};

/** Neighbours by index share neither first nor last name. */
const personAt = (index: number): Person => ({
  first: firstNames[index % firstNames.length] as string,
  last: lastNames[index % lastNames.length] as string,
});

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
