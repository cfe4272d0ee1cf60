/**
 * Tokens as HelloBench counts them: words and marks apart, in the manner of the Penn Treebank, which NLTK's
 * `word_tokenize` follows. An approximation by rules of our own: sentence ends come from `splitSentences`, and
 * NLTK's few fused words (`cannot`, `gonna`) stay whole. Counts differ from NLTK's by under one in a hundred on
 * ordinary prose.
 */
import { splitSentences } from '../../text/sentences.ts';

const marks = String.raw`;@#$%&?!()\[\]{}<>"“”‘’«»„…`;
const token = new RegExp(
  String.raw`\.{3,}|--+|[,:](?!\d)|[${marks}]|(?:(?!\.{3}|--)[^\s,:${marks}]|[,:](?=\d))+`,
  'gu',
);
const contraction = /^(.+?)(n't|'(?:s|m|d|ll|re|ve)|')$/iu;
const closing = /^["”’»)\]}>]$|^''$/u;

/** Splits a text into its tokens. Straight double quotes become the Treebank's opening and closing pair. */
export function splitTokens(text: string): string[] {
  return splitSentences(text).flatMap(splitSentence);
}

function splitSentence(sentence: string): string[] {
  const tokens: string[] = [];
  for (const { 0: found, index } of sentence.matchAll(token)) {
    if (found === '"') {
      const before = sentence[index - 1];
      tokens.push(before === undefined || /[\s([{<]/.test(before) ? '``' : "''");
      continue;
    }
    const parts = contraction.exec(found);
    if (parts === null) tokens.push(found);
    else tokens.push(parts[1] as string, parts[2] as string);
  }
  const last = tokens.findLastIndex((each) => !closing.test(each));
  const word = tokens[last];
  // Only the full stop that ends a sentence stands alone; those inside belong to abbreviations.
  if (word !== undefined && word.length > 1 && /[^.]\.$/u.test(word))
    tokens.splice(last, 1, word.slice(0, -1), '.');
  return tokens;
}

const mostTokens = 15_000;
const keptTokens = 16_000;

/**
 * An answer as the released judging script shows it: tokens with a space between any two, so that line breaks and
 * Markdown are gone, and of more than 15,000 tokens the first 16,000. What stands behind is never judged.
 */
export function flattenAnswer(answer: string): string {
  const tokens = splitTokens(answer);
  return (tokens.length > mostTokens ? tokens.slice(0, keptTokens) : tokens).join(' ');
}
