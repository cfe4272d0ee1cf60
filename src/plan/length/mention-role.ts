/**
 * What a mentioned length is about: the whole text, one of several like parts, something inside the text, or
 * nothing that is asked for. Decided by the words around it.
 */
import type { LengthMention } from './length-mentions.ts';
import { numberPattern, parseNumber } from './numbers.ts';

export type MentionRole =
  | { role: 'total' }
  /** Length of each of several parts; `count` where the instruction says how many, 0 where it does not. */
  | {
      role: 'each';
      count: number;
      /** The parts are chapters and the like, which make up the whole, not items such as questions and answers. */
      isDivision: boolean;
    }
  /** Length of a headline, an abstract and the like inside the text. */
  | { role: 'inner' }
  /** Not a length anyone asks for. */
  | { role: 'none' };

const bounds =
  '(?:about|around|approximately|roughly|long|should|must|will|shall|needs?|need|to|be|is|are|being|have|has|having|with|in|of|at|using|contain(?:s|ing)?|run(?:s|ning)?|between|from|an?|limited|kept|described|written|comprising|consisting|totall?ing|not|no|them|it|which|[:,(–-])';
const eachBefore = new RegExp(
  `\\b(?:each|every|per|both|all)(?:\\s+(?:one|of\\s+(?:the\\s+|these\\s+|them)?))?(?<noun>(?:\\s+(?!(?:${bounds}|and|or|but|then|write)\\b)[a-z-]+){0,3})(?:\\s*${bounds})*\\s*$`,
  'i',
);
const eachAfter =
  /^\s*(?:long\s*|in\s+length\s*)?[,(]?\s*(?:each\b|apiece\b|(?:per|for\s+each|for\s+every|in\s+each|in\s+every)\s+(?<noun>[a-z]+)|an?\s+(?<single>chapter|section|piece|part|paragraph|story|scene|episode|entry|poem|article)\b)/i;
const eachBeforeHan =
  /(?:每(?:一)?个?(?<noun>(?:(?![约不写])[\u4e00-\u9fff]){0,4})|各(?:自|个)?(?:写|约)?)(?:[\s:：，,]|字数|篇幅|内容|长度|大约|约|要求|要|都|控制|保持|写|为|是|在|应|需|的)*$/;
const eachAfterHan = /^\s*(?:[/／]|每|一)(?<noun>章|节|篇|段|回|集|幕|封|首|部分)/;
const countOfBefore = new RegExp(
  `(?<count>${numberPattern})\\s+(?<noun>(?:[a-z-]+\\s+){1,3}?)(?:(?:of|with|at|in|x)\\s+|[×*]\\s*)?(?:[,(]\\s*)?$`,
  'i',
);
const countBefore = new RegExp(
  `(?<count>${numberPattern})\\s+(?:(?:short|different|separate|new|unique)\\s+)?$`,
  'i',
);
const countBeforeHan = new RegExp(
  `(?<count>${numberPattern})(?:(?:个|篇|章|段|则|封|首|份|节|部|条)|(?:章|节|篇|段|部分|回|集|幕)\\s*[×xX*]\\s*)$`,
);
const partNouns =
  'chapters?|sections?|parts?|paragraphs?|episodes?|scenes?|acts?|articles?|stor(?:y|ies)|poems?|letters?|essays?|posts?|volumes?|stanzas?|entr(?:y|ies)|e-?mails?|pieces?|lessons?|modules?|units?|profiles?|reviews?|books?|verses?|topics?|questions?|answers?|sentences?|descriptions?|biograph(?:y|ies)|summar(?:y|ies)|reports?|speeches|speech|monologues?|scripts?|tips?|ideas?|items?|FAQs?|reasons?|ways?|steps?|facts?|recipes?';
const partNoun = new RegExp(`^(?:${partNouns})$`, 'i');
const division =
  /\b(?:chapters?|sections?|parts?|episodes?|acts?|volumes?|books?)\b|章|节|部分|篇|回|集|幕|卷/i;
const partNounsHan = '章|节|篇|段|部分|回|集|幕|场|卷|封|首|则|故事|方面|部|期|个';
const unnamedParts = `(?<!每)(?<count>${numberPattern})(?:[\\s-]+(?:[a-z-]+\\s+){0,2}?(?:${partNouns})\\b|个?(?:大|小)?(?:${partNounsHan}))`;

const innerNoun =
  'abstract|introduction|intro|conclusion|headline|title|subtitle|caption|tagline|slogan|footnote|bio|meta\\s+description|teaser|sidebar|blurb|prologue|epilogue|executive\\s+summary|summary|foreword|preface|hook|subject\\s+line|sentences?|bullet(?:\\s+points?)?|bullets|examples?|quotes?|quotations?|citations?';
const innerAfter = new RegExp(`^[\\s-]*(?:[a-z]+\\s+)?(?:${innerNoun})\\b`, 'i');
const innerLink =
  /\b(?:with|including|includes?|plus|and|add(?:ing|s)?|has|have|having|contain(?:s|ing)?|followed\s+by|start(?:ing)?\s+with|begin(?:ning)?\s+with|end(?:ing)?\s+with|prefaced\s+by)\s+(?:an?\s+|the\s+)?$/i;
const innerBefore = new RegExp(`(?<lead>.*?)\\b(?:${innerNoun})(?:\\s*${bounds})*\\s*$`, 'i');
const innerLabel = new RegExp(`^[\\s\\d*•.)-]*(?:${innerNoun})\\**:`, 'i');
/** The inner noun is itself what is to be written: "write a summary of 300 words". */
const written =
  /\b(?:write|draft|create|compose|generate|give\s+me|provide|need|want|prepare|produce|craft)\b(?![\s\S]*\b(?:with|include|includes|including|has|have|contain(?:s|ing)?|use|using)\b)[^.;!?]{0,80}$/i;
const innerNounHan =
  '摘要|引言|结论|标题|副标题|开头|结尾|前言|导语|小结|总结|后记|序言|题目|小标题|口号|句子|例子|示例|案例|引文|评语|备注';
const innerAfterHan = new RegExp(`^的?(?:中文|英文)?(?:${innerNounHan})`);
const innerLinkHan =
  /(?:有|附上?|含|包括|包含|带|加上?|以及|和|配上?|外加|另|并|写出|给出)(?:一)?(?:个|段|篇|份)?$/;
const innerBeforeHan = new RegExp(
  `(?:^[\\s\\d*•.、)-]*(?:${innerNounHan})[:：][^。\\n]*|(?:${innerNounHan})(?:字数|长度|要求|要|约|为|在|控制|是|都|应|需)*)$`,
);

const givenBefore =
  /(?:\b(?:this|that|these|those|my|his|her|their|our|existing|original|attached|given|previous|following|above|below|(?:the|its)\s+(?:first|last|next|opening|final|same)|(?:most\s+)?common|every)|\b(?:review|summary|analysis|critique|translation|synopsis|outline|version|rest|chapter|beginning|end|half)\s+of\s+an?|\b(?:my|this|the\s+(?:original|current))\s+\w+\s+(?:(?:currently|now|already)\s+)?(?:is|has|contains|runs(?:\s+to)?)(?:\s+(?:currently|now|already|only|just))*)\s+$/i;
const givenBeforeHan =
  /(?:(?:这|那|该|此|原|上述|(?<![字词页])以下|下面|下列|上面|(?<![字词页])以上)(?:一)?(?:篇|段|部|份|个)?(?:的)?|原(?:文|稿|作)(?:共|有|约|长)?|我(?:这里|手头|现在)?有(?:一)?[篇份段个部]|[这那该][\u4e00-\u9fff]{1,6}(?:有|长达|共))$/;
const narrative =
  /(?:\b(?:wrote|writes|typed|types|typing|knew|knows|learned|learnt|sold|contained|contains|had|spoke|reads|reading|paid|vocabulary\s+of|worth|translates?|translated|at\s+a\s+(?:rate|speed|pace)\s+of)\s+(?:only\s+|just\s+)?|(?:写了|写完了?|写过|写下了?|读了|读完|背了|背下|看了|发表了|打了|认识了?|删了|存了)(?:整整|足足)?)$/i;
const rateAfter =
  /^\s*(?:(?:an?|per|each|every)\s+(?:day|week|month|hour|minute|min|night|morning|second|page|year)\b|\/\s*(?:day|week|min|minute|hour|h|page)|daily\b|ago\b|later\b|from\s+(?:the|this)\s+(?:list|text|word)|[一二三四五六七八九十百千万\d.]+\s*(?:元|块|美元|角|分钱))/i;
const rateBefore =
  /(?:[$€£¥]\s?|[/／]|(?:每天|每日|每周|每月|每年|每晚|每小时|每分钟|每秒|日均|一天|一日|一分钟|日更|时速|每)(?:大约|约|能|可以?|要|都|写|更新|说|读|打|就|只|至少)*|稿费|单价)$/;
/** How large or old something is, or what once happened to so many. */
const measureAfter =
  /^\s+(?:tall|old|wide|deep|high|thick|apart|away|early|(?:was|were|had|(?:has|have|had)\s+been)\b)/i;
/** "A few hundred" names no number, nor do 几千字 and 上万字. */
const vague = /\b(?:few|several|many|various|countless|tens\s+of|dozens\s+of)$/i;
const vagueHan = /[几数上成好]$/;
const oddHan = /^(?:成语|诀|真言|方针|口诀|箴言|格言|令|律|经|歌|文凭|不识|一句|古诗|核心|熟语|俗语|谚语)/;

/**
 * Decides what one mention is about.
 *
 * @param mention - As found by `findLengthMentions` in `masked`.
 * @param masked - The whole instruction, for the number of parts it names elsewhere.
 */
export function readRole(mention: LengthMention, masked: string): MentionRole {
  const { before, after } = mention;
  if (rateAfter.test(after) || rateBefore.test(before) || narrative.test(before)) return { role: 'none' };
  if (givenBefore.test(before) || givenBeforeHan.test(before)) return { role: 'none' };
  const textBefore = masked.slice(0, mention.start).trimEnd();
  if (/^[百千万]/.test(masked.slice(mention.start)) && vagueHan.test(textBefore)) return { role: 'none' };
  if (/^(?:dozen|hundred|thousand|million)/i.test(masked.slice(mention.start)) && vague.test(textBefore))
    return { role: 'none' };
  if (measureAfter.test(after)) return { role: 'none' };
  if (!isPlausible(mention)) return { role: 'none' };
  const each = readEach(mention, masked);
  if (each !== undefined) return each;
  return isInner(before, after) ? { role: 'inner' } : { role: 'total' };
}

/** Small numbers are words to use or people in a story unless they are clearly a length. */
function isPlausible({
  unit,
  script,
  isReading,
  low,
  isAdjective,
  isQualified,
  before,
  after,
}: LengthMention): boolean {
  if (isReading) return true;
  const isSized = isAdjective || isQualified || /\b(?:in|using)\s+$/i.test(before);
  if (unit === 'words') return low >= 20 || (isSized && low >= 5);
  if (unit === 'characters' && script === 'han')
    return (
      !oddHan.test(after) &&
      (low >= 30 || isQualified || (low >= 20 && (/^的/.test(after) || /[，,、\s]$/.test(before))))
    );
  if (unit === 'characters')
    return (
      low >= (script === undefined ? 100 : 30) ||
      /^\s*(?:long|in\s+length|limit|max|including\s+spaces|with\s+spaces)/i.test(after)
    );
  if (unit === 'pages')
    return !/\b(?:of|about|from|web|landing|read|reads)\s+(?:an?\s+|the\s+)?$/i.test(before);
  const speech =
    'speech|talk|presentation|lecture|podcast|script|monologue|toast|sermon|keynote|address|narration|voice-?over|eulogy|pitch|audio|演讲|发言|讲话|致辞|演说|讲稿|播客|脚本|解说|朗诵|朗读|汇报|主持|口播|旁白|答辩|宣讲|路演|讲稿|minutes\\s+of\\s+speak';
  return (
    new RegExp(`^(?!\\s+(?:to|before|after|late|later)\\b)[^.。!！?？\\n]{0,24}?(?:${speech})`, 'i').test(
      after,
    ) ||
    new RegExp(
      `(?:${speech})(?:稿|词)?[\\s,，(（:：]*(?:\\s*(?:lasting|that|which|lasts?|takes?|should|must|be|is|of|for|running|runs?|long|at|to|a|duration|time|length|时长|长度|大约|约|共|控制|在|为|要|需))*\\s*$`,
      'i',
    ).test(before)
  );
}

function readEach(mention: LengthMention, masked: string): MentionRole | undefined {
  const { before, after, low } = mention;
  const own =
    countBeforeHan.exec(before)?.groups ??
    (mention.isAdjective || /^s?\s+[a-z]+s\b/.test(after) ? countBefore.exec(before)?.groups : undefined);
  const ownCount = own === undefined ? 0 : (parseNumber(own.count ?? '')?.value ?? 0);
  if (ownCount >= 2 && ownCount < low) return { role: 'each', count: ownCount, isDivision: false };

  const of = countOfBefore.exec(before)?.groups;
  const ofNoun =
    of?.noun
      ?.trim()
      .split(/\s+/)
      .findLast((word) => !/^(?:of|with|at|in|x)$/i.test(word)) ?? '';
  const isOf = of !== undefined && partNoun.test(ofNoun) && (parseNumber(of.count ?? '')?.value ?? 0) >= 2;
  const match =
    eachAfter.exec(after) ??
    eachBefore.exec(before) ??
    eachBeforeHan.exec(before) ??
    eachAfterHan.exec(after);
  if (match === null)
    return isOf
      ? { role: 'each', count: countParts(masked, ofNoun), isDivision: division.test(ofNoun) }
      : undefined;
  const phrase = (match.groups?.noun ?? match.groups?.single ?? '').trim();
  const beside = /([a-z]+s)\s+(?:of|with|at|in|[,(])\s*$/i.exec(before)?.[1] ?? '';
  const noun = phrase === '' ? beside : (phrase.split(/\s+/).at(-1) ?? '');
  const isDivision = division.test(noun === '' ? (ofNoun === '' ? before : ofNoun) : noun);
  return { role: 'each', count: countParts(masked, noun, mention.start), isDivision };
}

/** How many of a part the instruction names; for an unnamed one ("each"), the nearest count of parts before it. */
function countParts(masked: string, noun: string, upTo = masked.length): number {
  if (noun === '') return countsOf(masked.slice(0, upTo), unnamedParts).at(-1) ?? 0;
  if (/^\p{Script=Han}/u.test(noun)) {
    // 每条评论 counts by its classifier too: 20条用户评论.
    const named = [noun, noun.slice(0, 1)].flatMap((name) =>
      countsOf(masked, `(?<!每)(?<count>${numberPattern})个?${name}`),
    );
    return named[0] ?? countParts(masked, '', upTo);
  }
  const stem = noun.replace(/(?:ies|y)$/i, '(?:y|ies)').replace(/s$/i, '');
  const adjectives = '(?:(?!(?:of|in|per|each|every|an?|words?)\\b)[a-z-]+\\s+){0,2}?';
  return countsOf(masked, `(?<count>${numberPattern})[\\s-]+${adjectives}${stem}(?:e?s)?\\b`)[0] ?? 0;
}

/** Every count of two or more that a pattern with the group `count` finds, in reading order. */
function countsOf(masked: string, pattern: string): number[] {
  return [...masked.matchAll(new RegExp(pattern, 'gi'))]
    .map((match) => parseNumber(match.groups?.count ?? '')?.value ?? 0)
    .filter((count) => count >= 2);
}

function isInner(before: string, after: string): boolean {
  if (innerAfter.test(after) && innerLink.test(before)) return true;
  if (innerAfterHan.test(after) && innerLinkHan.test(before)) return true;
  if (innerBeforeHan.test(before) || innerLabel.test(before)) return true;
  const lead = innerBefore.exec(before)?.groups?.lead;
  return lead !== undefined && !written.test(lead);
}
