/** Plain text: every word of the document, the markup of Markdown gone. */
import type { List, Nodes, PhrasingContent, Root, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { displayWidth } from './display-width.ts';
import { readLiteralHtml } from './literal-html.ts';
import { describePractice, describeState, type Publisher } from './published-document.ts';

/**
 * Titles are underlined, deeper headings stand alone, lists keep their marks, code and quotations are indented,
 * tables become columns, notes follow at the end, a link gives its address where that is safe to open.
 * Lines are not wrapped. Says of itself: not whole, in the first line; by a practice model, in the last.
 */
export const text: Publisher = {
  extension: '.txt',
  async publish(document) {
    const root = fromMarkdown(document.markdown, {
      extensions: [gfm()],
      mdastExtensions: [gfmFromMarkdown()],
    });
    const parts = [describeState(document), renderRoot(root), describePractice(document)];
    return `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n`;
  },
};

function renderRoot(root: Root): string {
  const notes: string[] = [];
  const body: string[] = [];
  const addresses = new Map<string, string>();
  for (const node of root.children) {
    if (node.type === 'definition') addresses.set(node.identifier, node.url);
  }
  for (const node of root.children) {
    if (node.type === 'footnoteDefinition') {
      notes.push(`[${node.label ?? node.identifier}] ${renderBlocks(node.children, addresses)}`);
    } else body.push(renderBlock(node, addresses));
  }
  return [...body, ...notes].filter((block) => block !== '').join('\n\n');
}

type Addresses = ReadonlyMap<string, string>;

function renderBlocks(nodes: readonly Nodes[], addresses: Addresses): string {
  return nodes
    .map((node) => renderBlock(node, addresses))
    .filter((block) => block !== '')
    .join('\n\n');
}

function renderBlock(node: Nodes, addresses: Addresses): string {
  switch (node.type) {
    case 'heading': {
      const line = renderInline(node.children, addresses).replace(/\n/g, ' ');
      const rule = node.depth === 1 ? '=' : node.depth === 2 ? '-' : '';
      return rule === '' || line === '' ? line : `${line}\n${rule.repeat(displayWidth(line))}`;
    }
    case 'paragraph':
      return renderInline(node.children, addresses);
    case 'blockquote':
      return indent(renderBlocks(node.children, addresses), '    ');
    case 'code':
      return indent(node.value, '    ');
    case 'list':
      return renderList(node, addresses);
    case 'table':
      return renderTable(node, addresses);
    case 'thematicBreak':
      return '* * *';
    case 'html':
      return readLiteralHtml(node.value).trim();
    case 'definition':
      return '';
    default:
      return 'children' in node ? renderInline(node.children as PhrasingContent[], addresses) : '';
  }
}

function renderList(list: List, addresses: Addresses): string {
  const isLoose = list.spread || list.children.some((item) => item.spread);
  const items = list.children.map((item, index) => {
    const number = list.ordered ? `${(list.start ?? 1) + index}. ` : '- ';
    const box = typeof item.checked === 'boolean' ? (item.checked ? '[x] ' : '[ ] ') : '';
    const content = item.children
      .map((child) => renderBlock(child, addresses))
      .join(item.spread ? '\n\n' : '\n');
    return `${number}${box}${indent(content, ' '.repeat(number.length)).trimStart()}`;
  });
  return items.join(isLoose ? '\n\n' : '\n');
}

/** Two spaces between columns; the first row is the heading. */
function renderTable(table: Table, addresses: Addresses): string {
  const rows = table.children.map((row) =>
    row.children.map((cell) => renderInline(cell.children, addresses).replace(/\s*\n\s*/g, ' ')),
  );
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  const render = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell))))
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = rows.map(render);
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [head, rule, ...body].join('\n');
}

function renderInline(nodes: readonly PhrasingContent[], addresses: Addresses): string {
  return nodes.map((node) => renderPhrase(node, addresses)).join('');
}

function renderPhrase(node: PhrasingContent, addresses: Addresses): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      return node.value;
    case 'break':
      return '\n';
    case 'html':
      return readLiteralHtml(node.value);
    case 'image':
    case 'imageReference':
      return node.alt ?? '';
    case 'footnoteReference':
      return `[${node.label ?? node.identifier}]`;
    case 'link':
      return renderLink(renderInline(node.children, addresses), node.url);
    case 'linkReference':
      return renderLink(renderInline(node.children, addresses), addresses.get(node.identifier) ?? '');
    default:
      return 'children' in node ? renderInline(node.children, addresses) : '';
  }
}

/** Only addresses that are safe to open; one that is its own text is not said twice. */
function renderLink(label: string, url: string): string {
  const isSafe = /^(?:https?|mailto):/i.test(url);
  return isSafe && url.replace(/^mailto:/i, '') !== label && url !== label ? `${label} (${url})` : label;
}

function indent(block: string, by: string): string {
  return block.replace(/^(?=.)/gm, by);
}
