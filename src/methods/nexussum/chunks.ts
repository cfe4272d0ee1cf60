/**
 * Where the scenes of a text are, how much of it is speech, and chunks of whole scenes. A text without scenes is
 * chunked by its sections and sentences in the same way.
 */
import { findBorders, findHeadedParts } from '../../read/borders.ts';
import { chunkText } from '../../read/chunk-text.ts';
import { endsOnSentence } from '../../text/sentences.ts';
import type { ReadingSource, SourceSpan } from '../reading/read-method.ts';

export type SceneChunk = {
  span: SourceSpan;
  /** The slice of the source, without white space and separating lines around it. */
  text: string;
  /** Scenes that begin in it; at least 1. */
  scenes: number;
  /** Of the slice, in tokens of our tokenizer. */
  tokens: number;
};

/** Scenes that are shown to a model at once. */
export const scenesPerChunk = 8;
/** Lines that follow each other without a blank one must be that many times the blank ones to be paragraphs. */
const linesPerBreak = 3;
/** And so many of them must end where a paragraph can; lines of a fixed width end anywhere. */
const leastEndedLines = 0.7;
/** Wider gaps than the usual one are breaks only while they are rare. */
const mostWideGaps = 0.25;
/** A label such as `MARA:`, or a line in capitals, is a speaker's where it comes back. */
const leastTurns = 2;

