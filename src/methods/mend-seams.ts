/**
 * The seam pass over sections written without sight of each other: sentences that say word for word what an earlier
 * section says give way to new ones, everything else stays byte for byte.
 */
import { listSections, type Plan } from '../plan/plan.ts';
import { splitSentences } from '../text/sentences.ts';
import type { WrittenSection } from '../write/manuscript.ts';
import { loadLocks, loadManuscript } from './manuscript-index.ts';
import type { MethodHost, WritingTask } from './method.ts';
import type { SectionWriter } from './section-writer.ts';
import type { Walk } from './walk.ts';
import { runInOrder } from './write-order.ts';

/**
 * What is written in the place of a repeat may repeat something else. Side by side, one round: time is what it is for. A
 * model that needs the compact profile knows few sentences, and is quick.
 */
const roundsOf = ({ concurrency, profile }: WritingTask): number =>
  profile === 'compact' ? 4 : concurrency > 1 ? 1 : 2;
/** Shorter sentences may well stand twice. */
const leastCharacters = 24;
const leastHan = 10;
/** But not by a model that has no reason to say them again. */
const leastCharactersCompact = 8;

export async function mendSeams(
  plan: Plan,
  { response }: Pick<Walk, 'response'>,
  writer: SectionWriter,
  task: WritingTask,
  host: MethodHost,
): Promise<void> {
  const { concurrency, profile } = task;
  const least = profile === 'compact' ? leastCharactersCompact : leastCharacters;
  const locked = await loadLocks(host.memory);
  const planned = new Map(listSections(plan).map(({ section }) => [section.id, section]));
  for (let round = 1; round <= roundsOf(task); round += 1) {
    const clashes = new Map(
      findClashes(await loadManuscript(host.memory), least).map((clash) => [clash.section.id, clash]),
    );
    if (clashes.size === 0) return;
    await runInOrder(
      [...clashes].map(([id, { repeats }]) => ({ id, after: [], weight: repeats.length })),
      concurrency,
      async (id) => {
        const clash = clashes.get(id);
        const section = planned.get(id);
        if (clash === undefined || section === undefined || locked.has(id)) return;
        const { section: written, repeats } = clash;
        const mended = await writer.replace(section, written, repeats, {
          documentTitle: plan.title,
          response,
          targetWords: written.targetWords,
          band: { low: 0, high: Number.MAX_SAFE_INTEGER },
          step: `section-${id}/seam${round === 1 ? '' : `-${round}`}`,
          ...(round > 1 && { seed: round }),
        });
        if (mended.text !== written.text) await host.replace(mended, 'said what is said before');
      },
    );
  }
}

type Clash = { section: WrittenSection; repeats: string[] };

/** Sentences of each section that stand before it already, or earlier in itself. */
function findClashes(sections: readonly WrittenSection[], least: number): Clash[] {
  const known = new Set<string>();
  const clashes: Clash[] = [];
  for (const section of sections) {
    const sentences = splitSentences(section.text)
      .map((sentence) => sentence.trim())
      .filter(({ length }) => length >= (/\p{Script=Han}/u.test(section.text) ? leastHan : least));
    const repeats = sentences.filter((sentence) => {
      const isKnown = known.has(sentence);
      known.add(sentence);
      return isKnown;
    });
    if (repeats.length > 0) clashes.push({ section, repeats });
  }
  return clashes;
}
