/** Many lengths named in one instruction, one reading: parts against their whole, bounds against one another. */
import { type AskedLength, defaultTolerance } from './length-contract.ts';
import type { LengthUnit } from './length-units.ts';

export type FoundLength = AskedLength & {
  status: 'found';
  /** The unit the instruction used; `words` of the result are always words as `countWords` counts them. */
  unit: LengthUnit;
  /** The phrase read, as it stands in the instruction. */
  evidence: string;
  /** How the words were computed, to be printed: "3 pages = 1,500 words (500 a page)". */
  note?: string;
};

export type LengthReading =
  | FoundLength
  | { status: 'none' }
  | {
      status: 'conflict';
      /** Readings that exclude one another, in reading order. */
      candidates: FoundLength[];
      /** A question for the user, naming every phrase. */
      message: string;
    };

/** One length the instruction may ask for. */
export type Candidate = {
  found: FoundLength;
  role: 'total' | 'each' | 'inner';
  /** One of a list of parts; see `findParts`. */
  isPart: boolean;
  /** The parts are chapters and the like; see `MentionRole`. */
  isDivision: boolean;
  /** 2: what a given text is to become ("cut it to 300 words"); 1: asked for; 0: merely named. */
  strength: 0 | 1 | 2;
  /** Stands in a list or in brackets after something else. */
  isListed: boolean;
  /** Follows right after pages or minutes: "5 pages, 300 words". */
  isBesideRough: boolean;
};

/** Makes one reading of all candidates, or names those that exclude one another. */
export function settleCandidates(candidates: readonly Candidate[]): LengthReading {
  const exact = candidates.filter(({ found }) => found.unit === 'words' || found.unit === 'characters');
  const pool = settleParts(exact.length > 0 ? exact : candidates);
  const inner = pool.filter(({ role }) => role === 'inner');
  const totals = dropParts(
    pool.filter(({ role }) => role === 'total'),
    inner,
  ).map(({ found }) => found);
  const parts = pool.filter(({ role }) => role === 'each');
  const total = combineAll(totals);
  const [firstPart] = parts;
  if (total === undefined) {
    return totals.length > 0 ? conflict(totals) : (firstPart?.found ?? readInnerAlone(inner));
  }
  const isAgreed = parts.length === 0 || parts.some((part) => agrees(total, part));
  if (!isAgreed && firstPart !== undefined) return conflict([total, firstPart.found]);
  const isBesideRough = candidates.some((each) => each.found === total && each.isBesideRough);
  const far = isBesideRough ? candidates.find((each) => isFarFrom(total, each)) : undefined;
  return far === undefined ? total : conflict([total, far.found]);
}

/**
 * Words say more exactly what pages or minutes say roughly: a page may hold half or twice what we take it for.
 * Beyond that the two cannot both be meant. Asked only where they stand side by side: "a book of 300 pages" may be
 * told of anywhere.
 */
function isFarFrom(total: FoundLength, { found, role }: Candidate): boolean {
  const isRough = found.unit === 'pages' || found.unit === 'minutes';
  const isExact = total.unit === 'words' || total.unit === 'characters';
  if (!isRough || !isExact || role !== 'total' || total.kind !== 'about' || found.kind !== 'about')
    return false;
  const ratio = found.words / total.words;
  return ratio > 2.5 || ratio < 0.4;
}

/** Parts give way to a whole that is named, or become one: their sum, where their bounds allow to add them. */
function settleParts(pool: readonly Candidate[]): readonly Candidate[] {
  const parts = pool.filter(({ isPart }) => isPart);
  const others = pool.filter((each) => !parts.includes(each));
  const [first] = parts;
  if (first === undefined || others.some(({ role }) => role === 'total')) return others;
  const equalParts = others.filter(({ role }) => role === 'each');
  const sum = addUp([...parts, ...equalParts].map(({ found }) => found));
  return sum === undefined ? pool : [{ ...first, found: sum, role: 'total' }];
}

/** Undefined where a bound stands beside another kind. */
function addUp(lengths: readonly FoundLength[]): FoundLength | undefined {
  const [first] = lengths;
  if (first === undefined || lengths.length === 1) return first;
  const kinds = new Set(lengths.map(({ kind }) => kind));
  const isOneSided = kinds.has('atLeast') || kinds.has('atMost');
  if (isOneSided && kinds.size > 1) return undefined;
  const add = (read: (length: FoundLength) => number): number =>
    lengths.reduce((sum, length) => sum + read(length), 0);
  const [low, high] = [add(lowOf), add(highOf)];
  const asked: AskedLength =
    first.kind === 'range' || low !== high
      ? { kind: 'range', words: [low, high] }
      : { kind: first.kind, words: low };
  const span = low === high ? formatNumber(low) : `${formatNumber(low)}-${formatNumber(high)}`;
  return {
    status: 'found',
    ...asked,
    unit: first.unit,
    evidence: lengths.map(({ evidence }) => evidence).join(' … '),
    note: `${lengths.map((each) => formatNumber(Math.round(middleOf(each)))).join(' + ')} = ${span} in ${lengths.length} parts`,
  };
}

