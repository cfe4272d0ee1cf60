import { describe, expect, it } from 'vitest';
import { testPublisher } from '../../test/contracts/publisher.ts';
import { UsageError } from '../errors.ts';
import { separateFootnotes } from '../text/footnotes.ts';
import { displayWidth, fitWidth } from './display-width.ts';
import { findPublisher, publishers } from './index.ts';
import { readLiteralHtml } from './literal-html.ts';
import type { PublishedDocument } from './published-document.ts';

const plain = (file: string): string => file;

testPublisher(publishers['.md'], {
  readWords: plain,
  // Markdown runs nothing by itself: what it holds is the text as the model wrote it.
  isActive: (file) => !file.includes('Plain'),
});
testPublisher(publishers['.txt'], {
  readWords: plain,
  isActive: (file) => /javascript:|data:text/i.test(file),
});
testPublisher(publishers['.html'], { readWords: readBody, isActive: hasLiveMarkup });

const document = (markdown: string, more: Partial<PublishedDocument> = {}): PublishedDocument => ({
  markdown,
  title: 'Lights',
  language: 'en',
  gaps: 0,
  ...more,
});

describe('markdown', () => {
  const { publish } = publishers['.md'];

  it('changes no byte of a whole document', async () => {
    expect(await publish(document('# Lights\n\nText.\n'))).toBe('# Lights\n\nText.\n');
  });

  it('puts a practice model into front matter, and below the first line where the text is unfinished', async () => {
    const practice = { model: 'simulated:?seed=1' };
    expect(await publish(document('# Lights\n', { practice }))).toBe(
      '---\npractice: true\nmodel: "simulated:?seed=1"\n' +
        'note: "Written by a practice model (simulated:?seed=1): a trial of the process, no sample of writing quality."\n' +
        '---\n\n# Lights\n',
    );
    expect(await publish(document('# Lights\n', { practice, unfinished: { done: 1, of: 2 } }))).toBe(
      '> This text is unfinished: 1 of 2 sections are written.\n>\n' +
        '> Written by a practice model (simulated:?seed=1): a trial of the process, no sample of writing quality.\n\n# Lights\n',
    );
  });
});

describe('text', () => {
  it('underlines titles by their width, keeps lists readable and lines tables up', async () => {
    const markdown =
      '# 海岸\n\n## Early *lights*\n\n1. one\n2. two\n   - [x] three\n\n| a | 中文 |\n|---|---|\n| long | b |\n\n' +
      'See [the tower](https://example.org) or [there](javascript:x).\n\n```js\nlit();\n```\n';
    expect(await publishers['.txt'].publish(document(markdown))).toBe(
      '海岸\n====\n\nEarly lights\n------------\n\n1. one\n2. two\n   - [x] three\n\n' +
        'a     中文\n----  ----\nlong  b\n\nSee the tower (https://example.org) or there.\n\n    lit();\n',
    );
  });

  it('names a practice model in the last line', async () => {
    const file = await publishers['.txt'].publish(document('One.\n', { practice: { model: 'mini' } }));
    expect(file.trimEnd().split('\n').at(-1)).toMatch(/^Written by a practice model \(mini\):/);
  });
});

describe('html', () => {
  const { publish } = publishers['.html'];

  it('makes one page with language, title and styles, and nothing from outside', async () => {
    const page = await publish(document('# Lights\n\n## Early lights\n\nText, [below](#early-lights).\n'));
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('<title>Lights</title>');
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('@media print');
    expect(page).toContain('<h2 id="early-lights">Early lights</h2>');
    expect(page).toContain('<a href="#early-lights">below</a>');
    expect(page).not.toMatch(/<script|<link|\bsrc=|@import|url\(/);
  });

  it('links notes both ways', async () => {
    const page = await publish(document('Text.[^1]\n\n[^1]: A note.\n'));
    const target = /href="#([^"]*fn-1)"/.exec(page)?.[1];
    expect(page).toContain(`id="${target}"`);
    expect(page).toContain(`href="#${target?.replace('fn-', 'fnref-')}"`);
  });

  it('shows the notes of every section that numbers its own from 1', async () => {
    const sections = separateFootnotes(['Fires.[^1]\n\n[^1]: Of wood.', 'Lamps.[^1]\n\n[^1]: Of oil.']);
    const page = await publish(document(`${sections.join('\n\n')}\n`));
    const notes = page.slice(page.indexOf('data-footnotes'));
    expect(notes).toMatch(/Of wood\.[\s\S]*Of oil\./);
    expect(page.match(/data-footnote-ref/g)).toHaveLength(2);
  });

  it('shows a practice model as a note and in meta tags', async () => {
    const page = await publish(document('Text.\n', { practice: { model: 'mini' } }));
    expect(page).toContain('<meta name="practice" content="true">');
    expect(page).toContain('<p class="note">Written by a practice model (mini):');
  });

  it('breaks lines where the model wrote <br>, in a table too', async () => {
    const page = await publish(document('| a |\n|---|\n| one<br>two |\n'));
    expect(page).toContain('<td>one<br>two</td>');
  });
});

describe('findPublisher', () => {
  it('goes by extension in any case, and lists what it knows otherwise', () => {
    expect(findPublisher('a/b.MD').extension).toBe('.md');
    expect(() => findPublisher('book.docx')).toThrow(UsageError);
    expect(() => findPublisher('a.b/book')).toThrow(
      'Expected `out` to end in .md, .txt, .html, got `a.b/book`.',
    );
  });
});

describe('readLiteralHtml', () => {
  it('drops what is only for looks and comments, and shows everything else', () => {
    expect(readLiteralHtml('<b>bold</b> <!-- aside --> one<br/>two')).toBe('bold  one\ntwo');
    expect(readLiteralHtml('<OPEN> <script>x</script>')).toBe('<OPEN> <script>x</script>');
  });
});

describe('displayWidth', () => {
  it('gives East Asian characters two columns', () => {
    expect(displayWidth('灯塔 A')).toBe(6);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(fitWidth('灯塔之光', 6)).toBe('灯塔…');
    expect(fitWidth('short', 6)).toBe('short');
  });
});

/** The visible text of a page. */
function readBody(page: string): string {
  const body = /<main>([\s\S]*)<\/main>/.exec(page)?.[1] ?? '';
  return body
    .replace(/<a [^>]*data-footnote-(?:ref|backref)[^>]*>.*?<\/a>/g, '')
    .replace(/<\/?(?:p|h\d|li|ul|ol|td|th|tr|table|section|blockquote|pre|br|hr|div)\b[^>]*>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&#x([0-9a-f]+);/gi, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/^Untitled$/m, '');
}

/** Real tags only: what is shown as text has no angle bracket left. */
function hasLiveMarkup(page: string): boolean {
  const body = page.slice(page.indexOf('<body>'));
  const tags = page.match(/<[a-z][^>]*>/gi) ?? [];
  return (
    /<(?:script|iframe|img|style|object|embed|form)\b/i.test(body) ||
    tags.some((tag) =>
      /\son\w+\s*=|javascript:|data:text|\ssrc\s*=/i.test(tag.replace(/content="[^"]*"/g, '')),
    ) ||
    (page.match(/<script/gi) ?? []).length > 0
  );
}
