/** The prompts of fresh instances: what to write, what which entry must hold, how entries are marked. */
import { type CalendarLanguage, calendarYear, nameDay } from './longgenbench-calendar.ts';
import { coordinatesOf, labelOf, type Place, renderHeader } from './longgenbench-header.ts';
import type { LongGenScenario, LongGenSize } from './longgenbench-instance.ts';
import { gridWidth, type Schedule } from './longgenbench-schedule.ts';

/** The things of an instance, in one language, each as a judge is shown it. */
export type Things = { writer: string; once: readonly string[]; range: string; periodic: string };

/**
 * Renders the prompt; it ends with the header of entry 1, which the answer goes on from.
 *
 * @param leastWords - Words that every entry must have at least; characters in Chinese.
 */
export function renderPrompt(at: Place, schedule: Schedule, things: Things, leastWords: number): string {
  const { size, scenario, language } = at;
  const singles = schedule.once.map(
    (each, index) => `   - ${nameOnce(each, at)}${language === 'zh' ? '：' : ': '}${things.once[index]}`,
  );
  const parts = { at, schedule, things, leastWords, singles: singles.join('\n') };
  const opening = openings[language][scenario](size, things.writer);
  return `${opening}\n\n${language === 'zh' ? renderRulesZh(parts) : renderRulesEn(parts)}`;
}

type Parts = { at: Place; schedule: Schedule; things: Things; leastWords: number; singles: string };

const openings: Record<
  CalendarLanguage,
  Record<LongGenScenario, (size: LongGenSize, writer: string) => string>
> = {
  en: {
    diary: (size, writer) =>
      `Write the diary of ${writer}, for the year ${calendarYear}, in the first person: one entry for each ${size === 'short' ? 'week, 52 weeks from January 1, a Monday' : 'day, 365 days from January 1, a Monday'}. Weather, work, people and small worries go on from entry to entry.`,
    menu: (size) =>
      `Write the menu book of a restaurant for the year ${calendarYear}: one entry for each ${size === 'short' ? 'week, 52 weeks from January 1, a Monday, with starters, main courses, side dishes, desserts and drinks' : 'day, 365 days from January 1, a Monday, with a main course, a side dish and a dessert'}. Dishes follow the seasons and seldom return.`,
    skyscraper: (size) =>
      `Write the design book of a skyscraper with ${size === 'short' ? 100 : 300} floors: one entry for each floor, from the ground up, with its use, its rooms, its materials and what one sees there.`,
    city: (size) =>
      `Write the plan book of a new city of ${gridWidth[size]} by ${gridWidth[size]} blocks: one entry for each block, with its use, its buildings and what it gives to the city. Block (x, y) stands in column x and row y, both counted from 0; blocks are numbered row after row, so that (x, y) is block y * ${gridWidth[size]} + x + 1.`,
  },
  zh: {
    diary: (size, writer) =>
      `请以第一人称写${writer}${calendarYear}年的日记：${size === 'short' ? '每周一篇，从1月1日（星期一）起共52周' : '每天一篇，从1月1日（星期一）起共365天'}。天气、工作、身边的人和琐事要前后连贯。`,
    menu: (size) =>
      `请写一家餐厅${calendarYear}年的菜单册：${size === 'short' ? '每周一篇，从1月1日（星期一）起共52周，包括前菜、主菜、配菜、甜点和饮品' : '每天一篇，从1月1日（星期一）起共365天，包括主菜、配菜和甜点'}。菜品随季节变化，少有重复。`,
    skyscraper: (size) =>
      `请写一座${size === 'short' ? 100 : 300}层摩天大楼的设计书：自下而上每层一篇，写明用途、房间、材料和所见景象。`,
    city: (size) =>
      `请写一座新城的规划书，城中有${gridWidth[size]}乘${gridWidth[size]}个街区，每个街区一篇，写明用途、建筑和它给城市带来什么。（x, y）表示第x列第y行，都从0数起；街区逐行编号，（x, y）的编号是 y × ${gridWidth[size]} + x + 1。`,
  },
};

function renderRulesEn({ at, schedule, things, leastWords, singles }: Parts): string {
  const { entries, range, periodic } = schedule;
  return `Certain entries must include something:
1. Once:
${singles}
2. ${nameRange(range, at)}: ${things.range}; every one of these entries includes it.
3. ${namePeriod(periodic, at)}: ${things.periodic}.

Form:
- ${entries} entries in order. Leave none out, merge none, and do not sum up the rest.
- At least ${leastWords} words in every entry.
- Every entry begins on a new line with '#*#' and its header, for example:
${renderHeader(1, at)}
${renderHeader(2, at)}
- After the last entry write '*** finished'.

*** started ***
${renderHeader(1, at)}`;
}

function renderRulesZh({ at, schedule, things, leastWords, singles }: Parts): string {
  const { entries, range, periodic } = schedule;
  return `有些条目必须写到指定的内容：
1. 单次：
${singles}
2. ${nameRange(range, at)}：${things.range}，其中每一篇都要写到。
3. ${namePeriod(periodic, at)}：${things.periodic}。

格式：
- 按顺序写满${entries}篇，不可遗漏、合并，也不可用概述代替。
- 每篇至少${leastWords}字。
- 每篇另起一行，以“#*#”和标题开头，例如：
${renderHeader(1, at)}
${renderHeader(2, at)}
- 写完最后一篇后写“*** finished”。

*** started ***
${renderHeader(1, at)}`;
}

const isDated = ({ scenario }: Place): boolean => scenario === 'diary' || scenario === 'menu';

/** The entry as the instruction names it: by date, by floor, by coordinates. */
function nameOnce({ entry, day }: Schedule['once'][number], at: Place): string {
  if (day !== undefined) return nameDay(day, at.language);
  return nameEntry(entry, at);
}

function nameEntry(entry: number, at: Place): string {
  const { size, scenario, language } = at;
  if (isDated(at) && size === 'long') return nameDay(entry, language);
  if (scenario !== 'city') return labelOf(at).replace('{n}', String(entry));
  const place = coordinatesOf(entry, size).join(', ');
  return language === 'zh' ? `街区（${place}）` : `Block (${place})`;
}

function nameRange(range: readonly number[], at: Place): string {
  const [first, last] = [range.at(0), range.at(-1)].map((entry) => nameEntry(entry as number, at));
  if (first === last) return first as string;
  return at.language === 'zh' ? `从${first}到${last}` : `From ${first} to ${last}`;
}

const units: Readonly<Record<CalendarLanguage, Readonly<Record<string, string>>>> = {
  en: { 'short dated': 'weeks', 'long dated': 'days', skyscraper: 'floors', city: 'blocks' },
  zh: { 'short dated': '周', 'long dated': '天', skyscraper: '层', city: '个街区' },
};

function namePeriod({ first, every }: Schedule['periodic'], at: Place): string {
  const { size, scenario, language } = at;
  const unit = units[language][isDated(at) ? `${size} dated` : scenario];
  const start = nameEntry(first, at);
  if (language === 'zh')
    return `从${start}起每${every}${unit}一次${scenario === 'city' ? `，沿这一行（y = ${coordinatesOf(first, size)[1]}）到行末为止` : ''}`;
  const limit =
    scenario === 'city' ? `, along its row (y = ${coordinatesOf(first, size)[1]}) to the end of it` : '';
  return `Every ${every} ${unit}, beginning with ${start}${limit}`;
}
