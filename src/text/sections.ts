/**
 * The parts of a Markdown document, by its headings. Structure comes from a CommonMark parser, so a `#` inside a
 * code fence, a list or a quotation starts nothing; the text of a part is the source, byte for byte.
 */
import type { ListItem, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as plainTextOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { type CountingRule, countWords } from './count-words.ts';

export type MarkdownSection = {
  /** 1 to 6; 0 for the text before the first heading. */
  level: number;
  /** The heading without markup; '' at level 0. */
  heading: string;
  /** The source of the section, its heading line included, up to the next heading of any level. */
  text: string;
};

type Block = {
  /** Of a heading: its level, and what it says without markup. */
  heading?: { level: number; text: string };
  /** No text of the body: notes, definitions, a table of contents. */
  isApparatus: boolean;
  start: number;
  end: number;
};

const frontMatter =
  /^\uFEFF?---[ \t]*\r?\n(?:(?:[\p{L}_][^\n]*:|#)[^\n]*\n(?:[^\n]*\n)*?)?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/u;
const contentsHeading = /^(?:table of contents|contents|toc|目\s*录|目\s*錄|目次)$/;
const notesHeading = /^(?:notes|footnotes|endnotes|注释|註釋|注解|脚注|尾注|附注|注)$/;
const referencesHeading =
  /^(?:references|bibliography|works cited|literature cited|references and notes|reference list|sources|参考文献|參考文獻|参考资料|参考书目|引用文献|文献)$/;
const headingNumber =
  /^(?:\d+(?:\.\d+)*[.、)]?|[ivx]+\.|[一二三四五六七八九十]+、|第[一二三四五六七八九十\d]+[章节])\s*/i;

/**
 * Splits a Markdown document at its headings (`#` and underlined ones, outside lists and quotations).
 *
 * Joined, the `text` of the sections is the document, byte for byte. Front matter and everything else before the
 * first heading is one section of level 0, left out where it is empty; '' gives no section.
 */
export function splitSections(markdown: string): MarkdownSection[] {
  const sections: MarkdownSection[] = [];
  let open: MarkdownSection = { level: 0, heading: '', text: '' };
  let from = 0;
  for (const { heading, start } of parseBlocks(markdown)) {
    if (heading === undefined) continue;
    open.text = markdown.slice(from, start);
    if (open.text !== '') sections.push(open);
    open = { level: heading.level, heading: heading.text, text: '' };
    from = start;
  }
  open.text = markdown.slice(from);
  if (open.text !== '') sections.push(open);
  return sections;
}

/**
 * Counts the words of the body: no front matter, title, headings, table of contents, notes or references.
 *
 * A table of contents is a section with such a heading (Contents, 目录) or a list of links into the document;
 * notes are footnote definitions and sections headed Notes or 注释; references are sections headed References,
 * Bibliography or 参考文献 (full lists of names in this file, English, Chinese and Japanese). Such a section
 * reaches to the next heading of its level or higher. What remains is counted as source, markup included, as
 * `countWords` counts a document. Headings written as bold paragraphs count as body.
 */
export function countBodyWords(markdown: string, rule: CountingRule = 'longbench-write'): number {
  const kept: string[] = [];
  let skippedLevel = 0;
  for (const { heading, isApparatus, start, end } of parseBlocks(markdown)) {
    if (heading !== undefined) {
      if (skippedLevel === 0 || heading.level <= skippedLevel) {
        skippedLevel = isOutsideBody(heading.text) ? heading.level : 0;
      }
    } else if (skippedLevel === 0 && !isApparatus) {
      kept.push(markdown.slice(start, end));
    }
  }
  return countWords(kept.join('\n'), rule);
}

function parseBlocks(markdown: string): Block[] {
  return splitPlain(markdown) ?? parseMarkdown(markdown);
}

/** Anything a line or the text may hold that makes it more than a heading or a paragraph, or could. */
const markup =
  /[\r\t\0\uFEFF]|^(?: {4}| *(?:[-+*_=>`~|<[:!&$\\]|\d{1,9}[.)]|#[^\n]*[*_`[\]<>&$~\\:@]|#[^\n]{200}))/m;
const plainHeading = /^ {0,3}(#{1,6})(?: +([^\n]*?))?(?: +#+)? *$/;

/**
 * The blocks of a text of headings and paragraphs alone, found without a parser, twenty times as fast; undefined for any
 * other text. Paragraphs come line by line, which is the same to whoever counts words.
 */
function splitPlain(markdown: string): Block[] | undefined {
  if (markup.test(markdown)) return undefined;
  const blocks: Block[] = [];
  let start = 0;
  for (const line of markdown.split('\n')) {
    const end = start + line.length;
    const heading = plainHeading.exec(line);
    if (heading !== null) {
      const [, marks = '', text = ''] = heading;
      const isEmpty = /^#*$/.test(text);
      blocks.push({
        heading: { level: marks.length, text: isEmpty ? '' : text.trim() },
        isApparatus: false,
        start: start + line.indexOf('#'),
        end,
      });
    } else if (line.trim() !== '') blocks.push({ isApparatus: false, start, end });
    start = end + 1;
  }
  return blocks;
}

function parseMarkdown(markdown: string): Block[] {
  const skipped = frontMatter.exec(markdown)?.[0].length ?? (markdown.startsWith('\uFEFF') ? 1 : 0);
  const tree = fromMarkdown(markdown.slice(skipped), {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  return tree.children.map((node) => ({
    ...(node.type === 'heading' && { heading: { level: node.depth, text: plainTextOf(node).trim() } }),
    isApparatus: isApparatus(node),
    start: skipped + (node.position?.start.offset ?? 0),
    end: skipped + (node.position?.end.offset ?? 0),
  }));
}

function isOutsideBody(heading: string): boolean {
  const name = heading
    .trim()
    .replace(headingNumber, '')
    .replace(/[:：]$/, '')
    .trim()
    .toLowerCase();
  return [contentsHeading, notesHeading, referencesHeading].some((names) => names.test(name));
}

function isApparatus(node: RootContent): boolean {
  if (node.type === 'footnoteDefinition' || node.type === 'definition') return true;
  return node.type === 'list' && node.children.every(isContentsEntry);
}

/** A list item that is one link into the document, with or without a nested list of the same. */
function isContentsEntry(item: ListItem): boolean {
  const [first, ...rest] = item.children;
  if (first?.type !== 'paragraph') return false;
  const links = first.children.filter((child) => child.type === 'link' && child.url.startsWith('#'));
  const others = first.children.filter((child) => child.type !== 'link' && plainTextOf(child).trim() !== '');
  const isEntry =
    links.length === 1 &&
    others.length === 0 &&
    first.children.every((c) => c.type !== 'link' || c === links[0]);
  return isEntry && rest.every((child) => child.type === 'list' && child.children.every(isContentsEntry));
}
