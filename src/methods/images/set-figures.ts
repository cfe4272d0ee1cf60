/** Figures where the text speaks of them. */
import type { Manuscript } from '../../write/manuscript.ts';
import { loadPlanned } from '../manuscript-index.ts';
import type { MethodHost } from '../method.ts';

/** The manuscript with its figures, where the run has any. */
export async function setFigures(
  manuscript: Manuscript,
  { figures, memory }: Pick<MethodHost, 'figures' | 'memory'>,
  options: { isWhole: boolean },
): Promise<Manuscript> {
  if (figures === undefined) return manuscript;
  const planned = await loadPlanned(memory);
  const tied = new Map([...planned].map(([id, { contract }]) => [id, contract?.shows ?? []]));
  return figures.place(manuscript, tied, options);
}
