/**
 * One HTML page that stands alone: styles inside, no scripts, nothing fetched from anywhere.
 * The text comes from a model and is not trusted: it is sanitised, and the page forbids itself to load anything.
 */
import type { Element, ElementContent } from 'hast';
import type { Image, Paragraph } from 'mdast';
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

/**
 * Headings get the ids that links into the document expect. Of images only the document's own figures are shown, inside
 * the page and with their description as caption; any other is its description.
 */
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

/** With figures: pictures whose data stands in the page, and nothing that would be fetched. */
const withFigures: Sanitation = {
  ...sanitation,
  tagNames: [...(sanitation.tagNames ?? []), 'img', 'figure', 'figcaption'],
  attributes: { ...sanitation.attributes, img: ['src', 'alt'] },
  protocols: { ...sanitation.protocols, src: ['data'] },
};

async function renderBody({ markdown, language, figures = new Map() }: PublishedDocument): Promise<string> {
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
        image: (_state, node: Picture) =>
          showFigure(node, figures) ?? { type: 'text', value: node.alt ?? '' },
        paragraph: (state, node: Paragraph) => {
          const [only, ...others] = node.children;
          const figure =
            others.length === 0 && only?.type === 'image' ? showFigure(only, figures) : undefined;
          if (figure === undefined || only?.type !== 'image')
            return { type: 'element', tagName: 'p', properties: {}, children: state.all(node) };
          const caption = element('figcaption', {}, [{ type: 'text', value: only.alt ?? '' }]);
          return element('figure', {}, [figure, caption]);
        },
        imageReference: (_state, node: { alt?: string | null }) => ({ type: 'text', value: node.alt ?? '' }),
      },
    })
    .use(rehypeSanitize, figures.size > 0 ? withFigures : sanitation)
    .use(rehypeSlug)
    .use(rehypeStringify)
    .process(markdown);
  return String(file);
}

type Picture = Pick<Image, 'url' | 'alt'>;

const mediaTypes: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
};

/** A figure of the document with its bytes in the page; undefined for any other picture. */
function showFigure(
  { url, alt }: Picture,
  figures: NonNullable<PublishedDocument['figures']>,
): Element | undefined {
  const bytes = figures.get(url);
  const mediaType = mediaTypes[url.slice(url.lastIndexOf('.') + 1)];
  if (bytes === undefined || mediaType === undefined) return undefined;
  return element('img', {
    src: `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`,
    alt: alt ?? '',
  });
}

const element = (
  tagName: string,
  properties: Element['properties'],
  children: ElementContent[] = [],
): Element => ({
  type: 'element',
  tagName,
  properties,
  children,
});

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
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${
      (document.figures?.size ?? 0) > 0 ? '; img-src data:' : ''
    }">`,
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
