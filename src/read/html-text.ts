/**
 * HTML as the plain text a reader sees, with `#` before headings, `-` or numbers before list items and ` | ` between
 * table cells. Nothing is escaped, so that a quotation of the page is found in it letter by letter.
 */
import type { Element, Nodes, Parents } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { joinLines } from './source.ts';

const hidden = new Set(
  'head script style noscript template iframe object svg math canvas audio video select button nav'.split(
    ' ',
  ),
);
const paragraphs = new Set(
  'address article aside blockquote body dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html main ol p pre section table ul'.split(
    ' ',
  ),
);
const lines = new Set('li tr dt dd details summary'.split(' '));
/** In XHTML these may close themselves; read as HTML they would swallow the rest of the page. */
const selfClosed = /<(title|script|style|iframe|noscript|textarea|select|object|p|div|a|span)\b([^<>]*)\/>/gi;

/**
 * Renders an HTML page or fragment.
 *
 * Scripts, styles, form controls, navigation and elements marked `hidden` are left out; an image gives its
 * alternative text; links give their words, not their addresses. White space is collapsed except in `pre`.
 *
 * @returns `title` is the page's own, undefined where it has none.
 */
export function renderHtmlText(html: string): { text: string; title: string | undefined } {
  const tree = fromHtml(html.replace(selfClosed, '<$1$2></$1>'));
  const writer = createWriter();
  write(tree, writer, 'flow');
  return { text: writer.finish(), title: findTitle(tree) };
}

/** Inside lists and `pre` paragraphs are lines; in `pre` white space counts. */
type Mode = 'flow' | 'list' | 'exact';

type Writer = {
  /** Words, their white space collapsed. */
  words(text: string): void;
  /** Text as it is. */
  exact(text: string): void;
  /** Stands before the next text of this block; nothing is written where there is none. */
  mark(text: string): void;
  /** Ends the line (1) or the paragraph (2), once. */
  end(breaks: 1 | 2): void;
  finish(): string;
};

function createWriter(): Writer {
  const pieces: string[] = [];
  let breaks = 0;
  let hasSpace = false;
  let mark = '';
  const push = (text: string): void => {
    if (pieces.length > 0) pieces.push(breaks > 0 ? '\n'.repeat(breaks) : hasSpace ? ' ' : '');
    pieces.push(mark, text);
    breaks = 0;
    hasSpace = false;
    mark = '';
  };
  return {
    words(text) {
      const bare = text.replace(/[ \t\n\f\r]+/g, ' ');
      hasSpace ||= bare.startsWith(' ');
      if (bare.trim() === '') return;
      push(bare.replace(/^ | $/g, ''));
      hasSpace = bare.endsWith(' ');
    },
    exact(text) {
      if (text !== '') push(text);
    },
    mark(text) {
      mark = text;
    },
    end(count) {
      // Between a mark and its text there is no break: `<li><p>` is one line.
      if (mark === '') breaks = Math.max(breaks, count);
      hasSpace = false;
    },
    finish: () => pieces.join('').trim(),
  };
}

function write(node: Nodes, writer: Writer, mode: Mode): void {
  if (node.type === 'root') writeChildren(node, writer, mode);
  else if (node.type === 'text') mode === 'exact' ? writer.exact(node.value) : writer.words(node.value);
  else if (node.type === 'element') writeElement(node, writer, mode);
}

function writeElement(node: Element, writer: Writer, mode: Mode): void {
  const name = node.tagName;
  if (hidden.has(name) || node.properties.hidden === true) return;
  const isParagraph = paragraphs.has(name);
  const gap = isParagraph && mode === 'flow' ? 2 : isParagraph || lines.has(name) ? 1 : undefined;
  if (name === 'br') writer.end(1);
  else if (name === 'img') writer.words(String(node.properties.alt ?? ''));
  else if (gap === undefined) writeChildren(node, writer, mode);
  else writeBlock(node, gap, writer, mode);
}

function writeBlock(node: Element, gap: 1 | 2, writer: Writer, mode: Mode): void {
  const name = node.tagName;
  writer.end(gap);
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (level !== undefined) writer.mark(`${'#'.repeat(Number(level))} `);
  if (name === 'tr') writer.exact(renderRow(node));
  else writeChildren(node, writer, name === 'pre' ? 'exact' : mode);
  writer.mark('');
  writer.end(gap);
}

function writeChildren(parent: Parents, writer: Writer, mode: Mode): void {
  const isNumbered = parent.type === 'element' && parent.tagName === 'ol';
  let number = isNumbered ? Number(parent.properties.start ?? 1) : 0;
  for (const child of parent.children) {
    if (child.type === 'element' && child.tagName === 'li') {
      writer.end(1);
      writer.mark(isNumbered ? `${number++}. ` : '- ');
      writeChildren(child, writer, mode === 'exact' ? mode : 'list');
      writer.mark('');
      writer.end(1);
    } else if (child.type !== 'doctype') write(child, writer, mode);
  }
}

function renderRow(row: Element): string {
  const cells = row.children.filter((child) => child.type === 'element');
  const texts = cells.map((cell) => {
    const writer = createWriter();
    writeChildren(cell, writer, 'flow');
    return joinLines(writer.finish());
  });
  return texts.every((text) => text === '') ? '' : texts.join(' | ');
}

function findTitle(node: Nodes): string | undefined {
  if (node.type === 'element' && node.tagName === 'title') {
    const text = node.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
    return text.replace(/\s+/g, ' ').trim() || undefined;
  }
  if (node.type !== 'root' && !(node.type === 'element' && /^(?:html|head)$/.test(node.tagName))) return;
  for (const child of node.children) {
    const title = child.type === 'doctype' ? undefined : findTitle(child);
    if (title !== undefined) return title;
  }
}
