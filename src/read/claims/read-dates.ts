/** The dates a sentence states: years, months of a year, days. */

export type StatedDate = { year?: number; month?: number; day?: number };

const months: Readonly<Record<string, number>> = Object.fromEntries(
  'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').map((name, at) => [name, at + 1]),
);
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const year = '((?:1[0-9]|20)\\d\\d)';
const patterns: readonly [RegExp, (match: RegExpMatchArray) => StatedDate][] = [
  [
    /\b((?:1[0-9]|20)\d\d)-(\d\d)-(\d\d)\b/g,
    ([, y, m, d]) => ({ year: Number(y), month: Number(m), day: Number(d) }),
  ],
  [
    /((?:1[0-9]|20)\d\d)\s?年(?:\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?[日号])?)?/g,
    ([, y, m, d]) => dateOf(y, m, d),
  ],
  [/(?<!\d)(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]/g, ([, m, d]) => dateOf(undefined, m, d)],
  [
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${month},?\\s+${year}\\b`, 'gi'),
    ([, d, m, y]) => dateOf(y, monthOf(m), d),
  ],
  [
    new RegExp(`\\b${month}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+${year}\\b`, 'gi'),
    ([, m, d, y]) => dateOf(y, monthOf(m), d),
  ],
  [new RegExp(`\\b${month},?\\s+${year}\\b`, 'gi'), ([, m, y]) => dateOf(y, monthOf(m), undefined)],
  [
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${month}(?![\\p{L}])`, 'giu'),
    ([, d, m]) => dateOf(undefined, monthOf(m), d),
  ],
  [
    new RegExp(`\\b${month}\\s+(\\d{1,2})\\b(?!\\s*(?:%|percent))`, 'gi'),
    ([, m, d]) => dateOf(undefined, monthOf(m), d),
  ],
  // A number of four digits is a year after a word of time, in brackets, or where nothing is counted.
  [
    /(?<=\b(?:in|since|by|until|till|from|during|year|between|after|before|to|and|late|early|mid|of|spring|summer|autumn|fall|winter)[\s-])((?:1[0-9]|20)\d\d)(?![\d,.]\d|\s?%)\b(?!\s+(?:people|passengers|tons|tonnes|metres|meters|km|kilometres|miles|units|items))/gi,
    ([, y]) => dateOf(y),
  ],
  [/(?<=[(（,，]\s?)((?:1[5-9]|20)\d\d)(?=[)）,，.])/g, ([, y]) => dateOf(y)],
];

const monthOf = (name = ''): string => String(months[name.slice(0, 3).toLowerCase()] ?? 0);

const dateOf = (y?: string, m?: string, d?: string): StatedDate => ({
  ...(y !== undefined && { year: Number(y) }),
  ...(m !== undefined && { month: Number(m) }),
  ...(d !== undefined && { day: Number(d) }),
});

/**
 * Lists the dates of a text.
 *
 * @returns The dates, and `rest`: the text with blanks where they stood, for whoever counts the other numbers.
 */
export function listDates(text: string): { dates: StatedDate[]; rest: string } {
  const dates: StatedDate[] = [];
  let rest = text.normalize('NFKC');
  for (const [pattern, read] of patterns) {
    rest = rest.replace(pattern, (...args) => {
      const match = args as unknown as RegExpMatchArray;
      dates.push(read(match));
      return ' '.repeat(String(args[0]).length);
    });
  }
  return { dates, rest };
}

/** Whether one of the stated dates says everything the claimed one says. */
export function statesDate(claimed: StatedDate, stated: readonly StatedDate[]): boolean {
  return stated.some((date) =>
    (['year', 'month', 'day'] as const).every(
      (part) => claimed[part] === undefined || claimed[part] === date[part],
    ),
  );
}
