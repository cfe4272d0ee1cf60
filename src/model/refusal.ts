/**
 * Tells an answer that is nothing but a refusal from prose in which somebody refuses.
 *
 * Conservative: a missed refusal is caught later by the length gate, a false one throws a section away. So an answer
 * counts only if it is short, opens with a refusal of the request itself, and shows no sign of a story.
 */

const longestCharacters = 900;

const sorry =
  /^(?:(?:i['’]?m|i am)\s+(?:(?:so|very|really|truly|deeply)\s+)?sorry|sorry|i apologi[sz]e|my apologies|unfortunately|thank you for [^.!,]{1,60}|as an ai(?: (?:language )?model| assistant)?)\b[^.!?\n]{0,40}?[,.;:—–-]?\s*(?:but|however)?[,\s]*/i;
const cannot =
  /^(?:i\s+(?:just\s+|simply\s+|really\s+)?(?:can['’]?t|cannot|can not|could not|couldn['’]t|won['’]?t|will not|am unable to|['’]m unable to|am not able to|must (?:respectfully )?decline to|have to decline to|decline to)|i['’]m (?:unable|not able|not comfortable|not willing)(?: to)?|i am (?:unable|not able|not comfortable|not willing)(?: to)?)\s+/i;
/** What is refused is the request, not something in a scene. */
const object =
  /^(?:(?:to\s+)?(?:help|assist)(?:ing)?(?: you)?(?: (?:with|in|on) (?:that|this|it|your request|(?:that|this|such|the) (?:request|task|content|topic|story|text)|(?:writing|creating|generating|producing) [^.!?]{1,120}))?\s*(?:[.!,;]|$)|(?:comply|complying) with\b|(?:fulfil|fulfill|accommodate|process|complete|honou?r)(?:ing)? (?:this|that|your|the|such)[^.!?]{0,40}\brequest|(?:engage|engaging|proceed|proceeding|continue|continuing) (?:with|in) (?:this|that|your|such)(?: (?:request|content|conversation|topic|story|roleplay))?\s*[.!,;])/i;
const production =
  /^(?:write|create|generate|produce|provide|compose|draft|discuss|continue|share|offer|writing|creating|generating|producing|providing|discussing|continuing)\b[^.!?\n]{0,200}/i;
const policy =
  /\b(?:content polic|guideline|polic(?:y|ies)\b|inappropriate|harmful|explicit(?:ly)? (?:sexual|content|material)|copyrighted|as an ai|your request|this request|that request|such content|happy to help|glad to help|something else i can|sexual content|graphic violence)/i;

const chinese =
  /^(?:(?:非常|很|十分|真的)?(?:抱歉|對不起|对不起|不好意思|遗憾|遺憾)[，,。！!\s]*|作为[^，。]{0,12}(?:AI|人工智能|语言模型|助手)[，,\s]*|作為[^，。]{0,12}(?:AI|人工智慧|語言模型|助手)[，,\s]*){0,2}(?:但)?(?:我|本助手)?(?:暂时|暫時|目前|也|还|還)?(?:无法|無法|不能|没法|沒法|没有办法|沒有辦法|不可以|不便|不会|不會)(?:再)?(?:(?:为|為|给|給|帮|幫|替)(?:您|你)|帮助您|帮助你|協助您|协助您|协助你)?(?:提供|协助|協助|帮助|幫助|满足|滿足|生成|创作|創作|撰写|撰寫|写|寫|继续|繼續|完成|处理|處理|回答|讨论|討論|回应|回應|执行|執行|参与|參與)[^。！!？?\n]{0,80}/i;
/** The same with the request named first: 抱歉，这个请求我无法处理. */
const chineseObjectFirst =
  /^(?:非常|很|十分)?(?:抱歉|對不起|对不起|不好意思)[，,。！!\s]*(?:这个|這個|此|该|該|您的|你的|这类|這類)(?:请求|請求|要求|内容|內容|话题|話題|主题|主題|任务|任務)[^，。！？\n]{0,6}(?:无法|無法|不能|没法|沒法|不便)(?:处理|處理|满足|滿足|完成|协助|協助|回答|提供|继续|繼續|创作|創作|撰写|撰寫)/;
const chineseObject =
  /请求|請求|要求|此类|此類|这类|這類|该内容|該內容|相关内容|相關內容|这个(?:话题|问题|内容|任务|主题)|這個(?:話題|問題|內容|任務|主題)|该(?:话题|问题|任务|主题)|该类|违规|違規|敏感|不当|不當|协助您|協助您|帮助您|幫助您|的内容|的內容/;

const declines = /^i\s+(?:must|have to)\s+(?:respectfully\s+)?(?:decline|refuse)\s+/i;
const blunt =
  /^(?:to\s+)?(?:(?:write|do|create|generate|produce|provide|fulfil|fulfill|answer|discuss|help with)\s+)?(?:(?:about\s+)?(?:that|this|it)|content\b[^.!?,]{0,60}|(?:this|that|the|your|such)\s+(?:an?\s+)?\w+)\s*(?:[.!]|$)/i;
const bluntPolicy =
  /^(?:this|that|your) (?:request|prompt|topic|content)\b[^.!?]{0,40}\b(?:violates|goes against|is against|is not allowed)/i;
const bluntChinese =
  /^(?:(?:非常|很|十分)?(?:抱歉|對不起|对不起|不好意思)[，,。！!\s]*)(?:但)?我?(?:无法|無法|不能|没法|沒法|不便)(?:写|寫|提供|创作|創作|生成|完成|回答|协助|協助|帮|幫|做)[^。！？\n]{0,15}[。！]?$/;

/** "I'm afraid that's not something I can help with." */
const bluntAfraid =
  /^(?:i['’]m|i am) (?:(?:very|so|really) )?(?:sorry|afraid)\b[^.!?\n"“]{0,40}\bnot something (?:that )?i(?: can|['’]m able to| am able to)\b/i;
/** 很遗憾，这个话题我不方便展开。 */
const bluntChineseObject =
  /^(?:(?:非常|很|十分)?(?:抱歉|對不起|对不起|不好意思|遗憾|遺憾)[，,。！!\s]*)(?:但)?(?:这个|這個|此|该|該|您的|你的)(?:请求|請求|要求|内容|內容|话题|話題|主题|主題|问题|問題)[，,]?(?:我)?(?:不方便|不便|无法|無法|不能)[^。！？\n]{0,15}[。！]?$/;

const story =
  /^["“”「『‘«—-]|\b(?:he|she|they|we|it)\s+(?:said|says|whispered|replied|answered|muttered|thought|shouted|sighed|closed|turned|walked|looked)\b|["”]\s*(?:said|she|he|they|I)\b|(?:说道|說道|低声|低聲|喃喃|回答道|他说|她说|他說|她說|叹了口气|嘆了口氣)/i;

/**
 * Whether the whole answer only declines the request, in English or Chinese.
 *
 * False for prose with a refusing character, for a refusal followed by the work, and for anything over 900
 * characters or five paragraphs.
 */
export function isRefusal(text: string): boolean {
  const answer = text.trim().replace(/^\*+/, '').trim();
  if (answer === '' || answer.length > longestCharacters || story.test(answer)) return false;
  if (answer.split(/\n\s*\n/).length > 5 || /^#{1,6}\s/m.test(answer)) return false;
  return refusesBluntly(answer) || refusesInEnglish(answer) || refusesInChinese(answer);
}

/** One or two short sentences that refuse cannot be a section, whatever they leave unsaid. */
function refusesBluntly(answer: string): boolean {
  if (answer.length > 160 || answer.split(/[.!?。！？]+(?:\s|$)/).filter(Boolean).length > 2) return false;
  if (bluntChinese.test(answer) || bluntChineseObject.test(answer)) return true;
  if (bluntPolicy.test(answer) || bluntAfraid.test(answer)) return true;
  const claim = answer.replace(sorry, '');
  const verb = cannot.exec(claim) ?? declines.exec(claim);
  return verb !== null && blunt.test(claim.slice(verb[0].length));
}

function refusesInEnglish(answer: string): boolean {
  const claim = answer.replace(sorry, '');
  const verb = cannot.exec(claim) ?? cannot.exec(answer);
  if (verb === null) return false;
  const rest = (cannot.test(claim) ? claim : answer).slice(verb[0].length);
  if (object.test(rest)) return true;
  return production.test(rest) && policy.test(answer);
}

function refusesInChinese(answer: string): boolean {
  if (answer.length > 300) return false;
  return chineseObjectFirst.test(answer) || (chinese.test(answer) && chineseObject.test(answer));
}
