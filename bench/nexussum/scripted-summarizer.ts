/**
 * A deterministic summarizer that answers only from what it is shown. It tests the engine, not reading skill: it finds
 * plot sentences by their wording, keeps each with a stated chance at every step, and fills up with other sentences
 * to a length that misses the one asked for by a stated bias and spread.
 */
import { hashRequest } from '../../src/model/request.ts';
import { type ScriptedModel, scriptedModel } from '../../src/model/scripted-model.ts';
import { createRandom, type Random } from '../../src/model/simulated/random.ts';
import { countWords } from '../../src/text/count-words.ts';
import { splitSentences } from '../../src/text/sentences.ts';
import { isPlotSentence } from './novel.ts';

export type SummarizerHabits = {
  /** Chance that a plot sentence survives one step in which it is shown. */
  keeps: number;
  /** Delivered by asked words. @default 1 */
  bias?: number;
  /** Of the logarithm of the delivered length. @default 0 */
  spread?: number;
  /** Share of requests that are declined, in every draw. @default 0 */
  refuses?: number;
  /** @default 32000 */
  contextTokens?: number;
};

/** A prompt of the compact profile: lines of keys and values, the passage last. */
const compactPassage = /^passage:\n([\s\S]*)/mu;
const compactPoints = /^points: (.*)$/mu;
const material = /<(text(?:-\d+)?|文本(?:-\d+)?)>\n([\s\S]*?)\n<\/\1>/u;
const pointList = /<(points(?:-\d+)?|要点(?:-\d+)?)>\n([\s\S]*?)\n<\/\1>/u;
const asked = /(?:about (\d+) words\.|约 (\d+) 字。)$|^words: (\d+)$/mu;

export function scriptedSummarizer({
  keeps,
  bias = 1,
  spread = 0,
  refuses = 0,
  contextTokens = 32_000,
}: SummarizerHabits): ScriptedModel {
  return scriptedModel(
    ({ messages, options }) => {
      const prompt = messages.at(-1)?.content ?? '';
      const text = material.exec(prompt)?.[2] ?? compactPassage.exec(prompt)?.[1] ?? '';
      const random = createRandom('summarizer', hashRequest({ ...options, seed: undefined }));
      if (random.next() < refuses) return { finishReason: 'content-filter' };
      const points =
        pointList.exec(prompt)?.[2] ?? compactPoints.exec(prompt)?.[1]?.replaceAll('; ', '.\n').concat('.');
      const words = asked.exec(prompt);
      if (points !== undefined) return `${text}\n\n${points.replace(/^- /gmu, '').replaceAll('\n', ' ')}`;
      if (words === null)
        return /\beight short steps|八条/u.test(prompt) ? 'Tell who says what.' : tell(text);
      if (/Do not shorten|不要缩短|Keep its length/u.test(prompt)) return text.replaceAll(/\n\n/gu, ' ');
      const aim = Number(words[1] ?? words[2] ?? words[3]) * bias * Math.exp(spread * random.normal());
      return shorten(text, aim, keeps, random);
    },
    { address: 'scripted:summarizer', isPractice: true, contextTokens },
  );
}

/** Speech as report: what was said, by whom, without the quotes. */
function tell(text: string): string {
  return text
    .replace(/“([^”]*?),” said (\p{Lu}\w+)\./gu, '$2 said: $1.')
    .replace(/“([^”]*?)。”([^“”。]{2,3})说。/gu, '$2说，$1。');
}

function shorten(text: string, words: number, keeps: number, random: Random): string {
  const sentences = splitSentences(text)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
  const chosen = new Set<number>();
  let count = 0;
  const take = (indexes: readonly number[]): void => {
    for (const index of indexes) {
      if (count >= words) return;
      chosen.add(index);
      count += countWords(sentences[index] ?? '');
    }
  };
  const all = sentences.map((_sentence, index) => index);
  const plot = all.filter((index) => isPlotSentence(sentences[index] ?? ''));
  take(random.shuffle(plot.filter(() => random.next() < keeps)));
  take(random.shuffle(all.filter((index) => !plot.includes(index))));
  return all
    .filter((index) => chosen.has(index))
    .map((index) => sentences[index])
    .join(/\p{Script=Han}/u.test(text) ? '' : ' ');
}
