/**
 * One section under its length contract: drafted a little short of what would be too long, then brought into its band
 * by adding what is missing, rarely by tightening; judged, and kept only in its better version.
 *
 * Text that came too short goes on with the points it missed; text that came too long is condensed where it says
 * least. Nothing is ever cut off. Rounds are few; what is still outside its band afterwards is said, and made good by
 * the sections after it.
 */
import type { Answer } from '../model/ask.ts';
import { cleanSection } from './clean-section.ts';
import { draftSection, limitTokens } from './draft-section.ts';
import { checkSection } from './gates/check-section.ts';
import type { GateResult } from './gates/gate.ts';
import { findMissingPoints } from './gates/points-covered.ts';
import {
  expectDelivery,
  type LengthResponse,
  learnDelivery,
  learnPoints,
  wordsToAsk,
} from './length-response.ts';
import type { SectionAsk } from './longhand-prompt.ts';
import type { WrittenSection } from './manuscript.ts';
import { chooseBest, fillIn, type Growing, goOn, tighten } from './repair-length.ts';
import { requestOtherwise } from './section-request.ts';
import type { SectionHost, SectionTask } from './section-task.ts';

export type SectionOutcome = {
  written: WrittenSection;
  /** What its first draft was asked to be. */
  askedWords: number;
  /** What was learnt of the model's lengths, with what was known before. */
  response: LengthResponse;
  gates: GateResult[];
};

/** Share of a section that its first draft is not asked for, with a model that leaves out many points. */
const mostHeldBack = 0.35;
/** Words that take up one main point which a first draft left out. */
const wordsForPoint = 120;
/** Sentences that a second draft is shown not to repeat. */
const mostAvoided = 8;
/** A section that shares more with what was said before is drafted once more. */
const mostSharedShare = 0.25;

/** @throws {ModelCallError} As `draftSection`. */
export async function writeSection(
  task: SectionTask,
  before: LengthResponse,
  host: SectionHost,
): Promise<SectionOutcome> {
  let response = before;
  const ask: SectionAsk = { ...task, askedWords: chooseAsk(task, response) };
  const { written, reply } = await draftSection(
    {
      messages: task.messages(ask),
      refit: () => task.refit(ask),
      section: {
        kind: 'section',
        id: task.id === '' ? '1' : task.id,
        title: task.title,
        mainPoints: task.mainPoints,
        targetWords: ask.askedWords,
        children: [],
      },
      step: task.step,
      depth: task.depth,
      language: task.brief.language,
      ...(task.documentTitle !== '' && { documentTitle: task.documentTitle }),
    },
    host,
  );
  if (written.status === 'gap')
    return {
      written: { ...written, targetWords: task.targetWords },
      askedWords: ask.askedWords,
      response,
      gates: [],
    };
  if (!written.isUnfinished) {
    response = learnDelivery(response, {
      kind: 'draft',
      askedWords: ask.askedWords,
      deliveredWords: host.countWords(reply),
    });
    response = learnPoints(response, task.mainPoints.length, listMissing(written.text, task).length);
  }

  const growing: Growing = {
    task,
    messages: task.messages(ask),
    step: task.step,
    text: written.text,
    attempts: written.attempts,
    isUnfinished: written.isUnfinished,
    response,
    missing: (text) => listMissing(text, task),
  };
  return finish(
    written,
    ask.askedWords,
    await bringIntoBand(await avoidRepeats(growing, ask, host), host),
    host,
  );
}

/**
 * Brings a text that is there already to another length: filled in before its ending, or condensed.
 *
 * @param written - The section as it stands; its words outside the repair stay byte for byte.
 */
export async function adjustSection(
  task: SectionTask,
  written: WrittenSection,
  response: LengthResponse,
  host: SectionHost,
): Promise<SectionOutcome> {
  const growing: Growing = {
    task,
    messages: task.messages({ ...task, askedWords: task.targetWords }),
    step: task.step,
    text: written.text,
    attempts: written.attempts,
    isUnfinished: written.isUnfinished,
    response,
    // What was not covered before is not this repair's business, but nothing may be lost.
    missing: (text) => listMissing(text, task),
  };
  return finish(written, task.targetWords, await bringIntoBand(growing, host), host);
}

