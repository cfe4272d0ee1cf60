/**
 * What a section owes the others, beside its points: what it builds on, must establish, must not reveal, how it opens
 * and ends. In a plan file each stands on a line of its own among the points, such as `Builds on: 2, Early lights`.
 */
import type { PromptLanguage } from './prompt-language.ts';

export type SectionContract = {
  /** Sections that must be written before this one and are shown to its writer: ids, once the plan is made. */
  readonly buildsOn: readonly string[];
  readonly establishes?: string;
  readonly withholds?: string;
  readonly opens?: string;
  readonly ends?: string;
  /** Sources it takes its facts from, by their numbers, such as `S3`. */
  readonly drawsOn?: readonly string[];
  /** Figures it speaks of, by their numbers. */
  readonly shows?: readonly number[];
};

type Clause = keyof SectionContract;

const names: Record<Clause, { pattern: RegExp; en: string; zh: string }> = {
  buildsOn: {
    pattern: /^(?:builds?\s+on|depends?\s+on|requires|needs|after|承接|依赖|基于|依据)\s*[:：]\s*/i,
    en: 'Builds on',
    zh: '承接',
  },
  establishes: {
    pattern: /^(?:(?:must\s+)?establish(?:es)?|必须确立|确立|交代)\s*[:：]\s*/i,
    en: 'Must establish',
    zh: '必须确立',
  },
  withholds: {
    pattern: /^(?:must\s+not\s+reveal|withholds?|does\s+not\s+reveal|不得透露|不可透露|暂不透露)\s*[:：]\s*/i,
    en: 'Must not reveal',
    zh: '不得透露',
  },
  opens: { pattern: /^(?:opens?(?:\s+with)?|开头)\s*[:：]\s*/i, en: 'Opens with', zh: '开头' },
  ends: { pattern: /^(?:ends?(?:\s+with)?|closes?\s+with|结尾)\s*[:：]\s*/i, en: 'Ends with', zh: '结尾' },
  drawsOn: { pattern: /^(?:draws?\s+on|取材)\s*[:：]\s*/i, en: 'Draws on', zh: '取材' },
  // Only with numbers of figures behind it; prose may show anything.
  shows: { pattern: /^(?!)/, en: 'Shows', zh: '配图' },
};
const figureNames: Record<PromptLanguage, string> = { en: 'Figure ', zh: '图' };

/** Where points come as one line, the sources stand at its end. */
const drawsAtEnd =
  /[\s.;。；]*(?:draws?\s+on|取材)\s*[:：]\s*((?:S?\s?\d{1,5}[\s,，、;；和]*(?:and\s+)?)+)[.。]?\s*$/i;

/** The same for figures. */
const showsAtEnd =
  /[\s.;。；]*(?:(?:shows?|images?)\s*[:：]|配图\s*[:：]?)\s*((?:(?:figures?|figs?\.?|images?|[图圖])\s?)?\d{1,3}(?:(?:\s?[,，、;；&]\s?|\s(?:and\s)?|和|及)(?:(?:figures?|figs?\.?|images?|[图圖])\s?)?\d{1,3})*)\s?[.。]?\s*$/i;

const clauses = Object.keys(names) as Clause[];

/** Parts the clauses of a contract from the points of a section; undefined where none of them is one. */
export function takeContract(points: readonly string[]): {
  mainPoints: string[];
  contract: SectionContract | undefined;
} {
  const mainPoints: string[] = [];
  const found: Partial<Record<Clause, string>> = {};
  const takeEnd = (line: string, pattern: RegExp, name: 'drawsOn' | 'shows'): string => {
    const end = pattern.exec(line);
    if (end === null) return line;
    found[name] = [found[name], end[1]].filter((each) => each).join(', ');
    return line.slice(0, end.index);
  };
  for (const line of points) {
    // In either order.
    const figures = takeEnd(line, showsAtEnd, 'shows');
    const point = takeEnd(takeEnd(figures, drawsAtEnd, 'drawsOn'), showsAtEnd, 'shows');
    if (point.trim() === '') continue;
    const clause = clauses.find((name) => names[name].pattern.test(point.trim()));
    if (clause === undefined) mainPoints.push(point);
    else found[clause] = point.trim().replace(names[clause].pattern, '').trim();
  }
  const { buildsOn = '', drawsOn = '', shows = '', ...rest } = found;
  const sources = [...drawsOn.matchAll(/\d+/g)].map(([number]) => `S${number}`);
  const figures = [...new Set([...shows.matchAll(/\d+/g)].map(([number]) => Number(number)))];
  if (Object.keys(found).length === 0) return { mainPoints, contract: undefined };
  return {
    mainPoints,
    contract: {
      ...rest,
      buildsOn: splitNames(buildsOn),
      ...(sources.length > 0 && { drawsOn: sources }),
      ...(figures.length > 0 && { shows: figures }),
    },
  };
}

/** `none` and 无 name nothing. */
function splitNames(text: string): string[] {
  return text
    .split(/[,，、;；]/)
    .map((name) => name.replace(/^(?:sections?|chapters?)\s+(?=\d)|^第\s*(?=\d)|\s*[节章]$/gi, '').trim())
    .filter((name) => name !== '' && !/^(?:none|nothing|-|–|—|无|没有)\.?$/i.test(name));
}

/** The lines of a plan file. */
export function listClauses(contract: SectionContract, language: PromptLanguage): string[] {
  return clauses.flatMap((clause) => {
    const value = contract[clause];
    const listed = (each: string | number): string =>
      clause === 'shows' ? `${figureNames[language]}${each}` : String(each);
    const text = typeof value === 'string' ? value : (value ?? []).map(listed).join(', ');
    return text === '' ? [] : [`${names[clause][language]}${language === 'zh' ? '：' : ': '}${text}`];
  });
}

/** What a writer is told of it; '' where only the order of writing, and what is shown, follow from it. */
export function renderContract(contract: SectionContract | undefined, language: PromptLanguage): string {
  if (contract === undefined) return '';
  const { buildsOn: _order, drawsOn: _sources, shows: _figures, ...rest } = contract;
  return listClauses({ ...rest, buildsOn: [] }, language)
    .map((line) => `${line.replace(/[.。]$/, '')}${language === 'zh' ? '。' : '.'}`)
    .join(language === 'zh' ? '' : ' ');
}
