/** Writes one section of a document with everything a run knows: memory, ledger, what was said, notes for later. */
import type { Message } from '../model/request.ts';
import type { Form } from '../plan/form/form.ts';
import { renderFormRules } from '../plan/form/form-rules.ts';
import type { Section } from '../plan/plan.ts';
import { renderContract } from '../plan/section-contract.ts';
import { detectLanguage } from '../text/language.ts';
import { createLedger } from '../write/ledger.ts';
import type { LengthResponse } from '../write/length-response.ts';
import type { DocumentBrief, SectionAsk } from '../write/longhand-prompt.ts';
import type { WrittenSection } from '../write/manuscript.ts';
import { type Memory, needsSummaries, type Recalled, renderRequest } from '../write/memory.ts';
import type { OpenPart } from '../write/outline.ts';
import { replaceSentences } from '../write/replace-sentences.ts';
import { createSaid } from '../write/said/said.ts';
import type { SectionTask } from '../write/section-task.ts';
import { noteSection, type SectionNotes, type Summarizer } from '../write/summarize.ts';
import { adjustSection, type SectionOutcome, writeSection } from '../write/write-section.ts';
import type { MethodHost, WritingTask } from './method.ts';

/** Where a section stands, and what its writer sees of the text. */
export type SectionPlace = {
  documentTitle: string;
  /** Open parts from the document inwards. */
  parts: readonly OpenPart[];
  memory: Memory;
  response: LengthResponse;
  /** 1 for a top section. */
  depth: number;
  targetWords: number;
  band: { low: number; high: number };
  endsText: boolean;
  closesLength: boolean;
  hardBound?: 'low' | 'high' | undefined;
  /** False: no summary is made, since no later section will be shown one. */
  isNoted?: boolean;
  /** Earlier text that the section builds on, shown beside the memory. */
  passages?: readonly string[];
  /** Step under which it is kept. Default `section-<id>`. */
  step?: string;
  /** What a person wants to be different this time. */
  note?: string;
};

/** What a section that is there is worked on with. */
type Alone = Pick<SectionPlace, 'documentTitle' | 'response' | 'targetWords' | 'band' | 'hardBound'> & {
  step: string;
  /** Another draw than that of the same request before. */
  seed?: number;
};

/** What is stored of a finished section. */
type FinishedSection = SectionOutcome & { notes: SectionNotes | null };

export type SectionWriter = {
  brief: DocumentBrief;
  /** ISO 639-1, or `other`. */
  textLanguage: string;
  summarizer: Summarizer;
  /** Whether the text will be too long to be shown whole, so that every section is summed up. */
  hasNotes: boolean;
  /** One durable step: a section that is finished is never written again. */
  write(section: Section, place: SectionPlace): Promise<FinishedSection>;
  /** Brings a text that is there already to another length, by filling in or condensing; one durable step. */
  adjust(section: Section, written: WrittenSection, place: Alone): Promise<SectionOutcome>;
  /** Has new sentences written for those that repeat earlier sections; one durable step. */
  replace(
    section: Section,
    written: WrittenSection,
    repeats: readonly string[],
    place: Alone,
  ): Promise<WrittenSection>;
  /** The request that a finished section answered, without what was added to it later. */
  requestOf(section: Section, place: SectionPlace, askedWords: number): Message[];
};

/** Most tokens of what a writer is told not to say again. */
const avoidTokens = 250;

