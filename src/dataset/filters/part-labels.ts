/** Leaves out answers that still carry what a model says around the parts it wrote them in. */
import { splitFencedLines } from '../../text/fenced-lines.ts';
import { splitSentences } from '../../text/sentences.ts';
import { isAddressToReader, isOffer, isTally } from '../../write/chat-lines.ts';
import { type Filter, quote } from './filter.ts';

const numeral =
  '(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|[ivx]+|(?:first|second|third|fourth|fifth|sixth|next|final|last)(?=\\s))';
const part = '(?:part|section|chapter|paragraph|instal?lment)';
const han = '[\\d一二三四五六七八九十百]+';
const hanPart = `第\\s*${han}\\s*(?:部分|段落?|自然段|节|小节)`;

/** Of a line without the marks around it. No author numbers paragraphs; parts and sections are titles unless they stand bare. */
const labels = [
  `^paragraph\\s+#?${numeral}(?:\\s*[-–—:.)]|$)`,
  `^(?:section|part)\\s+${numeral}$`,
  `\\bpart\\s+${numeral}\\s*(?:of|\\/)\\s*${numeral}$`,
  `^${part}\\s+${numeral}\\s*[-–—,:]?\\s*(?:approx\\w*\\.?|about|around|~)?\\s*[\\d,]+\\s*words$`,
  '^(?:.{0,40}[-–—]\\s*)?main point\\s*[:：]|^word count\\s*[:：]',
  '^(?:主要内容|主要论点|主要观点|字数要求)\\s*[:：]',
  `^(?:第\\s*${han}\\s*(?:段落?|自然段)|段落\\s*${han})(?:内容)?(?:\\s*[-–—:：、.]|$)`,
  `^${hanPart}(?:完|结束|续)?$`,
].map((source) => new RegExp(source, 'i'));

/** Of a heading only these: "## Part 2" and 第二部分 are how books are divided. */
const headingLabels = [labels[0], labels[2], labels[3], labels[4], labels[6]] as RegExp[];

const meta = [
  "^(?:to be )?(?:continued|continues|cont(?:inued|[’'.]d)?)(?:\\s+(?:from|in|on)\\s+.{0,60})?$",
  '[([]\\s*continued$',
  `^(?:sure|certainly|of course|okay|ok)?[,!. ]*(?:here(?:['’]s| is| are)|this is|below is)\\s+(?:the\\s+)?(?:${numeral}\\s+${part}|${part}\\s+${numeral}|next ${part})\\b[^.!?]{0,60}$`,
  `^(?:this (?:concludes|ends|is the end of)|end of)\\s+(?:the\\s+)?(?:${part}\\s+${numeral}|${numeral}\\s+${part}|this ${part})$`,
  `^(?:now,?\\s+)?(?:let['’]?s|let us|i(?:['’]ll| will)|we(?:['’]ll| will)?)\\s+(?:now\\s+)?(?:move on|continue|proceed|go on|write)\\s+(?:to\\s+|with\\s+)?(?:the\\s+)?(?:${numeral}\\s+${part}|${part}\\s+${numeral}|rest|writing)\\b[^.!?]{0,40}$`,
  `^(?:let me|i(?:['’]ll| will))\\s+(?:now\\s+)?(?:continue|go on|proceed)\\s+with\\s+${part}\\s+${numeral}$`,
  `^(?:now for|next|moving on to|continuing (?:from|with))\\s*:?\\s+(?:the\\s+)?(?:previous\\s+|next\\s+|${numeral}\\s+)?${part}(?:\\s+${numeral})?$|^next ${part}$`,
  `^(?:到此)?${hanPart}(?:到此)?(?:完|结束)$`,
  `^in the next (?:${part}|message|response)\\b[^.!?]{0,120}$`,
  `^(?:好的|当然|现在)?[，,]?(?:以下|下面|接下来|以上|这|这里)(?:我)?(?:就|将|会|来|开始|继续|撰写|写|介绍|的)*是?${hanPart}的?(?:内容|正文)?$`,
  '^(?:由于|因)篇幅(?:限制|所限|有限)[^。！？]{0,60}$',
  `^(?:下面|接下来)?[，,]?我将(?:撰写${hanPart}|在下一(?:部分|段|节|条)|继续(?:撰写|写|创作))[^。！？]{0,40}$`,
  '^(?:接上文|接上一部分|续上文|未完待续|未完|待续|续)$',
  '^(?:全文|本段|本节|正文)(?:总|共)?(?:字数|共计|共|约|合计)\\s*[:：]?\\s*(?:约)?\\s*[\\d,]+\\s*字?(?:左右)?$',
  "^as an ai(?: language)?(?: model| assistant)?,? i(?:['’]m)?\\b",
  '^作为(?:一个|一名|一款)?(?:AI|人工智能|大)?(?:语言)?(?:模型|助手|AI|人工智能)[，,]?\\s*我',
].map((source) => new RegExp(source, 'i'));

/** A line longer than this is prose. */
const longestLine = 240;

/** A line of the plan, of any length: "Section 2 - Title: … - Main Points: … - Word Count: 400 words". */
const planLine =
  /[-–—|]\s*(?:main points?|主要内容|要点)\s*[:：].*[-–—|]\s*(?:word count|字数)\s*[:：]\s*[\d,]+\s*(?:words|字)?[.。*_]*$/i;

/** "I hope this helps! Let me know if you'd like any changes." stands in one line. */
const isOnlyOffers = (line: string): boolean =>
  isOffer(line) || splitSentences(line).every((sentence) => isOffer(sentence.trim()));

/**
 * Lines of their own only: "Paragraph 3:", "第二段：", "Part 2 of 5", "(continued)", "Here is part 2:", "Word count: 500",
 * an offer to go on as the last paragraph. Headings such as "Section 3: Tides" or 第三章 are an author's, and stay; so does
 * everything inside a code fence.
 */
export const partLabelsFilter: Filter = {
  name: 'part-labels',
  check({ answer }) {
    const lines = splitFencedLines(answer)
      .filter(({ isFenced }) => !isFenced)
      .map(({ text }) => text.trim())
      .filter((text) => text !== '');
    const found = lines.find((line, index) => isLeftOver(line, index === lines.length - 1));
    return found === undefined ? undefined : `It holds a line that is no part of the text: ${quote(found)}.`;
  },
};

/**
 * Whether a line is no part of the text it stands in.
 *
 * @param line - Without the white space around it, outside code fences.
 * @param isLast - The last line of the text, where an offer to go on is one too.
 */
export function isLeftOver(line: string, isLast: boolean): boolean {
  if (planLine.test(line)) return true;
  if (line.length > longestLine) return false;
  const isHeading = /^#{1,6}\s/.test(line);
  const bare = line.replace(/^[#<>\s*_~=–—\-[(（【]+/, '').replace(/[\s*_~=–—\-\])）】>:：.。…]+$/, '');
  const used = isHeading ? headingLabels : labels;
  if ([...used, ...meta].some((pattern) => pattern.test(bare))) return true;
  return isTally(line) || isAddressToReader(line, '') || (isLast && isOnlyOffers(line));
}
