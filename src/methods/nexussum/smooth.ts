/**
 * The readability pass: a text made of pieces is written anew as one, window by window. Each window begins with the
 * last sentences of the one before as they now read, so that every seam lies inside a window once.
 */
import { splitSentences } from '../../text/sentences.ts';

/** A window must keep so much of its words, and may not grow beyond so much. */
const [leastKept, mostKept] = [0.9, 1.15];
/** Sentences that a window takes over from the one before. */
const overlapSentences = 2;

export type Smoothing = {
  text: string;
  windows: number;
  /** Windows that stayed as they were: declined, or over a bound. */
  unchanged: number;
};

/**
 * Rewrites a text in overlapping windows of about `windowWords`, in order.
 *
 * A rewritten window is taken only where it keeps between 90 % and 115 % of its words and the whole text does not
 * fall below `leastWords`; else the window stays as it was. A rewrite that changes nothing gives the text back exactly.
 *
 * @param options.rewrite - Gives a window anew (numbered from 1), or undefined where nothing came.
 *   `isGood` says whether a rewrite would be taken.
 */
export async function smooth(
  text: string,
  options: {
    windowWords: number;
    leastWords: number;
    countWords: (text: string) => number;
    rewrite: (
      window: string,
      place: { window: number; of: number; isGood: (rewritten: string) => boolean },
    ) => Promise<string | undefined>;
  },
): Promise<Smoothing> {
  const { countWords, leastWords, rewrite } = options;
  const windows = packWords(text, options.windowWords, countWords);
  let total = countWords(text);
  let unchanged = 0;
  let done = '';
  let carried = '';
  for (const [index, own] of windows.entries()) {
    const window = carried + own;
    const words = countWords(window);
    const isGood = (rewritten: string): boolean => {
      const now = countWords(rewritten);
      const isLongEnough = total - words + now >= Math.min(leastWords, total);
      return now >= words * leastKept && now <= words * mostKept && isLongEnough;
    };
    const rewritten = (
      await rewrite(window.trim(), { window: index + 1, of: windows.length, isGood })
    )?.trim();
    const isTaken = rewritten !== undefined && rewritten !== '' && isGood(rewritten);
    if (!isTaken) unchanged += 1;
    // White space at the ends is no part of a rewrite, but parts the windows.
    const start = /^\s*/u.exec(window)?.[0] ?? '';
    const end = /\s*$/u.exec(window)?.[0] ?? '';
    const now = isTaken ? `${start}${rewritten}${end}` : window;
    total += countWords(now) - words;
    const sentences = splitSentences(now);
    const isLast = index === windows.length - 1;
    const cut = isLast ? sentences.length : Math.max(0, sentences.length - overlapSentences);
    done += sentences.slice(0, cut).join('');
    carried = sentences.slice(cut).join('');
  }
  return { text: done + carried, windows: windows.length, unchanged };
}

/** Stretches of whole sentences of about so many words; joined they are the text. A short end joins its neighbour. */
function packWords(text: string, words: number, countWords: (text: string) => number): string[] {
  const packed: string[] = [];
  let current = '';
  let count = 0;
  for (const sentence of splitSentences(text)) {
    const own = countWords(sentence);
    if (current !== '' && count + own > words) {
      packed.push(current);
      [current, count] = ['', 0];
    }
    current += sentence;
    count += own;
  }
  if (current === '') return packed;
  const previous = packed.at(-1);
  if (previous !== undefined && count < words / 4) packed[packed.length - 1] = previous + current;
  else packed.push(current);
  return packed;
}