export function createSectionWriter(task: WritingTask, form: Form, host: MethodHost): SectionWriter {
  const { language, opening = '' } = task;
  const said = createSaid(host.memory);
  const ledger = createLedger(host.memory);
  const summarizer = { ask: host.ask, language, hasStructuredOutput: host.summarizer.hasStructuredOutput };
  const brief: DocumentBrief = {
    instruction: task.instruction,
    language,
    profile: task.profile,
    style: task.style,
    formRules: renderFormRules(form, language),
    hasHeadings: form.hasHeadings,
    isOnePiece: form.isOnePiece,
  };
  const textLanguage = languageOfText(task);
  // A compact request has no room for what stood before; nothing would read the notes.
  const hasNotes =
    task.profile !== 'compact' && needsSummaries(task.targetWords + host.countWords(opening), host.limits());

  const askOf = (
    { id, title, mainPoints, contract }: Section,
    askedWords: number,
    { endsText, note }: SectionPlace,
    beside: Pick<SectionAsk, 'sources' | 'figures'> = {},
  ): SectionAsk => ({
    // A section without a title is the whole text.
    id: title === '' ? '' : id,
    title,
    mainPoints,
    askedWords,
    isLast: endsText,
    contract: [renderContract(contract, language), note ?? ''].filter((part) => part !== '').join(' '),
    ...beside,
  });
  /** What a section is shown beside its ask: passages of sources, and its images. */
  const showBeside = async (section: Section): Promise<Pick<SectionAsk, 'sources' | 'figures'>> => ({
    sources: await host.sources?.show(section, host.limits()),
    figures: host.figures?.forSection(section, host.limits()),
  });

  const request = (
    { documentTitle, parts, memory }: SectionPlace,
    ask: SectionAsk,
    recalled: Recalled,
    isShort = false,
  ): Message[] =>
    renderRequest(
      memory,
      { brief, title: documentTitle, parts, ask, recalled, opening, isShort },
      host.limits(),
    );

  /** A section worked on by itself, after the text around it is there. */
  const taskAlone = async (section: Section, written: WrittenSection, place: Alone): Promise<SectionTask> => {
    const alone: SectionPlace = {
      ...place,
      parts: [],
      memory: { lastPages: '', recent: [] },
      depth: written.depth,
      endsText: true,
      closesLength: true,
    };
    const facts = await ledger.recall([section.title, ...section.mainPoints]);
    const recalled: Recalled = { facts, passages: [], avoid: [] };
    return {
      ...askOf(section, 0, alone, await showBeside(section)),
      ...alone,
      step: place.step,
      isLast: true,
      brief,
      textLanguage,
      messages: (ask) => request(alone, ask, recalled),
      refit: (ask) => request(alone, ask, recalled, true),
    };
  };
  /** The text with its claims settled; as it is where the run has no sources. */
  const settle = async (
    written: WrittenSection,
    { documentTitle }: Pick<SectionPlace, 'documentTitle'>,
    step: string,
    isDraft: boolean,
  ): Promise<WrittenSection> =>
    (await host.sources?.settle(written, { step, textLanguage, title: documentTitle, isDraft })) ?? written;
  const retake = async ({ id, text }: WrittenSection): Promise<void> => {
    await said.forget([id]);
    await said.take(id, text);
  };

  return {
    brief,
    textLanguage,
    summarizer,
    hasNotes,
    adjust(section, written, place) {
      return host.step(place.step, async () => {
        const task = await taskAlone(section, written, place);
        const outcome = await adjustSection(task, written, place.response, host);
        const settled = await settle(outcome.written, place, place.step, false);
        await retake(settled);
        return { ...outcome, written: settled };
      });
    },
    replace(section, written, repeats, place) {
      return host.step(place.step, async () => {
        const task = await taskAlone(section, written, place);
        const text = (await replaceSentences(task, written.text, repeats, place, host)) ?? written.text;
        const replaced = { ...written, text, deliveredWords: host.countWords(text) };
        const settled = await settle(replaced, place, place.step, false);
        await retake(settled);
        return settled;
      });
    },
    requestOf: (section, place, askedWords) =>
      request(place, askOf(section, askedWords, place), { facts: [], passages: [], avoid: [] }),
    write(section, place) {
      const step = place.step ?? `section-${section.id}`;
      const { id, title, mainPoints } = section;
      return host.step(step, async () => {
        const { targetWords } = place;
        await host.begin({ id, title, targetWords });
        // What it said before a kill, or before it is written anew, is not said by another.
        await said.forget([id]);
        const avoid = await said.avoid(place.memory.recent, avoidTokens);
        const recalled: Recalled = {
          facts: hasNotes ? await ledger.recall([title, ...mainPoints]) : [],
          passages: place.passages ?? [],
          avoid: [...avoid.phrases, ...avoid.shapes, ...avoid.endings, ...avoid.openings],
        };
        const outcome = await writeSection(
          {
            ...askOf(section, 0, place, await showBeside(section)),
            ...place,
            step,
            isLast: place.endsText,
            brief,
            textLanguage,
            messages: (ask) => request(place, ask, recalled),
            refit: (ask) => request(place, ask, recalled, true),
          },
          place.response,
          { ...host, findRepeats: (text) => said.check(text) },
        );
        const written = await settle({ ...outcome.written, id }, place, step, true);
        const { text, status } = written;
        const notes =
          hasNotes && place.isNoted !== false && status === 'done'
            ? await noteSection(
                { title, text, fallback: [title, ...mainPoints].join('. ') },
                `${step}/notes`,
                summarizer,
              )
            : null;
        await retake(written);
        await ledger.take(id, notes?.facts ?? []);
        return { ...outcome, written, notes };
      });
    },
  };
}

/** `--language` names it in words; the instruction's own language is meant otherwise. */
export function languageOfText({ instruction, style }: WritingTask): string {
  const named = style?.language;
  if (named === undefined) return detectLanguage(instruction);
  return languageNames.find(([pattern]) => pattern.test(named))?.[1] ?? 'other';
}

const languageNames: readonly [RegExp, string][] = [
  [/^en\b|english|英/i, 'en'],
  [/^zh\b|chinese|中文|汉语|普通话/i, 'zh'],
  [/^ja\b|japanese|日本|日语/i, 'ja'],
  [/^ko\b|korean|한국|韩/i, 'ko'],
  [/^ar\b|arabic|العربية|阿拉伯/i, 'ar'],
  [/^de\b|german|deutsch|德/i, 'de'],
  [/^ru\b|russian|русск|俄/i, 'ru'],
  [/^th\b|thai|ไทย|泰/i, 'th'],
  [/^hi\b|hindi|हिन्दी|印地/i, 'hi'],
];
