/**
 * The passes over a finished text: what only shows when its sections stand together is found by rule, or by a judge
 * who reads the ledger, and mended span by span. Each pass runs once; a span is replaced only by a better one, and
 * every replacement is said with its reason. What is locked, or what a budget does not reach for, stays.
 */
import { hasPhrase, listAvoidedPhrases } from '../plan/style-sheet.ts';
import { splitSentences } from '../text/sentences.ts';
import { findContradictions } from '../write/find-contradictions.ts';
import { checkDocument } from '../write/gates/check-document.ts';
import { createLedger } from '../write/ledger.ts';
import type { WrittenSection } from '../write/manuscript.ts';
import { nameText } from '../write/summarize.ts';
import { setFigures } from './images/set-figures.ts';
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
  await mendStyle();
  const { language, style } = task;
  const written = { title, language, sections: await loadManuscript(host.memory), hasHeadings };
  // A figure that the text points at stands there once it is set.
  const { sections } = await setFigures(written, host, { isWhole: true });
  await host.report(undefined, checkDocument({ title, language: writer.textLanguage, sections, style }));

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
      await rewriteSentences(sectionId, (sentence) => sentence.toLowerCase().includes(entity.toLowerCase()), {
        mainPoints: [`${entity}: ${holds}`],
        step: `section-${sectionId}/agree-${fold(entity).slice(0, 40)}`,
        reason: `did not agree with what holds of ${entity}`,
      });
    }
  }

  /** Sentences with words that the style sheet keeps out are written anew. */
  async function mendStyle(): Promise<void> {
    const phrases = listAvoidedPhrases(task.style);
    if (phrases.length === 0) return;
    const found = (await loadManuscript(host.memory)).flatMap(({ id, text }) =>
      phrases.filter((phrase) => hasPhrase(text, phrase)).map((phrase) => ({ id, phrase })),
    );
    for (const { id, phrase } of found.slice(0, mostMended)) {
      await rewriteSentences(id, (sentence) => hasPhrase(sentence, phrase), {
        mainPoints: planned.get(id)?.mainPoints ?? [],
        step: `section-${id}/style-${fold(phrase).slice(0, 40)}`,
        reason: `used "${phrase}", which the style sheet keeps out`,
        isBetter: (text) => !hasPhrase(text, phrase),
      });
    }
  }

  /** Has some sentences of a section written anew, where it is not locked and the budget has room. */
  async function rewriteSentences(
    id: string,
    isMeant: (sentence: string) => boolean,
    rewrite: {
      mainPoints: readonly string[];
      step: string;
      reason: string;
      isBetter?: (text: string) => boolean;
    },
  ): Promise<void> {
    const written = (await loadManuscript(host.memory)).find((each) => each.id === id);
    const section = planned.get(id);
    if (written === undefined || section === undefined || locked.has(id)) return;
    const sentences = splitSentences(written.text)
      .map((sentence) => sentence.trim())
      .filter(isMeant);
    if (sentences.length === 0 || !(await mayPass(sentences.length * 60))) return;
    const { mainPoints, step, reason, isBetter = () => true } = rewrite;
    const mended: WrittenSection = await writer.replace(
      { ...section, children: [], mainPoints: [...mainPoints] },
      written,
      sentences,
      {
        documentTitle: title,
        response,
        targetWords: written.targetWords,
        band: { low: 0, high: Number.MAX_SAFE_INTEGER },
        step,
      },
    );
    if (mended.text !== written.text && isBetter(mended.text)) await host.replace(mended, reason);
  }
}

const fold = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
