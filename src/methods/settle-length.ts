/** Brings a finished text into its contract where its sections, each in its own band, did not add up to it. */
import { boundsOf } from '../plan/length/length-contract.ts';
import { listSections, type Plan } from '../plan/plan.ts';
import { loadManuscript } from './manuscript-index.ts';
import type { MethodHost, WritingTask } from './method.ts';
import type { SectionWriter } from './section-writer.ts';
import { hardBoundOf, type Walk } from './walk.ts';
import { runInOrder } from './write-order.ts';

/** Rounds of one section each; what is off after them is said. */
const mostRounds = 3;
/** What one section takes of it, as a share of its length. */
const mostShare = 0.25;
/** How much of its way to the bound a text may be off without another word; more where time is what counts. */
const closeEnough = (concurrency: number): number => (concurrency > 1 ? 0.9 : 0.6);

/**
 * Fills in, or condenses, the sections that are furthest from what was planned for them, one a round, until the whole
 * is near its target. Nothing is done to a text that is.
 */
export async function settleLength(
  plan: Plan,
  { countsHeadings, response }: Pick<Walk, 'countsHeadings' | 'response'>,
  writer: SectionWriter,
  task: WritingTask,
  host: MethodHost,
): Promise<void> {
  const bounds = boundsOf(task.contract);
  const wholeWords = task.targetWords + host.countWords(task.opening ?? '');
  const planned = new Map(listSections(plan).map(({ section }) => [section.id, section]));
  const done = new Set<string>();
  for (let round = 1; round <= mostRounds; round += 1) {
    const sections = await loadManuscript(host.memory);
    const text = sections.reduce((sum, { deliveredWords }) => sum + deliveredWords, 0);
    const headings = countsHeadings
      ? host.countWords([plan.title, ...sections.map(({ title }) => title)].join('\n'))
      : 0;
    const delivered = text + headings + host.countWords(task.opening ?? '');
    const off = wholeWords - delivered;
    const most =
      (off > 0 ? wholeWords - bounds.low : bounds.high - wholeWords) * closeEnough(task.concurrency);
    if (Math.abs(off) <= Math.max(0, most)) return;
    const byNeed = sections
      .filter(({ id, status, text }) => planned.has(id) && !done.has(id) && status === 'done' && text !== '')
      .sort(
        (a, b) => (b.targetWords - b.deliveredWords - (a.targetWords - a.deliveredWords)) * Math.sign(off),
      );
    // No section carries more than a part of its own length.
    const usual = text / Math.max(1, sections.length);
    const count = Math.max(1, Math.min(byNeed.length, Math.ceil(Math.abs(off) / (usual * mostShare))));
    const share = Math.round(off / count);
    const chosen = byNeed.slice(0, count);
    if (chosen.length === 0) return;
    await runInOrder(
      chosen.map(({ id }) => ({ id, after: [], weight: 1 })),
      task.concurrency,
      async (id) => {
        const written = chosen.find((each) => each.id === id);
        const section = planned.get(id);
        if (written === undefined || section === undefined) return;
        done.add(id);
        const { written: adjusted } = await writer.adjust(section, written, {
          documentTitle: plan.title,
          response,
          targetWords: Math.max(20, written.deliveredWords + share),
          band: {
            low: written.deliveredWords + share - most / count,
            high: Math.max(1, written.deliveredWords + share + most / count),
          },
          hardBound: hardBoundOf(task),
          step: `section-${id}/settle`,
        });
        if (adjusted.text !== written.text) await host.replace(adjusted, 'brings the text to its length');
      },
    );
  }
}
