/** What an ask wants, by its words, and which method of reading suits it. */
import type { ReadingKind } from './read-method.ts';

const summarizing =
  /\b(?:summari[sz]e|summari[sz]ing|summary|synopsis|abstract|overview|recap|condense|digest|outline|gist|retell)\b|总结|總結|概括|概述|摘要|梗概|提要|归纳|歸納|缩写|縮寫/i;
const extracting =
  /^\s*(?:please\s+)?(?:list|extract|collect|find|name|give(?: me)?|identify|enumerate)\b[^.?!]{0,24}\b(?:all|every|each)\b|\b(?:extract|enumerate)\b|列出|列举|列舉|提取|抽取|摘录|摘錄|找出所有/i;
const aggregating =
  /\bhow (?:many|often|much in (?:all|total))\b|\b(?:count|total|most (?:often|frequent\w*|common)|average|each of|compare all|per (?:user|person|month|year))\b|多少(?:次|个|個|条|條|名|种|種)|几次|幾次|总共|總共|统计|統計|最常|平均/i;

/** Reads what is wanted: something with a question mark is a question, whatever else it says. */
export function readKind(ask: string): ReadingKind {
  const isQuestion = /[?？]\s*$/.test(ask);
  if (!isQuestion && summarizing.test(ask)) return 'summarize';
  return extracting.test(ask) && !isQuestion ? 'extract' : 'answer';
}

/** Whether the ask needs much of the input at once, counted or compared. */
export function isAggregating(ask: string): boolean {
  return aggregating.test(ask);
}

/** Sources as the choice of a method sees them. */
export type Situation = {
  ask: string;
  kind: ReadingKind;
  tokens: number;
  /** Whether everything fits into one call, question and answer included. */
  fits: boolean;
  windowTokens: number;
  /** Whether anybody knows that window. */
  isWindowKnown: boolean;
  /** Whether the sources tell a story. */
  isNarrative: boolean;
};

/**
 * Chooses a method: what fits is read directly; a story is summarised by scenes; what must be counted or collected
 * over very much is searched by a program; everything else goes through a chain of readers.
 *
 * @param has - Whether a method is there.
 */
export function chooseMethod<Name extends string>(
  { ask, kind, tokens, fits, windowTokens, isWindowKnown, isNarrative }: Situation,
  has: (name: string) => name is Name,
): { method: Name; why: string } {
  const size = `${formatTokens(tokens)} tokens`;
  const window = `a window of ${formatTokens(windowTokens)}${isWindowKnown ? '' : ' (assumed: none is known)'}`;
  const options: [name: string, suits: boolean, why: string][] = [
    ['direct', fits, `${size} fit into ${window} with question and answer`],
    ['nexussum', kind === 'summarize' && isNarrative, `a story of ${size} is to be summarised, ${window}`],
    [
      'recursive',
      (kind === 'extract' || isAggregating(ask)) && tokens > manyWindows * windowTokens,
      `something is to be counted or collected over ${size}, ${window}`,
    ],
    ['chain-of-agents', true, `${size} do not fit into ${window}`],
  ];
  for (const [name, suits, why] of options) if (suits && has(name)) return { method: name, why };
  throw new Error('Chain of Agents suits every task.');
}

const formatTokens = (tokens: number): string => Math.round(tokens).toLocaleString('en-US');

/** Below it a chain is short enough to pass everything on. */
const manyWindows = 4;
