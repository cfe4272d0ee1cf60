/** Puts the text of a run where a person asked for it. */
import { randomBytes } from 'node:crypto';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../errors.ts';
import { findPublisher } from '../publish/index.ts';
import type { PublishedDocument } from '../publish/published-document.ts';
import { writeWhole } from '../run/projections.ts';
import { detectLanguage } from '../text/language.ts';
import { splitSections } from '../text/sections.ts';
import { type FindFigure, loadFigures, saveFigures } from './publish-figures.ts';

/**
 * Finds out, before anything is paid, whether a document can be published there.
 *
 * @throws {UsageError} No format has this extension, or the folder cannot be written.
 */
export async function checkOut(path: string): Promise<void> {
  findPublisher(path);
  const probe = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    if ((await stat(path).catch(() => undefined))?.isDirectory()) throw new Error('it is a folder');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new UsageError(
      `Expected \`out\` to be a file that can be written, got \`${path}\`: ${(error as Error).message}. Choose another place.`,
      { cause: error },
    );
  }
}

/** What is known of a text apart from its words. */
export type TextFacts = {
  practice?: { model: string };
  unfinished?: { done: number; of: number };
  gaps: number;
};

/**
 * Publishes in one move: a reader never meets half a file. Figures lie in the page of a `.html`, and beside a `.md` in
 * its folder `images`.
 *
 * @param findFigure - Finds the bytes of a figure by its path in the Markdown. Absent: the text has none.
 */
export async function publishText(
  path: string,
  markdown: string,
  facts: TextFacts,
  findFigure: FindFigure = async () => undefined,
): Promise<void> {
  const publisher = findPublisher(path);
  const figures = await loadFigures(markdown, findFigure);
  if (publisher.extension === '.md') await saveFigures(dirname(path), figures);
  await writeWhole(path, await publisher.publish({ ...describeDocument(markdown, facts), figures }));
}

export function describeDocument(markdown: string, facts: TextFacts): PublishedDocument {
  const language = detectLanguage(markdown);
  return {
    markdown,
    title: splitSections(markdown).find((section) => section.level === 1)?.heading ?? '',
    language: language === 'other' ? 'und' : language,
    ...facts,
  };
}
