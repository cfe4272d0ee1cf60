/** Brings the last answer of a reading to the length that was asked for. */

import type { Message } from '../../model/request.ts';
import { boundsOf } from '../../plan/length/length-contract.ts';
import { answerTokens, marginOf, tokensOfMessages } from './read-budget.ts';
import type { ReadingHost, ReadingTask } from './read-method.ts';

const mostRounds = 3;
/** How far beyond the bound a correction aims, by what the last one missed, at most. */
const mostCorrection = 2;

/**
 * Asks for the answer again, longer or shorter, in the conversation it came from, while it is outside its contract.
 * The version nearest to the contract stays; a round that comes no nearer is the last. Nothing is cut.
 *
 * @param answered - The request of the answer, and the answer.
 * @param step - Begins the names of its steps.
 */
export async function settleAnswer(
  { messages, text }: { messages: readonly Message[]; text: string },
  step: string,
  task: Pick<ReadingTask, 'contract' | 'targetWords' | 'language' | 'seed'>,
  host: Pick<ReadingHost, 'ask' | 'limits' | 'countTokens' | 'countWords'>,
): Promise<{ text: string; rounds: number }> {
  const { contract, targetWords, language } = task;
  if (contract === undefined || targetWords === undefined) return { text, rounds: 0 };
  const bounds = boundsOf(contract);
  const missOf = (words: number): number => Math.max(bounds.low - words, words - bounds.high, 0);
  let best = text;
  let asked = targetWords;
  for (let round = 1; round <= mostRounds; round += 1) {
    const words = host.countWords(best);
    if (missOf(words) === 0) return { text: best, rounds: round - 1 };
    // A model that gives half of what is asked is asked for more than is wanted.
    asked = Math.round(
      asked * Math.min(mostCorrection, Math.max(1 / mostCorrection, targetWords / Math.max(1, words))),
    );
    const again: Message[] = [
      ...messages,
      { role: 'assistant', content: best },
      { role: 'user', content: renderResize(language, words, asked) },
    ];
    const limits = host.limits('writer');
    const outputTokens = answerTokens({ targetWords: Math.max(asked, targetWords) }, limits);
    const needed = tokensOfMessages(again, host.countTokens) + outputTokens;
    if (needed + marginOf(0) > limits.windowTokens) return { text: best, rounds: round - 1 };
    const answer = await host.ask(
      { messages: again, maxOutputTokens: outputTokens, temperature: 0, seed: task.seed },
      { step: `${step}/length-${round}`, role: 'writer', expectedOutputTokens: outputTokens },
    );
    const next = answer.text.trim();
    if (next === '' || missOf(host.countWords(next)) >= missOf(words)) return { text: best, rounds: round };
    best = next;
  }
  return { text: best, rounds: mostRounds };
}

function renderResize(language: ReadingTask['language'], words: number, asked: number): string {
  return language === 'zh'
    ? `你的回答有${words}字。请重写成约${asked}字，只增减内容的详略，不添加材料之外的东西，只写正文。`
    : `Your answer has ${words} words. Write it again in about ${asked} words: more or less detail, nothing beyond the material, the text alone.`;
}
