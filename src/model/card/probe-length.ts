/** How long the answers are: by habit, and at most. */
import { countWords } from '../../text/count-words.ts';
import { type Probe, Unknown } from './probe-call.ts';
import { renderEssayPrompt } from './probe-prompts.ts';

const shortWords = 150;
/** Output tokens that a word may take, and some words more than asked. */
const tokensPerAskedWord = 2.5;
/** An answer below this share of what habit would make it has met a ceiling. */
const ceilingShare = 0.8;

/** Delivered by asked words of one short essay, where nothing but habit shapes the length. */
export async function probeLengthBias(probe: Probe): Promise<string> {
  const { text, finishReason } = await probe.ask(
    renderEssayPrompt(shortWords),
    Math.ceil(shortWords * tokensPerAskedWord * 2),
  );
  const deliveredWords = countWords(text);
  if (finishReason !== 'stop')
    throw new Unknown(`the answer did not end by itself after ${deliveredWords} words`);
  if (deliveredWords === 0) throw new Unknown('no words came that can be counted');
  probe.take({ kind: 'length', askedWords: shortWords, deliveredWords });
  return `${deliveredWords} words when asked for ${shortWords}`;
}

/**
 * Longest answer, by asking for a long one: its words are the maximum where it ended by itself, or by a limit of the
 * endpoint's own, well before the asked length. What the habit of the model leaves out is no ceiling.
 *
 * @param askedWords - No maximum above it can be found.
 */
export async function probeOutputLength(probe: Probe, askedWords: number): Promise<string> {
  const { text, finishReason, usage, maxOutputTokens } = await probe.ask(
    renderEssayPrompt(askedWords),
    Math.ceil(askedWords * tokensPerAskedWord),
  );
  const deliveredWords = countWords(text);
  if (deliveredWords === 0) throw new Unknown('no words came that can be counted');
  const found = `${deliveredWords} words when asked for ${askedWords}`;
  const expected = askedWords * Math.min(1, probe.card.lengthBias ?? 1);
  if (deliveredWords >= expected * ceilingShare) return `${found}: no ceiling below that`;
  const isOwnLimit = finishReason === 'length' && usage.outputTokens < maxOutputTokens * 0.9;
  if (finishReason !== 'stop' && !isOwnLimit) {
    throw new Unknown(`${found}, and the answer did not end by itself`);
  }
  probe.put({ maxOutputWords: deliveredWords });
  return found + (isOwnLimit ? ', cut by a limit of the endpoint' : ', and it ended by itself');
}
