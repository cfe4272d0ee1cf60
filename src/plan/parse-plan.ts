/**
 * Reads a plan from a model's reply: our line format, the published one (`Paragraph k - Main Point: … -
 * Word Count: n words`), JSON, or Markdown headings and numbered lines that carry word counts.
 * Surfaces differ, the demands do not: every section says what it is about and how long it is.
 */
import { OutputFormatError } from '../errors.ts';
import type { SectionDraft } from './plan.ts';

export type ParsedPlan = { title: string | undefined; sections: SectionDraft[] };

/** More sections than a run of this kind can carry. */
const mostSections = 200;

const expected =
  'one line a section: `Section 1 - Title: … - Main Points: … - Word Count: 400 words`, or the same as JSON';

/**
 * @throws {OutputFormatError} No section was found, one lacks its word count, or there are more than 200;
 *   the message says which.
 */
export function parsePlan(reply: string): ParsedPlan {
  const text = reply.replace(/\r\n?/g, '\n').trim();
  const parsed = parseJsonPlan(text) ?? parseLines(text);
  const { sections } = parsed;
  if (sections.length === 0) throw formatError('no line of it names a section with a word count', reply);
  if (sections.length > mostSections) {
    throw formatError(`it has ${sections.length} sections, at most ${mostSections} are possible`, reply);
  }
  const bare = sections.findIndex((section) => section.words === undefined || !(section.words > 0));
  if (bare >= 0) throw formatError(`section ${bare + 1} has no word count`, reply);
  return parsed;
}

function formatError(problem: string, text: string): OutputFormatError {
  return new OutputFormatError(`Expected a plan with ${expected}; ${problem}.`, { text, expected });
}

