/**
 * From a judge's reply to one grade for each dimension, or to the reason why there is none.
 *
 * Strict on purpose: a grade that has to be guessed is no grade. A reply that cannot be scored costs one more call;
 * a wrong grade costs the study.
 */
import { isRefusal } from '../model/refusal.ts';
import { findJson } from './find-json.ts';
import type { Dimension } from './rubric.ts';

/** A dimension that is also known under other names, such as those of another language. */
export type NamedDimension = Dimension & { aliases?: readonly string[] };

type ParsedGrades =
  | { scores: Readonly<Record<string, number>>; reason?: undefined }
  | { scores: null; reason: string };

/**
 * Reads the grades out of a reply.
 *
 * JSON counts wherever it stands: alone, fenced, after an analysis. Grades may stand in an object below
 * (`{"scores": {…}}`), under their dimension (`{"Clarity": {"score": 4}}`), or in a list of `{id, score}`. Keys
 * and aliases match without regard to case, width, spaces, hyphens and underscores, and in no other way. A grade is a
 * number or a string of digits, with `/5` after it only where 5 is the top of the scale.
 *
 * @returns `scores: null` with the reason for everything else: a refusal, no JSON, JSON that breaks off, a missing
 *   dimension, a grade that is no number, off the scale or not whole, and two different grades for one dimension,
 *   be it in a second object, twice in one, or once in the analysis (`Clarity: 4`) and once in the JSON.
 */
export function parseVerdict(reply: string, dimensions: readonly NamedDimension[]): ParsedGrades {
  const text = withoutThinking(reply).trim();
  if (text === '') return unscored('empty reply');
  const { values, hasBroken, isCut } = findJson(text);
  const given = new Map<string, unknown[]>(dimensions.map(({ key }) => [key, []]));
  const nameOf = createMatcher(dimensions);
  for (const value of values) collect(value, nameOf, given, 0);
  if ([...given.values()].every((grades) => grades.length === 0)) {
    if (isRefusal(text)) return unscored('refused');
    if (isCut) return unscored('the JSON breaks off');
    if (hasBroken) return unscored('the JSON cannot be read');
    if (values.length === 0) return unscored('no JSON in the reply');
  }
  const missing = dimensions.filter(({ key }) => given.get(key)?.length === 0).map(({ key }) => `"${key}"`);
  if (missing.length > 0) {
    const cut = isCut ? ', and the JSON breaks off' : '';
    return unscored(`missing key${missing.length > 1 ? 's' : ''} ${missing.join(', ')}${cut}`);
  }
  const scores: Record<string, number> = {};
  for (const dimension of dimensions) {
    const grades: number[] = [];
    for (const raw of given.get(dimension.key) ?? []) {
      const grade = readGrade(raw, dimension);
      if (typeof grade === 'string') return unscored(grade);
      grades.push(grade);
    }
    const different = [...new Set([...grades, ...findSaidGrades(text, dimension)])];
    if (different.length > 1)
      return unscored(`two different grades for "${dimension.key}": ${different.slice(0, 2).join(' and ')}`);
    scores[dimension.key] = grades[0] as number;
  }
  return { scores };
}

const unscored = (reason: string): ParsedGrades => ({ scores: null, reason });

/** Some servers leave thinking in the text; grades that were only tried there do not count. */
export const withoutThinking = (reply: string): string => reply.replace(/^\s*<think>[\s\S]*?<\/think>/i, '');

/** A name without what models change about it. */
export const foldName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '');

function createMatcher(dimensions: readonly NamedDimension[]): (name: string) => string | undefined {
  const keys = new Map(
    dimensions.flatMap(({ key, aliases = [] }) => [key, ...aliases].map((name) => [foldName(name), key])),
  );
  return (name) => keys.get(foldName(name));
}

const gradeField = /^(?:[a-z]+_)?(?:score|grade|rating)$|^(?:评分|得分|分数)$/i;
const identifierField = /^(?:[a-z]+_)?(?:id|key|name|dimension|criterion)$|^(?:维度|编号)$/i;

function collect(
  value: unknown,
  nameOf: (name: string) => string | undefined,
  given: Map<string, unknown[]>,
  depth: number,
): void {
  if (typeof value !== 'object' || value === null || depth > 4) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, nameOf, given, depth + 1);
    return;
  }
  const fields = Object.entries(value);
  const grade = fields.filter(([name]) => gradeField.test(name));
  const identifier = fields.filter(([name]) => identifierField.test(name));
  const named = identifier.length === 1 ? nameOf(String(identifier[0]?.[1])) : undefined;
  if (named !== undefined && grade.length === 1) {
    given.get(named)?.push(grade[0]?.[1]);
    return;
  }
  for (const [name, inner] of fields) {
    const key = nameOf(name);
    if (key === undefined) collect(inner, nameOf, given, depth + 1);
    else given.get(key)?.push(unwrap(inner));
  }
}

/** `{"score": 4, "reason": "…"}` under a dimension is its grade. */
function unwrap(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const grades = Object.entries(value).filter(([name]) => gradeField.test(name));
  return grades.length === 1 ? grades[0]?.[1] : value;
}

const digits = /^(-?\d+(?:\.\d+)?)(?:\s*\/\s*(\d+(?:\.\d+)?))?$/;

/** The grade, or the reason why it is none. */
function readGrade(raw: unknown, { key, scale: [least, most], isWhole }: Dimension): number | string {
  const shown = JSON.stringify(raw)?.slice(0, 60);
  const match = digits.exec(typeof raw === 'string' ? raw.normalize('NFKC').trim() : '');
  const grade = typeof raw === 'number' ? raw : Number(match?.[1] ?? Number.NaN);
  if (!Number.isFinite(grade)) return `grade ${shown} for "${key}" is not a number`;
  if (match?.[2] !== undefined && Number(match[2]) !== most)
    return `grade ${shown} for "${key}" is not out of ${most}`;
  if (grade < least || grade > most) return `grade ${grade} for "${key}" is outside ${least}..${most}`;
  if (isWhole && !Number.isInteger(grade)) return `grade ${grade} for "${key}" is not a whole number`;
  return grade;
}

/** What may follow a number that is a grade and not the beginning of a sentence or of a range. */
const afterGrade = String.raw`(?![\d.]*\d)\s*(?:\/\s*\d+|分|points?\b)?["”*_]*\s*(?:$|[\n,，;；。)）}\]]|\.(?:["”\s]|$)|\s[-–—]+\s*\p{L})`;

/** Grades that the text says of a dimension by name, JSON included: `Clarity: 4`, `"Clarity": 4`, `**清晰度**：4分`. */
function findSaidGrades(text: string, { key, aliases = [] }: NamedDimension): number[] {
  return [key, ...aliases].flatMap((name) => {
    const letters = name.split(/[\s_-]+/).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
    // A bare number is a list mark more often than a name: such keys count only in quotes.
    const isWord = /\p{L}/u.test(name);
    const quote = isWord ? '["“*_]*' : '"';
    const start = String.raw`(?<![\p{L}\p{N}][ \t]?)${quote}${letters.join(String.raw`[\s_-]*`)}${isWord ? '["”*_]*' : '"'}`;
    const said = String.raw`\s*(?:[(（][^)）\n]{0,20}[)）])?["”*_]*\s*[:：=]\s*["“*_]*(\d+(?:\.\d+)?)`;
    const pattern = new RegExp(start + said + afterGrade, 'giu');
    return [...text.matchAll(pattern)].map((match) => Number(match[1]));
  });
}