async function bringIntoBand(start: Growing, host: SectionHost): Promise<Growing> {
  let current = start;
  const versions = [start];
  // A text that has its ending grows in its middle.
  const hasEnding = start.task.isLast || start.task.closesLength;
  for (let pass = 0; pass < 2; pass += 1) {
    const grown = hasEnding ? await fillIn(current, pass, host) : await goOn(current, pass, host);
    const tightened = await tighten(grown, pass, host);
    versions.push(grown, tightened);
    const isSettled = tightened.text === grown.text;
    current = tightened;
    if (isSettled) break;
  }
  // What was learnt and what was paid stays, whichever version does.
  const { attempts, response } = current;
  return { ...chooseBest(versions, host), attempts, response };
}

function finish(
  written: WrittenSection,
  askedWords: number,
  { task, text, attempts, isUnfinished, response }: Growing,
  host: SectionHost,
): SectionOutcome {
  const deliveredWords = host.countWords(text);
  return {
    written: { ...written, text, targetWords: task.targetWords, deliveredWords, attempts, isUnfinished },
    askedWords,
    response,
    gates: checkSection({
      text,
      title: subjectOf(task),
      mainPoints: task.mainPoints,
      targetWords: task.targetWords,
      deliveredWords,
      finishReason: isUnfinished ? 'length' : 'stop',
      language: task.textLanguage,
      isLast: task.isLast,
      hasHeadings: task.brief.hasHeadings,
      // What it cites by marks is settled with the sources afterwards; any other reference was made up.
      hasSources: false,
    }),
  };
}

/** Asks for as much as will hardly be too long: what is missing can be added, what is too much cannot be taken away. */
function chooseAsk(
  { targetWords, band, mainPoints, isLast, closesLength, brief }: SectionTask,
  response: LengthResponse,
): number {
  const { spread } = expectDelivery(response, 'draft', targetWords);
  // One in twenty may come too long; where the text closes itself, one in six, since adding then is harder.
  // A whole text is asked for at the length its instruction names: two numbers would only confuse.
  const margin = brief.isOnePiece ? 0 : isLast || closesLength ? 1 : 1.65;
  // Room for the points that a first draft leaves out; a single one is hardly left out.
  const heldBack = Math.min(
    mostHeldBack * targetWords,
    response.missedShare * mainPoints.length * wordsForPoint,
  );
  const most = brief.isOnePiece || mainPoints.length < 2 ? targetWords : targetWords - heldBack;
  const wanted = Math.min(most, Math.max(targetWords / 2, band.high * Math.exp(-margin * spread)));
  return wordsToAsk(response, 'draft', wanted);
}

/** One more draft for a text that says what stands before it already; the one that repeats less is kept. */
async function avoidRepeats(growing: Growing, ask: SectionAsk, host: SectionHost): Promise<Growing> {
  const { task, step } = growing;
  const repeats = await host.findRepeats?.(growing.text);
  if (repeats === undefined) return growing;
  if (repeats.nearDuplicateOf === undefined && repeats.sharedShare <= mostSharedShare) return growing;
  if ((await host.mayAfford?.('second drafts', ask.askedWords)) === false) return growing;
  await host.warn(
    `Section ${ask.id} says again what section ${repeats.nearDuplicateOf ?? 'before it'} says; it is drafted once more.`,
  );
  const { passages, facts, opening, ending } = repeats;
  const said = new Set([...passages, ...facts, ...[opening, ending].filter((each) => each !== undefined)]);
  const messages = requestOtherwise(task, growing.messages, [...said].slice(0, mostAvoided));
  const answer = await host.ask(
    {
      messages,
      maxOutputTokens: limitTokens(ask.askedWords),
      seed: 1,
    },
    { step: `${step}/otherwise`, role: 'writer', expectedOutputTokens: ask.askedWords * 1.5 },
  );
  const attempts = growing.attempts + 1;
  const text = readText(answer, task);
  if (text === '') return { ...growing, attempts };
  const again = await host.findRepeats?.(text);
  return (again?.sharedShare ?? 0) < repeats.sharedShare
    ? { ...growing, text, attempts, isUnfinished: answer.finishReason === 'length' }
    : { ...growing, attempts };
}

function readText({ text, finishReason }: Answer, task: SectionTask): string {
  if (finishReason === 'refused' || finishReason === 'overflow') return '';
  return cleanSection(
    text,
    task.title,
    task.documentTitle === '' ? {} : { documentTitle: task.documentTitle, depth: task.depth },
  );
}

/** What every sentence of the text is about anyway: words of it tell nothing of a point. */
const subjectOf = ({ documentTitle, title }: SectionTask): string => `${documentTitle} ${title}`.trim();

const listMissing = (text: string, task: SectionTask): string[] =>
  findMissingPoints(text, task.mainPoints, task.textLanguage, { title: subjectOf(task) });
