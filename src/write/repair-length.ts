/**
 * Length repair that adds substance: a short text goes on, or is filled in before its ending, with the points it
 * missed; a long one is condensed where that costs least. Every version is measured like a first draft and replaces
 * the one before only where it is better. Texts are never cut.
 */
import type { Answer } from '../model/ask.ts';
import type { Message } from '../model/request.ts';
import { splitParagraphs } from '../text/paragraphs.ts';
import { endsOnSentence, splitSentences, trimToSentence } from '../text/sentences.ts';
import { cleanSection } from './clean-section.ts';
import { limitTokens } from './draft-section.ts';
import { expectDelivery, type LengthResponse, learnDelivery, wordsToAsk } from './length-response.ts';
import { type Need, requestCondense, requestInsert, requestMore } from './section-request.ts';
import type { SectionHost, SectionTask } from './section-task.ts';

/** A text on its way into its band. */
export type Growing = {
  task: SectionTask;
  /** The request its draft answered. */
  messages: readonly Message[];
  /** Name of the durable steps it is made of. */
  step: string;
  text: string;
  /** Model calls so far. */
  attempts: number;
  isUnfinished: boolean;
  response: LengthResponse;
  /** Main points that a text does not cover yet. */
  missing: (text: string) => string[];
};

/** Fewer words are not worth a call, and models hardly write fewer. */
const leastAddedWords = 30;
/** How much of its way to the band's edge a closing text may be off before it is mended. */
const closeEnough = 0.5;
/** What a missing main point weighs against the whole of them, beside a length off by so much of the target. */
const weightOfPoints = 0.3;
/** What a main point that was left out takes. */
const leastForPoints = 60;
/** What a broken hard bound weighs: more than any length or point. */
const brokenBound = 10;
/** A word too many, against one too few, while a text grows. */
const excessWeight = 0.4;
const roundsOfGrowth = 4;
const roundsOfTightening = 2;
/** Share of the way to the asked length that editors go when they condense, until one was seen to do otherwise. */
const usualCondensing = 0.8;

/** Lets a text that is still open go on at its end. */
export async function goOn(start: Growing, pass: number, host: SectionHost): Promise<Growing> {
  let current = start;
  for (let round = 1; round <= roundsOfGrowth; round += 1) {
    const need = await needOf(current, host);
    if (need === undefined) break;
    const { task, messages, text } = current;
    const next = await add(
      current,
      `${current.step}/more-${pass * roundsOfGrowth + round}`,
      requestMore(task, messages, text, need),
      need.words,
      (added) => joinAdded(text, added),
      host,
    );
    if (next === undefined) break;
    current = next;
  }
  return current;
}

/** Adds to the middle of a text that has its ending. */
export async function fillIn(start: Growing, pass: number, host: SectionHost): Promise<Growing> {
  let current = start;
  for (let round = 1; round <= roundsOfGrowth; round += 1) {
    const need = await needOf(current, host);
    if (need === undefined) break;
    const { task, messages, text } = current;
    const place = findPlace(text, round);
    if (place === undefined) return goOn(current, pass, host);
    const { before, after, joint } = place;
    const next = await add(
      current,
      `${current.step}/insert-${pass * roundsOfGrowth + round}`,
      requestInsert(task, messages, { text, before, after }, need),
      need.words,
      (added) => `${before.trimEnd()}${joint}${added.trim()}${joint}${after.trimStart()}`,
      host,
    );
    if (next === undefined) break;
    current = next;
  }
  return current;
}

/** Condenses as few paragraphs as bring a text that is too long back into its band. */
export async function tighten(start: Growing, pass: number, host: SectionHost): Promise<Growing> {
  let current = start;
  let condensing = usualCondensing;
  for (let round = 1; round <= roundsOfTightening; round += 1) {
    const { task, text } = current;
    const words = host.countWords(text);
    const { high } = innerBand(task);
    if (words <= high) break;
    const goal = task.closesLength ? task.targetWords : Math.round((task.targetWords + high) / 2);
    const excess = words - goal;
    const passage = findPassage(text, excess, host.countWords);
    if (passage === undefined) break;
    const asked = Math.max(Math.round(passage.words * 0.3), Math.round(passage.words - excess / condensing));
    const messages = requestCondense(task, {
      text: passage.text,
      words: asked,
      mainPoints: task.mainPoints.filter((point) => !current.missing(passage.text).includes(point)),
    });
    const answer = await host.ask(
      { messages, maxOutputTokens: limitTokens(passage.words) },
      {
        step: `${current.step}/shorter-${pass * roundsOfTightening + round}`,
        role: 'editor',
        expectedOutputTokens: asked * 1.5,
      },
    );
    current = { ...current, attempts: current.attempts + 1 };
    const shorter = readAddition(answer, task);
    if (shorter === '') break;
    const saved = passage.words - host.countWords(shorter);
    if (passage.words > asked) condensing = Math.min(1.2, Math.max(0.3, saved / (passage.words - asked)));
    const candidate = [passage.before, shorter, passage.after].filter((part) => part !== '').join('\n\n');
    if (!isBetter(candidate, current, host)) break;
    current = { ...current, text: candidate };
  }
  return current;
}

