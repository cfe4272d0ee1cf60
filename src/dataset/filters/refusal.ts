/** Leaves out answers that only decline the request. */
import { isRefusal } from '../../model/refusal.ts';
import { type Filter, quote } from './filter.ts';

/** An apology that ends in "cannot", and the like: too little to tell inside a text, enough where it is all there is. */
const shortest = [
  /^(?:i['’]m (?:very |so |really )?(?:sorry|afraid)|sorry|(?:my )?apologies|i apologi[sz]e|unfortunately)\b[^.!?\n]{0,60}\b(?:can['’]?t|cannot|can not|unable|won['’]t|not able|not something i can)\b/i,
  /^i (?:can['’]?t|cannot|won['’]t|will not|am not able to|am unable to)\b[^.!?\n]{0,40}\b(?:request|help|assist|comply|write (?:that|this))\b/i,
  /^(?:(?:非常|很|十分|实在)?(?:抱歉|遗憾|對不起|对不起|不好意思)[，,。！!]?)[^。！？\n]{0,30}(?:无法|不能|不(?:方)?便|没有办法|超出)/,
  /^(?:这个|该|您的|你的|此)(?:问题|请求|要求|话题|内容|任务)[^。！？\n]{0,10}(?:无法|不能|不(?:方)?便|超出)[^。！？\n]{0,20}[。！]?$/,
  /^[^"“”「『\n]{0,80}\bi (?:regret that i )?(?:can['’]t|cannot|can not|won['’]t|will not|am (?:not able|unable) to|do(?:n['’]t| not) (?:feel comfortable|have the (?:ability|capability)))\b[^.!?\n]{0,50}\b(?:write|writing|create|generate|produce|provide|answer|help|assist|content|request)\b[^\n]*$/i,
  /^i (?:have to|must) (?:respectfully )?decline\b[^\n]{0,80}$/i,
  /^(?:as an? (?:ai|large language model|language model)|sorry)\b[^.!?\n]{0,60}\b(?:cannot|can['’]t|can not|against my|unable)\b[^\n]{0,80}$/i,
  /^(?:我是|作为)[^。\n]{0,12}(?:AI|人工智能|语言模型|助手)[^。\n]{0,12}(?:不能|无法)[^。\n]{0,30}[。！]?$/i,
  /\bdo(?:n['’]t| not) have the (?:ability|capability) to (?:write|create|generate|produce)\b/i,
  /^[^“「『\n]{0,20}(?:我|本助手)(?:无法|不能|没有能力|没办法|帮不了)[^。！？\n]{0,14}(?:提供|完成|撰写|写|回答|生成|创作|协助|帮助|您|你|请求)/,
  /^[^“「『\n]{0,12}(?:帮不了[您你]|请求违反了?[^。\n]{0,8}(?:规范|政策|规定|准则))/,
];
const mostCharacters = 240;

/** English and Chinese; a refusal inside a story, or before the work, is none. */
export const refusalFilter: Filter = { name: 'refusal', check: ({ answer }) => describeRefusal(answer) };

/** Why a reply counts as one that declines; undefined for one that does not. */
export function describeRefusal(reply: string): string | undefined {
  const text = reply.trim();
  const isShort = text.length <= mostCharacters && shortest.some((pattern) => pattern.test(text));
  return isShort || isRefusal(text) ? `It declines: ${quote(text)}.` : undefined;
}
