/** What a prompt asks for, by the verbs any reader would go by. English and Chinese. */

import { countWords } from '../../text/count-words.ts';

/** Kinds of request that are answered differently. */
export type RequestKind =
  | 'judge'
  | 'condense'
  | 'summary'
  | 'title'
  | 'plan'
  | 'continue'
  | 'revise'
  | 'answer'
  | 'prose';

/** Where an order to the model may begin; "how to plan a wedding" is a topic, not an order. */
const start = String.raw`(?:^|[.!?:;。！？：；，]\s*|\n[\s>*#\-\d.)]*|\b(?:please|now|then|first|kindly|only|you\s+(?:can|will|must|should|to)|help\s+me(?:\s+to)?|(?:could|can|would)\s+you|(?:task|job|goal|role)\s+is\s+to|asked\s+to)\s+|请你?|现在|先)`;
const notBefore = String.raw`(?<!\b(?:not|never|don't|without)\s)`;
const imperative = (verbs: string, rest = ''): RegExp =>
  new RegExp(`${start}${notBefore}(?:${verbs})${rest}`, 'im');

const judgeVerb = imperative(
  String.raw`(?:rate|score|grade|evaluate|judge|assess)\b|评分|打分|评价|评估|[对给为][^。\n]{0,30}(?:评分|打分)`,
);
const judgeFormat =
  /\b(?:scores?|ratings?|grades?|scale|points)\b[^\n]{0,80}\d|\d\s*(?:-|–|to|and|\.\.)\s*\d+[^\n]{0,40}\b(?:scores?|ratings?|scale|points)\b|\bout of \d|\bfrom\s+\d+\s+to\s+\d|分数|\d\s*(?:分|到|至|-|~)\s*\d*\s*分?/i;

const condense = imperative(
  '(?:shorten|condense|compress|abridge|tighten|trim|cut(?:\\s+down)?|reduce)',
  String.raw`\b[^.\n]{0,80}\b(?:words?|text|draft|section|passage|chapter|paragraph|story|article|it|this|following|below|above)\b`,
);
const condenseChinese =
  /(?<!不要|不得|不可)(?:压缩|缩短|精简|删减|缩写|浓缩)(?:到|至|为|成|下面|以下|上面|这|本|全文|文章|，)/;

const summary = imperative(
  String.raw`summari[sz]e|(?:write|give|produce|create|return|provide)\s+(?:me\s+)?(?:a|an|one|the)\s+(?:\S+\s+){0,3}(?:summary|synopsis|abstract|recap)|sum\s+up|总结|概括|概述|写(?:一|出)?.{0,6}(?:摘要|梗概)`,
);
const title = imperative(
  String.raw`(?:write|give|suggest|propose|invent|find|return|create|think\s+of)\s+(?:me\s+)?(?:a|an|one|the|only\s+a)\s+(?:\S+\s+){0,4}(?:title|headline)|(?:[给为][^。\n]{0,20})?(?:起|拟|取|想|给出)(?:一)?个?.{0,8}(?:标题|题目|书名)`,
);

const planObject = String.raw`(?:outline|table\s+of\s+contents|synopsis\s+of\s+chapters|storyline|(?:writing|section|chapter|content|document|article|book|story|detailed|step-by-step|section-by-section|chapter-by-chapter)[\s-]plan|plan\s+(?:for|of)\s+(?:the\s+|a\s+|an\s+|this\s+|its\s+|all\s+)?(?:article|text|book|story|report|novel|essay|document|sections|chapters|piece|whole)|(?:whole|full|complete|entire|new|revised|corrected)\s+plan\b|list\s+of\s+(?:sections|chapters|subtasks|headings))`;
const plan = [
  imperative(
    String.raw`(?:break|divide|split|decompose|structure|organi[sz]e)\b[\s\S]{0,120}?\b(?:in)?to\b[^.\n]{0,60}\b(?:subtasks|sub-tasks|sections|chapters|parts|steps|paragraphs|scenes)`,
  ),
  imperative(
    String.raw`(?:create|make|write|draft|produce|give|prepare|generate|design|return|propose|develop|provide|build|devise|draw\s+up|output|compose|plan\s+and\s+return)\b[^.\n]{0,60}\b${planObject}`,
  ),
  imperative(
    String.raw`(?:plan|outline)\s+(?:out\s+)?(?:how\s+to\s+write|(?:the|a|an|this|its|all|\d+)\s+(?:[\w,-]+\s+){0,4}(?:article|essay|report|story|novel|text|book|piece|document|sections?|chapters?|guide|speech|paper|manual|letter|words|content|instruction|structure|writing))\b`,
  ),
  /(?:列出|制定|给出|撰写|写出|写一[个份]|生成|设计|拟定|拟|输出|提供|编写|做一[个份]|列一[个份])[^。\n]{0,30}?(?:大纲|提纲|写作规划|写作计划|写作步骤|章节安排|章节目录|子任务|目录)/,
  /(?:分解|拆分|拆解|划分)(?:成|为)?[^。\n]{0,12}(?:子任务|章节?|小节|步骤|部分|段落|[章节段])/,
  /(?:^|请|先|，|。|\n)(?:先)?规划(?:一下)?(?:全文|文章|写作|以下|下面|这篇|各节|章节|出)/m,
];

