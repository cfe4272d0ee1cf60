/** What reading gives: one text (or picture) with its origin, its hash and the places a quotation can name. */
import type { Language } from '../text/language.ts';

/** A named stretch of a source: a page, chapter, section or row. */
export type SourcePart = {
  /** As a reader would name it: `page 3`, `row 17`, `[4]`, a chapter's title. */
  label: string;
  /** Offsets into `Source.text` in UTF-16 units; `to` is exclusive. */
  from: number;
  to: number;
};

/** A picture, by its header; its bytes stay where they are. */
type SourceImage = {
  /** In pixels, as stored; a rotation named in its metadata is not applied. */
  width: number;
  height: number;
};

/**
 * One thing read. `text` is what every offset counts in: line breaks are `\n`, no byte order mark, no NUL, no half
 * surrogate pair, so that it can be stored anywhere.
 */
export type Source = {
  /** First 12 digits of the hash; `-2`, `-3` … after it for a second copy of the same bytes. Stable between runs. */
  id: string;
  /** The file, as it was named or found; undefined for an address. */
  path: string | undefined;
  /** The address after redirects; undefined for a file. */
  url: string | undefined;
  /** What the document calls itself, else the file's name; in a folder its path from there. */
  title: string;
  mediaType: string;
  /** Of the bytes as they are stored, in hex. */
  sha256: string;
  bytes: number;
  /** '' for images. */
  text: string;
  /** By the letters of the first 100,000 characters. */
  language: Language;
  /** The encoding the bytes were read as, where the format leaves it open. */
  encoding: string | undefined;
  /** In reading order, without overlap; [] where the format names no places. */
  parts: SourcePart[];
  image: SourceImage | undefined;
  problem?: undefined;
};

/** Something that was named or found and could not be read; `problem` says why and what to do. */
export type SourceProblem = {
  path: string | undefined;
  url: string | undefined;
  problem: string;
};

/** What a format's reader finds; the rest of a `Source` is the same for all formats. */
export type Reading = {
  text: string;
  title?: string | undefined;
  encoding?: string | undefined;
  parts?: SourcePart[];
  image?: SourceImage;
};

/**
 * Puts parts one after the other.
 *
 * @param pieces - Label and text of each part; parts without any letter or sign keep their (empty) place.
 * @param joiner - Between two parts; belongs to neither.
 */
export function joinParts(
  pieces: readonly { label: string; text: string }[],
  joiner: string,
): { text: string; parts: SourcePart[] } {
  const parts: SourcePart[] = [];
  const texts: string[] = [];
  let from = 0;
  for (const { label, text } of pieces) {
    parts.push({ label, from, to: from + text.length });
    texts.push(text);
    from += text.length + joiner.length;
  }
  return { text: texts.join(joiner), parts };
}

/** Makes one line of several. Split and joined, because a pattern over long runs of blanks takes forever. */
export function joinLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
