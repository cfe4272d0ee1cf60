/** Sentences and titles start with a capital that is not a part of the first word: whether it is, by rules. */

import { adjectives, massNouns, nouns } from '../grammar/prompt-words.ts';

const commonWords = new Set([...adjectives, ...massNouns, ...nouns]);

const closedClass = new Set(
  'a an the this that these those my our your his her its their how why when where what whether who which if in on at of to for from with without and or but not all some any many most few several early late old new young great small large big long short modern ancient first second last next good bad best better simple common daily everyday public private local rural urban human natural living working making using building growing learning teaching understanding keeping home'.split(
    ' ',
  ),
);
/** Endings that English names hardly have. */
const commonEnding =
  /(?:ing|tion|sion|ness|ment|ance|ence|ship|ism|ogy|phy|graphy|ity|ties|ers|ists|ies|ches|ways?|able|ful|less|al|ic|ical|ous|ive|ed|works?|houses?|days|roads|lands?)$/;
const plural = /[^siu'’]s$/;
const names =
  /^(?:[A-Z]{2,}|[A-Z]\.|I\b|English|French|German|Spanish|Italian|Dutch|Swedish|Danish|Irish|Scottish|Welsh|British|American|Mexican|African|European|Asian|Indian|Russian|Greek|Roman|Egyptian|Japanese|Chinese|Korean|Arabic|Persian|Turkish|Polish|Norwegian|Finnish|Victorian|Medieval|Renaissance|Athens|Paris|London|Texas|Brussels|Naples|Wales|Christmas|Mars|Venus|Marcus|Thomas|James|Charles|Iceland|Ireland|England|Scotland|Poland|Finland|Switzerland|Netherlands|Beijing|King|Kepler|Africa|Antarctic|Arctic|Pacific|Atlantic|Baltic|Buddhism|Islamic|Catholic|Catholicism|Newton|Darwin|Einstein|Galileo)\b/;

/**
 * Lower-cases the first letter where it is a capital only because it stands first.
 *
 * Names and words with further capitals keep theirs. In doubt it stays: "Prague in winter" would be harmed more by a
 * small letter than "Tea in winter" is by a capital one, except where the word is on a list or ends like a noun.
 */
export function lowerFirst(text: string): string {
  const first = /^[A-Za-z][\w'’-]*/.exec(text)?.[0];
  if (first === undefined || !/^[A-Z]/.test(first)) return text;
  const isAlone = !/^[^\s]+\s+[A-Z]/.test(text);
  const low = first.toLowerCase();
  const isCommon =
    closedClass.has(low) ||
    (isAlone &&
      !names.test(text) &&
      /^[A-Z][a-z'’-]*$/.test(first) &&
      (commonWords.has(low) || commonEnding.test(low) || plural.test(low)));
  return isCommon ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