/** What is still to be added, and how much to ask for; undefined where nothing is, or where there is no room. */
async function needOf(
  { task, text, missing, response }: Growing,
  host: SectionHost,
): Promise<Need | undefined> {
  const words = host.countWords(text);
  const left = missing(text);
  const { low } = innerBand(task);
  if (words >= low && left.length === 0) return undefined;
  const room = task.band.high - words;
  const { spread } = expectDelivery(response, 'more', Math.max(leastAddedWords, task.targetWords - words));
  const wanted = Math.min(
    Math.max(task.targetWords - words, left.length > 0 ? leastForPoints : 0),
    room * Math.exp(-spread),
  );
  // A little too short is better than what the smallest addition would make of it.
  const isWorthIt = words < task.band.low ? wanted >= leastAddedWords / 3 : wanted >= leastAddedWords * 0.8;
  if (!isWorthIt) return undefined;
  const asked = wordsToAsk(response, 'more', Math.max(wanted, leastAddedWords));
  // Long enough already: what only adds a point must surely fit.
  const expected = asked * expectDelivery(response, 'more', asked).ratio;
  if (words >= low && expected * Math.exp(spread) > room) return undefined;
  if (words >= low && (await host.mayAfford?.('points that were left out', asked)) === false)
    return undefined;
  return { words: asked, missing: left };
}

/** Asks for an addition and takes it where the text is better for it; undefined where there is no use in going on. */
async function add(
  current: Growing,
  step: string,
  messages: readonly Message[],
  askedWords: number,
  join: (added: string) => string,
  host: SectionHost,
): Promise<Growing | undefined> {
  const { task } = current;
  let attempts = current.attempts;
  let response = current.response;
  let best: string | undefined;
  // An addition that a text needs for its length and is not better for is asked for once more, in another draw.
  const needsLength = host.countWords(current.text) < innerBand(task).low;
  for (const seed of needsLength ? [undefined, 1] : [undefined]) {
    attempts += 1;
    const answer = await host.ask(
      { messages, maxOutputTokens: limitTokens(askedWords), ...(seed !== undefined && { seed }) },
      {
        step: seed === undefined ? step : `${step}-again`,
        role: 'writer',
        expectedOutputTokens: askedWords * 1.5,
        onDelta: (text) => host.onDelta(task.id || '1', text, false),
      },
    );
    const added = readAddition(answer, task);
    if (added === '') continue;
    response = learnDelivery(response, {
      kind: 'more',
      askedWords,
      deliveredWords: host.countWords(added),
    });
    if (saysAgain(added, current.text)) continue;
    const candidate = join(added);
    if (!isBetter(candidate, current, host, excessWeight)) continue;
    best = candidate;
    break;
  }
  if (best === undefined) {
    host.onDelta(task.id || '1', current.text, true);
    return undefined;
  }
  return { ...current, text: best, attempts, response, isUnfinished: !endsOnSentence(best) };
}

/** The band to be reached: of a text that closes the document, the part of it around the target. */
function innerBand({ band, targetWords, closesLength }: SectionTask): { low: number; high: number } {
  if (!closesLength) return band;
  return {
    low: targetWords - Math.max(0, targetWords - band.low) * closeEnough,
    high: targetWords + Math.max(0, band.high - targetWords) * closeEnough,
  };
}

/**
 * Nearer to its band, with more of its points covered: 0 is best.
 *
 * @param excessWeight - What a word too many weighs against a word too few. Below 1 while a text grows: what came too
 *   long can be condensed, what is missing cannot be wished for.
 */
