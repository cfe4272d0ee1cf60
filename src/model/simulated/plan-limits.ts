/** How long a planned text and its sections should be, as the plan request says. */
import { type FoundLength, findLengths } from './asked-words.ts';
import { findExampleLines } from './example-line.ts';
import type { Random } from './random.ts';
import type { ReadRequest } from './read-request.ts';

/** A length that follows one of these belongs to one section. */
const sectionBefore =
  /(?:\b(?:sections?|paragraphs?|subtasks?|chapters?|parts?|scenes?)\b[^.,;:!?\n]{0,40}|[节章段][^。，；：\n]{0,10})$/i;
const totalCue =
  /\b(?:total|overall|altogether|whole|entire|in all|all (?:sections|chapters|parts|paragraphs)|sum|add up)\b|总|共|之和|全文|全书|整篇|合计/gi;
const countPattern =
  /(?<!\d)(\d{1,3}|[一二两三四五六七八九十]{1,3})(?:\s*(?:-|–|~|to|and|到|至)\s*(\d{1,3}|[一二两三四五六七八九十]{1,3}))?(?:\s+(?:\w+\s+)?(?:sections|chapters|paragraphs|parts|subtasks|scenes)\b|\s*个?(?:小节|章节|子任务|部分|段落|[节章段]))/gi;

/** Smallest and largest usual section, in words. */
const usual = { least: 200, most: 1_000 };

/** Word budgets of a plan's sections, in order. They sum to the total the request asks for. */
export function planBudgets(request: ReadRequest, random: Random): number[] {
  const text = withoutExamples(planOrder(request));
  const lengths = findLengths(text);
  const perSection = lengths.filter((length) => isPerSection(text, length));
  const bounds = readBounds(text, perSection);
  const count = readCount(text);
  const total = readTotal(request, text, lengths, perSection, count);
  const fewest = Math.max(1, Math.ceil(total / bounds.most));
  const most = Math.max(fewest, Math.floor(total / bounds.least));
  const usualSize = Math.min(
    0.85 * bounds.most,
    Math.max(bounds.least, total / 12, 300 + random.integer(200)),
  );
  const wish = Math.min(most, Math.max(fewest, Math.round(total / usualSize)));
  const sections = count === undefined ? wish : Math.min(count.most, Math.max(count.fewest, wish));
  return splitBudget(Math.round(total), Math.max(1, sections), bounds, random);
}

/**
 * Splits a total into so many whole numbers, uneven as models make them, mostly multiples of 50 or 10.
 * They sum to the total exactly; each is within the bounds where the total allows it, and at least 1.
 */
export function splitBudget(
  total: number,
  count: number,
  bounds: { least: number; most: number },
  random: Random,
): number[] {
  const mean = total / count;
  const grid = mean >= 250 ? 50 : mean >= 60 ? 10 : 1;
  const least = Math.min(bounds.least, mean);
  const most = Math.max(bounds.most, mean);
  const budgets = Array.from({ length: count }, () => {
    const wish = Math.round((mean * (0.75 + random.next() / 2)) / grid) * grid;
    return Math.max(1, Math.round(Math.min(most, Math.max(least, wish))));
  });
  let rest = total - budgets.reduce((sum, words) => sum + words, 0);
  for (let turn = 0; rest !== 0 && turn < 10_000; turn++) {
    const index = turn % count;
    const change = Math.abs(rest) < grid ? rest : Math.sign(rest) * grid;
    const next = (budgets[index] as number) + change;
    const isAllowed = (next >= least && next <= most) || turn > 5_000;
    if (isAllowed && next >= 1) {
      budgets[index] = next;
      rest -= change;
    }
  }
  return budgets;
}

/** What orders the plan: the last user message, with the earlier ones where it refers to their format. */
export function planOrder(request: ReadRequest): string {
  if (findExampleLines(request.lastMessage).length > 0) return request.lastMessage;
  const asked = request.messages.filter((message) => message.role === 'user').map((message) => message.text);
  return asked.join('\n\n');
}

function withoutExamples(text: string): string {
  const examples = new Set(findExampleLines(text).map((example) => example.line));
  return text
    .split('\n')
    .filter((line) => !examples.has(line))
    .join('\n');
}

