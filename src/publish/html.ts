/**
 * One HTML page that stands alone: styles inside, no scripts, nothing fetched from anywhere.
 * The text comes from a model and is not trusted: it is sanitised, and the page forbids itself to load anything.
 */
import type { ElementContent } from 'hast';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeSlug from 'rehype-slug';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { pageStyle } from './html-style.ts';
import { readLiteralHtml } from './literal-html.ts';
import {
  describePractice,
  describeState,
  type PublishedDocument,
  type Publisher,
} from './published-document.ts';

/** Headings get the ids that links into the document expect; images are shown by their description only. */
export const html: Publisher = {
  extension: '.html',
  async publish(document) {
    return renderPage(document, await renderBody(document));
  },
};

type Sanitation = NonNullable<Parameters<typeof rehypeSanitize>[0]>;

const sanitation: Sanitation = {
  ...defaultSchema,
  // The only ids before this point are those of notes, and they carry the prefix already.
  clobberPrefix: '',
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== 'img' && name !== 'picture'),
};

async function renderBody({ markdown, language }: PublishedDocument): Promise<string> {
  const isChinese = language === 'zh';
  const file = await unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype, {
      footnoteLabel: isChinese ? '注释' : 'Notes',
      footnoteBackLabel: isChinese ? '返回正文' : 'Back to the text',
      handlers: {
        html: (_state, node: { value: string }, parent) =>
          showLiteral(node.value, isBlockParent(parent?.type)),
        image: (_state, node: { alt?: string | null }) => ({ type: 'text', value: node.alt ?? '' }),
        imageReference: (_state, node: { alt?: string | null }) => ({ type: 'text', value: node.alt ?? '' }),
      },
    })
    .use(rehypeSanitize, sanitation)
    .use(rehypeSlug)
    .use(rehypeStringify)
    .process(markdown);
  return String(file);
}

const isBlockParent = (type: string | undefined): boolean =>
  type === 'root' || type === 'blockquote' || type === 'listItem' || type === 'footnoteDefinition';

function showLiteral(source: string, isBlock: boolean): ElementContent[] {
  const text = readLiteralHtml(source);
  if (text.trim() === '' && !text.includes('\n')) return text === '' ? [] : [{ type: 'text', value: text }];
  const pieces = text.split('\n').flatMap((line, index): ElementContent[] => {
    const words: ElementContent = { type: 'text', value: line };
    return index === 0 ? [words] : [{ type: 'element', tagName: 'br', properties: {}, children: [] }, words];
  });
  return isBlock ? [{ type: 'element', tagName: 'p', properties: {}, children: pieces }] : pieces;
}

function renderPage(document: PublishedDocument, body: string): string {
  const title = document.title === '' ? (document.language === 'zh' ? '无题' : 'Untitled') : document.title;
  const state = describeState(document);
  const practice = describePractice(document);
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    ...(document.practice
      ? [
          '<meta name="practice" content="true">',
          `<meta name="model" content="${escapeHtml(document.practice.model)}">`,
          `<meta name="note" content="${escapeHtml(practice ?? '')}">`,
        ]
      : []),
    `<title>${escapeHtml(title)}</title>`,
    `<style>\n${pageStyle}</style>`,
  ];
  const notes = [state, practice]
    .filter((note) => note !== undefined)
    .map((note) => `<p class="note">${escapeHtml(note)}</p>\n`);
  // Whoever looks at the first line only, as with every other format, must see it too.
  const first = state === undefined ? '' : `<!-- ${escapeHtml(state)} -->`;
  return (
    `<!doctype html>${first}\n<html lang="${escapeHtml(document.language)}">\n<head>\n${head.join('\n')}\n</head>\n` +
    `<body>\n<main>\n${notes.join('')}${body}\n</main>\n</body>\n</html>\n`
  );
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
