/**
 * Reads the asked length out of an instruction, in English or Chinese: words, characters, pages, minutes of
 * speech, chapters times words, bounds and ranges. Rules, no model, so the reading is free and repeatable; what
 * the rules cannot settle is handed back as a conflict to ask about.
 */
import { countHan, detectLanguage } from '../../text/language.ts';
import { convertMention } from './convert-mention.ts';
import { findLengthMentions, type LengthMention } from './length-mentions.ts';
import type { CharacterScript } from './length-units.ts';
import { maskMaterial, startOfMaterial } from './mask-material.ts';
import { readRole } from './mention-role.ts';
import { findParts } from './part-list.ts';
import {
  type Candidate,
  type FoundLength,
  type LengthReading,
  settleCandidates,
} from './settle-candidates.ts';

export type { FoundLength, LengthReading };

/** Words of a sentence that asks for writing. */
const demand =
  /\b(?:write|draft|compose|generate|create|produce|prepare|craft|describe|explain|summar|expand|rewrite|need|want|please|should|must|require|essay|article|story|novel|report|paper|guide|speech|letter|post|review|length|word\s+count|limit|long|answer|response)|写|撰|创作|生成|字数|篇幅|要求|请|扩|缩|改|续|作文|文章|论文|介绍|小说|报告/i;

/** What a given text is to become. */
const becoming =
  /(?:\b(?:extend|expand|lengthen|shorten|cut|condense|reduce|trim|compress|summari[sz]e|boil)\b[^.。\n]*?\b(?:to|into|in)|[缩扩减删凝][^。\n]{0,12}?[成到至为])\s+?(?:an?\s+)?$|[缩扩减删凝][^。\n]{0,12}?[成到至为]$/i;

/**
 * Reads the asked length of the whole text.
 *
 * Conversions, always printed in `note`: a page is 500 words or 800 Han characters; a minute of speech 140 words
 * or 240 Han characters, of silent reading ("a 5-minute read") 240 or 400; 6 characters of English are one word, 1.6
 * of Japanese, 3.6 of Korean with its spaces; a Han character (字, 字符 in a Chinese instruction) counts as one word.
 * Words or characters, where named, win over pages and minutes.
 *
 * Not read: lengths in quotes, code, tags, titles and given material, of given texts ("this 800-word note"), rates,
 * and of parts whose number is not named ("each paragraph 100 words"). The length of a headline, an abstract and
 * the like is read only where nothing else is asked and it is itself what is to be written.
 * Lengths of named parts add up where no whole is named, at its side they count for nothing.
 * Parts of a named number are multiplied. Where a total is named as well, the product may not exceed it by more
 * than 10 %, nor chapters, sections and the like fall short of it by more than 20 %: else, and where two totals
 * exclude one another, the reading is a conflict. Bounds join into a range; a bound beside an "about" that the
 * default tolerance could break wins, being the harder promise.
 *
 * @param instruction - The user's words, any language; lengths are understood in English and Chinese, in German,
 *   French, Spanish, Russian, Japanese and Korean where a number in digits stands before their word for words.
 */
export function readLength(instruction: string): LengthReading {
  const masked = maskMaterial(instruction);
  const script = scriptOf(instruction);
  const asked = findLengthMentions(masked).flatMap((mention) => {
    const role = readRole(mention, masked);
    return role.role === 'none' ? [] : [{ mention, role }];
  });
  const parts = findParts(
    asked.filter(({ role }) => role.role !== 'each').map(({ mention }) => mention),
    masked,
    { hasEqualParts: asked.some(({ role }) => role.role === 'each' && role.count > 0) },
  );
  const candidates = asked.flatMap(({ mention, role }): Candidate[] => {
    const count = role.role === 'each' ? role.count : 1;
    const isPart = parts.has(mention);
    const strength = isPart ? 1 : readStrength(mention, masked);
    if (count === 0 || (strength === 0 && isInMaterial(masked, mention.start, mention.end))) return [];
    const evidence = instruction.slice(mention.start, mention.end).trim();
    return [
      {
        found: convertMention(mention, { evidence, count, script }),
        role: role.role,
        isPart,
        isDivision: role.role === 'each' && role.isDivision,
        strength,
        isListed: /^\s*(?:[-*•]|\d+[.)、])|[(（]\s*$/.test(mention.before),
        isBesideRough: /(?:pages?|minutes?|页|分钟)[^.。!?！？\n]{0,3}$/i.test(mention.before),
      },
    ];
  });
  const strongest = Math.max(...candidates.map(({ strength }) => strength));
  return settleCandidates(candidates.filter(({ strength }) => strength === strongest));
}

function readStrength(mention: LengthMention, masked: string): Candidate['strength'] {
  const { before, after, start, end, isQualified } = mention;
  if (becoming.test(before)) return 2;
  const isGiven = isInMaterial(masked, start, end);
  if (isGiven || /\b(?:(?:for|of|about|on|from)\s+an?|the)\s+$/i.test(before))
    return isGiven && demand.test(before) ? 1 : 0;
  const isFragment = before.trim().split(/\s+/).length <= 12;
  return isQualified || isFragment || demand.test(before) || demand.test(after.slice(0, 30)) ? 1 : 0;
}

/** After a heading such as "Text:", or far from both ends of a long instruction. */
function isInMaterial(masked: string, start: number, end: number): boolean {
  const farInCharacters = 1500;
  const isDeep = start > farInCharacters && masked.length - end > farInCharacters;
  return isDeep || start >= startOfMaterial(masked);
}

/** What the text will be written in, as far as its characters are concerned. */
function scriptOf(instruction: string): CharacterScript {
  if (
    /\b(?:in|into)\s+(?:simplified\s+|traditional\s+)?(?:chinese|mandarin)(?=\s*(?:[^\w\s]|$|\n|(?:of|with|about|for|and|at)\b))/i.test(
      instruction,
    )
  )
    return 'han';
  const language = detectLanguage(instruction);
  if (language === 'ja' || language === 'ko') return language;
  const isChinese = language === 'zh' || countHan(instruction) >= 10;
  return isChinese && !/英文|英语|\bin\s+English\b/i.test(instruction) ? 'han' : 'latin';
}
