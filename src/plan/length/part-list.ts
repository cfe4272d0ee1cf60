/**
 * Lengths that belong to named parts of the text: "intro 200 words, body 800 words", 引言200字，正文800字, a list
 * with a length on every line. Where nothing else is named, together they are the whole.
 */
import type { LengthMention } from './length-mentions.ts';

/** `inner`: a part that no text consists of alone, such as a headline or an introduction. */
type PartKind = 'main' | 'inner';

const innerParts =
  'abstract|introduction|intro|conclusion|headline|title|subtitle|caption|tagline|slogan|footnote|bio|teaser|sidebar|blurb|prologue|epilogue|executive\\s+summary|summary|foreword|preface|hook|subject\\s+line';
const mainParts =
  '(?:main\\s+)?body|main\\s+(?:part|text)|middle|background|methods?|methodology|results?|discussion|analysis|literature\\s+review|findings|recommendations?|overview|opening|ending|closing|beginning|climax|appendix|argument|counter-?arguments?';
const numbered =
  '(?:part|section|chapter|paragraph|act|scene|episode)\\s+(?:\\d+|[ivx]+|[a-c]|one|two|three|four|five|six)';
const innerHan = '摘要|引言|结论|标题|副标题|前言|导语|小结|总结|后记|序言|题目';
const mainHan =
  '正文|主体|开头|中间|结尾|背景|方法|结果|讨论|分析|建议|第[一二三四五六七八九十\\d]+[章节部篇幕](?:分)?';
const before = {
  main: new RegExp(`(?:\\b(?:${mainParts}|${numbered})|${mainHan})$`, 'i'),
  inner: new RegExp(`(?:\\b(?:${innerParts})|${innerHan})$`, 'i'),
};
const after = {
  main: new RegExp(`^(?:[\\s-]*(?:[a-z]+\\s+)?(?:${mainParts})\\b|的?(?:${mainHan}))`, 'i'),
  inner: new RegExp(`^(?:[\\s-]*(?:[a-z]+\\s+)?(?:${innerParts})\\b|的?(?:${innerHan}))`, 'i'),
};
const glue =
  /(?:[\s([（【:：=–—-]|\b(?:of|with|in|is|at|to|has|have|gets|about|around|approximately|an?|the|should|must|be)\b|[约为占用写在共要]|大约|左右)+$/i;
const separator = /[,，;；、:：\n.。!！?？)）]|\b(?:and|with|then|plus|followed\s+by|including)\b|以及/gi;
/** Words of a demand or of a whole text: what they head is no part. */
const noLabel =
  /\b(?:write|draft|compose|create|give|need|want|please|make|add|extend|expand|cut|shorten|keep|must|should|was|were|is|are|has|had|my|this|it|total|max\w*|min\w*|limit|length|count|words?|pages?|essay|article|story|novel|report|letter|post|paper|speech|guide|review|text|book|piece|each|every|per|or|for|of|on|from|to|by)\b|[写请共总全每各不超少多至限要把将]|字数|文章|作文|论文|小说|报告/i;
const textNoun =
  '\\b(?:essay|article|story|novel|report|letter|post|paper|speech|guide|review|text|book|piece)s?\\b';
const ofText = new RegExp(`${textNoun}[^,;:]*$`, 'i');
const wholeText = new RegExp(`^[\\s-]*(?:[a-z]+\\s+)?${textNoun}`, 'i');

/**
 * Which mentions are lengths of parts.
 *
 * Known names of parts count wherever they stand; any other name does in a list only, where its neighbour is a part
 * too. Two parts at least, one of them more than a headline or an introduction: else nothing.
 *
 * @param mentions - In reading order; those that are lengths of something in the text.
 * @param options.hasEqualParts - The text also has parts of one length ("three sections of 400 words each").
 */
export function findParts(
  mentions: readonly LengthMention[],
  masked: string,
  { hasEqualParts }: { hasEqualParts: boolean },
): ReadonlySet<LengthMention> {
  const parts = new Map<LengthMention, PartKind>();
  const listed = mentions.map((mention, index) => isListItem(mention, mentions[index - 1], masked));
  for (const [index, mention] of mentions.entries()) {
    const clause = clauseBefore(mention, mentions[index - 1], masked);
    if (before.main.test(clause) || after.main.test(mention.after)) parts.set(mention, 'main');
    else if (before.inner.test(clause) || after.inner.test(mention.after)) parts.set(mention, 'inner');
  }
  for (const [index, mention] of mentions.entries()) {
    if (parts.has(mention) || listed[index] !== true) continue;
    const next = mentions[index + 1];
    const previous = mentions[index - 1];
    const hasNeighbour =
      (next !== undefined && (listed[index + 1] || parts.has(next)) && isBeside(mention, next, masked)) ||
      (previous !== undefined &&
        (listed[index - 1] || parts.has(previous)) &&
        isBeside(previous, mention, masked));
    if (hasNeighbour) parts.set(mention, 'main');
  }
  const isWhole = hasEqualParts || [...parts.values()].includes('main');
  return new Set(parts.size >= 2 && isWhole ? parts.keys() : []);
}

/** The words between the last separator and a length, without what only joins them. */
function clauseBefore(mention: LengthMention, previous: LengthMention | undefined, masked: string): string {
  const from = Math.max(previous?.end ?? 0, mention.start - 100);
  const text = masked.slice(from, mention.start).replace(glue, '');
  return (text.split(separator).at(-1) ?? '').trim();
}

function isListItem(mention: LengthMention, previous: LengthMention | undefined, masked: string): boolean {
  if (wholeText.test(mention.after)) return false;
  const clause = clauseBefore(mention, previous, masked);
  const isName = /\p{Script=Han}/u.test(clause) ? clause.length <= 12 : clause.split(/\s+/).length <= 5;
  if (/\p{L}/u.test(clause) && isName && !noLabel.test(clause)) return true;
  // "500 words on history, 300 words on trade".
  const left = masked.slice(Math.max(previous?.end ?? 0, mention.start - 100), mention.start);
  return /^\s+(?:on|for|about)\s/i.test(mention.after) && !ofText.test(left);
}

/** Nothing but one item's worth of words stands between two lengths. */
function isBeside(left: LengthMention, right: LengthMention, masked: string): boolean {
  const between = masked.slice(left.end, right.start);
  const sentences = between.split(/[.!?。！？](?=\s+\p{Lu}|\p{Script=Han})/u);
  return between.length <= 80 && (sentences.length === 1 || /\n/.test(between));
}
