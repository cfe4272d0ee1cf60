import { createRandom } from '../../model/simulated/random.ts';
import { splitParagraphs } from '../../text/paragraphs.ts';

/** Draws of another order before the last one is turned by one place. */
const mostDraws = 20;

/**
 * The paragraphs of a text in a drawn order that differs from its own, with a blank line between them.
 *
 * @returns null where there is no other order: fewer than two paragraphs, or all of them the same.
 */
export function shuffleParagraphs(text: string, seed: string | number): string | null {
  const paragraphs = splitParagraphs(text)
    .map((paragraph) => paragraph.replace(/^\n+|\s+$/g, ''))
    .filter((paragraph) => paragraph !== '');
  if (new Set(paragraphs).size < 2) return null;
  const random = createRandom('paragraphs', seed);
  const differs = (order: readonly string[]): boolean => order.some((each, at) => each !== paragraphs[at]);
  for (let draw = 0; draw < mostDraws; draw += 1) {
    const order = random.shuffle(paragraphs);
    if (differs(order)) return order.join('\n\n');
  }
  return [...paragraphs.slice(1), ...paragraphs.slice(0, 1)].join('\n\n');
}