/** The clause around a length: from the last stop before it to the next one after it. */
function clauseAround(text: string, length: FoundLength): string {
  const before = text.slice(Math.max(0, length.start - 120), length.start);
  const own = before.split(/[.;!?\n。；！？](?!\d)/).at(-1) ?? '';
  return `${own}${text.slice(length.start, length.end)}${clauseAfter(text, length)}`;
}

function clauseAfter(text: string, length: FoundLength): string {
  return text.slice(length.end, length.end + 80).split(/[.;!?\n。；！？]/)[0] ?? '';
}

/** The cue that stands nearest before the number decides; `in total` behind it decides first. */
function isPerSection(text: string, length: FoundLength): boolean {
  if (/^\s*(?:in\s+total|in\s+all|altogether|overall)\b/i.test(text.slice(length.end, length.end + 20)))
    return false;
  const clause = clauseAround(text, length);
  const before = clause.slice(0, clause.length - clauseAfter(text, length).length);
  const each = lastPosition(before, /\b(?:each|every|per|apiece)\b|每|各[节章段部]/gi);
  const total = lastPosition(before, totalCue);
  if (each >= 0 || total >= 0) return each > total;
  const isEachAfter = /^\s*(?:each|apiece|per\s+\w+|a\s+(?:section|chapter|part))\b/i.test(
    text.slice(length.end),
  );
  return isEachAfter || sectionBefore.test(text.slice(Math.max(0, length.start - 60), length.start));
}

function lastPosition(text: string, cue: RegExp): number {
  return [...text.matchAll(cue)].at(-1)?.index ?? -1;
}

function readBounds(text: string, perSection: readonly FoundLength[]): { least: number; most: number } {
  let { least, most } = usual;
  for (const length of perSection) {
    const clause = clauseAround(text, length);
    const range = /(\d[\d,]*)\s*(?:words?|字)?\s*(?:-|–|~|to|and|到|至)\s*(\d[\d,]*)\s*(?:words?|字)/i.exec(
      clause,
    );
    const [from, to] = [range?.[1], range?.[2]].map((value) => Number(value?.replaceAll(',', '')));
    if (range !== null && (from as number) < (to as number)) {
      least = from as number;
      most = to as number;
    } else if (/at least|no less|not less|more than|minimum|≥|>=|不少于|至少|不低于/i.test(clause)) {
      if (perSection.length > 1 || !/at most|≤|<=|不超过/i.test(clause))
        least = Math.min(length.words, least);
    } else if (/at most|no more|up to|maximum|under|less than|≤|<=|不超过|至多|最多|以内/i.test(clause)) {
      most = length.words;
    } else {
      least = length.words * 0.75;
      most = length.words * 1.25;
    }
  }
  return least < most ? { least, most } : { least: Math.min(least, most), most: Math.max(least, most) };
}

/** How many sections are asked for, as a range. */
function readCount(text: string): { fewest: number; most: number } | undefined {
  for (const [, low = '', high = low] of text.matchAll(countPattern)) {
    const [fewest, most] = [readNumber(low), readNumber(high)];
    // "One section each" says nothing about their number.
    if (most >= 2 && fewest >= 1 && fewest <= most && most <= 300) return { fewest, most };
  }
  return undefined;
}

function readNumber(text: string): number {
  if (/\d/.test(text)) return Number(text);
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text];
  const digit = (character = ''): number =>
    '零一二三四五六七八九'.indexOf(character.replace('两', '二') || '零');
  return text.includes('十') ? (tens === '' ? 1 : digit(tens)) * 10 + digit(ones) : digit(ones);
}

function readTotal(
  request: ReadRequest,
  text: string,
  lengths: readonly FoundLength[],
  perSection: readonly FoundLength[],
  count: { fewest: number; most: number } | undefined,
): number {
  const candidates = lengths.filter((length) => !perSection.includes(length));
  const named = candidates.filter((length) => lastPosition(clauseAround(text, length), totalCue) >= 0);
  const inInstruction = findLengths(request.instruction);
  const ownTotal = inInstruction.filter((length) => !isPerSection(request.instruction, length));
  const best = [named, ownTotal, candidates].find((list) => list.length > 0);
  if (best !== undefined) return Math.max(...best.map((length) => length.words));
  const each = perSection[0]?.words;
  if (each !== undefined && count !== undefined) return each * count.most;
  return request.askedWords;
}
