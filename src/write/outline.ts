/** The plan as a writer sees it: all of it for a text that is shown whole, the part around a section for a book. */
import { estimateTokens } from '../model/estimate-tokens.ts';
import type { Section } from '../plan/plan.ts';
import type { PromptLanguage } from '../plan/prompt-language.ts';

/** A part of the document whose sections are being written, outermost first. */
export type OpenPart = {
  /** '' for the document itself. */
  id: string;
  title: string;
  sections: readonly Section[];
  /** Index of the section at hand. */
  at: number;
  /** Words it was given, and those still to be written in it. */
  budgetWords: number;
  leftWords: number;
  /** What its finished sections said, in brief, oldest first. */
  summaries: readonly string[];
};

/** Sections before and after the one at hand that are named. */
const nearby = 4;

type Wording = {
  title(title: string): string;
  line(section: Section, depth: number, withPoints: boolean): string;
  within(id: string, title: string): string;
  more(count: number): string;
  here: string;
};

const english: Wording = {
  title: (title) => `Title: ${title}`,
  line: ({ id, title, mainPoints }, depth, withPoints) =>
    `${'  '.repeat(depth)}${id}. ${title}${withPoints && mainPoints.length > 0 ? ` (${mainPoints.join('; ')})` : ''}`,
  within: (id, title) => `Within ${id}. ${title}:`,
  more: (count) => `(${count} more)`,
  here: '  <- now',
};

const chinese: Wording = {
  title: (title) => `标题：${title}`,
  line: ({ id, title, mainPoints }, depth, withPoints) =>
    `${'  '.repeat(depth)}${id}. ${title}${withPoints && mainPoints.length > 0 ? `（${mainPoints.join('；')}）` : ''}`,
  within: (id, title) => `${id}. ${title}之内：`,
  more: (count) => `（另有${count}节）`,
  here: '  <- 现在',
};

const wordings: Record<PromptLanguage, Wording> = { en: english, zh: chinese };

/** Every section with its points. */
export function renderOutline(title: string, sections: readonly Section[], language: PromptLanguage): string {
  const wording = wordings[language];
  const walk = (each: readonly Section[], depth: number): string[] =>
    each.flatMap((section) => [wording.line(section, depth, true), ...walk(section.children, depth + 1)]);
  return [...(title === '' ? [] : [wording.title(title)]), ...walk(sections, 0)].join('\n');
}

/**
 * The open parts and their sections next to the one at hand, as far as `mostTokens` go: points are left out first,
 * then neighbours further away.
 */
export function renderOutlineAround(
  title: string,
  parts: readonly OpenPart[],
  language: PromptLanguage,
  mostTokens: number,
): string {
  for (const [reach, withPoints] of [
    [nearby, true],
    [nearby, false],
    [2, false],
    [1, false],
  ] as const) {
    const text = around(title, parts, language, reach, withPoints);
    if (estimateTokens(text) <= mostTokens) return text;
  }
  return '';
}

function around(
  title: string,
  parts: readonly OpenPart[],
  language: PromptLanguage,
  reach: number,
  withPoints: boolean,
): string {
  const wording = wordings[language];
  const lines = title === '' ? [] : [wording.title(title)];
  for (const [depth, { id, title: partTitle, sections, at }] of parts.entries()) {
    if (id !== '') lines.push(wording.within(id, partTitle));
    const from = Math.max(0, at - reach);
    const to = Math.min(sections.length, at + reach + 1);
    if (from > 0) lines.push(wording.more(from));
    const isInnermost = depth === parts.length - 1;
    for (const [offset, section] of sections.slice(from, to).entries()) {
      const isHere = from + offset === at;
      const line = wording.line(section, 0, withPoints && isInnermost);
      lines.push(isHere ? `${line}${wording.here}` : line);
    }
    if (to < sections.length) lines.push(wording.more(sections.length - to));
  }
  return lines.join('\n');
}
