/** Example lines of a plan format, such as `Section 1 | Title: … | Words: 300`, and lines made in their likeness. */

/** A format shown by one line: its fields with the texts between them. */
export type ExampleLine = {
  /** The line as the request shows it. */
  line: string;
  fields: readonly ExampleField[];
  separators: readonly string[];
};

type ExampleField = { role: 'index' | 'title' | 'points' | 'count'; label: string; value: string };

/** What one line of a plan says. */
export type PlanEntry = { index: number; title: string; points: string; words: number };

const separator = /\s+[-–—]\s+|\s*[|｜]\s*|\s*[；;]\s*|\t+/g;
const placeholder = String.raw`(?:\[[^\]\n]*\]|<[^>\n]*>|\{[^}\n]*\}|\bN\b|X{1,4}|_{2,}|…+|\.{3})`;
const index = new RegExp(
  `(?:^|第\\s*|[^\\p{L}\\p{N}])(?:\\d{1,3}|${placeholder}|[一二三四五六七八九十]{1,3}(?=\\s*[节章段部步]))`,
  'u',
);
const countWithUnit = new RegExp(`(?:\\d[\\d,]*|${placeholder})\\s*(?:words?\\b|个?字|词)`, 'i');
const countLabel = /(?:word[\s_]?count|words|word budget|length|budget|字数|篇幅)\s*$/i;
const titleLabel = /title|heading|name|标题|题目|名称|名字/i;
const pointsLabel = /point|content|summary|description|goal|idea|focus|要点|主旨|内容|概述|目标|重点/i;

/** The lines of a text that show the format of a plan: an index first, fields, and a word count. */
export function findExampleLines(text: string): ExampleLine[] {
  return text
    .split('\n')
    .filter((line) => line.length < 400)
    .map(parseExampleLine)
    .filter((example) => example !== undefined);
}

function parseExampleLine(line: string): ExampleLine | undefined {
  const separators = [...line.matchAll(separator)].map((match) => match[0]);
  const parts = line.split(separator);
  const fields = parts.map(readField);
  const first = fields[0];
  if (first === undefined || !index.test(parts[0]?.slice(0, 30) ?? '')) return undefined;
  const hasCount = fields.some((field, position) => position > 0 && field.role === 'count');
  if (hasCount && fields.length >= 3) {
    return { line, separators, fields: withRoles(fields) };
  }
  return parseShortLine(line);
}

/** `1. A title (400 words)`, `第1节：标题（400字）`, `Section 1: <title> - 300 words`. */
function parseShortLine(line: string): ExampleLine | undefined {
  const match =
    /^([\s#>*_-]*(?:\p{L}+\s+)?(?:第\s*)?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:\s*[节章段部步])?\s*[.):：、\-–*_]*\s*)([^.。()（）]{2,120}?)(\s*[(（[]\s*|\s+[-–—]\s+)((?:about|around|约|大约)?\s*\d[\d,]*\s*(?:words?|个?字))(\s*[)）\]]?[\s*_]*)$/iu.exec(
      line,
    );
  if (match === null) return undefined;
  const [, head, title, open, count, close] = match as unknown as string[];
  return {
    line,
    separators: ['', open as string],
    fields: [
      { role: 'index', label: '', value: head as string },
      { role: 'title', label: '', value: title as string },
      { role: 'count', label: '', value: `${count}${close}` },
    ],
  };
}

function readField(part: string, position: number): ExampleField {
  if (position === 0) return { role: 'index', label: '', value: part };
  const match = /^([\s*_"]*[\p{L}][\p{L}\s_]{0,30}?[\s*_"]*[:：=]\s*[*_]*\s*)(.*)$/u.exec(part);
  const label = match?.[1] ?? '';
  const value = match?.[2] ?? part;
  const isCount =
    countWithUnit.test(part) ||
    (countLabel.test(label.replace(/[\s*_":：=]+$/u, '')) && new RegExp(`\\d|${placeholder}`).test(value));
  if (isCount) return { role: 'count', label, value };
  if (titleLabel.test(label)) return { role: 'title', label, value };
  return { role: 'points', label, value };
}

/** A first unlabelled field before labelled or further ones is a title. */
function withRoles(fields: readonly ExampleField[]): ExampleField[] {
  const texts = fields.filter((field) => field.role === 'points');
  const hasTitle = fields.some((field) => field.role === 'title');
  return fields.map((field) =>
    !hasTitle && texts.length > 1 && field === texts[0] && !pointsLabel.test(field.label)
      ? { ...field, role: 'title' }
      : field,
  );
}

const headLine = new RegExp(`^[\\s*#]*[\\p{L}][\\p{L}\\s]{0,30}[:：][\\s*]*${placeholder}[\\s*]*$`, 'u');

/** Lines with a placeholder that stand directly above the first example, such as `Title: <title>`. */
export function findHeadLines(text: string, example: ExampleLine): string[] {
  const lines = text.split('\n');
  const heads: string[] = [];
  for (let at = lines.indexOf(example.line) - 1; at >= 0 && headLine.test(lines[at] as string); at--) {
    heads.unshift(lines[at] as string);
  }
  return heads;
}

/** A head line with the value where the placeholder stands. */
export function renderHead(line: string, value: string): string {
  return line.replace(new RegExp(`${placeholder}(?=[\\s*]*$)`), () => value);
}

/** A line in the likeness of the example, saying what the entry says. */
export function renderLike(example: ExampleLine, entry: PlanEntry): string {
  return example.fields
    .map((field, position) => `${renderField(field, entry)}${example.separators[position] ?? ''}`)
    .join('');
}

function renderField(field: ExampleField, entry: PlanEntry): string {
  const { role, label, value } = field;
  if (role === 'title') return `${label}${entry.title}`;
  if (role === 'points') return `${label}${entry.points}`;
  if (role === 'count') {
    const number = new RegExp(`\\d[\\d,]*(?:\\s*(?:-|–|~|to|至|到)\\s*\\d[\\d,]*)?|${placeholder}`);
    return `${label}${value.replace(number, (found) => {
      const unit = /\d\s*(words?|个?字|词)/i.exec(found)?.[1];
      return unit === undefined ? String(entry.words) : `${entry.words}${/^w/i.test(unit) ? ' ' : ''}${unit}`;
    })}`;
  }
  const numbered = value.replace(
    new RegExp(`\\d{1,3}|${placeholder}|[一二三四五六七八九十]{1,3}(?=\\s*[节章段部步])`),
    String(entry.index),
  );
  // `Section 1: <title>`: what follows the number stands for the title.
  return numbered.replace(
    /^(\D*\d+\s*(?:[节章段部步]\s*)?[:：.)]\s*)(\S.*)$/u,
    (_all, head: string) => head + entry.title,
  );
}
