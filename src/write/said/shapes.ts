/** Sentence shapes that models fall back on: named, so that a writer can be told which it has used enough. */

import { splitParagraphs } from '../../text/paragraphs.ts';
import { splitUnits } from '../../text/repetition.ts';
import { listSentences } from './fold.ts';

/** A name as the writer is shown it, and how the shape is told. Spans are bounded: no text makes them slow. */
type Shape = readonly [name: string, pattern: RegExp];

const english: readonly Shape[] = [
  ['not only … but also …', /\bnot (?:only|just|merely|simply)\b.{1,200}?\bbut\b/is],
  [
    'it is not …, it is …',
    /\b(?:is|was|are|were)(?:n['’]t| not)\b.{1,120}?[,;—–-] ?(?:it|they|this|that)(?:['’](?:s|re)| is| was| are| were)\b/is,
  ],
  ['more than just …', /\bmore than (?:just|merely|simply|a mere)\b/i],
  ['a testament to …', /\btestament to\b/i],
  [
    'serves as a reminder',
    /\b(?:serve|serves|served|stand|stands|stood) as an? (?:\w+ )?(?:reminder|beacon|symbol)\b/i,
  ],
  [
    'it is worth noting that …',
    /\b(?:worth (?:noting|mentioning)|important to (?:note|remember|understand)) that\b/i,
  ],
  ['from … to …, at the beginning', /^from\b.{3,80}?\bto\b.{2,80}?,/is],
  ['in a world where …', /\bin (?:a|the) (?:world|era|age|realm|landscape) (?:where|of)\b/i],
  ['whether … or …, at the beginning', /^whether\b.{3,120}?\bor\b/is],
  ['could not help but …', /\b(?:could|can)(?:n['’]t| not) help but\b/i],
  ['little did … know', /\blittle did\b.{1,40}?\bknow\b/is],
  ['something changed', /^something (?:in|about|inside|deep|had|shifted|changed)\b/i],
];

const chinese: readonly Shape[] = [
  ['不仅……而且……', /不(?:仅仅|仅|但|单|光|只是|止)[^。！？]{1,80}?(?:而且|还|也|更|甚至|并且)/],
  ['不是……而是……', /不是[^。！？]{1,80}?(?:而是|，是)/],
  ['与其说……不如说……', /与其说[^。！？]{1,80}?不如说/],
  ['既……又……', /既[^。！？，]{1,30}?，?又/],
  ['无论……都……', /(?:无论|不管|不论)[^。！？]{1,80}?[都也]/],
  ['以“随着……”开头', /^随着/],
  ['在……的今天', /在[^。！？，]{2,40}?的(?:今天|时代|当下|背景下)/],
  ['值得注意的是', /值得(?:注意|一提|指出)的是|需要(?:注意|指出|强调)的是/],
  ['仿佛……一般', /(?:仿佛|好像|宛如|犹如)[^。！？]{1,60}?(?:一般|一样|似的)/],
  ['这一刻', /(?:那|这)一刻[，,]/],
];

const questionMark = /[?？؟]["'”’」』）)\s]*$/u;
const pairStart = /^(?:it|this|that|they)(?:['’](?:s|re)| (?:is|was|are|were))/i;
const pairDenial = /^(?:it|this|that|they) ?(?:['’](?:s|re) not|(?:is|was|are|were)(?:n['’]t| not))\b/i;
/** As many sentences of a text, and as large a part of it, that begin with one word are a habit. */
const leastAlike = 3;
const leastAlikeShare = 0.25;

/**
 * The overused shapes of a text, in order, once for each sentence that has one; a paragraph that opens with a
 * question is one in every language.
 *
 * English and Chinese have lists of their own. Of other languages only what needs no grammar is told: sentences with
 * dashes, exclamations, and a first word that a quarter of the sentences and at least three begin with.
 *
 * @param language - ISO 639-1, or `other`.
 */
export function listShapes(text: string, language: string): string[] {
  const sentences = listSentences(text);
  const isChinese = language === 'zh';
  const questions = splitParagraphs(text)
    .filter((paragraph) => questionMark.test(listSentences(paragraph)[0] ?? ''))
    .map(() => (isChinese ? '以设问开头的段落' : 'a question that opens a paragraph'));
  if (!isChinese && language !== 'en') return [...questions, ...listPlainShapes(sentences)];
  const found = sentences.flatMap((sentence, at) => {
    const names = (isChinese ? chinese : english)
      .filter(([, pattern]) => pattern.test(sentence))
      .map(([name]) => name);
    const isPair = pairDenial.test(sentences[at - 1] ?? '') && pairStart.test(sentence);
    return isPair && !pairDenial.test(sentence) ? [...names, 'it is not …, it is …'] : names;
  });
  return [...questions, ...found];
}

function listPlainShapes(sentences: readonly string[]): string[] {
  const shapes: string[] = [];
  const starts = new Map<string, number>();
  for (const sentence of sentences) {
    if (/ [–—] |—/.test(sentence)) shapes.push('… — …');
    if (/[!！]["'”’」』）)\s]*$/u.test(sentence)) shapes.push('… !');
    const units = splitUnits(sentence.slice(0, 100));
    // One character is no word.
    const start = (units[0] ?? '').length > 1 ? units[0] : units.slice(0, 3).join('');
    if (start) starts.set(start, (starts.get(start) ?? 0) + 1);
  }
  for (const [start, count] of starts)
    if (count >= leastAlike && count >= sentences.length * leastAlikeShare)
      shapes.push(...Array.from({ length: count }, () => `${start} …`));
  return shapes;
}
