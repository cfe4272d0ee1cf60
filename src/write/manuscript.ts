/** The text as its sections, and as the Markdown it is published as. */
import type { PromptLanguage } from '../plan/prompt-language.ts';
import { separateFootnotes } from '../text/footnotes.ts';
import { splitSections } from '../text/sections.ts';

export type WrittenSection = {
  id: string;
  title: string;
  /** 1 for a top section; its heading is one level deeper, below the title. */
  depth: number;
  /** '' for a gap and for a heading that only gathers others. */
  text: string;
  targetWords: number;
  deliveredWords: number;
  /** `gap`: the model declined and the run goes on without it; marked in the text. */
  status: 'done' | 'gap';
  /** Model calls that went into it, rephrased and continued ones included. */
  attempts: number;
  /** Whether the text breaks off: its last call met the output limit and no further one helped. */
  isUnfinished: boolean;
};

export type Manuscript = {
  title: string;
  language: PromptLanguage;
  /** In reading order; sections not yet written are absent. */
  sections: readonly WrittenSection[];
  /** A text of the person's own that comes before everything, byte for byte; the title is then its own. */
  opening?: string;
  /** Level of the headings of top sections. Default 2, below the title. */
  topLevel?: number;
  /** False for a text that stands without headings: one call, or one section. */
  hasHeadings: boolean;
  /** Notes and list of references, as they stand behind the last section; absent: there are none. */
  references?: string;
  /** Number of the source that a citation names, by its label; absent: nothing is cited. */
  labels?: Readonly<Record<string, number>>;
};

/**
 * The manuscript as Markdown: title, a heading for every section, its text; a gap says that it is one.
 * What stands before the title (front matter, a note that it is unfinished) belongs to publishing.
 */
export function renderMarkdown(manuscript: Manuscript): string {
  const { opening, topLevel = 2 } = manuscript;
  const parts = manuscript.title === '' || opening !== undefined ? [] : [`# ${manuscript.title}`];
  // Every section counts its notes from 1.
  const texts = separateFootnotes(manuscript.sections.map(({ text }) => text));
  for (const [index, section] of manuscript.sections.entries()) {
    if (manuscript.hasHeadings)
      parts.push(`${'#'.repeat(Math.min(6, section.depth + topLevel - 1))} ${section.title}`);
    if (section.status === 'gap') parts.push(gapNotes[manuscript.language]);
    else if (section.text !== '') parts.push(texts[index] ?? section.text);
  }
  if (manuscript.references !== undefined) parts.push(manuscript.references);
  if (opening === undefined) return `${parts.join('\n\n')}\n`;
  if (parts.length === 0) return opening;
  const breaks = /\n\s*\n$/.test(opening) ? '' : opening.endsWith('\n') ? '\n' : '\n\n';
  return `${opening}${breaks}${parts.join('\n\n')}\n`;
}

/** Every section as it stands in the Markdown of a text with its own title: heading line and text. */
export function listRenderedSections(
  sections: readonly WrittenSection[],
): { id: string; title: string; heading: string; text: string; original: string }[] {
  const texts = separateFootnotes(sections.map(({ text }) => text));
  return sections.map(({ id, title, depth, text }, index) => ({
    id,
    title,
    heading: `${'#'.repeat(Math.min(6, depth + 1))} ${title}`,
    text: texts[index] ?? text,
    original: text,
  }));
}

/** How a text is headed that goes on from another: at the level of its sections, or not at all where it has none. */
export function headingsOf(opening: string): { hasHeadings: boolean; topLevel: number } {
  const levels = splitSections(opening)
    .map(({ level }) => level)
    .filter((level) => level > 0);
  const [first = 0, ...others] = levels;
  if (levels.length === 0) return { hasHeadings: false, topLevel: 2 };
  // One top heading is the title, several are the sections themselves.
  const isTitle = first === 1 && !others.includes(1);
  return { hasHeadings: true, topLevel: Math.min(...(!isTitle ? levels : others.length > 0 ? others : [2])) };
}

/** Our own words only: what the provider said of its refusal stays in the run. */
const gapNotes: Record<PromptLanguage, string> = {
  en: '> [A section is missing here: the model did not write it.]',
  zh: '> [此处缺一节：模型没有写出这部分。]',
};

/** The text alone, for counting: a note that words are missing is none of them. */
export function withoutGapNotes(markdown: string): string {
  const notes = Object.values(gapNotes);
  return markdown
    .split('\n')
    .filter((line) => !notes.includes(line))
    .join('\n');
}
