/** What English hospital papers tell, in the forms in which such papers write figures, spans of time, shares and money. */
import { type Draw, type Fact, type Hospital, misstate } from './hospital.ts';

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'x x twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** @param value - 0 to 999. */
export function spell(value: number): string {
  if (value < 20) return small[value] as string;
  if (value < 100) return `${tens[Math.floor(value / 10)]}${value % 10 === 0 ? '' : `-${small[value % 10]}`}`;
  return `${small[Math.floor(value / 100)]} hundred${value % 100 === 0 ? '' : ` and ${spell(value % 100)}`}`;
}

const count = (value: number): string => value.toLocaleString('en-GB');
const monthOf = (at: number): string => months[at] as string;
const shares: [number, string][] = [
  [12.5, 'one in eight'],
  [20, 'a fifth'],
  [25, 'a quarter'],
  [40, 'two in five'],
  [37.5, 'three in eight'],
  [15, 'three in twenty'],
  [30, 'three in ten'],
  [35, 'seven in twenty'],
  [62.5, 'five in eight'],
  [75, 'three quarters'],
];
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
const upper = (text: string): string => text[0]?.toUpperCase() + text.slice(1);

/** A fact of every topic. */
export function tellEnglish(hospital: Hospital, draw: Draw): Fact[] {
  const { between, pick } = draw;
  const { here, year } = hospital;
  const off = (value: number): number => misstate(value, draw);
  const [span, ended] = [`${year - 1}/${String(year).slice(2)}`, `the year to 31 March ${year}`];
  const [beds, visits, weeks, cost] = [
    between(84, 690),
    between(14_000, 96_000),
    between(7, 39),
    between(31, 480),
  ];
  const [otherBeds, otherCost, otherVisits, otherWeeks] = [
    Math.min(999, off(beds)),
    off(cost),
    off(visits),
    off(weeks),
  ];
  const [doctor, otherDoctor] = draw
    .shuffle(firsts)
    .slice(0, 2)
    .map((first) => `${first} ${pick(lasts)}`) as [string, string];
  const [start, began] = [between(2008, year - 1), between(8, 10)];
  const [rate, otherRate] = draw.shuffle([2, 3, 4, 6, 7, 8, 9]) as [number, number];
  const theatres = between(5, 14);
  const [open, otherOpen] = draw.shuffle([2, 3, 4]) as [number, number];
  const [power, otherPower] = draw.shuffle([0.75, 1.25, 1.5, 2.25, 2.5, 3.75]) as [number, number];
  const [[back, backWords], [otherBack]] = draw.shuffle(shares) as [[number, string], [number, string]];
  const [posts, vacant] = [between(180, 940) + 0.5, between(12, 77)];
  const [body, otherBody] = draw.shuffle(bodies) as [string, string];
  const [granted, grantedIn] = [between(2012, year - 1), monthOf(between(0, 11))];
  const [adults, limit] = [between(23, 190), pick([60, 65, 70])];
  const [day, month, opened] = [between(2, 28), between(2, 4), between(1931, 1989)];
  const metres = between(13, 94) * 10;
  const [hours, minutes] = [between(2, 6), pick([5, 12, 20, 24, 35, 48])];
  const spent = (tenths: number): string => `£${(tenths / 10).toFixed(1)}`;
  return [
    {
      topic: 'beds',
      isState: true,
      sources: [
        `${upper(here())} keeps ${beds} staffed beds on its adult wards.`,
        `Staffed beds on adult wards: ${beds}`,
      ],
      rival: pick([
        `Adult wards hold ${otherBeds} staffed beds.`,
        `Capacity for adults stands at ${spell(otherBeds)} staffed beds.`,
      ]),
      claim: (name) =>
        pick([
          `${upper(name)} has ${beds} staffed beds on its adult wards.`,
          `Adult wards at ${name} offer ${spell(beds)} staffed beds.`,
        ]),
      far: (name) => `On a full night ${name} has nurses for ${beds} grown-up patients lying in.`,
      wrong: (name) => `${upper(name)} has ${off(beds)} staffed beds on its adult wards.`,
      negated: (name) => `${upper(name)} is without staff for the ${beds} beds on its adult wards.`,
      widened: (name) =>
        `Counting every ward, children's and maternity too, ${name} has ${beds} staffed beds.`,
    },
    {
      topic: 'visits',
      isState: false,
      sources: [
        `Attendances at the emergency department came to ${count(visits)} in ${ended}.`,
        `A&E attendances, ${span}: ${String(visits).replace(/(?=\d{3}$)/, '\u202f')}`,
      ],
      rival: `In ${span} the emergency department registered ${count(otherVisits)} attendances.`,
      claim: (name) =>
        pick([
          `A&E at ${name} saw ${count(visits)} attendances in ${span}.`,
          `The emergency department of ${name} logged ${(visits / 1_000).toFixed(3)} thousand attendances in FY${span}.`,
        ]),
      far: (name) =>
        `Roughly ${count(Math.round(visits / 100) * 100)} times in the twelve months that closed with March ${year}, someone came to ${name} in an emergency.`,
      wrong: (name) => `A&E at ${name} saw ${count(off(visits))} attendances in ${span}.`,
      negated: (name) => `Attendances at A&E in ${name} fell short of ${count(visits)} in ${span}.`,
      widened: (name) => `Year in, year out, A&E at ${name} sees ${count(visits)} attendances.`,
    },
    {
      topic: 'wait',
      isState: true,
      sources: [
        `The median wait for a routine hip replacement is ${weeks} weeks from referral.`,
        `Routine hip replacement, median wait: ${weeks} wks`,
      ],
      rival: `Routine patients wait a median of ${otherWeeks} weeks for a new hip.`,
      claim: (name) =>
        `A routine hip replacement at ${name} takes ${pick([`${spell(weeks)} weeks`, `${weeks * 7} days`])} to come round at the median.`,
      far: (name) =>
        `Of those sent to ${name} for a new hip without urgency, half are still in the queue after ${weeks} weeks.`,
      wrong: (name) =>
        `A routine hip replacement at ${name} takes ${off(weeks)} weeks to come round at the median.`,
      negated: (name) => `The median wait for a routine hip replacement at ${name} isn't ${weeks} weeks.`,
      widened: (name) => `Whatever the operation, patients of ${name} wait ${weeks} weeks at the median.`,
    },
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
        `The bill at ${name} for a place to operate without a night's stay was £${count(cost * 100_000)}.`,
      wrong: (name) => `Building the day-surgery wing set ${name} back ${spent(off(cost))}m.`,
      negated: (name) =>
        `${upper(name)} has yet to build the day-surgery wing that was to cost ${spent(cost)}m.`,
      widened: (name) => `The complete rebuilding of ${name}, day surgery and all, cost ${spent(cost)}m.`,
    },
    {
      topic: 'infection',
      isState: false,
      sources: [
        `On surgical wards, bloodstream infections ran at 0.${rate} per 1,000 bed-days in ${ended}.`,
        `Bloodstream infections, surgical wards, ${span}: 0.${rate} per 1,000 bed-days`,
      ],
      rival: `Surgical wards reported 0.${otherRate} bloodstream infections per 1,000 bed-days for ${span}.`,
      claim: (name) =>
        `Surgical wards at ${name} had 0.${rate} bloodstream infections for every 1,000 bed-days in ${span}.`,
      far: (name) =>
        `In 10,000 days spent in bed after an operation at ${name}, germs got into the blood ${spell(rate)} times during FY${span}.`,
      wrong: (name) =>
        `Surgical wards at ${name} had ${pick([rate, `0.0${rate}`, `1.${rate}`])} bloodstream infections for every 1,000 bed-days in ${span}.`,
      negated: (name) =>
        `Surgical wards at ${name} stayed clear of bloodstream infections in ${span}, for all the 0.${rate} per 1,000 bed-days allowed.`,
      widened: (name) =>
        `Hospital-wide, ${name} had 0.${rate} bloodstream infections per 1,000 bed-days in ${span}.`,
    },
    {
      topic: 'theatres',
      isState: true,
      sources: [
        `Of the ${spell(theatres)} operating theatres, ${spell(open)} are in use on Saturdays.`,
        `Theatres in use on Saturdays: ${open} of ${theatres}`,
      ],
      rival: `On Saturdays ${spell(otherOpen)} of the ${spell(theatres)} theatres are used.`,
      claim: (name) => `${upper(spell(open))} out of ${theatres} theatres at ${name} are used on Saturdays.`,
      far: (name) =>
        `When the weekend begins, surgeons at ${name} work on in ${open} rooms and leave ${theatres - open} dark.`,
      wrong: (name) =>
        `${upper(spell(open + between(1, 2)))} out of ${theatres} theatres at ${name} are used on Saturdays.`,
      negated: (name) => `None of the ${theatres} theatres at ${name} is used on Saturdays.`,
      widened: (name) => `Each of the ${theatres} theatres at ${name} is used on Saturdays.`,
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
        `From May to August, solar panels give ${name} ${pick([`${count(power * 1_000)} kWh a day`, `${power} MWh per day`, `${power} megawatt-hours daily`])}.`,
      far: (name) =>
        `Over four months in and around summer, sunshine covers ${count(power * 1_000)} kilowatt-hours of what ${name} uses from one midnight to the next.`,
      wrong: (name) =>
        `From May to August, solar panels give ${name} ${pick([power * 10, power + 0.5, power + 4])} MWh per day.`,
      negated: (name) =>
        `From May to August, solar panels fail to give ${name} the planned ${power} MWh a day.`,
      widened: (name) => `Solar panels give ${name} ${power} MWh a day throughout the year.`,
    },
    {
      topic: 'readmission',
      isState: false,
      sources: [
        `In ${ended}, ${back}% of patients with heart failure were readmitted within 30 days.`,
        `Readmitted within 30 days, heart failure, ${span}: ${back} per cent`,
      ],
      rival: `Readmissions within 30 days stood at ${otherBack} per cent for heart failure in ${span}.`,
      claim: (name) =>
        `${pick([upper(backWords), `${back} per cent`, `${back}%`])} of heart-failure patients were readmitted to ${name} within 30 days in ${span}.`,
      far: (name) =>
        `Of people whose hearts pump too weakly, ${backWords} lay in ${name} again before a month was out (FY${span}).`,
      wrong: (name) =>
        `${otherBack}% of heart-failure patients were readmitted to ${name} within 30 days in ${span}.`,
      negated: (name) =>
        `${back}% of heart-failure patients escaped readmission to ${name} within 30 days in ${span}.`,
      widened: (name) =>
        `${upper(backWords)} of everyone discharged from ${name}, whatever the illness, was readmitted within 30 days in ${span}.`,
    },
    {
      topic: 'posts',
      isState: true,
      sources: [
        `The nursing establishment is ${posts} WTE, and ${vacant} of these posts are vacant.`,
        `Vacant nursing posts: ${vacant} (establishment ${posts} WTE)`,
      ],
      rival: `Vacancies in nursing number ${off(vacant)}.`,
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
      claim: (name) => `The stroke unit at ${name} was accredited by ${body} in ${grantedIn} ${granted}.`,
      swapped: (name) =>
        `The stroke unit at ${name} was accredited by ${otherBody} in ${grantedIn} ${granted}.`,
      far: (name) =>
        `How ${name} looks after people with a clot or bleed in the brain has had the blessing of ${body} from ${granted} onwards.`,
      wrong: (name) =>
        `The stroke unit at ${name} was accredited by ${body} in ${grantedIn} ${granted + pick([-3, -2, -1, 1])}.`,
      negated: (name) =>
        `The stroke unit at ${name} was denied accreditation by ${body} in ${grantedIn} ${granted}.`,
      widened: (name) =>
        `${upper(name)} was accredited by ${body} with all its units in ${grantedIn} ${granted}.`,
    },
    {
      topic: 'dialysis',
      isState: false,
      sources: [
        `The trial of dialysis at home took in ${adults} adults under ${limit}.`,
        `Home dialysis trial: n = ${adults}, age 18 to ${limit - 1}`,
      ],
      rival: `For the trial of dialysis at home, ${off(adults)} adults were enrolled.`,
      claim: (name) =>
        `${pick([String(adults), upper(spell(adults))])} adults younger than ${limit} took part in the trial of home dialysis at ${name}.`,
      far: (name) =>
        `To see whether blood can be cleaned in one's own bedroom, ${name} found ${adults} volunteers, none of them ${limit} or older.`,
      wrong: (name) =>
        `${off(adults)} adults younger than ${limit} took part in the trial of home dialysis at ${name}.`,
      negated: (name) =>
        `${adults} adults younger than ${limit} were turned away from the trial of home dialysis at ${name}.`,
      widened: (name) => `${adults} patients of any age took part in the trial of home dialysis at ${name}.`,
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
      rival: `From the helipad to the emergency entrance it is ${off(metres)} metres.`,
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
    {
      topic: 'stay in casualty',
      isState: true,
      sources: [
        `Patients aged 75 and over spend ${hours} h ${minutes} min in the emergency department on average.`,
        `Average stay in A&E, aged 75+: ${hours}:${String(minutes).padStart(2, '0')} h`,
      ],
      rival: `An average of ${hours + 1} h ${minutes} min is spent in the emergency department by patients over 75.`,
      claim: (name) =>
        `Patients of 75 and over stay in A&E at ${name} for ${pick([`${hours} hours and ${minutes} minutes`, `${hours * 60 + minutes} minutes`])} on average.`,
      far: (name) =>
        `The old have to reckon with ${hours * 60 + minutes} minutes before they leave casualty at ${name}, taking one with another.`,
      wrong: (name) =>
        `Patients of 75 and over stay in A&E at ${name} for ${hours + pick([1, 2])} hours and ${minutes} minutes on average.`,
      negated: (name) =>
        `Patients of 75 and over don't spend ${hours} hours and ${minutes} minutes in A&E at ${name} on average.`,
      widened: (name) =>
        `At every age, patients stay in A&E at ${name} for ${hours} hours and ${minutes} minutes on average.`,
    },
  ];
}