const separatorsAround = /^[*~•·＊※◇◆_=—\s-]+\n|\n[*#~•·＊※◇◆_=—\s-]+$/gu;

const spoken = [
  /“[^“”]{2,2000}”/gu,
  /„[^„“”]{2,2000}[“”]/gu,
  /"[^"\n]{2,2000}"/gu,
  /‘[^‘’\n]{0,1000}[,.?!…—]’/gu,
  /«[^«»]{2,2000}»/gu,
  /「[^「」]{1,1000}」/gu,
  /^[^\S\n]*—[^\n]+$/gmu,
];
/** In a quotation, what sets speech apart from a title or a word in quotes. */
const speechMark = /[,.?!…，。？！—]/u;
const turn =
  /^[^\S\n]*([\p{L}][\p{L}\p{M} .'’·]{0,24}?)[^\S\n]{0,4}(?:[(（][^)）\n]{0,40}[)）])?[^\S\n]{0,4}[:：][^\S\n]{0,4}\S[^\n]*$/gmu;
const cue =
  /^[^\S\n]{0,40}(\p{Lu}[\p{Lu} .'’-]{1,30}?)[^\S\n]{0,4}(?:\([^)\n]{1,30}\))?[^\S\n]{0,4}\n(?:[^\S\n]*(?=[^\n]*\p{Ll})[^\n]+(?:\n|$))+/gmu;
/** Share of speech from which on a text is taken for a story. */
const leastNarrative = 0.05;
/** What tells a story from a document shows early. */
const signsLookedAt = 500_000;

/**
 * The share of a text's letters and marks that is said by its people: quotations in the marks of English, Chinese and
 * other languages, lines of a script (`MARA: …`, a name in capitals above its lines, 周岚：…), lines that begin with
 * a long dash. 0..1; 0 for ''.
 */
export function measureDialogue(text: string): number {
  const said = new Uint8Array(text.length);
  for (const pattern of spoken)
    for (const { 0: match, index } of text.matchAll(pattern))
      if (speechMark.test(match)) said.fill(1, index, index + match.length);
  const turns = new Map<string, { index: number; length: number }[]>();
  for (const pattern of [turn, cue])
    for (const { 0: match, 1: name = '', index } of text.matchAll(pattern)) {
      const places = turns.get(name) ?? [];
      places.push({ index, length: match.length });
      turns.set(name, places);
    }
  for (const places of turns.values())
    if (places.length >= leastTurns)
      for (const place of places) said.fill(1, place.index, place.index + place.length);
  let signs = 0;
  let spokenSigns = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (isBlank(text.charCodeAt(at))) continue;
    signs += 1;
    spokenSigns += said[at] ?? 0;
  }
  return signs === 0 ? 0 : spokenSigns / signs;
}

/**
 * Whether a text is told rather than argued: people speak in it, or it has chapters or scenes beside plain headings.
 * By its first 500,000 characters.
 */
export function isNarrative(text: string): boolean {
  const start = text.slice(0, signsLookedAt);
  return (
    measureDialogue(start) >= leastNarrative || findBorders(start).length > findHeadedParts(start).length
  );
}

/**
 * Finds where scenes begin: headings, chapters, scene headings, separators, and gaps of more blank lines than
 * paragraphs have between them (one blank line, where every line is a paragraph).
 *
 * @param source - `parts` that a format names, such as chapters, are borders too.
 * @returns Offsets in UTF-16 units, rising, without repetition; never 0 and never the end.
 */
export function findSceneBorders({ text, parts }: Pick<ReadingSource, 'text' | 'parts'>): number[] {
  const named = parts.map(({ from }) => from);
  const all = [...findBorders(text), ...findWideGaps(text), ...named];
  return [...new Set(all)].filter((at) => at > 0 && at < text.length).sort((a, b) => a - b);
}

function findWideGaps(text: string): number[] {
  const gaps = [...text.matchAll(/\S[^\S\n]*(\n(?:[^\S\n]*\n)*)[^\S\n]*(?=\S)/gu)].map((match) => ({
    at: match.index + match[0].length,
    from: match.index,
    blankLines: (match[1]?.match(/\n/g)?.length ?? 1) - 1,
  }));
  const lines = gaps.filter(({ blankLines }) => blankLines === 0);
  const blanks = gaps.length - lines.length;
  const ended = lines.filter(({ from }) => endsOnSentence(text.slice(Math.max(0, from - 40), from + 1)));
  const linesAreParagraphs =
    lines.length >= linesPerBreak * blanks && ended.length >= lines.length * leastEndedLines;
  if (linesAreParagraphs) return gaps.filter(({ blankLines }) => blankLines > 0).map(({ at }) => at);
  const wide = gaps.filter(({ blankLines }) => blankLines > 1);
  return wide.length <= blanks * mostWideGaps ? wide.map(({ at }) => at) : [];
}

/**
 * Packs whole scenes into chunks, next-fit: as many as fit the tokens, at most `scenesPerChunk`. A scene over the
 * tokens is divided between sentences. The spans of the chunks cover the source without a gap or overlap; chunks that
 * hold nothing but white space are left out.
 *
 * @throws {RangeError} `chunkTokens` is not a positive integer.
 */
export function chunkScenes(
  source: Pick<ReadingSource, 'id' | 'text' | 'parts' | 'language'>,
  { chunkTokens, countTokens }: { chunkTokens: number; countTokens: (text: string) => number },
): SceneChunk[] {
  const { id: sourceId, text, language } = source;
  const starts = [0, ...findSceneBorders(source)];
  const chunks: SceneChunk[] = [];
  const add = (from: number, to: number, scenes: number, tokens: number): void => {
    const slice = text.slice(from, to).trim().replace(separatorsAround, '').trim();
    if (slice !== '') chunks.push({ span: { sourceId, from, to }, text: slice, scenes, tokens });
  };
  let open: { from: number; to: number; scenes: number; tokens: number } | undefined;
  const close = (): void => {
    if (open !== undefined) add(open.from, open.to, open.scenes, open.tokens);
    open = undefined;
  };
  starts.forEach((from, index) => {
    const to = starts[index + 1] ?? text.length;
    const tokens = countTokens(text.slice(from, to));
    if (tokens > chunkTokens) {
      close();
      const pieces = chunkText(text.slice(from, to), { chunkTokens, countTokens, language });
      pieces.forEach((piece, at) => {
        add(from + piece.from, from + piece.to, at === 0 ? 1 : 0, piece.tokens);
      });
      return;
    }
    const joined = open === undefined ? tokens : countTokens(text.slice(open.from, to));
    if (open === undefined || joined > chunkTokens || open.scenes >= scenesPerChunk) {
      close();
      open = { from, to, scenes: 1, tokens };
    } else open = { from: open.from, to, scenes: open.scenes + 1, tokens: joined };
  });
  close();
  return chunks;
}

/** Of the codes of characters: what is at most a space, and the wide space of Chinese. */
const isBlank = (code: number): boolean => code <= 0x20 || code === 0xa0 || code === 0x3000;
