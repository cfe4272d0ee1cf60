/** What English hospital papers tell of patients and wards, in the forms in which such papers write it. */
import { type Draw, differ, type Fact, type Hospital, misstate } from './hospital.ts';
import { countOf, shares, spell, upper } from './write-figures.ts';

/** A fact of every topic of care. */
export function tellEnglishCare({ here, year }: Hospital, draw: Draw): Fact[] {
  const { between, pick } = draw;
  const off = (value: number): number => misstate(value, draw);
  const other = (value: number): number => differ(value, draw);
  const [span, ended] = [`${year - 1}/${String(year).slice(2)}`, `the year to 31 March ${year}`];
  const [beds, visits, weeks] = [between(84, 690), between(14_000, 96_000), between(7, 39)];
  const [otherBeds, otherVisits, otherWeeks] = [other(beds), other(visits), other(weeks)];
  const [rate, otherRate] = draw.shuffle([2, 3, 4, 6, 7, 8, 9]) as [number, number];
  const theatres = between(5, 14);
  const [open, otherOpen] = draw.shuffle([2, 3, 4]) as [number, number];
  const [[back, backWords], [otherBack]] = draw.shuffle(shares) as [[number, string], [number, string]];
  const [adults, limit] = [between(23, 190), pick([60, 65, 70])];
  const [hours, minutes] = [between(2, 6), pick([5, 12, 20, 24, 35, 48])];
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
        `Attendances at the emergency department came to ${countOf(visits)} in ${ended}.`,
        `A&E attendances, ${span}: ${String(visits).replace(/(?=\d{3}$)/, '\u202f')}`,
      ],
      rival: `In ${span} the emergency department registered ${countOf(otherVisits)} attendances.`,
      claim: (name) =>
        pick([
          `A&E at ${name} saw ${countOf(visits)} attendances in ${span}.`,
          `The emergency department of ${name} logged ${countOf(visits)} attendances in FY${span}.`,
        ]),
      far: (name) =>
        `Roughly ${countOf(Math.round(visits / 100) * 100)} times in the twelve months that closed with March ${year}, someone came to ${name} in an emergency.`,
      wrong: (name) => `A&E at ${name} saw ${countOf(off(visits))} attendances in ${span}.`,
      negated: (name) => `Attendances at A&E in ${name} fell short of ${countOf(visits)} in ${span}.`,
      widened: (name) => `Year in, year out, A&E at ${name} sees ${countOf(visits)} attendances.`,
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
      topic: 'dialysis',
      isState: false,
      sources: [
        `The trial of dialysis at home took in ${adults} adults under ${limit}.`,
        `Home dialysis trial: n = ${adults}, age 18 to ${limit - 1}`,
      ],
      rival: `For the trial of dialysis at home, ${other(adults)} adults were enrolled.`,
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
