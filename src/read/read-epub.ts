/** Electronic books: the chapters in the order of the book's own spine. */
import { posix } from 'node:path';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { UsageError } from '../errors.ts';
import { cleanText, decodeText } from './decode-text.ts';
import { renderHtmlText } from './html-text.ts';
import { joinParts, type Reading } from './source.ts';
import { unzip } from './unzip.ts';

/**
 * Reads an EPUB file. Parts are the chapters, in spine order, each labelled with its first heading or its title.
 *
 * Chapters the book marks as outside its reading order (`linear="no"`) and chapters without text are left out.
 *
 * @throws {UsageError} Damaged, copy-protected, without a spine, or larger than the limit.
 */
export function readEpub(bytes: Uint8Array, maxUnpackedBytes: number): Reading {
  const entries = unzip(bytes, {
    wants: (name) => /(?:^META-INF\/|\.(?:opf|x?html?|xml)$)/i.test(name),
    maxUnpackedBytes,
  });
  if (isProtected(entries)) {
    throw new UsageError('Expected an open book, got a copy-protected EPUB. Use a copy without protection.');
  }
  const container = readXml(entries, 'META-INF/container.xml');
  const packagePath = find(container, 'rootfile')[0]?.attributes['full-path'] ?? '';
  const book = readXml(entries, packagePath);
  const items = new Map(find(book, 'item').map(({ attributes }) => [attributes.id, attributes]));
  const chapters = find(book, 'itemref')
    .filter(({ attributes }) => attributes.linear !== 'no')
    .map(({ attributes }) => items.get(attributes.idref)?.href)
    .filter((href) => href !== undefined)
    .map((href, index) => readChapter(entries, posix.join(posix.dirname(packagePath), toPath(href)), index))
    .filter(({ text }) => text !== '');
  const title = find(book, 'dc:title')[0]?.text.trim();
  return { ...joinParts(chapters, '\n\n'), title: title || undefined };
}

function readChapter(
  entries: ReadonlyMap<string, Uint8Array>,
  path: string,
  index: number,
): { label: string; text: string } {
  const bytes = entries.get(path);
  if (bytes === undefined) {
    throw new UsageError(
      `Expected every chapter of the book's spine, got none at \`${path}\`. Download or export the book again.`,
    );
  }
  const page = renderHtmlText(decodeText(bytes).text);
  const text = cleanText(page.text);
  const label = /^#{1,6} (.+)$/m.exec(text)?.[1] ?? page.title ?? `chapter ${index + 1}`;
  return { label, text };
}

/** Fonts may be scrambled in an open book; only scrambled chapters make it unreadable. */
function isProtected(entries: ReadonlyMap<string, Uint8Array>): boolean {
  const encryption = entries.get('META-INF/encryption.xml');
  return encryption !== undefined && /URI\s*=\s*["'][^"']+\.x?html?["']/i.test(decodeText(encryption).text);
}

function readXml(entries: ReadonlyMap<string, Uint8Array>, path: string): XmlElement {
  const bytes = entries.get(path);
  const advice = 'Download or export the book again.';
  if (bytes === undefined) throw new UsageError(`Expected an EPUB with \`${path}\`, got none. ${advice}`);
  try {
    const root = parseXml(decodeText(bytes).text).root;
    if (root !== null) return root;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError(`Expected well-formed XML in \`${path}\`, got: ${error.message} ${advice}`, {
      cause: error,
    });
  }
  throw new UsageError(`Expected XML in \`${path}\`, got nothing. ${advice}`);
}

/** All elements of a name, in document order; a namespace prefix may stand before it. */
function find(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => {
    if (!(child instanceof XmlElement)) return [];
    const isFound = child.name === name || child.name.endsWith(`:${name}`);
    return isFound ? [child, ...find(child, name)] : find(child, name);
  });
}

function toPath(href: string): string {
  const path = href.replace(/#.*$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
