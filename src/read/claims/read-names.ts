/** The names a sentence states: people, places, bodies, titles. By capitals where a script has them, by marks else. */

/** What the sources write with a capital inside a sentence, and what they write without one anywhere. */
export type Lexicon = { isName(word: string): boolean; isWord(word: string): boolean };

/** Words that begin a sentence or stand in a name's middle without being a part of it. */
const plainWords = new Set(
  `a an the this that these those it its he she they we i you his her their our your in on at by for from of to with and or but
  as if when while after before since until although though because however moreover yet so then there here where what which who
  why how not no nor one two three four five six seven eight nine ten first second third last some many most more few all both
  each every other another such same new old only also even still now today during under over between among through within
  without about against despite according unlike like once later earlier meanwhile instead thus hence therefore finally
  january february march april may june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
  mr mrs ms dr prof`.split(/\s+/),
);
const word = String.raw`\p{Lu}[\p{L}\p{M}\d'’&-]*`;
const run = new RegExp(
  `${word}(?:[ \\u00a0](?:(?:of|de|van|von|der|the|la|le|du|and)[ \\u00a0])?${word})*`,
  'gu',
);
const quotedTitle = /《([^《》\n]{1,40})》|“([^“”\n]{2,24})”(?=号|公司|计划|项目)/gu;
const hanBody =
  /\p{Script=Han}{2,8}?(?:有限公司|公司|集团|大学|学院|研究所|研究院|医院|银行|委员会|协会|基金会|港|省|市|县|镇|岛|河|湖)/gu;
/** Characters that stand before a Chinese name and are none of it. */
const hanLead = /^(?:在|由|从|到|为|是|和|与|及|的|该|本|于|向|把|被|对|而|但|据|自|至|其|此|这|那)+/u;
const mostLexiconCharacters = 5_000_000;

/** Reads a lexicon out of the sources' texts: the first five million characters of them. */
export function createLexicon(texts: readonly string[]): Lexicon {
  const names = new Set<string>();
  const words = new Set<string>();
  let left = mostLexiconCharacters;
  for (const text of texts) {
    if (left <= 0) break;
    const part = text.slice(0, left);
    left -= part.length;
    for (const match of part.matchAll(/(?<=[\p{Ll},;:]\s)\p{Lu}[\p{L}\p{M}'’-]*/gu))
      names.add(bare(match[0]));
    for (const match of part.matchAll(/(?<![\p{L}\p{M}'’-])\p{Ll}[\p{L}\p{M}'’-]*/gu))
      words.add(bare(match[0]));
  }
  return {
    isName: (each) => names.has(bare(each)) && !words.has(bare(each)),
    isWord: (each) => words.has(bare(each)),
  };
}

/**
 * Lists the names of a sentence in scripts with capitals, each as it is written. A capital at the beginning of a sentence makes a name only
 * where another one follows it, or the sources know the word as a name.
 */
export function listNames(sentence: string, lexicon: Lexicon): string[] {
  const text = sentence.replace(/[*_`#>]+/g, ' ');
  const found: string[] = [];
  for (const match of text.matchAll(run)) {
    const before = text.slice(0, match.index);
    const isFirst = !/[\p{L}\p{N}]/u.test(before) || /[.!?:"“]\s*$/.test(before);
    // "Norwick's Alba Line" is two names.
    for (const [at, whole] of match[0].split(/(?<=['’]s)[ \u00a0]/).entries()) {
      const name = trimName(whole, isFirst && at === 0, lexicon);
      if ([...name].length > 1) found.push(name);
    }
  }
  return [...new Set(found)];
}

/** Lists the names of a sentence that Chinese marks: titles in their marks, and what ends as bodies and places do. */
export function listHanNames(sentence: string): string[] {
  const found = [...sentence.matchAll(quotedTitle)].map((match) => match[1] ?? match[2] ?? '');
  for (const [body] of sentence.matchAll(hanBody)) found.push(body.replace(hanLead, ''));
  return [...new Set(found.filter((name) => name !== ''))];
}

function trimName(whole: string, isFirst: boolean, lexicon: Lexicon): string {
  const parts = whole.split(/[ \u00a0]/);
  while (parts.length > 0 && isPlain(parts[0] ?? '', isFirst, parts.length, lexicon)) parts.shift();
  while (parts.length > 0 && plainWords.has(bare(parts.at(-1) ?? ''))) parts.pop();
  return parts.join(' ').replace(/['’]s$/, '');
}

/** Whether a capitalised word in front of a name is none of it. */
function isPlain(first: string, isFirst: boolean, length: number, lexicon: Lexicon): boolean {
  if (plainWords.has(bare(first))) return true;
  if (!isFirst) return false;
  // "Passengers rose": nobody knows it as a name.
  if (length === 1) return !lexicon.isName(first) && !/\d|^\p{Lu}{2,}/u.test(first);
  return lexicon.isWord(first) && !lexicon.isName(first);
}

/** Whether a text holds a name: its words in their order, whatever marks stand between them; a possessive counts. */
export function holdsName(text: string, name: string): boolean {
  const wanted = fold(name).trim();
  const folded = fold(text);
  return /\p{Script=Han}/u.test(wanted) ? folded.includes(wanted) : ` ${folded} `.includes(` ${wanted} `);
}

/** Whether a text holds every word of a name, such as `Mayor Berg` in "Anna Berg, mayor of". */
export const holdsNameApart = (text: string, name: string): boolean =>
  name
    .split(/[ \u00a0-]/)
    .filter((part) => !/^\p{Ll}{1,3}$/u.test(part))
    .every((part) => holdsName(text, part));

const bare = (each: string): string => each.toLowerCase().replace(/['’]s$/, '');

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’]s(?![\p{L}])/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
