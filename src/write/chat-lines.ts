/**
 * Lines in which a model speaks to the person who asked instead of writing, English and Chinese. Each pattern names
 * the text as a piece of work (section, draft, word count); a letter or a character who says "let me know" does not.
 */

const number = '(?:\\d+(?:\\.\\d+)*|one|two|three|four|five|six|seven|eight|nine|ten|[ivx]+)';
const consent =
  "(?:sure(?:\\s+thing)?|certainly|of\\s+course|absolutely|okay|ok|great|alright|got\\s+it|understood|no\\s+problem|i['’]d\\s+be\\s+happy\\s+to(?:\\s+help)?)\\s*[!,.:—–-]+\\s*";
const shows =
  "(?:here(?:['’]s|\\s+is|\\s+are)|below\\s+(?:is|are)|below\\s+you(?:['’]ll|\\s+will)\\s+find|the\\s+following\\s+is|this\\s+is|i(?:['’]ve|\\s+have)\\s+written|please\\s+find(?:\\s+below)?)\\s+";
const adjectives =
  '(?:(?:first|second|third|fourth|fifth|next|final|last|requested|opening|closing|new|full|complete|completed|finished|revised|detailed|written|short|long|well-written|introductory|concluding)\\s+){0,3}';
/** Parts of a text by number, or a piece of work as such. */
const work = [
  `(?:the\\s+)?(?:text\\s+(?:for|of)\\s+|draft\\s+(?:for|of)\\s+)?(?:section|subsection|chapter|paragraph|part)\\s+${number}\\b`,
  `(?:the|your|my|a)\\s+${adjectives}(?:section|subsection|draft)\\b(?!\\s+of\\s+(?!(?:the|your|this)\\s+(?:text|essay|article|story|novel|report|paper|guide|document|piece|book)))`,
  '(?:the|your)\\s+(?:requested|full|complete|completed|finished|revised|rewritten|continued)\\s+(?:text|content|version|chapter|paragraph|piece|article|essay|story|report)\\b',
  '(?:the|a)\\s+(?:text|content|continuation)\\s+(?:for|of)\\s+(?:the|this|your)\\s+(?:section|chapter|text|story|article|essay)\\b',
].join('|');
/** After "Sure!" the piece may be called anything that is written. */
const piece = `(?:the|your|my|an?)\\s+${adjectives}(?:[a-z-]+\\s+){0,2}?(?:section|chapter|part|paragraph|text|draft|essay|article|story|report|letter|speech|poem|passage|scene|piece|content|continuation|introduction|conclusion|overview|version)\\b`;
const restOfLine = '[^.!?\\n]{0,140}';
const address = [
  new RegExp(`^${shows}(?:${work})${restOfLine}:$`, 'i'),
  new RegExp(`^(?:${consent})+${shows}(?:${work}|${piece})${restOfLine}[.:!]$`, 'i'),
];

const consentHan = '(?:好的?|当然(?:可以)?|没问题|可以的?|明白了?|收到)\\s*[，,。！!：:]\\s*';
const madeHan = '(?:我|本人)?(?:为您|为你|根据[^：:。\\n]{0,24}?)?(?:所?(?:撰写|续写|编写|创作|完成|写))?的?';
const workHan =
  '(?:第\\s*[一二三四五六七八九十百\\d.]+\\s*(?:节|章|段|部分|小节)|本节|本章|这一节|该节|正文)';
const addressHan = [
  new RegExp(
    `^(?:以下|下面|这)(?:就)?(?:是|为)${madeHan}[^。！？\\n：:]{0,20}${workHan}[^。！？\\n]{0,40}[：:]$`,
  ),
  new RegExp(
    `^(?:${consentHan})+(?:以下|下面|这|这里)(?:就)?(?:是|为)${madeHan}[^。！？\\n：:]{0,20}(?:${workHan}|内容|文章|文字|草稿|初稿|版本)[^。！？\\n]{0,40}[：:。！]$`,
  ),
];

