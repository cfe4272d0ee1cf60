/** How the entries of a fresh instance are named and headed. */
import { type CalendarLanguage, nameDay, nameWeek } from './longgenbench-calendar.ts';
import type { LongGenScenario, LongGenSize } from './longgenbench-instance.ts';
import { gridWidth } from './longgenbench-schedule.ts';

const labels: Readonly<Record<CalendarLanguage, Record<`${LongGenSize} ${LongGenScenario}`, string>>> = {
  en: {
    'short diary': 'Week {n}',
    'long diary': 'Day {n}',
    'short menu': 'Menu Week {n}',
    'long menu': 'Menu Day {n}',
    'short skyscraper': 'Floor {n}',
    'long skyscraper': 'Floor {n}',
    'short city': 'Block {n}',
    'long city': 'Block {n}',
  },
  zh: {
    'short diary': '第{n}周',
    'long diary': '第{n}天',
    'short menu': '菜单第{n}周',
    'long menu': '菜单第{n}天',
    'short skyscraper': '第{n}层',
    'long skyscraper': '第{n}层',
    'short city': '街区{n}',
    'long city': '街区{n}',
  },
};

/** Where an entry stands and what its headers look like. */
export type Place = { size: LongGenSize; scenario: LongGenScenario; language: CalendarLanguage };

/** The name of an entry, `{n}` standing for its number. */
export const labelOf = ({ size, scenario, language }: Place): string =>
  labels[language][`${size} ${scenario}`];

/** The whole header of an entry, with its separator: `#*# Week 3 (January 15 - January 21):`. */
export function renderHeader(entry: number, at: Place): string {
  const { size, scenario, language } = at;
  const name = labelOf(at).replace('{n}', String(entry));
  const note =
    scenario === 'city'
      ? coordinatesOf(entry, size).join(', ')
      : scenario === 'skyscraper'
        ? ''
        : size === 'short'
          ? nameWeek(entry, language)
          : nameDay(entry, language);
  if (language === 'zh') return `#*# ${name}${note === '' ? '' : `（${note}）`}：`;
  return `#*# ${name}${note === '' ? '' : ` (${note})`}:`;
}

/** Column and row of a block, from 0. */
export function coordinatesOf(entry: number, size: LongGenSize): [x: number, y: number] {
  const width = gridWidth[size];
  return [(entry - 1) % width, Math.floor((entry - 1) / width)];
}
