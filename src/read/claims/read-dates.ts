/** The dates a sentence states: days, months, years, decades, centuries. */
import { writeDigits } from './write-digits.ts';

/** `until`: the last year of a decade or a century that begins with `year`. */
export type StatedDate = { year?: number; until?: number; month?: number; day?: number };

const months: Readonly<Record<string, number>> = Object.fromEntries(
  'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').map((name, at) => [name, at + 1]),
);
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const fullMonth = '(January|February|March|April|May|June|July|August|September|October|November|December)';
const year = '((?:1[0-9]|20)\\d\\d)';
const day = '(\\d{1,2})(?:st|nd|rd|th)?';
const decadeWords = 'twenties thirties forties fifties sixties seventies eighties nineties'.split(' ');
const patterns: readonly [RegExp, (match: RegExpMatchArray) => StatedDate][] = [
  [/(?<!\d)((?:1[0-9]|20)\d\d)([-/.])(\d\d?)\2(\d\d?)(?!\d)/g, ([, y, , m, d]) => dateOf(y, m, d)],
  [/(?<!\d)(\d\d?)\.(\d\d?)\.((?:1[0-9]|20)\d\d)(?!\d)/g, ([, d, m, y]) => dateOf(y, m, d)],
  [/(?<!\d)(\d\d?)\/(\d\d?)\/((?:1[0-9]|20)\d\d)(?!\d)/g, ([, a, b, y]) => slashed(Number(a), Number(b), y)],
  // Decades and centuries, before the years they begin with.
  [
    /(?:(\d\d)世纪|上世纪)\s?([1-9])0年代/g,
    ([, century, tenth]) => decadeOf((Number(century ?? 20) - 1) * 100 + Number(tenth) * 10),
  ],
  [/((?:1[0-9]|20)\d0)(?:年代|['’]?s\b)/g, ([, y]) => decadeOf(Number(y))],
  [/(?<!\d)([2-9])0年代/g, ([, tenth]) => decadeOf(1900 + Number(tenth) * 10)],
  [
    new RegExp(`\\b(?:the|early|mid|late)[\\s-](${decadeWords.join('|')})\\b`, 'gi'),
    ([, word = '']) => decadeOf(1920 + 10 * decadeWords.indexOf(word.toLowerCase())),
  ],
  [
    /(?<!\d)(\d\d)\s?(?:世纪|th[\s-]century)/gi,
    ([, century]) => ({ year: (Number(century) - 1) * 100, until: Number(century) * 100 }),
  ],
  [
    /(?<!\d)((?:1[0-9]|20)\d\d)\s?年(?:\s?(\d{1,2})\s?月(?:份|\s?(\d{1,2})\s?[日号])?)?/g,
    ([, y, m, d]) => dateOf(y, m, d),
  ],
  [/(?<!\d)(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]/g, ([, m, d]) => dateOf(undefined, m, d)],
  [/(?<![\d个])(\d{1,2})月(?:份|初|底|中旬)?/g, ([, m]) => dateOf(undefined, m)],
  [
    new RegExp(`\\b${day}\\s+(?:of\\s+)?${month},?\\s+(?:of\\s+)?${year}\\b`, 'gi'),
    ([, d, m, y]) => dateOf(y, monthOf(m), d),
  ],
  [
    new RegExp(`\\b${month}\\s+(?:the\\s+)?${day},?\\s+(?:of\\s+)?${year}\\b`, 'gi'),
    ([, m, d, y]) => dateOf(y, monthOf(m), d),
  ],
  [new RegExp(`\\b${month},?\\s+(?:of\\s+)?${year}\\b`, 'gi'), ([, m, y]) => dateOf(y, monthOf(m))],
  [
    new RegExp(`\\b${day}\\s+(?:of\\s+)?${month}(?![\\p{L}])`, 'giu'),
    ([, d, m]) => dateOf(undefined, monthOf(m), d),
  ],
  [
    new RegExp(`\\b${month}\\s+(?:the\\s+)?${day}\\b(?!\\s*(?:%|per\\s?cent))`, 'gi'),
    ([, m, d]) => dateOf(undefined, monthOf(m), d),
  ],
  [
    new RegExp(
      `(?<=\\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ff]rom|[Dd]uring|[Ee]very|[Ee]ach|[Ee]arly|[Ll]ate|[Mm]id|[Ll]ast)[\\s-])${fullMonth}\\b`,
      'g',
    ),
    ([, m]) => dateOf(undefined, monthOf(m)),
  ],
  // A number of four digits is a year after a word of time, in brackets, or where nothing is counted.
  [
    /(?<=\b(?:in|since|by|until|till|from|during|year|between|after|before|to|and|late|early|mid|of|spring|summer|autumn|fall|winter)[\s-])((?:1[0-9]|20)\d\d)(?![\d,.]\d|\s?%)\b(?!\s+(?:people|passengers|tons|tonnes|metres|meters|km|kilometres|miles|units|items))/gi,
    ([, y]) => dateOf(y),
  ],
  [/(?<=[(,]\s?)((?:1[5-9]|20)\d\d)(?=[),.])/g, ([, y]) => dateOf(y)],
];

const monthOf = (name = ''): string => String(months[name.slice(0, 3).toLowerCase()] ?? 0);

const dateOf = (y?: string, m?: string, d?: string): StatedDate => ({
  ...(y !== undefined && { year: Number(y) }),
  ...(m !== undefined && { month: Number(m) }),
  ...(d !== undefined && { day: Number(d) }),
});

const decadeOf = (from: number): StatedDate => ({ year: from, until: from + 9 });

/** 4/2/1959 is a day of February or of April: what is certain is the year. */
function slashed(first: number, second: number, y?: string): StatedDate {
  if (first > 12) return dateOf(y, String(second), String(first));
  return second > 12 || first === second ? dateOf(y, String(first), String(second)) : dateOf(y);
}

/**
 * Lists the dates of a text.
 *
 * @returns The dates, and `rest`: the text, numbers in digits, with blanks where they stood, for whoever counts the
 *   other numbers.
 */
export function listDates(text: string): { dates: StatedDate[]; rest: string } {
  const dates: StatedDate[] = [];
  let rest = writeDigits(text);
  for (const [pattern, read] of patterns) {
    rest = rest.replace(pattern, (...args) => {
      const date = read(args as unknown as RegExpMatchArray);
      const isPossible = (date.month ?? 1) >= 1 && (date.month ?? 1) <= 12 && (date.day ?? 1) <= 31;
      if (!isPossible) return String(args[0]);
      dates.push(date);
      return ' '.repeat(String(args[0]).length);
    });
  }
  return { dates, rest };
}

/** Whether one of the stated dates says everything the claimed one says; a year says its decade. */
export function statesDate(claimed: StatedDate, stated: readonly StatedDate[]): boolean {
  return stated.some((date) => {
    const isYear =
      claimed.year === undefined ||
      (date.year !== undefined &&
        claimed.year <= date.year &&
        (date.until ?? date.year) <= (claimed.until ?? claimed.year));
    return (
      isYear &&
      (['month', 'day'] as const).every((part) => claimed[part] === undefined || claimed[part] === date[part])
    );
  });
}