/** Whether a first line or paragraph only announces the text. */
export function isAddressToReader(paragraph: string, title: string): boolean {
  const line = plain(paragraph);
  if ([...address, ...addressHan].some((pattern) => pattern.test(line))) return true;
  // "Here is "Early lights":" names the section by its title.
  const named = title === '' ? line : line.replace(title, 'section 1').replace(/["“”《》]/g, '');
  return named !== line && [...address, ...addressHan].some((pattern) => pattern.test(named));
}

const tally = [
  /^(?:total\s+)?(?:approximate\s+)?word\s*count\s*[:：=]?\s*(?:about|approx\.?|approximately|around|roughly|~|≈)?\s*[\d,]+(?:\s*words?)?\.?$/i,
  /^(?:本节|全文|正文|总)?字数(?:统计)?\s*[:：]?\s*(?:约|大约)?\s*[\d,]+\s*字?(?:左右)?。?$/,
  new RegExp(`^end\\s+of\\s+(?:the\\s+|this\\s+)?(?:sub)?section(?:\\s+${number})?\\.?$`, 'i'),
  /^(?:本节|第[一二三四五六七八九十\d]+节)(?:完|结束|到此结束)。?$/,
];
/** Authors write these too: taken for the model's in brackets only. */
const bracketedTally = [
  /^(?:about|approx\.?|approximately|around|roughly|~|≈|total\s*:?)?\s*[\d,]+\s*words?\.?$/i,
  /^(?:本节|全文|正文)?(?:共|约|共约|共计)?\s*[\d,]+\s*字。?$/,
  new RegExp(
    `^end\\s+of\\s+(?:the\\s+|this\\s+)?(?:chapter|part|paragraph|text)(?:\\s+${number})?\\.?$`,
    'i',
  ),
];

/** Whether a last line only counts the words or says that the section ends. */
export function isTally(lastLine: string): boolean {
  const line = plain(lastLine).replace(/^[-–—=\s]+|[-–—=\s]+$/g, '');
  const inner = plain(line.replace(/^[[(（【]\s*|\s*[\])）】]$/g, ''));
  const patterns = inner === line ? tally : [...tally, ...bracketedTally];
  return patterns.some((pattern) => pattern.test(inner));
}

const change =
  '(?:continue|proceed|go\\s+on|revise|rewrite|expand|adjust|refine|shorten|lengthen|elaborate|modify|edit|tweak|write\\s+(?:the|another)|(?:make|add)\\s+(?:any\\s+|some\\s+|further\\s+|more\\s+)*(?:changes|adjustments|edits|revisions|modifications|details?))';
const changes =
  '(?:any\\s+|some\\s+|further\\s+|more\\s+|other\\s+|additional\\s+)+(?:changes|adjustments|revisions|edits|modifications|sections)';
const nextPart = '(?:the\\s+|another\\s+|this\\s+)?(?:next\\s+)(?:section|chapter|part)';
const wish = "(?:if\\s+)?you(?:['’]d|\\s+would)?\\s+(?:like|want|need|prefer|wish)";
const about = `(?:(?:for\\s+)?me\\s+to\\s+${change}|to\\s+(?:${change}|see\\s+${changes})|${changes}|${nextPart})`;
const offers = [
  `^(?:please\\s+|just\\s+|feel\\s+free\\s+to\\s+)?let\\s+me\\s+know\\s+if\\s+(?:${wish}\\s+${about}|(?:there\\s+are\\s+)?${changes}|(?:this|the)\\s+(?:section|draft|text)\\b)`,
  `^(?:would\\s+you\\s+like|do\\s+you\\s+want)\\s+(?:me\\s+to\\s+${change}|${nextPart}|${changes})`,
  `^(?:shall|should|may|can)\\s+i\\s+(?:continue|proceed|go\\s+on|move\\s+on)\\s+(?:with|to)\\s+${nextPart}`,
  `^if\\s+you(?:['’]d|\\s+would)?\\s+(?:like|want|need|prefer)\\b[^.?!]{0,80}?(?:,\\s*)?(?:i\\s+can|i['’]d\\s+be\\s+happy\\s+to|i['’]ll|just\\s+let\\s+me\\s+know)\\b[^.?!]{0,80}\\b(?:section|draft|text|${changes})`,
  '^i\\s+hope\\s+(?:this\\s+helps(?:\\s+you)?[.!]?$|(?:that\\s+)?(?:this|the)\\s+(?:section|draft|text|version|piece)\\s+(?:meets|helps|fits|works|is|matches|suits))',
  `^feel\\s+free\\s+to\\s+(?:ask|request|suggest|reach\\s+out|tell\\s+me)\\b[^.?!]{0,60}\\b${changes}`,
].map((source) => new RegExp(source, 'i'));
const offersHan = [
  /^希望(?:这(?:一|些|份|篇|段)?(?:节|内容|文章|文字|段落)?|以上(?:内容|文字)?|本节(?:内容)?)?能?(?:够)?(?:对|符合|满足)(?:您|你)(?:的(?:要求|需求|期望)|有?所?有?帮助)[。！!]?$/,
  /^(?:如果?|若)(?:您|你)?(?:还)?(?:有|需要?|想|觉得|希望)[^。！？\n]{0,40}(?:修改|调整|补充|续写|扩写|继续写|润色|下一节)[^。！？\n]{0,30}(?:请|可以|欢迎|随时|我)[^。！？\n]{0,30}[。！!]?$/,
  /^(?:需要|要不要|是否需要)我?(?:继续|接着|修改|调整|续写|扩写)[^。！？\n]{0,20}(?:下一节|本节|内容|这一节)?[^。！？\n]{0,10}[？?]$/,
];

/** Whether a last paragraph only offers more work on the text, or hopes that it serves. */
export function isOffer(paragraph: string): boolean {
  const line = plain(paragraph);
  return line.length <= 300 && [...offers, ...offersHan].some((pattern) => pattern.test(line));
}

/** One line without the markup around it; a quotation keeps its marks, so that speech is never taken for ours. */
const plain = (text: string): string =>
  text
    .replace(/^[#>\s]+/, '')
    .replace(/\*\*|__|^[*_]+|[*_]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
