/** The terms a text is found by: words in scripts that divide them, pairs of characters in scripts that do not. */
import { stemmer } from 'stemmer';

/** A number with its thousands marks and decimals, a word, or a run of a script written without spaces. */
const runs =
  /\p{N}+(?:[.,]\p{N}+)*|[[\p{L}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}ー]]+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}ー]+/gv;
const undivided = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}ー]/u;
const plainWord = /^[a-z]+$/;

/**
 * Lists the terms of a text, repetitions kept, in reading order.
 *
 * Full-width and accented letters are folded to plain ones, capitals to small letters, unaccented Latin words to
 * their stem (Porter's rules for English); `2,000` and `2000` are one term. Chinese, Japanese, Thai and Lao give every
 * pair of neighbouring characters, a lone character itself.
 */
export function listTerms(text: string): string[] {
  const folded = text.normalize('NFKC').toLowerCase();
  const terms: string[] = [];
  for (const [run] of folded.matchAll(runs)) {
    if (undivided.test(run)) addPairs(terms, run);
    else if (/^\p{N}/u.test(run)) terms.push(run.replace(/,(?=\p{N}{3}(?!\p{N}))/gu, ''));
    else {
      const word = run.normalize('NFKD').replace(/\p{M}/gu, '');
      if (word !== '') terms.push(plainWord.test(word) ? stemmer(word) : word);
    }
  }
  return terms;
}

function addPairs(terms: string[], run: string): void {
  const characters = [...run];
  if (characters.length === 1) terms.push(run);
  for (let index = 1; index < characters.length; index += 1) {
    terms.push(`${characters[index - 1]}${characters[index]}`);
  }
}
