/** The many ways in which English writes one number, quantity, day or name. */

/** Takes one of several, by the report's own dice. */
export type Pick = <T>(values: readonly T[]) => T;

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A day; `month` from 1. */
export type Day = { year: number; month: number; day: number };
export type Person = { first: string; last: string };
export type Organisation = { name: string; letters: string };

/** @param value - Whole, 0 to 9,999. */
export function inWords(value: number): string {
  if (value < 20) return small[value] as string;
  if (value < 100) return `${tens[Math.floor(value / 10)]}${value % 10 === 0 ? '' : `-${small[value % 10]}`}`;
  const [unit, name] = value < 1_000 ? [100, 'hundred'] : [1_000, 'thousand'];
  const rest = value % unit;
  const joint = rest === 0 ? '' : rest < 100 ? ` and ${inWords(rest)}` : ` ${inWords(rest)}`;
  return `${inWords(Math.floor(value / unit))} ${name}${joint}`;
}

const digits = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 3 });

export const writeCount = (value: number, pick: Pick): string => pick([digits(value), inWords(value)]);

export const writeMetres = (value: number, pick: Pick): string =>
  pick([
    `${digits(value)} metres`,
    `${digits(value)} m`,
    `${inWords(value)} metres`,
    `${digits(value / 1_000)} km`,
    `${digits(value / 1_000)} kilometres`,
  ]);

/** @param kilograms - A multiple of 100. */
export const writeMass = (kilograms: number, pick: Pick): string =>
  pick([
    `${digits(kilograms / 1_000)} tonnes`,
    `${digits(kilograms)} kg`,
    `${digits(kilograms)} kilograms`,
    `${inWords(kilograms)} kilograms`,
  ]);

/** @param dollars - A multiple of 100,000. */
export const writeMoney = (dollars: number, pick: Pick): string =>
  pick([
    `$${digits(dollars / 1e6)} million`,
    `${digits(dollars)} dollars`,
    `US$${digits(dollars / 1e6)}m`,
    `${digits(dollars / 1e6)} million dollars`,
  ]);

const fractions: Record<number, string> = {
  20: 'one fifth',
  25: 'a quarter',
  40: 'two fifths',
  50: 'half',
  75: 'three quarters',
};

export const writeShare = (percent: number, pick: Pick): string =>
  pick([
    `${percent}%`,
    `${percent} per cent`,
    `${inWords(percent)} percent`,
    fractions[percent] ?? `${percent} %`,
  ]);

const spans: Record<number, string> = {
  18: 'a year and a half',
  24: 'two years',
  30: 'two and a half years',
};

export const writeMonths = (value: number, pick: Pick): string =>
  pick([`${value} months`, `${inWords(value)} months`, spans[value] ?? `${value} months`]);

/** @param value - A multiple of 50,000. */
export const writeMillions = (value: number, pick: Pick): string =>
  pick([digits(value), `${digits(value / 1e6)} million`, `some ${digits(value / 1e3)} thousand`]);

export function writeDay({ year, month, day }: Day, pick: Pick): string {
  const name = months[month - 1] as string;
  const two = (value: number): string => String(value).padStart(2, '0');
  return pick([
    `${day} ${name} ${year}`,
    `${name} ${day}, ${year}`,
    `${year}-${two(month)}-${two(day)}`,
    `the ${day}${ending(day)} of ${name} ${year}`,
    `${day} ${name.slice(0, 3)} ${year}`,
  ]);
}

const ending = (day: number): string =>
  day > 3 && day < 21 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');

export const writePerson = ({ first, last }: Person, pick: Pick): string =>
  pick([`${first} ${last}`, `Dr ${last}`, `${first[0]}. ${last}`, `Dr ${first} ${last}`]);

export const writeOrganisation = ({ name, letters }: Organisation, pick: Pick): string =>
  pick([`the ${name}`, `the ${letters}`]);
