/** Puts a text that was cut off and its continuation together. */
import { trimToSentence } from '../text/sentences.ts';

/** Shorter matches happen by chance. */
const leastOverlapCharacters = 20;

/**
 * The part of a broken answer worth keeping: up to its last whole sentence, with the white space that followed it.
 *
 * @returns '' when no sentence was finished.
 */
export function keepWholeSentences(partial: string): string {
  const kept = trimToSentence(partial);
  if (kept === '') return '';
  const gap = /^\s*/.exec(partial.slice(kept.length))?.[0] ?? '';
  return kept + gap;
}

/**
 * Joins what was kept with what came after.
 *
 * White space comes from the first of: the kept text, the rest, the script (a space, but none between Han
 * characters), and a block such as a heading or list begins a paragraph of its own. A beginning that says again how
 * the kept text ended is dropped.
 */
export function joinContinuation(kept: string, rest: string): string {
  if (kept === '' || rest === '') return kept + rest;
  const fresh = dropRepeatedStart(kept, rest);
  if (fresh.trim() === '') return kept;
  const before = kept.trimEnd();
  const after = fresh.trimStart();
  const given = [kept.slice(before.length), fresh.slice(0, fresh.length - after.length)];
  const isBlock = /^(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|>\s|\||```)/.test(after);
  if (isBlock) return `${before}${given.find((space) => space.includes('\n')) ?? '\n\n'}${after}`;
  const newline = given.find((space) => space.includes('\n'));
  if (newline !== undefined) return before + newline + after;
  const needsNoSpace =
    /[\p{Script=Han}。！？”」』）…]$/u.test(before) && /^[\p{Script=Han}“「『（]/u.test(after);
  return before + (needsNoSpace ? '' : ' ') + after;
}

function dropRepeatedStart(kept: string, rest: string): string {
  const tail = kept.trimEnd();
  const start = rest.trimStart();
  const most = Math.min(tail.length, start.length, 2_000);
  for (let length = most; length >= leastOverlapCharacters; length--) {
    if (tail.endsWith(start.slice(0, length))) return start.slice(length);
  }
  return rest;
}
