/**
 * Text sentence by sentence. Before each sentence the model is told how many words are left, and it has been taught to
 * write towards that; here the number is always the true one. A sentence with a fault is taken back and drawn again.
 */
import { createRandom } from '../../model/simulated/random.ts';
import { countWords } from '../../text/count-words.ts';
import { type Copies, drawToken, type MiniSampling } from './draw-token.ts';
import type { MiniSequence } from './inference/sequence.ts';
import type { MiniVocabulary } from './mini-vocabulary.ts';
import { isPossible, type SentenceCheck, type SentenceFault } from './sentence-faults.ts';

/** Times one sentence is drawn before the best of them is taken. */
const mostTries = 8;
/** Each further try is drawn a little wilder, up to the warmest. */
const warmerPerTry = 0.08;
const warmest = 1.2;
/** A sentence that has not ended by now will not. */
const longestSentenceInTokens = 110;
/** With fewer words left than half a usual sentence the text ends; above the second bound it may not. */
const wordsToEnd = 6;
const wordsToAllowEnd = 12;

export type MiniFinish = {
  /** `length`: the room was used up before the answer was done. */
  reason: 'stop' | 'length';
  /** Tokens of the answer as it stands, without those taken back. */
  tokens: number;
};

export type DecodeTextOptions = {
  vocabulary: MiniVocabulary;
  check: SentenceCheck;
  targetWords: number;
  sampling: MiniSampling;
  /** Most tokens the answer may have. */
  room: number;
  signal: AbortSignal | undefined;
};

type Candidate = {
  tokens: number[];
  text: string;
  hasBreak: boolean;
  ends: boolean;
  faults: SentenceFault[];
};

/**
 * Writes a text of about `targetWords`, and yields it sentence by sentence, each with the space or the empty line that
 * parts it from the one before.
 *
 * A text that is cut ends with its last whole sentence, unless not even one is whole. One to which nothing can be added
 * but repetition ends short.
 *
 * @param sequence - Has read the prompt.
 * @throws The signal's reason, between two tokens.
 */
export async function* decodeText(
  sequence: MiniSequence,
  options: DecodeTextOptions,
): AsyncGenerator<string, MiniFinish> {
  const { vocabulary, check, targetWords, sampling } = options;
  const prompt = sequence.tokens.slice();
  const copies = vocabulary.findCopies(prompt);
  const mostTokens = prompt.length + Math.min(options.room, sequence.contextTokens - prompt.length);
  let words = 0;
  let isBegun = false;
  let isNewParagraph = false;
  const say = ({ text, hasBreak }: Pick<Candidate, 'text' | 'hasBreak'>): string => {
    const separator = isNewParagraph ? '\n\n' : ' ';
    const said = isBegun ? separator + text : text;
    isBegun = true;
    isNewParagraph = hasBreak;
    words += countWords(text);
    check.add(text);
    return said;
  };
  const finish = (reason: MiniFinish['reason']): MiniFinish => ({
    reason,
    tokens: sequence.tokens.length - prompt.length,
  });

  for (let index = 0; targetWords - words > wordsToEnd || !isBegun; index += 1) {
    const start = sequence.tokens.length;
    let best: Candidate | undefined;
    for (let attempt = 0; attempt < mostTries && best?.faults.length !== 0; attempt += 1) {
      sequence.rewind(start);
      const warmth = Math.min(Math.max(warmest - sampling.temperature, 0), attempt * warmerPerTry);
      const drawn = await drawSentence(sequence, {
        ...options,
        sampling: {
          ...sampling,
          temperature: sampling.temperature + warmth,
          seed: `${sampling.seed} ${index} ${attempt}`,
        },
        prompt,
        copies,
        wordsLeft: targetWords - words,
        room: mostTokens - start,
      });
      if (drawn === 'no-room') {
        // An earlier try was shorter and fits.
        if (best !== undefined) break;
        const text = capitalise(vocabulary.decode(sequence.tokens.slice(start + 1)));
        if (!isBegun && text !== '') yield say({ text, hasBreak: false });
        else sequence.rewind(start);
        return finish('length');
      }
      if (!isPossible(drawn.faults)) continue;
      if (best === undefined || drawn.faults.length < best.faults.length) best = drawn;
    }
    if (best === undefined) {
      sequence.rewind(start);
      return finish('stop');
    }
    await sequence.restore(start, best.tokens, options.signal);
    yield say(best);
    if (best.ends) break;
  }
  return finish('stop');
}

/** One try. The sequence is left behind the last token of the sentence. */
async function drawSentence(
  sequence: MiniSequence,
  {
    vocabulary,
    check,
    wordsLeft,
    sampling,
    prompt,
    copies,
    room,
    signal,
  }: DecodeTextOptions & { wordsLeft: number; prompt: readonly number[]; copies: Copies },
): Promise<Candidate | 'no-room'> {
  const random = createRandom(sampling.seed);
  const tokens: number[] = [];
  const push = (token: number): void => {
    sequence.push(token);
    tokens.push(token);
  };
  if (room < 1) return 'no-room';
  push(vocabulary.countdownToken(wordsLeft));
  for (;;) {
    await sequence.breathe(signal);
    const body = tokens.slice(1);
    const isTooEarlyToEnd = wordsLeft - countWords(vocabulary.decode(body)) > wordsToAllowEnd;
    const token = drawToken(sequence.logits, body, {
      ...sampling,
      prompt,
      copies,
      random,
      isForbidden: (candidate) => {
        if (!vocabulary.isControl(candidate)) return false;
        if (candidate === vocabulary.endToken) return body.length === 0 || isTooEarlyToEnd;
        if (vocabulary.isCountdown(candidate) || candidate === vocabulary.paragraphToken)
          return body.length === 0;
        return !copies.has(candidate);
      },
    });
    const ends = token === vocabulary.endToken;
    const hasBreak = token === vocabulary.paragraphToken;
    const text = capitalise(vocabulary.decode(body));
    // The next countdown is written by the caller, with the true number.
    if (ends || hasBreak || vocabulary.isCountdown(token)) {
      if (hasBreak && tokens.length < room) push(token);
      return { tokens, text, hasBreak, ends, faults: check.find(text, wordsLeft) };
    }
    if (body.length >= longestSentenceInTokens || check.isTaken(text)) {
      return { tokens, text, hasBreak, ends, faults: ['unfinished'] };
    }
    if (tokens.length >= room) return 'no-room';
    push(token);
  }
}

/** A copy that opens a sentence is as small as it stands in the prompt. Names written like eBay stay as they are. */
const capitalise = (text: string): string =>
  /^\p{Ll}+(?!\p{L})/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
