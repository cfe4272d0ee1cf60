/**
 * The length contract on top of a compressed summary: a gentle last pass where it is too long, points that were
 * dropped on the way where it is too short. A few rounds, then what is left is said. Nothing is cut.
 */
import { mixVersions } from './compress.ts';
import { findDropped, type Point } from './points.ts';

export type Settling = {
  text: string;
  /** Rounds of the gentle last pass. */
  condensed: number;
  /** Points that a model worked in again. */
  woven: number;
  /** Points put back in the words they had in the first summary, where the model did not do it. */
  restored: number;
};

const mostRounds = 3;
/** A piece is asked for no less than this of itself. */
const gentlest = 0.65;
/** Tokens of the pieces of the first round; each further round halves them, so that what comes too short fits too. */
const firstTokens = 300;
/** What a model does with points is seen best in a whole paragraph. */
const weavingTokens = 600;
/** Points to be worked in come in fewer words than they have by themselves. */
const weavingShare = 0.8;

export type SettleOptions = {
  /** Divides a text into slices of whole sentences and at most so many tokens; joined they are the text. */
  split(text: string, mostTokens: number): string[];
  countWords(text: string): number;
  leastWords: number;
  aimWords: number;
  mostWords: number;
  /** Of the first summary, in order. */
  points: readonly Point[];
  /** Pieces in fewer words, as in `compress`; `round` from 1. */
  condense: (pieces: readonly { text: string; askedWords: number }[], round: number) => Promise<string[]>;
  /** Passages with their points worked in; '' where nothing came. */
  weave: (
    passages: readonly { text: string; points: readonly string[]; askedWords: number }[],
    round: number,
  ) => Promise<string[]>;
};

/**
 * Brings a summary between `leastWords` and `mostWords`, near `aimWords`, as far as the model and the points allow.
 *
 * A text within the bounds comes back as it is. One with at least `leastWords` never ends below them, one with at most
 * `mostWords` never above them. At most three rounds of either kind.
 */
export async function settleSummary(text: string, options: SettleOptions): Promise<Settling> {
  const { countWords, split, leastWords, aimWords, mostWords, points } = options;
  let current = text;
  let condensed = 0;
  let way = 1;
  while (countWords(current) > mostWords && condensed < mostRounds) {
    const words = countWords(current);
    const pieces = split(current, firstTokens / 2 ** condensed);
    const shares = shareExcess(pieces, (words - aimWords) / way, countWords);
    condensed += 1;
    const given = await options.condense(
      shares.map(({ index, askedWords }) => ({ text: (pieces[index] ?? '').trim(), askedWords })),
      condensed,
    );
    const shorter = [...pieces];
    for (const [at, { index }] of shares.entries())
      shorter[index] = replaceSlice(pieces[index] ?? '', given[at] ?? '');
    const next = mixVersions(pieces, shorter, { countWords, leastWords, aimWords }).join('');
    const asked = shares.reduce((sum, { askedWords }) => sum + askedWords, 0);
    const touched = shares.reduce((sum, { index }) => sum + countWords(pieces[index] ?? ''), 0);
    way = Math.min(2, Math.max(0.5, (words - countWords(shorter.join(''))) / Math.max(1, touched - asked)));
    if (countWords(next) < words) current = next;
  }
  let woven = 0;
  for (let round = 1; round <= mostRounds && countWords(current) < leastWords; round += 1) {
    // A model that gives points all their words is believed the second time.
    const share = round === 1 ? weavingShare : 1;
    const pieces = split(current, weavingTokens);
    const need = aimWords - countWords(current);
    const groups = groupPoints(takePoints(findDropped(points, current), need / share), pieces.length);
    if (groups.length === 0) break;
    const given = await options.weave(
      groups.map(({ index, own }) => {
        const passage = pieces[index] ?? '';
        const words = own.reduce((sum, point) => sum + point.words, 0) * share;
        return {
          text: passage.trim(),
          points: own.map((point) => point.text),
          askedWords: Math.round(countWords(passage) + words),
        };
      }),
      round,
    );
    const before = countWords(current);
    let words = before;
    for (const [at, { index, own }] of groups.entries()) {
      const longer = replaceSlice(pieces[index] ?? '', given[at] ?? '');
      const added = countWords(longer) - countWords(pieces[index] ?? '');
      if (added <= 0 || words + added > mostWords) continue;
      pieces[index] = longer;
      words += added;
      woven += own.length;
    }
    if (words === before && round > 1) break;
    current = pieces.join('');
  }
  const { text: restoredText, restored } = restorePoints(current, options);
  return { text: restoredText, condensed, woven, restored };
}

