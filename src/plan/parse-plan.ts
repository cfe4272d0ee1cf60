/**
 * Reads a plan from a model's reply: our line format, the published one (`Paragraph k - Main Point: … -
 * Word Count: n words`), JSON, or Markdown headings and numbered lines that carry word counts.
 * Surfaces differ, the demands do not: every section says what it is about and how long it is.
 */
import { OutputFormatError } from '../errors.ts';
import { isTableRow, readOutlineTable } from './outline-table.ts';
import type { SectionDraft } from './plan.ts';
import { renameFields } from './plan-json.ts';
import { readBudgetValue, readTotalLine, takeBudget } from './section-budget.ts';
import { splitPlanReply } from './split-plan-reply.ts';

export type ParsedPlan = { title: string | undefined; sections: SectionDraft[] };

/** More sections than a run of this kind can carry. */
const mostSections = 200;

const expected =
  'one line a section: `Section 1 - Title: … - Main Points: … - Word Count: 400 words`, or the same as JSON';

/**
 * Sections without a word count share what the others leave of the total that the reply names, or get their average,
 * as long as half of all sections have one.
 *
 * @throws {OutputFormatError} No section was found, more than half lack their word count, or there are more than 200;
 *   the message says which.
 */
export function parsePlan(reply: string): ParsedPlan {
  const text = reply
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trim();
  const { title, sections, totalWords } = parseJsonPlan(text) ?? parseTable(text) ?? parseLines(text);
  if (sections.length === 0) throw formatError('no line of it names a section with a word count', reply);
  if (sections.length > mostSections) {
    throw formatError(`it has ${sections.length} sections, at most ${mostSections} are possible`, reply);
  }
  const bare = sections.filter((section) => section.words === undefined);
  if (bare.length * 2 > sections.length) {
    const [first] = bare;
    throw formatError(
      `section ${first === undefined ? 1 : sections.indexOf(first) + 1} has no word count`,
      reply,
    );
  }
  return { title, sections: shareRest(sections, totalWords) };
}

/** With the total that the reply itself names, where it does. */
type FoundPlan = ParsedPlan & { totalWords?: number | undefined };

function shareRest(sections: readonly SectionDraft[], totalWords = 0): SectionDraft[] {
  const named = sections.flatMap(({ words }) => words ?? []);
  const sum = named.reduce((total, words) => total + words, 0);
  const missing = sections.length - named.length;
  const left = totalWords - sum;
  const share = Math.round(left >= missing ? left / missing : sum / named.length);
  return sections.map((section) => ({ ...section, words: section.words ?? share }));
}

function formatError(problem: string, text: string): OutputFormatError {
  return new OutputFormatError(`Expected a plan with ${expected}; ${problem}.`, { text, expected });
}

