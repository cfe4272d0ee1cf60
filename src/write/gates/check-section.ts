/** All gates of one section: what a finished section must show before it counts as finished. */
import { endsOnSentence } from '../../text/sentences.ts';
import { failed, type GateResult, notRun, passed, quote } from './gate.ts';
import { checkMetaTalk } from './meta-talk.ts';
import { checkOwnConclusion } from './own-conclusion.ts';
import { checkPlaceholders } from './placeholders.ts';
import { checkPoints } from './points-covered.ts';
import { checkReferences } from './references.ts';
import { checkLanguage, nameLanguage } from './text-language.ts';

export type SectionToCheck = {
  text: string;
  /** Words of the title carry no weight when main points are looked for. */
  title: string;
  mainPoints: readonly string[];
  targetWords: number;
  /** As the run counts them. */
  deliveredWords: number;
  /** `stop`, `length` …, as the provider said it. */
  finishReason: string;
  /** ISO 639-1, or `other`. */
  language: string;
  /** The document ends with this section. */
  isLast: boolean;
  /** The form has headings; where it has none, a narrator may say "in short" at the end of a section. */
  hasHeadings: boolean;
  /** The document was given sources; references are then judged elsewhere. */
  hasSources: boolean;
};

/**
 * Judges a section by rules alone: nine results, one for each gate, in the same order whatever the text.
 *
 * Nothing is changed and nothing thrown. Time is linear in the length of the text.
 */
export function checkSection(section: SectionToCheck): GateResult[] {
  const { text, title, isLast, hasHeadings, hasSources } = section;
  const language = nameLanguage(section.language, text);
  return [
    checkStop(section.finishReason),
    checkEnding(text, language),
    checkBand(section),
    checkPoints({ ...section, language }),
    checkPlaceholders(text, language),
    checkMetaTalk(text, { title, language }),
    checkLanguage(text, language),
    checkReferences(text, { language, hasSources }),
    checkOwnConclusion(text, { language, isLast, hasHeadings }),
  ];
}

function checkStop(finishReason: string): GateResult {
  const gate = 'natural-stop';
  if (finishReason === 'stop') return passed(gate);
  if (finishReason === 'length') return failed(gate, 'The model was cut off at its output limit.');
  if (finishReason === 'other' || finishReason === 'unknown' || finishReason === '')
    return notRun(gate, 'The provider did not say why the text ended.');
  return failed(gate, `The model did not end by itself: ${quote(finishReason)}.`);
}

function checkEnding(text: string, language: string): GateResult {
  const gate = 'whole-sentence';
  const end = text.trimEnd().slice(-400);
  if (language === 'th' || /[\p{Script=Thai}\p{Script=Lao}]\W{0,4}$/u.test(end))
    return notRun(gate, 'Thai and Lao do not mark the end of a sentence.');
  // A line of thousands of closing marks costs `endsOnSentence` a time that grows with their square.
  const readable = text.replace(/[)\]}）】》」』*_~`"'’”]{200,}/gu, ')');
  return endsOnSentence(readable)
    ? passed(gate)
    : failed(gate, `The text breaks off: ${quote(`…${end.slice(-60)}`)}.`);
}

/** A fifth more or less; below 100 words 20 words, since a fifth of little is a half sentence. */
function checkBand({ targetWords, deliveredWords }: SectionToCheck): GateResult {
  const gate = 'in-band';
  if (!(targetWords > 0)) return notRun(gate, 'The section has no target.');
  const slack = Math.max(20, targetWords * 0.2);
  if (Math.abs(deliveredWords - targetWords) <= slack + 1e-9) return passed(gate);
  const [low, high] = [Math.max(0, Math.ceil(targetWords - slack)), Math.floor(targetWords + slack)];
  return failed(
    gate,
    `Expected ${low} to ${high} words for a target of ${targetWords}, got ${deliveredWords}.`,
  );
}
