/** The many ways in which Chinese writes one number, quantity or day. */
import type { Day, Pick } from './english-values.ts';

export const numerals = [...'零一二三四五六七八九'];
/** @param value - Whole, 1 to 9,999. */
export function inHan(value: number): string {
  const places = ['', '十', '百', '千'];
  let text = '';
  for (const [at, digit] of [...String(value)].map(Number).entries()) {
    const place = places[String(value).length - 1 - at] as string;
    if (digit > 0) text += (numerals[digit] as string) + place;
    else if (!text.endsWith('零')) text += '零';
  }
  return text.replace(/零+$/u, '').replace(/^一十/u, '十');
}

export const writeCount = (value: number, pick: Pick): string => pick([String(value), inHan(value)]);
export const writeMetres = (value: number, pick: Pick): string =>
  pick([`${value}米`, `${value / 1_000}公里`, `${inHan(value)}米`, `${value / 1_000}千米`]);
/** @param wan - Ten thousands. */
export const writeMoney = (wan: number, pick: Pick): string =>
  pick([`${wan}万元`, `${wan / 10_000}亿元`, `${inHan(wan)}万元`]);
/** @param tenths - Tenths, 1 to 9. */
export const writeShare = (tenths: number, pick: Pick): string =>
  pick([`${numerals[tenths]}成`, `${tenths}0%`, `百分之${inHan(tenths * 10)}`]);
export const writeMass = (kilograms: number, pick: Pick): string =>
  pick([`${kilograms / 1_000}吨`, `${kilograms}公斤`, `${inHan(kilograms)}千克`]);
const yearInHan = (value: number): string =>
  `${[...String(value)].map((digit) => numerals[Number(digit)]).join('')}年`;
export const writeYear = (value: number, pick: Pick): string => pick([`${value}年`, yearInHan(value)]);
/** Before a measure word. */
export const ofThings = (value: number): string => (value === 2 ? '两' : inHan(value));
export const writeDay = ({ year: of, month, day }: Day, pick: Pick): string =>
  pick([`${of}年${month}月${day}日`, `${yearInHan(of)}${inHan(month)}月${inHan(day)}日`]);
