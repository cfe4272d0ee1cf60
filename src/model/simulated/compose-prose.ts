/** Prose of an aimed length: whole sentences in paragraphs. */
import { countWords } from '../../text/count-words.ts';
import type { Random } from './random.ts';
import type { ReplyLanguage } from './topics.ts';

/**
 * Takes sentences from the source until the text ends nearest to the aim.
 *
 * @param options.aimWords - In words of the LongBench-Write count. At least one sentence is written.
 * @param options.leastWords - The text is not shorter than this, however near the aim.
 */
export function composeProse(
  nextSentence: () => string,
  options: { aimWords: number; leastWords?: number; language: ReplyLanguage; random: Random },
): string {
  const { aimWords, leastWords = 0, language, random } = options;
  const sentences: string[] = [];
  let words = 0;
  for (;;) {
    const sentence = nextSentence();
    const withIt = words + countWords(sentence);
    const isEnough = sentences.length > 0 && words >= leastWords;
    if (isEnough && Math.abs(words - aimWords) <= Math.abs(withIt - aimWords)) break;
    sentences.push(sentence);
    words = withIt;
    if (words >= aimWords && words >= leastWords) break;
  }
  return joinParagraphs(sentences, language, random);
}

function joinParagraphs(sentences: readonly string[], language: ReplyLanguage, random: Random): string {
  const paragraphs: string[] = [];
  for (let from = 0; from < sentences.length; ) {
    const size = 4 + random.integer(3);
    // A last sentence does not stand alone.
    const to = sentences.length - from - size === 1 ? sentences.length : from + size;
    paragraphs.push(sentences.slice(from, to).join(language === 'zh' ? '' : ' '));
    from = to;
  }
  return paragraphs.join('\n\n');
}