/** An instruction for one long inner part ("The introduction should be 1,200 words") asks for that part alone. */
function readInnerAlone([only, ...others]: readonly Candidate[]): LengthReading {
  const leastWords = 300;
  return only !== undefined && others.length === 0 && lowOf(only.found) >= leastWords
    ? only.found
    : { status: 'none' };
}

/** Leaves out the lengths of listed parts where the whole they make is named too. */
function dropParts(totals: readonly Candidate[], inner: readonly Candidate[]): readonly Candidate[] {
  for (const whole of totals) {
    const others = totals.filter((other) => other !== whole);
    const sum = [...others, ...inner].reduce((words, { found }) => words + middleOf(found), 0);
    const target = middleOf(whole.found);
    const isSum =
      others.length > 0 && others.length + inner.length > 1 && sum >= target * 0.8 && sum <= target * 1.1;
    const areListed =
      others.length > 0 && others.every(({ isListed, found }) => isListed && middleOf(found) < target);
    if (isSum || areListed) return [whole];
  }
  return totals;
}

/** A whole number with thousands separated by commas. */
export const formatNumber = (value: number): string => value.toLocaleString('en-US');

const lowOf = (length: AskedLength): number => (length.kind === 'range' ? length.words[0] : length.words);
const highOf = (length: AskedLength): number => (length.kind === 'range' ? length.words[1] : length.words);
const middleOf = (length: AskedLength): number => (lowOf(length) + highOf(length)) / 2;

/** Whether parts can make up the total; items that are not its divisions may also stand beside other text. */
function agrees(total: FoundLength, { found: product, isDivision }: Candidate): boolean {
  const mayExceed = total.kind === 'atLeast' || product.kind === 'atMost';
  const mayFallShort = total.kind === 'atMost' || product.kind === 'atLeast' || !isDivision;
  return (
    (mayExceed || lowOf(product) <= highOf(total) * 1.1) &&
    (mayFallShort || highOf(product) >= lowOf(total) * 0.8)
  );
}

function combineAll(totals: readonly FoundLength[]): FoundLength | undefined {
  const [first, ...rest] = totals;
  return rest.reduce<FoundLength | undefined>(
    (joined, next) => (joined === undefined ? undefined : combine(joined, next)),
    first,
  );
}

/** The one length that keeps both promises; undefined where none does. */
function combine(a: FoundLength, b: FoundLength): FoundLength | undefined {
  if (a.kind === b.kind && a.kind !== 'range') {
    if (a.kind === 'about') return lowOf(a) === lowOf(b) ? a : undefined;
    return lowOf(a) > lowOf(b) === (a.kind === 'atLeast') ? a : b;
  }
  if (b.kind === 'about') return combine(b, a);
  const bound = b;
  const low = bound.kind === 'atMost' ? 0 : lowOf(bound);
  const high = bound.kind === 'atLeast' ? Number.POSITIVE_INFINITY : highOf(bound);
  if (a.kind === 'about') {
    if (a.words < low || a.words > high) return undefined;
    const slack = a.words * defaultTolerance(a.words);
    return a.words - slack >= low && a.words + slack <= high ? a : bound;
  }
  const [from, to] = [
    Math.max(low, a.kind === 'atMost' ? 0 : lowOf(a)),
    Math.min(high, a.kind === 'atLeast' ? Number.POSITIVE_INFINITY : highOf(a)),
  ];
  if (from > to) return undefined;
  return { ...a, kind: 'range', words: [from, to], evidence: `${a.evidence} … ${b.evidence}` };
}

function conflict(candidates: FoundLength[]): LengthReading {
  const readings = candidates.map((candidate) => {
    const words =
      candidate.kind === 'range'
        ? candidate.words.map(formatNumber).join('-')
        : formatNumber(candidate.words);
    const unit = /\p{Script=Han}/u.test(candidate.evidence) ? 'characters' : 'words';
    return `"${candidate.evidence}" (${candidate.note ?? `${words} ${unit}`})`;
  });
  const message = `The instruction names lengths that exclude one another: ${readings.join(' and ')}. Say which one holds with \`--words\`.`;
  return { status: 'conflict', candidates, message };
}