/** Which pieces give up words, the longest first, and what is asked of each. */
function shareExcess(
  pieces: readonly string[],
  excessWords: number,
  countWords: (text: string) => number,
): { index: number; askedWords: number }[] {
  const byLength = pieces
    .map((piece, index) => ({ index, words: countWords(piece) }))
    .sort((a, b) => b.words - a.words || a.index - b.index);
  const chosen: { index: number; words: number }[] = [];
  let able = 0;
  for (const each of byLength) {
    if (able >= excessWords) break;
    chosen.push(each);
    able += each.words * (1 - gentlest);
  }
  const all = chosen.reduce((sum, { words }) => sum + words, 0);
  const share = Math.max(gentlest, 1 - excessWords / Math.max(1, all));
  return chosen.map(({ index, words }) => ({ index, askedWords: Math.max(1, Math.round(words * share)) }));
}

/** Points of about so many words together, spread over the text. */
function takePoints(dropped: readonly Point[], words: number): Point[] {
  const all = dropped.reduce((sum, point) => sum + point.words, 0);
  const taken: Point[] = [];
  let owed = 0;
  for (const point of dropped) {
    owed += (point.words / Math.max(1, all)) * Math.min(all, words);
    const have = taken.reduce((sum, each) => sum + each.words, 0);
    if (have + point.words / 2 <= owed) taken.push(point);
  }
  return taken.length > 0 ? taken : dropped.slice(0, 1);
}

/** The points by the piece they belong to, by where they stood. */
function groupPoints(points: readonly Point[], pieces: number): { index: number; own: Point[] }[] {
  const groups = new Map<number, Point[]>();
  for (const point of points) {
    const index = Math.max(0, Math.min(pieces - 1, Math.floor(point.place * pieces)));
    groups.set(index, [...(groups.get(index) ?? []), point]);
  }
  return [...groups].map(([index, own]) => ({ index, own })).sort((a, b) => a.index - b.index);
}

/** Puts dropped points back as they stood in the first summary, each at the end of the piece it belongs to. */
function restorePoints(
  text: string,
  { countWords, split, leastWords, aimWords, mostWords, points }: SettleOptions,
): { text: string; restored: number } {
  let words = countWords(text);
  if (words >= leastWords) return { text, restored: 0 };
  const pieces = split(text, weavingTokens);
  const dropped = findDropped(points, text);
  const spread = takePoints(dropped, aimWords - words);
  const rest = dropped.filter((point) => !spread.includes(point));
  const added: Point[] = [];
  for (const point of [...spread, ...rest]) {
    if (words >= leastWords) break;
    if (words + point.words > mostWords) continue;
    added.push(point);
    words += point.words;
  }
  if (added.length === 0) return { text, restored: 0 };
  const joint = /\p{Script=Han}/u.test(text) ? '' : ' ';
  const groups = groupPoints(
    added.sort((a, b) => a.place - b.place),
    Math.max(1, pieces.length),
  );
  for (const { index, own } of groups) {
    const said = [pieces[index]?.trim() ?? '', ...own.map((point) => point.text)];
    pieces[index] = replaceSlice(pieces[index] ?? '', said.filter((part) => part !== '').join(joint));
  }
  return { text: pieces.join(''), restored: added.length };
}

/** Another text in the place of a slice, which keeps the white space around it; '' leaves the slice as it is. */
function replaceSlice(slice: string, text: string): string {
  if (text.trim() === '') return slice;
  return `${/^\s*/u.exec(slice)?.[0] ?? ''}${text.trim()}${/\s*$/u.exec(slice)?.[0] ?? ''}`;
}
