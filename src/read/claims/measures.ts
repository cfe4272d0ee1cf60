/** What is measured, in which unit: so that 4.8 km and 4,800 metres are one length, and two years are 24 months. */

/** `factor` turns a value into the base unit of its dimension. */
export type Measure = { dimension: string; factor: number };

const day = 86_400;
const year = 365.25 * day;
/** Dimension, factor, names and signs of Latin script, names in Chinese. Of two meanings the second row is the other one. */
const table: readonly [dimension: string, factor: number, latin: string, han: string][] = [
  ['length', 0.001, 'millimet(?:re|er)s?|mm', '毫米'],
  ['length', 0.01, 'centimet(?:re|er)s?|cm', '厘米|公分'],
  ['length', 1, 'met(?:re|er)s?|m', '米|公尺'],
  ['length', 1_000, 'kilomet(?:re|er)s?|kms?', '公里|千米'],
  ['length', 500, '', '华里'],
  ['length', 1_852, 'nautical miles?|sea miles?', '海里'],
  ['length', 1_609.344, '(?:statute )?miles?', '英里'],
  ['length', 0.9144, 'yards?', '英码'],
  ['length', 0.3048, 'feet|foot|ft', '英尺'],
  ['length', 0.0254, 'inch(?:es)?', '英寸'],
  ['length', 1.8288, 'fathoms?', '英寻'],
  ['mass', 0.001, 'gram(?:me)?s?|g', '克'],
  ['mass', 1, 'kilogram(?:me)?s?|kilos?|kgs?', '公斤|千克'],
  ['mass', 0.5, '', '斤'],
  ['mass', 1_000, '(?:metric )?tonn?es?|(?:metric )?tons?|t', '公吨|吨'],
  ['mass', 0.45359237, 'pounds?|lbs?', '磅'],
  ['mass', 0.028349523, 'ounces?|oz', '盎司'],
  ['area', 1, 'square met(?:re|er)s?|sq m|m2', '平方米'],
  ['area', 1e6, 'square kilomet(?:re|er)s?|sq km|km2', '平方公里|平方千米'],
  ['area', 1e4, 'hectares?|ha', '公顷'],
  ['area', 4_046.8564, 'acres?', '英亩'],
  ['area', 2_589_988, 'square miles?|sq mi', '平方英里'],
  ['area', 2_000 / 3, '', '亩'],
  ['volume', 0.001, 'millilit(?:re|er)s?|ml', '毫升'],
  ['volume', 1, 'lit(?:re|er)s?|l', '公升|升'],
  ['volume', 1_000, 'cubic met(?:re|er)s?|m3', '立方米'],
  ['volume', 3.785411784, 'gallons?', '加仑'],
  ['time', 1, 'seconds?|secs?', '秒钟|秒'],
  ['time', 60, 'minutes?|mins?', '分钟'],
  ['time', 3_600, 'hours?|hrs?|h', '小时|钟头'],
  ['time', day, 'days?', '天'],
  ['time', 7 * day, 'weeks?', '星期|礼拜|周(?!年)'],
  ['time', 14 * day, 'fortnights?', ''],
  ['time', year / 12, 'months?', '个月'],
  ['time', year, 'years?|yrs?', '周年|年(?![级代份])'],
  ['time', 10 * year, 'decades?', ''],
  ['time', 100 * year, '', '个世纪'],
  ['speed', 1, 'km\\/h|kph|kilomet(?:re|er)s? (?:an|per) hour', '公里每小时'],
  ['speed', 1.609344, 'mph|miles (?:an|per) hour', ''],
  ['speed', 1.852, 'knots?', ''],
  ['power', 1, 'watts?|w', '瓦特|瓦'],
  ['power', 1e3, 'kilowatts?|kw', '千瓦'],
  ['power', 1e6, 'megawatts?|mw', '兆瓦'],
  ['power', 1e9, 'gigawatts?|gw', '吉瓦'],
  ['energy', 1, 'kilowatt[ -]hours?|kwh', '千瓦时'],
  ['energy', 1e3, 'megawatt[ -]hours?|mwh', '兆瓦时'],
  ['energy', 1e6, 'gigawatt[ -]hours?|gwh', '吉瓦时'],
  ['dollars', 1, '(?:us |american )?dollars?|usd', '美元|美金'],
  ['dollars', 0.01, 'cents?', '美分'],
  ['euros', 1, 'euros?|eur', '欧元'],
  ['sterling', 1, 'pounds? sterling|pounds?|gbp', '英镑'],
  ['yuan', 1, '(?:chinese )?yuan|renminbi|rmb|cny', '元人民币|元|人民币'],
  ['yen', 1, '(?:japanese )?yen|jpy', '日元'],
];
const signs: Readonly<Record<string, string>> = { $: 'dollars', '€': 'euros', '£': 'sterling', '¥': 'yuan' };

const longestFirst = (names: string[]): string =>
  names
    .flatMap((name) => (name === '' ? [] : name.split(/\|(?![^()]*\))/)))
    .sort((one, other) => other.length - one.length)
    .join('|');
/** Patterns of every unit's name; Latin ones without the signs of one letter. */
export const measureWords = {
  latin: `(?:${longestFirst(table.map(([, , latin]) => latin.replace(/(?:^|\|)[a-z](?=\||$)/g, '')))})`,
  han: `(?:${longestFirst(table.map(([, , , han]) => han))})`,
};
const behind = new RegExp(
  `^(?:[ \\u00a0-]?(${longestFirst(table.map(([, , latin]) => latin))})(?![\\p{Script=Latin}\\p{N}])|\\s?个?(${measureWords.han}))`,
  'iu',
);
const rows = table.map(([dimension, factor, latin, han]) => ({
  dimension,
  factor,
  name: new RegExp(`^(?:${[latin, han].filter((each) => each !== '').join('|')})$`, 'iu'),
}));

/**
 * Reads the unit behind a number.
 *
 * @param after - The text right behind the number.
 * @returns All its meanings ("pounds" are two) and how many characters it takes. Undefined where none stands there.
 */
export function readMeasure(after: string): { measures: Measure[]; length: number } | undefined {
  const match = behind.exec(after.slice(0, 40));
  if (match === null) return undefined;
  const name = match[1] ?? match[2] ?? '';
  const measures = rows
    .filter((row) => row.name.test(name))
    .map(({ dimension, factor }) => ({ dimension, factor }));
  return measures.length === 0 ? undefined : { measures, length: match[0].length };
}

/** The currency whose sign stands right before a number: `US$`, `£`, `¥`. */
export function readCurrency(before: string): { measures: Measure[]; length: number } | undefined {
  const match = /(?:\b(?:US|HK|A|C|NZ|S|CN|RMB|JP)\s?)?([$€£¥])\s?$|\b(USD|EUR|GBP|CNY|RMB|JPY)\s?$/.exec(
    before.slice(-8),
  );
  if (match === null) return undefined;
  const sign = match[1];
  if (sign === undefined) {
    const named = readMeasure(match[2] ?? '');
    return named && { measures: named.measures, length: match[0].length };
  }
  const dimensions = sign === '¥' ? ['yuan', 'yen'] : [signs[sign] ?? ''];
  return { measures: dimensions.map((dimension) => ({ dimension, factor: 1 })), length: match[0].length };
}
