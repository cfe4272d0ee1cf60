/** Eight things with a figure or a day that can be so of a station by the sea, in English. */
import {
  type Day,
  writeCount,
  writeDay,
  writeMass,
  writeMetres,
  writeMillions,
  writeMoney,
  writeMonths,
  writeShare,
} from './english-values.ts';
import type { Fact, Subject } from './fact.ts';

type Make = (subject: Subject) => Fact;

/** By topic. */
export const englishMeasures: Record<string, Make> = {
  depth: ({ name, other, index, pick, between }) => {
    const value = 250 + 10 * ((index * 37) % 401);
    const metres = (much = value): string => writeMetres(much, pick);
    const off = value + 10 * between(7, 60);
    const near = (where: string, much: string): string =>
      pick([`At ${where} the sea floor lies ${much} down`, `The water off ${where} is ${much} deep`]);
    return {
      topic: 'depth',
      told: (subject) => `The sea floor under ${subject} lies ${metres()} below the surface.`,
      listed: `Depth of the sea floor: ${metres()}`,
      near: near(name, metres()),
      far: `Whoever drops a lead line from the edge of ${name} must pay out ${metres()} before it goes slack`,
      wrong: near(name, metres(off)),
      swapped: near(other, metres()),
      repeated: `Our echo sounder gave ${metres()} for the sea floor under ${name}.`,
      changed: `Our echo sounder gave ${metres(off)} for the sea floor under ${name}.`,
    };
  },
  staff: ({ name, other, index, pick, between }) => {
    const value = 12 + ((index * 31) % 87);
    const people = (much = value): string => writeCount(much, pick);
    const off = value + between(5, 40);
    const near = (where: string, much: string): string =>
      pick([`${where} has a permanent staff of ${much}`, `A permanent staff of ${much} is kept at ${where}`]);
    return {
      topic: 'staff',
      told: (subject) => `The permanent staff of ${subject} numbers ${people()}.`,
      listed: `Permanent staff: ${people()}`,
      near: near(name, people()),
      far: `In January as in July the pay roll of ${name} lists ${people()} names`,
      wrong: near(name, people(off)),
      swapped: near(other, people()),
      repeated: `${name} keeps ${people()} people on its permanent staff.`,
      changed: `${name} keeps ${people(off)} people on its permanent staff.`,
    };
  },
  grant: ({ name, other, index, pick, between }) => {
    const value = 100_000 * (3 + ((index * 29) % 97));
    const money = (much = value): string => writeMoney(much, pick);
    const off = value + 100_000 * between(3, 40);
    return {
      topic: 'grant',
      told: (subject) => `A yearly grant of ${money()} pays for the work of ${subject}.`,
      listed: `Yearly grant: ${money()}`,
      near: `${name} works on a yearly grant of ${money()}`,
      far: `Every twelve months the treasury parts with ${money()} so that the lamps of ${name} stay lit`,
      wrong: `${name} works on a yearly grant of ${money(off)}`,
      swapped: `${other} works on a yearly grant of ${money()}`,
      changed: `The yearly grant of ${name} amounts to ${money(off)}.`,
    };
  },
  buoys: ({ name, other, index, pick, between }) => {
    const value = [20, 25, 40, 50, 75, 12, 33, 61, 84][index % 9] as number;
    const year = 1990 + (index % 25);
    const share = (much = value): string => writeShare(much, pick);
    const near = (where: string, much: string): string =>
      `The storm of ${year} cost ${where} ${much} of its buoys`;
    return {
      topic: 'buoys',
      told: (subject) => `Of the buoys moored at ${subject}, ${share()} were lost in the storm of ${year}.`,
      near: near(name, share()),
      far: `Once the gale of ${year} had blown itself out, ${share()} of the floats off ${name} were gone`,
      wrong: near(name, share(value + between(4, 13))),
      swapped: near(other, share()),
      negated: `The storm of ${year} did not cost ${name} any of its buoys`,
    };
  },
  opening: ({ name, other, index, pick, between }) => {
    const day: Day = { year: 1952 + ((index * 7) % 48), month: 1 + (index % 12), day: between(1, 28) };
    const date = (when = day): string => writeDay(when, pick);
    const off = pick([
      { ...day, year: day.year + between(1, 9) },
      { ...day, month: 1 + (day.month % 12) },
      { ...day, day: 1 + (day.day % 28) },
    ]);
    const near = (where: string, when: string): string =>
      pick([`The opening of ${where} took place on ${when}`, `${where} opened on ${when}`]);
    return {
      topic: 'opening',
      told: (subject) => `${capital(subject)} was opened on ${date()}.`,
      listed: `Opened: ${date()}`,
      near: near(name, date()),
      far: `The first kettle boiled in the mess of ${name} on the day its doors were unlocked, ${date()}`,
      wrong: near(name, date(off)),
      swapped: near(other, date()),
      repeated: `The doors of ${name} were opened on ${date()}.`,
      changed: `The doors of ${name} were opened on ${date(off)}.`,
    };
  },
  anchor: ({ name, other, index, pick, between }) => {
    const value = 600 + 100 * ((index * 23) % 93);
    const mass = (much = value): string => writeMass(much, pick);
    return {
      topic: 'anchor',
      told: (subject) => `The main anchor of ${subject} weighs ${mass()}.`,
      listed: `Main anchor: ${mass()}`,
      near: `The main anchor of ${name} has a weight of ${mass()}`,
      far: `It is ${mass()} of iron that hold ${name} in its place when the sea pulls at it`,
      wrong: `The main anchor of ${name} has a weight of ${mass(value + 100 * between(3, 30))}`,
      swapped: `The main anchor of ${other} has a weight of ${mass()}`,
    };
  },
  survey: ({ name, other, index, pick, between }) => {
    const value = [18, 24, 30, 7, 11, 14][index % 6] as number;
    const long = (much = value): string => writeMonths(much, pick);
    return {
      topic: 'survey',
      told: (subject) => `The survey of the kelp beds off ${subject} took ${long()}.`,
      near: `It took ${long()} to survey the kelp beds off ${name}`,
      far: `Divers were busy for ${long()} before every weed bed at ${name} was on the map`,
      wrong: `It took ${long(value + between(2, 5))} to survey the kelp beds off ${name}`,
      swapped: `It took ${long()} to survey the kelp beds off ${other}`,
      changed: `The survey of the kelp beds off ${name} took ${long(value + 9)}.`,
    };
  },
  readings: ({ name, other, index, pick, between }) => {
    const [value, year] = [50_000 * (11 + ((index * 13) % 89)), 2001 + (index % 20)];
    const count = (much = value): string => writeMillions(much, pick);
    return {
      topic: 'readings',
      told: (subject) => `By the end of ${year} the sensors at ${subject} had taken ${count()} readings.`,
      near: `The sensors at ${name} had taken ${count()} readings by the end of ${year}`,
      far: `When ${year} closed, the instruments of ${name} had looked at the sea ${count()} times`,
      wrong: `The sensors at ${name} had taken ${count(value + 50_000 * between(3, 30))} readings by the end of ${year}`,
      swapped: `The sensors at ${other} had taken ${count()} readings by the end of ${year}`,
    };
  },
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
