/** When a source was written, as far as it says. */
import type { EvidenceSource } from './evidence.ts';
import { listDates, type StatedDate } from './read-dates.ts';
import { writeDigits } from './write-digits.ts';

const headCharacters = 400;

/** Of what a document says first, a day it was founded on is none it was written on. */
const dating =
  /\b(?:published|dated|updated|issued|revised|edition|printed|as of|as at|compiled)\b|发布|发表|出版|印发|更新|修订|日期|截至|编制|编写/iu;
const mostByline = 60;

const isDateline = (line: string): boolean =>
  /^#/.test(line) || dating.test(line) || (line.length <= mostByline && !/[a-z][.。]$|。$/.test(line));

/** By its title and those of its first lines that date it: the latest day there. As year, month and day in one number. */
export function dateOfSource({ title, text }: Pick<EvidenceSource, 'title' | 'text'>): number | undefined {
  const [head = '', next = ''] = text.slice(0, headCharacters).split(/\n\s*\n/, 2);
  const all = `${head}\n${next}`.split(/\n+|(?<=[.。])\s*(?=\S)/).map((line) => line.trim());
  const datelines = all.filter(isDateline);
  const lines = datelines.some((line) => listDates(line).dates.length > 0) ? datelines : all;
  // "Ports 2015": in a title a year needs no word before it.
  const named = [...writeDigits(title).matchAll(/(?<!\d)((?:19|20)\d\d)(?!\d)/g)].map(([, year]) => ({
    year: Number(year),
  }));
  const dates: StatedDate[] = [...named, ...listDates([title, ...lines].join('\n')).dates];
  const years = dates.filter(({ year, until }) => year !== undefined && until === undefined);
  if (years.length === 0) return undefined;
  return Math.max(...years.map(({ year = 0, month = 0, day = 0 }) => year * 10_000 + month * 100 + day));
}

/** Null where one of the two does not say when, or both are of one day. */
export function isNewerThan(one: number | undefined, other: number | undefined): boolean | null {
  return one === undefined || other === undefined || one === other ? null : one > other;
}
