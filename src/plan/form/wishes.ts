/** What an instruction says itself about headings, parts and paragraphs. Explicit wishes stand above the form. */

type FormWishes = {
  /** Asked for or refused. */
  headings: boolean | undefined;
  /** Chapters or acts: parts that carry a heading in any form. */
  hasChapters: boolean;
  /** "in three parts": headed where the form has headings. */
  hasParts: boolean;
  /** One chapter of a longer work: no chapters in it. */
  isSingleChapter: boolean;
  isOneParagraph: boolean;
  frontMatter: 'none' | 'abstract' | undefined;
};

const number =
  '(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|several|multiple|a few|many|different|separate|distinct|numbered|titled)';
const headingNoun = '(?:sub-?)?(?:headings?|headers?|heads?|section titles?|chapter titles?)';
const refusedHeadings: readonly RegExp[] = [
  /\b(?:no|without|avoid|omit|skip|never use|(?:don['’]?t|do not|not|never)\s+(?:use|add|include|write|insert|put|give)|free of)\s+(?:any\s+|section\s+|chapter\s+|or\s+|bullet points?,?\s+|lists?,?\s+|and\s+){0,4}(?:sub-?)?(?:headings?|headers?|heads|titles|subtitles|section titles)\b/i,
  /(?:不要|不用|不需要?|不必|无需|无须|没有|勿|别|不(?=[分加设写带使]))[^，。；！？,;\n]{0,8}(?:标题|分节|分章|章节|分小节)/,
  /\b(?:continuous|flowing|unbroken) prose\b/i,
  /\b(?:ohne|keine)\s+(?:zwischen)?überschriften\b|\bsans\s+(?:inter|sous-)?titres\b|\bsin\s+(?:sub)?(?:títulos|encabezados)\b|без\s+(?:под)?заголовков|بدون\s+عناوين/iu,
  /見出し(?:なし|無し|は(?:不要|なし|いら|つけ|付け)|を(?:つけ|付け|使わ|入れ)(?:ず|ない))|소제목\s*(?:없이|은? ?빼)/,
];
const askedHeadings: readonly RegExp[] = [
  new RegExp(
    `\\b(?:with|use|using|uses|include|includes|including|add|adding|under|have|has|having|insert|organi[sz]ed? (?:by|with|under|into)|structured? (?:by|with|under|into)|give|contains?|containing|provide|each|separate|clear|bold|descriptive|own|single)\\b[^.!?\\n]{0,40}?\\b${headingNoun}\\b(?!\\s+(?:for|to|home|north|south|east|west|toward)\\b)`,
    'i',
  ),
  /\b(?:sub-?headings|table of contents)\b/i,
  /小标题|子标题|分标题|[一二三]级标题|各级标题|章节标题|每(?:一|个)?(?:部分|章|节|段)[^，。\n]{0,6}(?:标题|题目)/,
  /\bmit\s+(?:\p{L}+\s)?(?:zwischen)?überschriften\b|\bavec\s+(?:des\s+)?(?:inter|sous-)?titres\b|\bcon\s+(?:sub)?(?:títulos|encabezados)\b|с\s+(?:под)?заголовками|مع\s+عناوين/iu,
  /見出し(?:付き|つき|をつけ|を付け|を入れ|を使)|소제목(?:을| ?있|과|으로)/,
];
const askedChapters: readonly RegExp[] = [
  new RegExp(`\\b${number}[ -](?:\\w+ )?chapters?\\b`, 'i'),
  /\b(?:in|into|with|by|per|each|every) (?:\w+ )?chapters?\b(?!\s+(?:\d|one|two|of)\b)/i,
  /(?<![第\d])[两二三四五六七八九十百几\d]+(?:个)?(?:章节|章(?![程节])|回(?![答到来忆合顾]))|分(?:成|为)?(?:若干|多)?个?章节?|每(?:一|个)?章|章回体/,
  /\b(?:kapiteln|chapitres|capítulos)\b|глав(?:ы|ами|ах)?(?!\p{L})|فصول/iu,
  /[二三四五六七八九十\d]+章(?:構成|に|から)|\d+\s*개?\s*(?:의\s*)?장으로/,
];
const askedActs = new RegExp(`\\b${number}[ -]acts?\\b|[二两三四五六七八九十\\d]+幕`, 'i');
const askedParts: readonly RegExp[] = [
  new RegExp(
    `\\b(?:in|into|with|has|have|having|contain(?:s|ing)?|consist(?:s|ing)? of|comprising|compris(?:es|ed) of)\\s+(?:the following\\s+)?${number}\\s+(?:\\w+\\s+)?(?:parts|sections)\\b`,
    'i',
  ),
  /\b(?:divide|divided|split|break|broken|organi[sz]ed?|structured?)\b[^.!?\n]{0,30}?\b(?:into|in|with) (?:\w+ ){0,2}(?:parts|sections)\b|\b(?:each|every) section\b|\bwith (?:\w+ )?sections\b/i,
  /分(?:为|成|作|以下|下列|上下|上中下|[两二三四五六七八九十几\d]|个|大|别){1,4}(?:部分|板块|模块|小节|节|篇|段落|方面)|[两二三四五六七八九十几\d]+个?大?(?:部分|板块|小节)/,
  /\b(?:in|mit) (?:zwei|drei|vier|fünf|sechs|\d+) (?:teilen|abschnitten)\b|\ben (?:deux|trois|quatre|cinq|dos|tres|cuatro|cinco|\d+) (?:parties|sections|partes|secciones)\b|(?:двух|трёх|трех|четырёх|пяти|\d+) част(?:ей|ях|и)/iu,
];
const chapterLabel = /\bchapter\s+(?:\d+|one|two|three|four|five|[ivx]+)\b|第[一二三四五六七八九十百\d]+章/gi;
const oneChapter =
  /\b(?:first|second|third|opening|next|last|final|this|\d+(?:st|nd|rd|th)|a|one)\s+(?:\w+\s+)?chapter\b(?!\s*(?:summary|by|titles|headings))/i;
const oneParagraph =
  /\b(?:in|as|into|only|just|exactly)\s+(?:just\s+|only\s+|exactly\s+)?(?:one|a single|1)\s+(?:\w+\s+)?paragraph\b|\b(?:one|single)-paragraph\b|不(?:要|用)?分段|一个(?:自然)?段(?:落)?(?:[，。内里]|写|完成|$)|写成?一段话|in einem (?:einzigen )?absatz|en un seul paragraphe|en un solo párrafo|в одном абзаце|一段落で|한 (?:문단|단락)으로/iu;
const noFrontMatter =
  /\b(?:without|no)\s+(?:an?\s+|any\s+)?(?:introduction|intro)\b|(?:不要|不需要?|无需|没有|不写)(?:前言|引言|导言|开场)/i;
const abstractWanted =
  /\b(?:with|include|includes|including|have|has|contains?|start with)\s+(?:an?\s+)?abstract\b|(?:包括|包含|含|有|附|带)[^，。\n]{0,6}摘要/i;

const matchesAny = (patterns: readonly RegExp[], text: string): boolean =>
  patterns.some((pattern) => pattern.test(text));

/** @param text - The instruction without quoted and given material. */
export function readWishes(text: string): FormWishes {
  const chapters = new Set([...text.matchAll(chapterLabel)].map(([found]) => found.toLowerCase()));
  const isRefused = matchesAny(refusedHeadings, text);
  const hasChapters = chapters.size > 1 || matchesAny(askedChapters, text);
  return {
    headings: isRefused ? false : matchesAny(askedHeadings, text) ? true : undefined,
    hasChapters: hasChapters || askedActs.test(text),
    hasParts: matchesAny(askedParts, text),
    isSingleChapter: !hasChapters && (chapters.size === 1 || oneChapter.test(text)),
    isOneParagraph: oneParagraph.test(text),
    frontMatter: noFrontMatter.test(text) ? 'none' : abstractWanted.test(text) ? 'abstract' : undefined,
  };
}
