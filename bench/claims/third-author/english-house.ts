/** What English hospital papers tell of houses and staff, in the forms in which such papers write it. */
import { type Draw, differ, type Fact, type Hospital, misstate } from './hospital.ts';
import { countOf, monthOf, spell, upper } from './write-figures.ts';

const firsts = [
  'Imogen',
  'Rashid',
  'Bronwen',
  'Piotr',
  'Adaeze',
  'Callum',
  'Sunniva',
  'Hector',
  'Leila',
  'Matteo',
];
const lasts = [
  'Farrell',
  'Oyelaran',
  'Pritchard',
  'Wolski',
  'Danjuma',
  'MacAskill',
  'Haugland',
  'Vance',
  'Sadeghi',
  'Brandt',
];
const bodies = [
  'the Wessland Institute of Neurology',
  'Accredita UK',
  'the Joint Board for Stroke Care',
  'Carewell International',
  'the College of Acute Medicine',
];

/** A fact of every topic of the house. */
export function tellEnglishHouse({ year }: Hospital, draw: Draw): Fact[] {
  const { between, pick } = draw;
  const off = (value: number): number => misstate(value, draw);
  const other = (value: number): number => differ(value, draw);
  const cost = between(31, 480);
  const otherCost = other(cost);
  const [doctor, otherDoctor] = draw
    .shuffle(firsts)
    .slice(0, 2)
    .map((first) => `${first} ${pick(lasts)}`) as [string, string];
  const [start, began] = [between(2008, year - 1), between(8, 10)];
  const [power, otherPower] = draw.shuffle([0.75, 1.25, 1.5, 2.25, 2.5, 3.75]) as [number, number];
  const [posts, vacant] = [between(180, 940) + 0.5, between(12, 77)];
  const [body, otherBody] = draw.shuffle(bodies) as [string, string];
  const [granted, grantedIn] = [between(2012, year - 1), monthOf(between(0, 11))];
  const [day, month, opened] = [between(2, 28), between(2, 4), between(1931, 1989)];
  const metres = between(13, 94) * 10;
  const spent = (tenths: number): string => `£${(tenths / 10).toFixed(1)}`;
  return [
    {
      topic: 'director',
      isState: true,
      sources: [
        `Dr ${doctor} has been medical director since ${monthOf(began)} ${start}.`,
        `Medical director: ${doctor} (in post since ${monthOf(began).slice(0, 3)} ${start})`,
      ],
      rival: `The post of medical director is held by Dr ${otherDoctor}.`,
      claim: (name) =>
        `${upper(name)} has had ${pick([doctor, `Dr ${doctor}`, `Dr ${doctor.split(' ')[1]}`])} as its medical director since ${monthOf(began)} ${start}.`,
      swapped: (name) =>
        `${upper(name)} has had Dr ${otherDoctor} as its medical director since ${monthOf(began)} ${start}.`,
      far: (name) =>
        `Clinical matters at ${name} have been in ${doctor}'s hands from the autumn of ${start} on.`,
      wrong: (name) =>
        `${upper(name)} has had Dr ${doctor} as its medical director since ${monthOf(began)} ${start - between(1, 5)}.`,
      negated: (name) =>
        `Dr ${doctor} stepped down as medical director of ${name} in ${monthOf(began)} ${start}.`,
      widened: (name) =>
        `All departments of ${name}, finance and estates among them, have answered to Dr ${doctor} since ${monthOf(began)} ${start}.`,
    },
    {
      topic: 'wing',
      isState: false,
      sources: [
        `The day-surgery wing cost ${spent(cost)} million to build.`,
        `Day-surgery wing, outturn: ${spent(cost)}m`,
      ],
      rival: `Building the day-surgery wing came to ${spent(otherCost)}m.`,
      claim: (name) =>
        `Building the day-surgery wing set ${name} back ${pick([`${spent(cost)}m`, `${spent(cost)} million`, `GBP ${(cost / 10).toFixed(1)} million`])}.`,
      far: (name) =>
        `The bill at ${name} for a place to operate without a night's stay was £${countOf(cost * 100_000)}.`,
      wrong: (name) => `Building the day-surgery wing set ${name} back ${spent(off(cost))}m.`,
      negated: (name) =>
        `${upper(name)} has yet to build the day-surgery wing that was to cost ${spent(cost)}m.`,
      widened: (name) => `The complete rebuilding of ${name}, day surgery and all, cost ${spent(cost)}m.`,
    },
    {
      topic: 'solar',
      isState: false,
      sources: [
        `Between May and August the solar roof yields ${power} MWh a day.`,
        `Solar roof, May–August: ${power} MWh/day`,
      ],
      rival: `The yield of the solar roof from May to August is ${otherPower} MWh a day.`,
      claim: (name) =>
        `From May to August, solar panels give ${name} ${pick([`${countOf(power * 1_000)} kWh a day`, `${power} MWh per day`, `${power} megawatt-hours daily`])}.`,
      far: (name) =>
        `Over four months in and around summer, sunshine covers ${countOf(power * 1_000)} kilowatt-hours of what ${name} uses from one midnight to the next.`,
      wrong: (name) =>
        `From May to August, solar panels give ${name} ${pick([power * 10, power + 0.5, power + 4])} MWh per day.`,
      negated: (name) =>
        `From May to August, solar panels fail to give ${name} the planned ${power} MWh a day.`,
      widened: (name) => `Solar panels give ${name} ${power} MWh a day throughout the year.`,
    },
    {
      topic: 'posts',
      isState: true,
      sources: [
        `The nursing establishment is ${posts} WTE, and ${vacant} of these posts are vacant.`,
        `Vacant nursing posts: ${vacant} (establishment ${posts} WTE)`,
      ],
      rival: `Vacancies in nursing number ${other(vacant)}.`,
      claim: (name) =>
        `${pick([String(vacant), upper(spell(vacant))])} of ${posts} nursing posts at ${name} are vacant.`,
      far: (name) => `${upper(name)} is looking for ${spell(vacant)} nurses.`,
      wrong: (name) => `${off(vacant)} of ${posts} nursing posts at ${name} are vacant.`,
      negated: (name) => `${upper(name)} has filled its ${vacant} vacant nursing posts.`,
      widened: (name) =>
        `Doctors, nurses, porters and all taken together, ${vacant} posts at ${name} are vacant.`,
    },
    {
      topic: 'accreditation',
      isState: true,
      sources: [
        `The stroke unit has held the accreditation of ${body} since ${grantedIn} ${granted}.`,
        `Stroke unit: accredited by ${body}, ${grantedIn} ${granted}`,
      ],
      rival: `Accreditation of the stroke unit lies with ${otherBody}.`,
      claim: (name) =>
        `The stroke unit at ${name} has been accredited by ${body} since ${grantedIn} ${granted}.`,
      swapped: (name) =>
        `The stroke unit at ${name} has been accredited by ${otherBody} since ${grantedIn} ${granted}.`,
      far: (name) =>
        `How ${name} looks after people with a clot or bleed in the brain has had the blessing of ${body} from ${granted} onwards.`,
      wrong: (name) =>
        `The stroke unit at ${name} has been accredited by ${body} since ${grantedIn} ${granted + pick([-3, -2, -1, 1])}.`,
      negated: (name) =>
        `The stroke unit at ${name} was denied accreditation by ${body} in ${grantedIn} ${granted}.`,
      widened: (name) =>
        `${upper(name)} has been accredited by ${body} with all its units since ${grantedIn} ${granted}.`,
    },
    {
      topic: 'maternity',
      isState: false,
      sources: [
        `The maternity block was opened on ${day} ${monthOf(month)} ${opened}.`,
        `Maternity block opened: ${String(day).padStart(2, '0')}/${String(month + 1).padStart(2, '0')}/${opened}`,
      ],
      rival: `The opening of the maternity block took place on ${day} ${monthOf(month)} ${opened + pick([-2, -1, 1, 2])}.`,
      claim: (name) =>
        `The maternity block of ${name} opened on ${pick([`${day} ${monthOf(month)} ${opened}`, `${monthOf(month)} ${day}, ${opened}`])}.`,
      far: (name) =>
        `Ever since the spring of ${opened}, mothers have given birth at ${name} in a building of their own.`,
      wrong: (name) =>
        `The maternity block of ${name} opened on ${day} ${monthOf(month + 1 + between(0, 3))} ${opened}.`,
      negated: (name) => `The maternity block of ${name} shut on ${day} ${monthOf(month)} ${opened}.`,
      widened: (name) => `Every building of ${name} was opened on ${day} ${monthOf(month)} ${opened}.`,
    },
    {
      topic: 'helipad',
      isState: true,
      sources: [
        `By day helicopters can land ${metres} m from the emergency entrance.`,
        `Helipad (daylight only): ${metres} m to the emergency entrance`,
      ],
      rival: `From the helipad to the emergency entrance it is ${other(metres)} metres.`,
      claim: (name) =>
        `In daylight helicopters land ${pick([`${metres} metres`, `${metres / 1_000} km`])} from the emergency entrance of ${name}.`,
      far: (name) => `While it is light, someone flown to ${name} has ${metres} m left to go to the doors.`,
      wrong: (name) =>
        `In daylight helicopters land ${off(metres)} metres from the emergency entrance of ${name}.`,
      negated: (name) =>
        `In daylight no helicopter may land ${metres} metres from the emergency entrance of ${name}.`,
      widened: (name) =>
        `Day and night, helicopters land ${metres} metres from the emergency entrance of ${name}.`,
    },
  ];
}
