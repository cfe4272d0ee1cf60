/** The hospitals the third report speaks of, and what is drawn for them. */

/** A thing that is so about one hospital, and what a report may make of it. */
export type Fact = {
  /** What sort of thing: no hospital is told two of one. */
  topic: string;
  /** Holds until further notice, so that a later source can overtake it. */
  isState: boolean;
  /** Two ways in which documents put it; the second may be a line of a list. */
  sources: [string, string];
  /** As another source has it that contradicts it. */
  rival: string;
  /** As a report puts it, of the hospital that is named. */
  claim: (name: string) => string;
  /** The same with an entity of the sentence exchanged; absent: there is none but the hospital. */
  swapped?: (name: string) => string;
  far: (name: string) => string;
  wrong: (name: string) => string;
  negated: (name: string) => string;
  widened: (name: string) => string;
};

export type Hospital = {
  name: string;
  /** What it is called for short, its full name among them. */
  names: readonly string[];
  /** What its documents call it, at the head and in the middle of a sentence. */
  here: () => string;
  /** The calendar year in which the financial year of its older document ends. */
  year: number;
};

export type Draw = {
  /** Whole number, both ends included. */
  between(from: number, to: number): number;
  pick<T>(values: readonly T[]): T;
  shuffle<T>(values: readonly T[]): T[];
};

export function createDraw(random: () => number): Draw {
  const between = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  return {
    between,
    pick: (values) => values[between(0, values.length - 1)] as (typeof values)[number],
    shuffle(values) {
      const rest = [...values];
      return values.map(() => rest.splice(between(0, rest.length - 1), 1)[0] as (typeof values)[number]);
    },
  };
}

/** Another number as another count brings it: a tenth to a third off. */
export const differ = (value: number, { between, pick }: Draw): number =>
  value + pick([-1, 1]) * Math.max(1, Math.round((value * between(10, 33)) / 100));

/** Another number as slips bring it: figures changed over, a wrong one, now and then a nought too many. */
export function misstate(value: number, draw: Draw): number {
  const figures = String(value);
  const at = [...figures].findIndex((figure, place) => place > 0 && figure !== figures[place - 1]);
  const turned =
    at < 1 || figures[at] === '0'
      ? value
      : Number(
          figures.slice(0, at - 1) +
            figures
              .slice(at - 1, at + 1)
              .split('')
              .reverse()
              .join('') +
            figures.slice(at + 1),
        );
  const off = differ(value, draw);
  const found = draw.pick([turned, off, off, value * 10]);
  return found === value || found < 1 ? value + Math.max(1, Math.round(value / 5)) : found;
}

const places = [
  'Ald',
  'Bram',
  'Cors',
  'Dun',
  'Esk',
  'Gar',
  'Hal',
  'Kell',
  'Marr',
  'Oster',
  'Pen',
  'Quarn',
  'Roth',
  'Thorn',
];
const endings = ['wick', 'combe', 'stow', 'mere', 'ley'];
const kinds = [
  'General Hospital',
  'Infirmary',
  'Royal Hospital',
  'Memorial Hospital',
  "Children's and General Hospital",
];

/** @param count - At most 70. */
export function drawEnglishHospitals(count: number, draw: Draw): Hospital[] {
  const towns = draw.shuffle(places.flatMap((place) => endings.map((ending) => place + ending)));
  return towns.slice(0, count).map((town) => {
    const kind = draw.pick(kinds);
    const name = `${town} ${kind}`;
    const noun = kind === 'Infirmary' ? 'the infirmary' : 'the hospital';
    return {
      name,
      names: [
        name,
        name,
        `${noun} at ${town}`,
        `${noun} in ${town}`,
        kind === 'Royal Hospital' ? `${town} Royal` : name,
      ],
      here: () => draw.pick([noun, noun, name, town]),
      year: draw.between(2017, 2022),
    };
  });
}

const firstHan = [...'青禾清石云梅松枫桐柳'];
const secondHan = [...'溪岭川陵浦'];
const kindsHan = ['县人民医院', '县中医院', '市第二医院', '市妇幼保健院', '县中心医院'];

/** @param count - At most 50. */
export function drawChineseHospitals(count: number, draw: Draw): Hospital[] {
  const towns = draw.shuffle(firstHan.flatMap((first) => secondHan.map((second) => first + second)));
  return towns.slice(0, count).map((town) => {
    const kind = draw.pick(kindsHan);
    const name = town + kind;
    return {
      name,
      names: [name, name, name, town + kind.slice(1)],
      here: () => draw.pick(['我院', '该院', '医院', name]),
      year: draw.between(2017, 2022),
    };
  });
}