/** A prompt that asks for one part of a text, whatever plan it also shows. */
const partOfText = [
  imperative(
    String.raw`(?:write|draft|compose|continue(?:\s+(?:writing|with))?)\s+(?:only\s+|just\s+|out\s+)?(?:the\s+)?(?:full\s+)?(?:text\s+(?:of|for)\s+)?(?:the\s+)?(?:next|this|following|(?:section|chapter|paragraph|part|scene|step)\s*(?:no\.?\s*|number\s*|#)?(?:\d|[ivx]+\b|one|two|three))`,
  ),
  /\bnow\s+(?:please\s+)?(?:write|draft|compose|continue)\b(?![^.\n]{0,30}\b(?:outline|plan|summary|title)\b)/i,
  /\bcontinue\s+writing\b/i,
  /(?:续写|继续写|继续撰写|接着写|往下写|写下一[段节章]|(?:现在|请)[^。\n]{0,12}(?:写|撰写)(?:出)?(?:第|本[节章段]|这一?[节章段]|下一?[节章段]))/,
  /(?:写|撰写)(?:第[一二三四五六七八九十百\d]+[节章段部]|本[节章段]|这一?[节章段]|下一?[节章段])/,
];

const continueCue = [
  imperative('continue|carry\\s+on|keep\\s+writing|resume|pick\\s+up|finish\\s+(?:the|this)'),
  /\b(?:continue|carry on|go on)\s+(?:from|where|writing|the|this|exactly|directly)\b/i,
  /续写|继续写|接着写|往下写|请继续|继续上文|接着上文|从.{0,12}继续/,
];
const revise = imperative(
  String.raw`(?:re-?write|revise|edit|improve|polish|proofread|correct|expand|extend|lengthen|改写|修改|润色|重写|扩写|校对)\b`,
);
const reviseChinese = /(?:^|请|，|\n)(?:改写|修改|润色|重写|扩写|校对)/;
const question =
  /(?:^|\n)\s*(?:question|q|问题)\s*[:：]|\banswer\s+(?:the|this|only|with|in|yes|using)\b|回答(?:下面|以下|这个|问题)/i;

/** Longest part of a message that is searched for cues, at each end: a request stands before or after its material. */
const reach = 4_000;

/** A paragraph this long between the first and the last one is material, unless it speaks to the model. */
const materialWords = 70;
const address = /\b(?:you|your|please)\b|\d\s*words?\b|[你您请]|\d\s*个?字/i;

/** Both ends of a message, without its long paragraphs of material. */
function endsOf(message: string): string {
  const paragraphs = message.split(/\n\s*\n/);
  const orders = paragraphs.filter((paragraph, index) => {
    const isMiddle = index > 0 && index < paragraphs.length - 1;
    const start = paragraph.slice(0, reach);
    return !isMiddle || address.test(start) || countWords(start) < materialWords;
  });
  const text = orders.join('\n\n');
  return text.length > 2 * reach ? `${text.slice(0, reach)}\n\n${text.slice(-reach)}` : text;
}

/** Tells what a message asks for; `prose` where nothing else fits. */
export function classifyRequest(message: string): RequestKind {
  const text = endsOf(message);
  if (judgeVerb.test(text) && judgeFormat.test(text)) return 'judge';
  if (condense.test(text) || condenseChinese.test(text)) return 'condense';
  const isPart = partOfText.some((cue) => cue.test(text));
  if (!isPart) {
    if (title.test(text)) return 'title';
    if (plan.some((cue) => cue.test(text))) return 'plan';
    if (summary.test(text)) return 'summary';
    if (revise.test(text) || reviseChinese.test(text)) return 'revise';
  }
  if (continueCue.some((cue) => cue.test(text))) return 'continue';
  if (!isPart && question.test(text)) return 'answer';
  return 'prose';
}

const headingAsked =
  /\b(?:start|begin|open|head|precede)s?\b[^.\n]{0,40}\bwith\s+(?:a|an|the|its|your)\s+(?:\w+\s+){0,3}(?:heading|subheading|title|subtitle)|\b(?:include|use|add|write|give|put)\s+(?:\w+\s+){0,3}(?:headings?|subheadings?)\b|以.{0,8}标题(?:开头|开始)|(?:加上|写上|带有?|包含|使用|添加)(?:小|分级)?标题/i;
const headingRefused =
  /\b(?:no|without|not|never|avoid|omit)\b[^.\n]{0,40}\b(?:headings?|subheadings?|titles?)\b|(?:不要|不得|不写|不带|无需|不用)[^。\n]{0,12}标题|\bif needed\b/i;

/** Whether the request asks for a heading over the text. */
export function asksForHeading(message: string): boolean {
  const text = message.slice(-reach);
  return headingAsked.test(text) && !headingRefused.test(text);
}

/** Whether the request leaves a yes or no. */
export function asksYesOrNo(message: string): boolean {
  return /\b(?:yes or no|yes\/no)\b|只回答.{0,4}是.{0,4}否|是或否/i.test(endsOf(message));
}
