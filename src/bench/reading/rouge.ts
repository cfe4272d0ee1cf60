import { l, n } from 'js-rouge';

/** F1 of ROUGE-1, ROUGE-2 and ROUGE-L, 0 to 100. */
export type RougeScores = { 'ROUGE-1': number; 'ROUGE-2': number; 'ROUGE-L': number };

/**
 * Scores a summary by ROUGE F1, each figure by the reference that suits it best, as SCROLLS does.
 *
 * Words are what Google's scorer takes for words: lower case, runs of ASCII letters and digits, no stemming, no stop
 * words. ROUGE-L is the longest common subsequence of the whole texts, not of their sentences (that is ROUGE-Lsum).
 *
 * @returns Null where no reference has such a word, as in Chinese: there is nothing to measure.
 *
 * Source: Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries"; tokens as google-research `rouge_score`,
 * best reference as Shaham et al. 2022, SCROLLS, arXiv:2201.03533.
 */
export function scoreRouge(answer: string, references: readonly string[]): RougeScores | null {
  const usable = references.filter((reference) => splitWords(reference).length > 0);
  if (usable.length === 0) return null;
  const best = (score: (reference: string) => number): number =>
    splitWords(answer).length === 0 ? 0 : 100 * Math.max(...usable.map(score));
  const gram = (size: number) => (reference: string) =>
    // The library refuses a text that is shorter than the gram.
    Math.min(splitWords(answer).length, splitWords(reference).length) < size
      ? 0
      : n(answer, reference, { n: size, tokenizer: splitWords });
  return {
    'ROUGE-1': best(gram(1)),
    'ROUGE-2': best(gram(2)),
    'ROUGE-L': best((reference) =>
      l(answer, reference, { tokenizer: splitWords, segmenter: (text) => [text] }),
    ),
  };
}

const splitWords = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
