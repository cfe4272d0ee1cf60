/**
 * What was paid for and is not in the text: drafts thrown away, what was condensed out, sentences cut off at an end.
 */
import { countWords } from '../../src/text/count-words.ts';
import { splitSentences } from '../../src/text/sentences.ts';

/**
 * Words of answers, and how many of them stand in the manuscript.
 *
 * Sentence by sentence: every sentence of the manuscript accounts for one sentence of the answers that reads the same,
 * white space aside, and no more, so that a draft and its condensed form are not both counted as kept.
 *
 * @param answers - Texts of the writer and the editor, broken ones included.
 */
export function countKeptWords(
  answers: readonly string[],
  manuscript: string,
): { written: number; kept: number } {
  const open = new Map<string, number>();
  for (const sentence of listSentences(manuscript)) open.set(sentence, (open.get(sentence) ?? 0) + 1);
  let written = 0;
  let kept = 0;
  for (const answer of answers) {
    for (const sentence of listSentences(answer)) {
      const words = countWords(sentence);
      written += words;
      const left = open.get(sentence) ?? 0;
      if (left === 0) continue;
      open.set(sentence, left - 1);
      kept += words;
    }
  }
  return { written, kept };
}

function listSentences(text: string): string[] {
  // Paragraphs end sentences, also those that lost their full stop.
  return text
    .split(/\n+/)
    .flatMap(splitSentences)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '');
}