function distance(
  text: string,
  { task, missing }: Growing,
  { countWords }: SectionHost,
  excessWeight = 1,
): number {
  const words = countWords(text);
  const { low, high } = innerBand(task);
  const farFrom = (least: number, most: number): number =>
    Math.max(0, least - words, (words - most) * excessWeight) / task.targetWords;
  const off = farFrom(low, high);
  // Outside the band itself is worse than anything inside, and beyond a hard bound worse than anything else.
  const isBroken =
    (task.hardBound === 'low' && words < task.band.low) ||
    (task.hardBound === 'high' && words > task.band.high);
  const outside = farFrom(task.band.low, task.band.high) + (isBroken ? brokenBound : 0);
  const points = task.mainPoints.length === 0 ? 0 : missing(text).length / task.mainPoints.length;
  // Between equals the one nearer to its target.
  const fine = Math.abs(words - task.targetWords) / task.targetWords / 20;
  return off + outside + fine + weightOfPoints * points + (endsOnSentence(text) ? 0 : 0.2);
}

const isBetter = (candidate: string, current: Growing, host: SectionHost, excessWeight = 1): boolean =>
  distance(candidate, current, host, excessWeight) < distance(current.text, current, host, excessWeight);

/** The version that is nearest to what the section should be. */
export function chooseBest(versions: readonly Growing[], host: SectionHost): Growing {
  return versions.reduce((best, version) =>
    distance(version.text, version, host) < distance(best.text, best, host) ? version : best,
  );
}

function readAddition({ text, finishReason }: Answer, task: SectionTask): string {
  if (finishReason === 'refused' || finishReason === 'overflow') return '';
  const whole = finishReason === 'stop' ? text : trimToSentence(text);
  const within = task.documentTitle === '' ? {} : { documentTitle: task.documentTitle, depth: task.depth };
  return cleanSection(whole, task.title, within).replace(/^"""\s*|\s*"""$/g, '');
}

/** Whether an addition is what stands there already: a model that begins anew instead of going on. */
function saysAgain(added: string, text: string): boolean {
  const known = new Set(splitSentences(text).map((sentence) => sentence.trim()));
  const sentences = splitSentences(added)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 20);
  const again = sentences.filter((sentence) => known.has(sentence)).length;
  return sentences.length > 0 && again / sentences.length > 0.34;
}

function joinAdded(text: string, added: string): string {
  return endsOnSentence(text) ? `${text.trimEnd()}\n\n${added.trim()}` : `${text.trimEnd()} ${added.trim()}`;
}

/** Before the last paragraph, a place further up in every round; in a single paragraph before its last sentence. */
function findPlace(
  text: string,
  round: number,
): { before: string; after: string; joint: string } | undefined {
  const paragraphs = listParagraphs(text);
  if (paragraphs.length > 1) {
    const at = Math.max(1, paragraphs.length - round);
    return {
      before: paragraphs.slice(0, at).join('\n\n'),
      after: paragraphs.slice(at).join('\n\n'),
      joint: '\n\n',
    };
  }
  const sentences = splitSentences(text.trim());
  if (sentences.length < 2) return undefined;
  const at = Math.max(1, sentences.length - round);
  const isHan = /\p{Script=Han}/u.test(text);
  return {
    before: sentences.slice(0, at).join(''),
    after: sentences.slice(at).join(''),
    joint: isHan ? '' : ' ',
  };
}

/** The paragraphs, next to each other, whose condensing saves so many words at the least cost; not the first. */
function findPassage(
  text: string,
  excessWords: number,
  countWords: (text: string) => number,
): { before: string; text: string; after: string; words: number } | undefined {
  const paragraphs = listParagraphs(text);
  const counts = paragraphs.map(countWords);
  const needed = excessWords * 2.2;
  let best: { from: number; to: number; words: number } | undefined;
  for (let from = 0; from < paragraphs.length; from += 1) {
    let words = 0;
    for (let to = from; to < paragraphs.length; to += 1) {
      words += counts[to] ?? 0;
      if (words < needed) continue;
      const cost = words + (from === 0 ? 1 : 0);
      if (best === undefined || cost < best.words) best = { from, to, words: cost };
      break;
    }
  }
  const { from, to } = best ?? { from: 0, to: paragraphs.length - 1 };
  const passage = paragraphs.slice(from, to + 1).join('\n\n');
  const words = countWords(passage);
  if (words === 0) return undefined;
  return {
    before: paragraphs.slice(0, from).join('\n\n'),
    text: passage,
    after: paragraphs.slice(to + 1).join('\n\n'),
    words,
  };
}

const listParagraphs = (text: string): string[] => splitParagraphs(text).map((each) => each.trim());
