import type { LanguageModelV4FinishReason } from '@ai-sdk/provider';
import { isRefusal } from '../../model/refusal.ts';
import type { AskedLength } from '../../plan/length/length-contract.ts';
import { chooseCountingRule, countWords } from '../../text/count-words.ts';
import { splitUnits } from '../../text/repetition.ts';
import { endsOnSentence } from '../../text/sentences.ts';
import { isDegraded, measureTail } from './degraded-tail.ts';
import { findLoop } from './find-loop.ts';

/** How an answer ended, in the order in which it is asked; the first that holds is the class. */
export const answerClasses = [
  'empty',
  'refusal',
  'loop',
  'degraded-tail',
  'truncated',
  'stopped-early',
  'finished',
] as const;

export type AnswerClass = (typeof answerClasses)[number];

export type Answer = {
  text: string;
  /** What the model said of why it stopped; absent for texts of other tools and for whole runs of a method. */
  finishReason?: LanguageModelV4FinishReason['unified'];
  /** Absent: none was asked for, so no answer stopped early. */
  asked?: AskedLength;
  /** Absent: counted here, by the rule that can see the text. */
  deliveredWords?: number;
};

export type Autopsy = {
  class: AnswerClass;
  /** What was found, as a clause with its figures. */
  evidence: string;
};

/** Less than this share of the least asked words is an early stop: the band of a section. */
const leastShare = 0.8;

/**
 * Says how an answer ended. Works on English and Chinese, and as far as its parts do on other languages.
 *
 * - `empty`: no letter and no digit.
 * - `refusal`: the whole text only declines (`isRefusal`), or a content filter ended it.
 * - `loop`: it ends in copies of one block (`findLoop`), whatever ended it.
 * - `degraded-tail`: repetition or broken sentences rise sharply in the last fifth (`measureTail`), whatever ended it.
 * - `truncated`: ended by the output limit or an interruption, or without a known reason in the middle of a sentence. A
 *   model that says it stopped by itself is believed.
 * - `stopped-early`: less than 80 % of the asked words, or of the least of them for a range. `atMost` asks for no least.
 * - `finished`: everything else. It says nothing of quality, nor of a length contract, which is stricter.
 */
export function classifyAnswer(answer: Answer): Autopsy {
  const { text, finishReason, asked } = answer;
  if (finishReason === 'content-filter') return { class: 'refusal', evidence: 'a content filter ended it' };
  if (splitUnits(text).length === 0) return { class: 'empty', evidence: 'no words' };
  if (isRefusal(text)) return { class: 'refusal', evidence: 'it only declines' };
  const loop = findLoop(text);
  if (loop !== null) return { class: 'loop', evidence: describeLoop(loop) };
  const tail = measureTail(text);
  if (tail !== null && isDegraded(tail)) {
    const { repetition, broken } = tail;
    return {
      class: 'degraded-tail',
      evidence: `in the last fifth ${percent(repetition.tail)} said before (earlier ${percent(repetition.before)}), ${percent(broken.tail)} in broken sentences (earlier ${percent(broken.before)})`,
    };
  }
  if (finishReason === 'length') return { class: 'truncated', evidence: 'the output limit ended it' };
  if (finishReason === 'interrupted' || finishReason === 'error')
    return { class: 'truncated', evidence: 'an interruption ended it' };
  if (finishReason !== 'stop' && !endsOnSentence(text))
    return { class: 'truncated', evidence: 'it ends in the middle of a sentence' };
  const delivered = answer.deliveredWords ?? countWords(text, chooseCountingRule(text));
  const least = leastWords(asked);
  if (least !== undefined && delivered < least * leastShare)
    return { class: 'stopped-early', evidence: `${delivered} of ${least} words` };
  return {
    class: 'finished',
    evidence: least === undefined ? `${delivered} words` : `${delivered} of ${least} words`,
  };
}

function leastWords(asked: AskedLength | undefined): number | undefined {
  if (asked === undefined || asked.kind === 'atMost') return undefined;
  return asked.kind === 'range' ? asked.words[0] : asked.words;
}

function describeLoop({ block, copies, units }: { block: string; copies: number; units: number }): string {
  const shown = block.length > 60 ? `${block.slice(0, 57)}…` : block;
  return `the last ${units} words are ${Math.floor(copies)} copies of “${shown}”`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
