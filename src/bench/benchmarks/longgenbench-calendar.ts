/** The year of the fresh diaries and menus: 2029, which has 365 days and begins on a Monday. */

export const calendarYear = 2029;
export const daysOfYear = 365;
/** Whole weeks; the last day of the year belongs to none. */
export const weeksOfYear = 52;

export type CalendarLanguage = 'en' | 'zh';

const month = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });

/** Names a day of the year, from 1: `March 3`, `3月3日`. */
export function nameDay(day: number, language: CalendarLanguage): string {
  const date = new Date(Date.UTC(calendarYear, 0, day));
  return language === 'zh'
    ? `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`
    : `${month.format(date)} ${date.getUTCDate()}`;
}

/** The week from 1 that a day falls into; week 1 holds the days 1 to 7. */
export const weekOfDay = (day: number): number => Math.ceil(day / 7);

/** First and last day of a week, as its header names them. */
export function nameWeek(week: number, language: CalendarLanguage): string {
  const [first, last] = [week * 7 - 6, week * 7].map((day) => nameDay(day, language));
  return language === 'zh' ? `${first}至${last}` : `${first} - ${last}`;
}
