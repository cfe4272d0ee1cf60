/**
 * A person's plan in Markdown as a tree: headings of either kind, lists of any numbering, tables. What is no plan
 * (rules, comments, front matter, fences) does not become one.
 */
import { type OutlineLine, outlineLines } from './outline-lines.ts';
import { readOutlineTable } from './outline-table.ts';
import type { SectionDraft } from './plan.ts';
import { readBudgetLine, readTotalLine, takeBudget } from './section-budget.ts';

export type Outline = {
  title: string | undefined;
  /** Words of the whole, where the plan names them apart from its sections. */
  words: number | undefined;
  sections: SectionDraft[];
};

type Node = { level: number; title: string; mainPoints: Point[]; words?: number; children: Node[] };
/** A point that names its words may be a section after all. */
type Point = { text: string; budget: { text: string; words: number | undefined } };

const listEntry =
  /^(?<indent>\s*)(?:(?<bullet>[-*+•])\s+|(?<number>\d+(?:\.\d+)*)[.)、．](?!\d)\s*|(?<deep>\d+(?:\.\d+)+)\s+(?=[\p{Lu}\p{Script=Han}])|(?<han>[一二三四五六七八九十]+)[、.．]\s*|[(（](?<bracketed>[一二三四五六七八九十\d]+)[)）]\s*|(?=(?<chapter>第[一二三四五六七八九十百\d]+[章节節部篇回])[\s:：、]))(?:\[[ xX]\]\s+)?(?<text>.*?)\s*$/u;

/** Reads a plan; no sections where nothing in it is a heading, a list entry or a row. */
export function readOutline(markdown: string): Outline {
  const { title: named, lines: plain } = outlineLines(markdown);
  const lines = raiseBoldLines(plain);
  const levels = lines.flatMap((line) => (line.kind === 'heading' ? [line.level] : []));
  const hasHeadings = levels.some((level) => level > 1) || levels.length > 1;
  const hasOneTop = levels.filter((level) => level === 1).length === 1;
  const root: Node = { level: 0, title: '', mainPoints: [], children: [] };
  const path: Node[] = [root];
  let title = named;
  let entryStyle: string | undefined;

  const place = (level: number, heading: string): void => {
    while (path.length > 1 && (path.at(-1)?.level ?? 0) >= level) path.pop();
    const { text, words } = takeBudget(heading);
    const node: Node = {
      level,
      title: text,
      mainPoints: [],
      children: [],
      ...(words !== undefined && { words }),
    };
    path.at(-1)?.children.push(node);
    path.push(node);
  };
  const addPoint = (text: string): void => {
    if (text !== '') path.at(-1)?.mainPoints.push({ text, budget: takeBudget(text) });
  };

  for (const line of lines) {
    const current = path.at(-1) ?? root;
    if (line.kind === 'heading') {
      const isTitle =
        line.level === 1 && title === named && root.children.length === 0 && (hasOneTop || !hasHeadings);
      if (isTitle) title = line.text.replace(titleLabel, '');
      else place(line.level, line.text);
      continue;
    }
    if (line.kind === 'table') {
      addTable(line.rows, current, addPoint);
      continue;
    }
    if (line.kind === 'code') {
      if (current !== root) addPoint(line.text.trim());
      continue;
    }
    const entry = listEntry.exec(line.text)?.groups;
    const said = entry?.text ?? line.text.trim();
    const total = readTotalLine(said);
    const words = readBudgetLine(said);
    if (total !== undefined) root.words = total;
    else if (words !== undefined) current.words = words;
    else if (!hasHeadings && entry !== undefined && said !== '') {
      // Without headings the list is the plan: entries like its first one are sections, all others their points.
      const style = styleOf(entry);
      entryStyle ??= style;
      if (style === entryStyle) place(2, withoutMarks(said));
      else addPoint(said);
    } else if (current !== root) addPoint(said);
    else if (entry === undefined && title === undefined && isTitle(said)) {
      title = withoutMarks(said.replace(titleLabel, ''));
    }
  }
  return { title, words: root.words, sections: root.children.map(toDraft) };
}

const titleLabel = /^(?:title|标题|標題|题目|題目)\s*[:：]\s*/i;

/** "Outline:" announces the plan, a whole sentence remarks on it; neither is its title. */
const isTitle = (text: string): boolean =>
  titleLabel.test(text) ||
  (text.length <= 120 && !/[.。:：;；]$/.test(text) && !/^(?:plan|outline|大纲|提纲|写作大纲)$/i.test(text));

const isBoldLine = (line: string): boolean => /^\s*(?:\*\*[^*]+\*\*|__[^_]+__)\s*$/.test(line);
const withoutMarks = (text: string): string => text.replace(/^(?:\*\*|__)(.*)(?:\*\*|__)$/, '$1').trim();

/** Where nothing else heads the sections, several lines in bold do; one right above the next is the title. */
function raiseBoldLines(lines: readonly OutlineLine[]): readonly OutlineLine[] {
  const isBold = (line: OutlineLine | undefined): boolean => line?.kind === 'text' && isBoldLine(line.text);
  if (lines.some(({ kind }) => kind === 'heading') || lines.filter(isBold).length < 2) return lines;
  const first = lines.findIndex(isBold);
  return lines.map((line, index): OutlineLine => {
    if (line.kind !== 'text' || !isBold(line)) return line;
    const level = index === first && isBold(lines[index + 1]) ? 1 : 2;
    return { kind: 'heading', level, text: withoutMarks(line.text.trim()) };
  });
}

function styleOf({
  indent = '',
  bullet,
  number,
  han,
  bracketed,
  chapter,
}: Record<string, string | undefined>): string {
  const depth = Math.floor(indent.replace(/\t/g, '    ').length / 2);
  if (bullet !== undefined) return `bullet ${depth}`;
  if (number !== undefined) return `number ${number.split('.').length} ${depth}`;
  return `${han !== undefined ? 'han' : bracketed !== undefined ? 'bracketed' : chapter !== undefined ? 'chapter' : ''} ${depth}`;
}

/** Rows of a plan are sections, those of any other table points. */
function addTable(rows: readonly string[], current: Node, addPoint: (text: string) => void): void {
  const sections = readOutlineTable(rows);
  if (sections !== undefined) {
    const points = (texts: readonly string[] = []): Point[] =>
      texts.map((text) => ({ text, budget: { text, words: undefined } }));
    current.children.push(
      ...sections.map(
        ({ title, mainPoints, words }): Node => ({
          level: 7,
          title,
          mainPoints: points(mainPoints),
          children: [],
          ...(words !== undefined && { words }),
        }),
      ),
    );
    return;
  }
  for (const row of rows.filter((each) => !/^[\s|:-]+$/.test(each))) addPoint(row.trim().slice(1, -1).trim());
}

/** Points that all name their words are the sections below a heading that names none. */
function toDraft({ title, mainPoints, words, children }: Node): SectionDraft {
  const isDivided =
    words === undefined &&
    children.length === 0 &&
    mainPoints.length > 1 &&
    mainPoints.every(({ budget }) => budget.words !== undefined);
  if (isDivided) {
    const parts = mainPoints.map(({ budget }) => ({ title: budget.text, words: budget.words }));
    return {
      title,
      mainPoints: [],
      children: parts.map(({ title: name, words: own }) => ({
        title: name,
        ...(own !== undefined && { words: own }),
      })),
    };
  }
  return {
    title,
    mainPoints: mainPoints.map(({ text }) => text),
    ...(words !== undefined && { words }),
    children: children.map(toDraft),
  };
}
