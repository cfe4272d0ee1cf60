/** The text as its sections, and as the Markdown it is published as. */
import type { PromptLanguage } from '../plan/plan-prompt.ts';

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
  /** False for a text that stands without headings: one call, or one section. */
  hasHeadings: boolean;
};

/**
 * The manuscript as Markdown: title, a heading for every section, its text; a gap says that it is one.
 * What stands before the title (front matter, a note that it is unfinished) belongs to publishing.
 */
export function renderMarkdown(manuscript: Manuscript): string {
  const parts = manuscript.title === '' ? [] : [`# ${manuscript.title}`];
  for (const section of manuscript.sections) {
    if (manuscript.hasHeadings) parts.push(`${'#'.repeat(Math.min(6, section.depth + 1))} ${section.title}`);
    if (section.status === 'gap') parts.push(gapNote(manuscript.language));
    else if (section.text !== '') parts.push(section.text);
  }
  return `${parts.join('\n\n')}\n`;
}

/** Our own words only: what the provider said of its refusal stays in the run. */
function gapNote(language: PromptLanguage): string {
  return language === 'zh'
    ? '> [此处缺一节：模型没有写出这部分。]'
    : '> [A section is missing here: the model did not write it.]';
}

/**
 * What a model adds around a section although it was asked not to: a fence around the whole, the heading
 * again, a label such as "Section 3" or 第三节 in front.
 */
export function cleanSection(text: string, title: string): string {
  let body = text.replace(/\r\n?/g, '\n').trim();
  const fenced = /^```(?:markdown|md|text)?\n([\s\S]*)\n```$/.exec(body);
  if (fenced?.[1] !== undefined && !fenced[1].includes('```')) body = fenced[1].trim();
  for (;;) {
    const [first = '', ...rest] = body.split('\n');
    if (rest.length === 0 || !isLabel(first, title)) return body;
    body = rest.join('\n').trim();
  }
}

const labelPattern =
  /^(?:section|paragraph|part|step|chapter)\s*\d+(?:\.\d+)*\b\s*[-–—:.]?\s*|^第\s*[\d.一二三四五六七八九十百]+\s*[节節段章部]\s*[-–—:：]?\s*/i;

function isLabel(line: string, title: string): boolean {
  const bare = (text: string): string => text.replace(/[\s\p{P}\p{S}]+/gu, '').toLowerCase();
  const text = line
    .replace(/^#{1,6}\s+/, '')
    .replace(/\*\*|__/g, '')
    .trim();
  const isHeading = /^#{1,6}\s/.test(line) || /^(\*\*|__).*\1$/.test(line.trim());
  const unlabelled = text.replace(labelPattern, '');
  if (bare(unlabelled) === bare(title) && title !== '') return true;
  return unlabelled === '' && (isHeading || labelPattern.test(text));
}
