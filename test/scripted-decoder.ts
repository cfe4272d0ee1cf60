/** A decoder that plays given tokens, so that the rules around it are seen to work. Its tokens are whole words. */
import type { MiniDecoder } from '../src/train/mini/inference/decoder.ts';
import { createMiniSequence, type MiniSequence } from '../src/train/mini/inference/sequence.ts';
import type { MiniVocabulary } from '../src/train/mini/mini-vocabulary.ts';

/** Control words of the scripted vocabulary, beside `r0` to `r40`. */
export const scripted = {
  end: '<|end|>',
  paragraph: '<|p|>',
  line: '<|line|>',
  title: '<|title|>',
  point: '<|a|>',
  words: '<|words|>',
  prompt: '<|plan|>',
} as const;

const largestCountdown = 40;

export type ScriptedModel = {
  vocabulary: MiniVocabulary;
  sequence: MiniSequence;
  /** How many of the tries were begun. */
  readonly tries: number;
  /** The words of everything read behind the prompt. */
  readonly kept: string[];
};

/**
 * Creates a model that wants to say the tries one after another, the first again after the last. A new one begins
 * behind a countdown and behind the title mark of a line. Where a word is forbidden it says the first word of `rather`
 * that is not.
 *
 * @param options.tries - Words with spaces between.
 */
export function createScriptedModel({
  tries,
  rather,
  contextTokens,
}: {
  tries: readonly string[];
  rather: string;
  contextTokens: number;
}): ScriptedModel {
  const words: string[] = [];
  const idOf = (word: string): number => {
    if (!words.includes(word)) words.push(word);
    return words.indexOf(word);
  };
  for (let tens = 0; tens <= largestCountdown; tens += 1) idOf(`r${tens}`);
  const control = new Set([
    ...Array.from({ length: largestCountdown + 1 }, (_, tens) => tens),
    ...Object.values(scripted).map(idOf),
  ]);
  const render = (tokens: readonly number[]): string => tokens.map((token) => words[token]).join(' ');
  const plays = tries.map((sentence) => sentence.split(' ').map(idOf));
  const fallbacks = rather.split(' ').map(idOf);
  const isCountdown = (token: number): boolean => token <= largestCountdown;
  let play = -1;
  let place = 0;
  const read = (token: number): Float32Array => {
    if (isCountdown(token) || token === idOf(scripted.title)) {
      play += 1;
      place = 0;
    }
    const logits = new Float32Array(words.length).fill(-50);
    for (const [rank, id] of fallbacks.entries()) logits[id] = 20 - rank;
    const wanted = plays[play % plays.length]?.[place];
    if (wanted !== undefined) logits[wanted] = 50;
    place += 1;
    return logits;
  };
  let position = 0;
  const decoder: MiniDecoder = {
    contextTokens,
    get position() {
      return position;
    },
    next(token) {
      position += 1;
      return read(token);
    },
    prefill(tokens) {
      position += tokens.length;
      return read(tokens[tokens.length - 1] as number);
    },
    rewind(to) {
      position = to;
    },
  };
  const sequence = createMiniSequence(decoder);
  return {
    sequence,
    vocabulary: {
      decode: (tokens) => render(tokens.filter((token) => !control.has(token))),
      countdownToken: (wordsLeft) =>
        idOf(`r${Math.max(0, Math.min(largestCountdown, Math.round(wordsLeft / 10)))}`),
      isCountdown,
      endToken: idOf(scripted.end),
      paragraphToken: idOf(scripted.paragraph),
      isControl: (token) => control.has(token),
      findCopies: () => new Map(),
      lines: {
        opening: (line, lines) => [scripted.line, `${line}/${lines}`, scripted.title].map(idOf),
        fields: new Set([idOf(scripted.point), idOf(scripted.words)]),
        words: idOf(scripted.words),
        line: idOf(scripted.line),
        render,
      },
    },
    get tries() {
      return play + 1;
    },
    get kept() {
      return sequence.tokens.slice(1).map((token) => words[token] as string);
    },
  };
}

/** The prompt of every scripted model: one token. */
export async function readScriptedPrompt({ sequence, vocabulary }: ScriptedModel): Promise<void> {
  const ids = Array.from({ length: 60 }, (_, id) => id);
  const prompt = ids.find((id) => vocabulary.lines.render([id]) === scripted.prompt) as number;
  await sequence.read([prompt], undefined);
}