function parseJsonPlan(text: string): ParsedPlan | undefined {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1];
  for (const candidate of [fenced, text]) {
    if (candidate === undefined || !/^[[{]/.test(candidate.trim())) continue;
    try {
      return fromJson(JSON.parse(candidate));
    } catch {
      // Not JSON after all: the lines are tried next.
    }
  }
  return undefined;
}

function fromJson(value: unknown): ParsedPlan | undefined {
  const root = (Array.isArray(value) ? { sections: value } : value) as Record<string, unknown> | null;
  const list = root?.sections ?? root?.plan ?? root?.subtasks ?? root?.paragraphs;
  if (!Array.isArray(list)) return undefined;
  return { title: textOf(root?.title), sections: list.map((item) => sectionFromJson(item)) };
}

function sectionFromJson(item: unknown): SectionDraft {
  const fields = (item ?? {}) as Record<string, unknown>;
  const points =
    fields.mainPoints ?? fields.main_points ?? fields.mainPoint ?? fields.main_point ?? fields.points;
  const mainPoints = (Array.isArray(points) ? points : [points])
    .map(textOf)
    .filter((point) => point !== undefined);
  const words = fields.words ?? fields.targetWords ?? fields.wordCount ?? fields.word_count;
  return {
    title: textOf(fields.title) ?? textOf(fields.heading) ?? headingFrom(mainPoints[0] ?? ''),
    mainPoints,
    words: typeof words === 'number' ? Math.round(words) : readCount(String(words ?? '')),
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

const sectionStart =
  /^(?:[-*+>#\s]|\*\*)*(?:(?:section|paragraph|part|chapter|step|subtask)\s*(\d+(?:\.\d+)*)|第\s*([\d一二三四五六七八九十百]+)\s*[节節段章部步](?:落)?|(\d+)\s*[.)、．])/i;
const countLabel =
  /(?:word\s*count|words|length|字数|字數|长度|篇幅)\s*[:：]\s*\**\s*(?:about|approx\.?|约|大约)?\s*([\d][\d,.]*\s*[k千万]?)/i;
const looseCount = /(\d[\d,]*)\s*(?:words?\b|字|词)/gi;
/** A loose count with whatever brackets it: `(about 400 words)`, `— ≈400 words —`. */
const bracketedCount =
  /\s*[-–—|:：(（[]?\s*(?:≈|~|about|approx\.?|around|约|大约)?\s*\d[\d,]*\s*(?:words?\b|字|词)\s*[)）\]]?\s*/gi;
const titleLabel = /(?:^|[-–—|·]\s*)\**(?:title|heading|标题|標題|小标题)\**\s*[:：]\s*\**\s*/i;
const pointsLabel =
  /(?:^|[-–—|·]\s*)\**(?:main\s*points?|key\s*points?|要点|要點|主要内容|内容)\**\s*[:：]\s*\**\s*/im;
/** A closing sum belongs to no section. */
const totalLine = /^[\s*_#>-]*(?:(?:grand\s+)?total\b|总计|总字数|合计|全文共)/i;
const titleLine = /^[#*\s]*(?:title|标题|標題|题目|題目)\s*[:：]\s*(.+)$/i;

/** A section opens at a numbered line or a sub-heading; lines below it belong to it until the next opens. */
function parseLines(text: string): ParsedPlan {
  let title: string | undefined;
  const blocks: string[][] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '' || /^```/.test(line) || /^(?:\.{3}|…+)$/.test(line)) continue;
    if (blocks.length > 0 && totalLine.test(line)) break;
    const found = titleLine.exec(line);
    const isHeading = /^#{1,6}\s/.test(line);
    if (blocks.length === 0 && found?.[1]) title ??= clean(found[1]);
    else if (blocks.length === 0 && /^(?:#\s|\*\*[^*]+\*\*$)/.test(line) && !sectionStart.test(line))
      title ??= clean(line);
    else if (sectionStart.test(line) || (isHeading && /^#{2,6}\s/.test(line))) blocks.push([line]);
    else blocks.at(-1)?.push(line);
  }
  // A preface may hold numbered remarks; only what has a count is a section, unless nothing has.
  const sections = blocks.map(parseBlock);
  const counted = sections.filter((section) => section.words !== undefined);
  return { title, sections: counted.length === 0 ? [] : sections };
}

function parseBlock(lines: string[]): SectionDraft {
  const first = (lines[0] ?? '').replace(sectionStart, '').replace(/^[\s\-–—:：.、|*]+/, '');
  const whole = [first, ...lines.slice(1)].join('\n');
  const words = readCount(countLabel.exec(whole)?.[1] ?? '') ?? lastLooseCount(whole);
  const body = whole
    .replace(new RegExp(`(?:^|[-–—|·(（]\\s*|\\n\\s*)\\**${countLabel.source}[^\\n]*`, 'i'), '')
    .trimEnd();
  const points = pointsLabel.exec(body);
  const head = points ? body.slice(0, points.index) : (body.split('\n', 1)[0] ?? '');
  const rest = points ? body.slice(points.index + points[0].length) : body.split('\n').slice(1).join('\n');
  const named = clean(head.replace(titleLabel, ''));
  const mainPoints = rest
    .split(/\n+/)
    .map((line) => clean(line))
    .filter((line) => line !== '');
  // What stood behind a count between dashes is what the section says.
  const [title = '', ...behind] = named
    .replace(bracketedCount, '\u0000')
    .split('\u0000')
    .map((part) => clean(part));
  const said = [...behind.filter((part) => part !== ''), ...mainPoints];
  return {
    title: title === '' || title.length > 120 ? headingFrom(said[0] ?? title) : title,
    mainPoints: said.length > 0 || title.length <= 120 ? said : [title],
    words,
  };
}

function clean(text: string): string {
  return text
    .replace(/^[#>\s]*(?:[-*+]\s+)?/, '')
    .replace(/\*\*|__/g, '')
    .replace(/^[\s\-–—|:：]+|[\s\-–—|,，;；]+$/g, '')
    .trim();
}

/** The first clause of a main point, for plans that give a part no heading of its own. */
function headingFrom(point: string): string {
  const clause = point.split(/[.;:,。；：，\n]/, 1)[0]?.trim() ?? '';
  const short = /\p{Script=Han}/u.test(clause)
    ? clause.slice(0, 20)
    : clause.split(/\s+/).slice(0, 8).join(' ');
  return short.charAt(0).toUpperCase() + short.slice(1);
}

function lastLooseCount(text: string): number | undefined {
  return readCount([...text.matchAll(looseCount)].at(-1)?.[1] ?? '');
}

function readCount(text: string): number | undefined {
  const match = /(\d[\d,.]*)\s*([k千万]?)/i.exec(text);
  if (!match?.[1]) return undefined;
  const scale = { k: 1000, 千: 1000, 万: 10_000 }[match[2]?.toLowerCase() ?? ''];
  const number = scale ? Number(match[1].replace(/,/g, '')) : Number(match[1].replace(/[,.]/g, ''));
  return Number.isFinite(number) && number > 0 ? Math.round(number * (scale ?? 1)) : undefined;
}