function parseJsonPlan(text: string): FoundPlan | undefined {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1];
  const embedded = /[{[][\s\S]*[}\]]/.exec(text)?.[0];
  for (const candidate of [fenced, text, embedded]) {
    if (candidate === undefined || !/^[[{]/.test(candidate.trim())) continue;
    try {
      const plan = fromJson(JSON.parse(candidate));
      if (plan !== undefined) return plan;
    } catch {
      // Not JSON after all: the lines are tried next.
    }
  }
  return undefined;
}

type Fields = Record<string, unknown>;

function fromJson(value: unknown): FoundPlan | undefined {
  const root = renameFields(value) as Fields | null;
  if (!Array.isArray(root?.sections)) return undefined;
  const totalWords = readBudgetValue(root.words ?? root.total_words ?? root.totalWords ?? root.total);
  return { title: textOf(root.title), sections: root.sections.map(sectionFromJson), totalWords };
}

/** Sub-sections become main points: what is planned here is one level of sections. */
function sectionFromJson(item: unknown): SectionDraft {
  const fields = (item ?? {}) as Fields;
  const children = (Array.isArray(fields.children) ? fields.children : []).map(sectionFromJson);
  const points = Array.isArray(fields.mainPoints) ? fields.mainPoints : [fields.mainPoints];
  const mainPoints = [
    ...points.map(textOf).filter((point) => point !== undefined),
    ...children.map(({ title, mainPoints: inner = [] }) => [title, ...inner].join('; ')),
  ];
  const below = children.reduce((sum, child) => sum + (child.words ?? 0), 0);
  const words = readBudgetValue(fields.words) ?? (below > 0 ? below : undefined);
  return {
    title: textOf(fields.title) ?? headingFrom(mainPoints[0] ?? ''),
    mainPoints,
    ...(words !== undefined && { words }),
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

function parseTable(text: string): FoundPlan | undefined {
  const lines = text.split('\n');
  const from = lines.findIndex(isTableRow);
  if (from < 0) return undefined;
  const end = lines.findIndex((line, index) => index > from && !isTableRow(line));
  const rows = lines.slice(from, end < 0 ? lines.length : end);
  const sections = readOutlineTable(rows);
  if (!sections?.some(({ words }) => words !== undefined)) return undefined;
  const { title, totalLine } = splitPlanReply(lines.slice(0, from).join('\n'), () => false);
  const sum =
    rows.find((row) => totalCell.test(row)) ?? totalLine ?? lines.find((line) => readTotalLine(line));
  return {
    title: title && clean(title.replace(titleLine, '$1')),
    sections,
    totalWords: lastLooseNumber(sum),
  };
}

const totalCell = /^\s*\|[^\d]*(?:total|总计|合计)/i;
const lastLooseNumber = (text = ''): number | undefined => readCount(text.match(/\d[\d,]*/g)?.at(-1) ?? '');

const sectionStart =
  /^[-*+>#\s]*(?:(?:section|paragraph|part|chapter|step|subtask)\s*(\d+(?:\.\d+)*)|第\s*([\d一二三四五六七八九十百]+)\s*[节節段章部步](?:落)?|\d+(?:\.\d+)+[.)、．]?(?=\s)|\d+\s*[.)、．]|[ivx]+\.(?=\s)|[一二三四五六七八九十]+\s*[、.．]|[（(][一二三四五六七八九十\d]+[)）])/i;
const countLabel =
  /(?:word\s*count|words|length|字数|字數|长度|篇幅)\s*[:：]\s*\**\s*(?:about|approx\.?|约|大约)?\s*([\d][\d,.]*\s*[k千万]?)/i;
const looseCount = /(\d[\d,]*)\s*(?:words?\b|字|词)/gi;
/** A loose count with whatever brackets it: `(about 400 words)`, `— ≈400 words —`. */
const bracketedCount =
  /\s*[-–—|:：(（[]?\s*(?:≈|~|about|approx\.?|around|约|大约)?\s*\d[\d,]*\s*(?:words?\b|字|词)\s*[)）\]]?\s*/gi;
const titleLabel = /(?:^|[-–—|·]\s*)\**(?:title|heading|标题|標題|小标题)\**\s*[:：]\s*\**\s*/i;
const pointsLabel =
  /(?:^|[-–—|·]\s*)\**(?:main\s*points?|key\s*points?|要点|要點|主要内容|内容)\**\s*[:：]\s*\**\s*/im;
const titleLine = /^[#*\s]*(?:title|标题|標題|题目|題目)\**\s*[:：]\s*(.+)$/i;

function parseLines(text: string): FoundPlan {
  const { title, blocks, totalLine } = splitPlanReply(text, (lines) => parseBlock(lines).words !== undefined);
  return {
    title: title && clean(title.replace(titleLine, '$1')),
    sections: blocks.map((lines) => parseBlock(lines.map((line) => line.trim()))),
    totalWords: lastLooseNumber(totalLine),
  };
}

function parseBlock(lines: readonly string[]): SectionDraft {
  const opening = (lines[0] ?? '').replace(sectionStart, '').trim();
  const first = opening.replace(boldTitle, '$1\u0000$2').replace(/^[\s\-–—:：.、|*]+/, '');
  const whole = [first, ...lines.slice(1)].join('\n');
  const words =
    readCount(countLabel.exec(first)?.[1] ?? '') ??
    takeBudget(opening).words ??
    readCount(countLabel.exec(whole)?.[1] ?? '') ??
    lastLooseCount(whole);
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

/** `**Early lights**: beacons`, a bold title and what the section says. */
const boldTitle = /^(?:[-*+•]\s+)?(?:\*\*)?([^*]+?)[:：]?\*\*\s*(?:[:：]|[-–—]+\s)?\s*([^\s*].*)$/;

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
