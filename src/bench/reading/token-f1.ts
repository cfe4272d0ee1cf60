/**
 * Scores a short answer by the words it shares with the reference that suits it best, 0 to 100.
 *
 * Words are compared in lower case, without ASCII punctuation and the articles a, an and the; a word counts as often as
 * it stands in both.
 *
 * @returns Null where no reference has a word left.
 *
 * Source: Rajpurkar et al. 2016, SQuAD, arXiv:1606.05250; for NarrativeQA as in SCROLLS, arXiv:2201.03533. The paper of
 * NarrativeQA itself gives BLEU, METEOR and ROUGE-L.
 */
export function scoreTokenF1(answer: string, references: readonly string[]): number | null {
  const wanted = references.map(splitWords).filter((words) => words.length > 0);
  if (wanted.length === 0) return null;
  const given = splitWords(answer);
  return 100 * Math.max(...wanted.map((words) => f1(given, words)));
}

function f1(given: readonly string[], wanted: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of given) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared += 1;
  }
  return (2 * shared) / (given.length + wanted.length);
}

const splitWords = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, '')
    .replace(/\b(?:a|an|the)\b/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
