/**
 * The passes over a finished text: what only shows when its sections stand together is found by rule, or by a judge
 * who reads the ledger, and mended span by span. Each pass runs once; a span is replaced only by a better one, and
 * every replacement is said with its reason. What is locked, or what a budget does not reach for, stays.
 */
import { splitSentences } from '../text/sentences.ts';
import { findContradictions } from '../write/find-contradictions.ts';
import { checkDocument } from '../write/gates/check-document.ts';
import { createLedger } from '../write/ledger.ts';
import type { WrittenSection } from '../write/manuscript.ts';
import { nameText } from '../write/summarize.ts';
import { loadLocks, loadManuscript, loadPlanned, planOf } from './manuscript-index.ts';
import { mendSeams } from './mend-seams.ts';
import type { MethodHost, WritingTask } from './method.ts';
import type { SectionWriter } from './section-writer.ts';

/** Headings that are renamed at most, and contradictions that are mended. */
const mostMended = 20;

export async function polishDocument(
  title: string,
  {
    writer,
    task,
    response,
    hasHeadings,
  }: {
    writer: SectionWriter;
    task: WritingTask;
    response: Parameters<typeof mendSeams>[1]['response'];
    hasHeadings: boolean;
  },
  host: MethodHost,
): Promise<void> {
  const planned = await loadPlanned(host.memory);
  const plan = planOf(title, planned);
  const locked = await loadLocks(host.memory);
  const mayPass = (words: number): Promise<boolean> => host.mayAfford('document passes', words);

  if (await mayPass(300)) await mendSeams(plan, { response }, writer, task, host);
  if (hasHeadings && !task.hasOwnPlan) await renameHeadings();
  if (writer.hasNotes) await mendContradictions();
  const sections = await loadManuscript(host.memory);
  await host.report(undefined, checkDocument({ title, language: writer.textLanguage, sections }));

  /** A heading that another section has as well is changed in the later one. */
  async function renameHeadings(): Promise<void> {
    const seen = new Set<string>();
    let renamed = 0;
    for (const section of await loadManuscript(host.memory)) {
      const name = fold(section.title);
      const isRepeated = name !== '' && seen.has(name);
      seen.add(name);
      if (!isRepeated || locked.has(section.id) || renamed >= mostMended || !(await mayPass(100))) continue;
      renamed += 1;
      const points = planned.get(section.id)?.mainPoints ?? [];
      const story = [
        ...points,
        ...splitSentences(section.text)
          .slice(0, 3)
          .map((each) => each.trim()),
      ];
      const step = `polish/heading-${section.id}`;
      const named = await nameText(
        { instruction: task.instruction, story, title: section.title },
        step,
        writer.summarizer,
      );
      if (seen.has(fold(named))) continue;
      seen.add(fold(named));
      await host.replace({ ...section, title: named }, 'had the heading of another section');
    }
  }

  /** What the ledger holds of one name from several sections is read by a judge; the later section gives way. */
  async function mendContradictions(): Promise<void> {
    const names = await createLedger(host.memory).listShared();
    if (names.length === 0 || !(await mayPass(names.length * 20))) return;
    const found = await findContradictions(names, 'polish/facts', {
      ask: host.ask,
      language: task.language,
      isKnown: (id) => planned.has(id),
    });
    for (const { entity, sectionId, holds } of found.slice(0, mostMended)) {
      const written = (await loadManuscript(host.memory)).find(({ id }) => id === sectionId);
      const section = planned.get(sectionId);
      if (written === undefined || section === undefined || locked.has(sectionId)) continue;
      const sentences = splitSentences(written.text)
        .map((sentence) => sentence.trim())
        .filter((sentence) => sentence.toLowerCase().includes(entity.toLowerCase()));
      if (sentences.length === 0 || !(await mayPass(sentences.length * 60))) continue;
      const mended: WrittenSection = await writer.replace(
        { ...section, children: [], mainPoints: [`${entity}: ${holds}`] },
        written,
        sentences,
        {
          documentTitle: title,
          response,
          targetWords: written.targetWords,
          band: { low: 0, high: Number.MAX_SAFE_INTEGER },
          step: `section-${sectionId}/agree-${fold(entity).slice(0, 40)}`,
        },
      );
      if (mended.text !== written.text)
        await host.replace(mended, `did not agree with what holds of ${entity}`);
    }
  }
}

const fold = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
