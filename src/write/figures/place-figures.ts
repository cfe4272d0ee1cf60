/** Puts the figures of a text where it first speaks of them. */
import type { Manuscript, WrittenSection } from '../manuscript.ts';
import { type Figure, findFigureNumbers, renderFigure, type Sighting } from './figure.ts';
import { isDisarmed } from './made-pictures.ts';

const listItem = /^\s*(?:[-*+]|\d{1,3}[.)])\s/;

/**
 * The manuscript with every figure behind the first paragraph that names it, else at the end of the section that it was
 * planned for. Once the text is whole, a figure that no section was planned for stands at its end.
 *
 * @param tied - Numbers of figures by the id of the section that shows them.
 */
export function placeFigures(
  manuscript: Manuscript,
  {
    figures,
    sightings,
    tied,
    isWhole,
  }: {
    figures: readonly Figure[];
    sightings: ReadonlyMap<number, Sighting>;
    tied: ReadonlyMap<string, readonly number[]>;
    isWhole: boolean;
  },
): Manuscript {
  const { language } = manuscript;
  const written = manuscript.sections.filter(hasText);
  const blocks = new Map(written.map(({ id, text }) => [id, splitBlocks(text)]));
  /** Figures behind each block, by section. */
  const behind = new Map(written.map(({ id }) => [id, new Map<number, Figure[]>()]));
  for (const figure of figures) {
    const place = findPlace(figure.number, { written, blocks, tied, isWhole });
    if (place === undefined) continue;
    const there = behind.get(place.id) as Map<number, Figure[]>;
    there.set(place.at, [...(there.get(place.at) ?? []), figure]);
  }
  const render = (section: WrittenSection): WrittenSection => {
    const own = blocks.get(section.id);
    if (own === undefined) return section;
    const parts = own.flatMap((block, at) => [
      ...(isDisarmed(block) ? [] : [block]),
      ...(behind.get(section.id)?.get(at) ?? []).map((figure) =>
        renderFigure(figure, sightings.get(figure.number)?.caption ?? '', language),
      ),
    ]);
    return { ...section, text: parts.join('\n\n') };
  };
  return { ...manuscript, sections: manuscript.sections.map(render) };
}

const hasText = ({ text, status }: WrittenSection): boolean => text !== '' && status === 'done';

function findPlace(
  number: number,
  {
    written,
    blocks,
    tied,
    isWhole,
  }: {
    written: readonly WrittenSection[];
    blocks: ReadonlyMap<string, readonly string[]>;
    tied: ReadonlyMap<string, readonly number[]>;
    isWhole: boolean;
  },
): { id: string; at: number } | undefined {
  const endOf = (id: string): { id: string; at: number } => ({ id, at: (blocks.get(id)?.length ?? 1) - 1 });
  for (const { id } of written) {
    const own = blocks.get(id) ?? [];
    const named = own.findIndex((block) => findFigureNumbers(block).includes(number));
    if (named < 0) continue;
    // A list stays whole.
    let at = named;
    while (listItem.test(own[at] ?? '') && listItem.test(own[at + 1] ?? '')) at += 1;
    return { id, at };
  }
  const planned = written.find(({ id }) => tied.get(id)?.includes(number));
  if (planned !== undefined) return endOf(planned.id);
  const last = written.at(-1);
  return isWhole && last !== undefined ? endOf(last.id) : undefined;
}

/** Paragraphs as the text parts them; a fenced block is one. */
function splitBlocks(text: string): string[] {
  const blocks: string[] = [];
  let fence = '';
  for (const piece of text.split('\n\n')) {
    if (fence === '') blocks.push(piece);
    else blocks[blocks.length - 1] += `\n\n${piece}`;
    for (const [, mark = ''] of piece.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)) {
      if (fence === '') fence = mark;
      else if (mark.startsWith(fence)) fence = '';
    }
  }
  return blocks;
}
