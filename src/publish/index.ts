/** The formats a document is published in, by the extension of the file asked for. */
import { UsageError } from '../errors.ts';
import { html } from './html.ts';
import { markdown } from './markdown.ts';
import type { Publisher } from './published-document.ts';
import { text } from './text.ts';

export const publishers = { '.md': markdown, '.txt': text, '.html': html } satisfies Record<
  string,
  Publisher
>;

/** @throws {UsageError} No publisher writes files with this extension; the message lists those that do. */
export function findPublisher(path: string): Publisher {
  const extension = /\.[^./\\]*$/.exec(path)?.[0].toLowerCase() ?? '';
  const publisher = Object.values(publishers).find((each) => each.extension === extension);
  if (publisher !== undefined) return publisher;
  const known = Object.keys(publishers).join(', ');
  throw new UsageError(`Expected \`out\` to end in ${known}, got \`${path}\`. Name the file accordingly.`);
}
