/** Puts the card into its folder: JSON, Markdown, one HTML page that stands alone, the picture as SVG and PNG. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { html as htmlPage } from '../../publish/html.ts';
import type { CeilingCard } from './ceiling-card.ts';
import { renderCeilingMarkdown, renderCeilingPlot } from './render-ceiling.ts';

/** @returns The files; without those of the picture where nothing was read and nothing delivered. */
export async function writeCeiling(folder: string, card: CeilingCard): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const picture = renderCeilingPlot(card);
  const page = await htmlPage.publish({
    title: `Ceiling of ${card.model}`,
    markdown: renderCeilingMarkdown(card),
    language: 'en',
    gaps: 0,
    ...(card.practice && { practice: { model: card.model } }),
  });
  // The picture is ours; whatever an endpoint said has been sanitised before.
  const figure =
    picture && `<figure>${picture.svg}<figcaption>${escapeHtml(card.basis)}</figcaption></figure>`;
  const contents: Record<string, string | Uint8Array> = {
    json: `${JSON.stringify(card, null, 2)}\n`,
    md: renderCeilingMarkdown(card, picture && { picture: 'ceiling.svg' }),
    html: figure === undefined ? page : page.replace('\n</main>', () => `\n${figure}\n</main>`),
    ...picture,
  };
  const files: Record<string, string> = {};
  for (const [extension, content] of Object.entries(contents)) {
    files[extension] = join(folder, `ceiling.${extension}`);
    await writeFile(files[extension], content);
  }
  return files;
}

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
