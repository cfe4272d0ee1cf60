/** What the passes of cleaning have in common: what they report, and what a form allows. */
import type { FormName } from '../../plan/form/form.ts';

export type ChangeKind =
  | 'fence'
  | 'meta-talk'
  | 'part-label'
  | 'announcement'
  | 'repeated-heading'
  | 'repeated-text'
  | 'cut-sentence'
  | 'heading';

/** What was taken out or put together; `after` is '' where nothing is left of it. */
export type Change = { kind: ChangeKind; before: string; after: string };

export type CleanOptions = {
  /** Of the whole document: verse repeats itself and ends lines anywhere, plays say "Sure!", novels have parts. */
  form?: FormName;
  /** The text is followed by more of the document, so that a sentence cut at its end is a broken join. */
  isInner?: boolean;
};

/** One kind of fault: the text without it, and a word for everything that was done. A text without it stays as it is. */
export type Pass = (text: string, options: Required<CleanOptions>, note: (change: Change) => void) => string;

/** Forms whose lines may break off or come again by intent. */
export const isVerse = (form: FormName): boolean => form === 'poem' || form === 'lyrics';

/** Forms in which people speak without quotation marks. */
export const isSpoken = (form: FormName): boolean => form === 'dialogue' || form === 'screenplay';

/** Forms in which a narrator may say anything. */
export const isFiction = (form: FormName): boolean =>
  isVerse(form) || isSpoken(form) || form === 'story' || form === 'novel' || form === 'diary';

const division =
  /^[*_]*(?:part\s+(?:\d+|[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten|the \w+)|第\s*[\d一二三四五六七八九十百]+\s*部分?)[*_.:：]*$/i;

/** A line such as "Part Two" or 第二部: in a novel a division of the book, elsewhere a label. */
export const isDivision = (line: string, form: FormName): boolean =>
  (form === 'novel' || form === 'story') && division.test(line);
