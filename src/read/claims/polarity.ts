/** Whether a sentence affirms or denies, and how far it reaches: what a claim may not change of its source. */

const negators =
  /\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|lacks?|lacked|lacking|fail(?:s|ed)?|refus(?:es?|ed)|den(?:y|ies|ied)|reject(?:s|ed)?|bann?(?:ed|s)?|prohibit(?:s|ed)?|unable)\b|n['’]t\b|不(?!仅|但|只|断|少|同|久|过|论|管|足|到)|没有|没能|未(?!来)|无法|并非|从未|拒绝|缺乏|禁止/giu;
/** Words that rule each other out. A claim that has one where its source has only the other says the opposite. */
const opposites: readonly [RegExp, RegExp][] = [
  [
    /\b(?:ke(?:ep|eps|pt)|continu(?:e|es|ed|ing)|carr(?:y|ies|ied) on|went on|goes on|remain(?:s|ed)?|still)\b|继续|保持|仍|一直/iu,
    /\b(?:stop(?:s|ped)?|ceas(?:e|es|ed)|halt(?:s|ed)?|discontinu(?:e|es|ed)|g(?:a|i)ve(?:s|n)? up|end(?:s|ed)|no longer|suspend(?:s|ed)?|abandon(?:s|ed)?)\b|停止|停了|中止|终止|停用|不再|放弃|取消/iu,
  ],
  [
    /\b(?:r(?:ise|ises|ose|isen)|increas(?:e|es|ed)|gr(?:ow|ows|ew|own)|climb(?:s|ed)?|went up|gain(?:s|ed)?|expand(?:s|ed)?)\b|上升|增加|增长|提高|扩大/iu,
    /\b(?:f(?:all|alls|ell|allen)|decreas(?:e|es|ed)|declin(?:e|es|ed)|drop(?:s|ped)?|went down|shr(?:ink|inks|ank|unk)|los(?:t|es|e))\b|下降|减少|降低|缩小|下跌/iu,
  ],
  [
    /\b(?:accept(?:s|ed)?|approv(?:e|es|ed)|grant(?:s|ed)?|agree(?:s|d)?|allow(?:s|ed)?|permit(?:s|ted)?|authori[sz]ed)\b|批准|同意|接受|允许|准许|通过了/iu,
    /\b(?:reject(?:s|ed)?|refus(?:e|es|ed)|turn(?:s|ed) down|declin(?:e|es|ed)|forb(?:ids?|ade|idden)|bann?(?:ed|s)|prohibit(?:s|ed)?|vetoed)\b|拒绝|否决|驳回|禁止|不准/iu,
  ],
  [
    /\b(?:open(?:s|ed)|start(?:s|ed)|began|begins|launch(?:es|ed))\b|开放|启用|开始|投入使用/iu,
    /\b(?:clos(?:es|ed)|shut|end(?:s|ed)|stopped)\b|关闭|结束|停用/iu,
  ],
  [/\b(?:succe(?:ed|eds|eded)|passed|won)\b|成功|合格/iu, /\b(?:failed|fails|lost)\b|失败|不合格/iu],
  [/\b(?:before|earlier than)\b|之前|早于/iu, /\b(?:after|later than)\b|之后|晚于/iu],
  [
    /\b(?:above|more than|over|exceed(?:s|ed)?|at least)\b|超过|高于|至少|以上/iu,
    /\b(?:below|less than|fewer than|under|at most)\b|低于|少于|不到|不足|以下|至多/iu,
  ],
  [/\bwith\b|具备|配有/iu, /\bwithout\b|缺少|没有配/iu],
  [
    /\b(?:the )?(?:largest|biggest|highest|longest|most)\b|最大|最高|最长|最多/iu,
    /\b(?:the )?(?:smallest|lowest|shortest|least|fewest)\b|最小|最低|最短|最少/iu,
  ],
];
const universals =
  /\b(?:all|every|everyone|each|always|entire(?:ly)?|whole|everywhere|nationwide|worldwide|universal(?:ly)?|only|sole(?:ly)?|exclusive(?:ly)?|complete(?:ly)?|full(?:y)?|any|throughout|invariably|permanent(?:ly)?|year[- ]round|round the clock|without exception|across the)\b|所有|全部|全体|一切|每(?:个|名|家|一|位|艘|座)|各个|各项|任何|始终|总是|永远|一律|无一|唯一|整个|全国|全世界|全年|全天|完全|均|都/giu;
const limits =
  /\b(?:only|some|several|many|most|mostly|mainly|chiefly|largely|primarily|part(?:ly|s)?|partial(?:ly)?|half|may|might|could|can|sometimes|occasional(?:ly)?|rarely|usual(?:ly)?|general(?:ly)?|normal(?:ly)?|typical(?:ly)?|often|few|limited|certain|selected|among|pilot|trial|temporar(?:y|ily)|provisional(?:ly)?|seasonal(?:ly)?|except|excluding|apart from|at least one|a number of|one of|almost|nearly|so far|for now|until now|planned|plans|proposed|intended|intends|expected|expects|hop(?:es|ed|ing)|likely|probably|perhaps|possibly|apparently|reportedly|allegedly|said to|believed|thought|estimated|if|unless|provided|as long as|weekdays?|weekends?|(?:in|during|over) (?:the )?(?:winter|summer|spring|autumn|season))\b|部分|有些|一些|若干|某些|多数|大多|主要|基本|一般|往往|几乎|可能|也许|或许|有时|偶尔|通常|少数|个别|试点|暂时|临时|目前|至今|计划|预计|拟|据说|据称|之一|仅|只|除外|除了|以外|如果|除非|(?:冬|夏|春|秋)(?:季|天)|工作日|周末|期间/giu;

const matchesOf = (text: string, pattern: RegExp): string[] =>
  (text.normalize('NFKC').match(pattern) ?? []).map((word) => word.toLowerCase());

/** True for an odd number of negations: two of them affirm. */
export const isDenied = (text: string): boolean => matchesOf(text, negators).length % 2 === 1;

/** Whether one text says a word ("stopped") whose opposite alone ("kept") stands in the other. */
export function isOpposite(claim: string, span: string): boolean {
  return opposites.some(([one, other]) => {
    const [claimed, stated] = [claim, span].map((text) => [one.test(text), other.test(text)]);
    if (claimed === undefined || stated === undefined || claimed[0] === claimed[1]) return false;
    return stated[0] !== stated[1] && claimed[0] !== stated[0];
  });
}

/** Whether a claim reaches further than its span: it says "all" where the span does not, or drops its "some". */
export function isWidened(claim: string, span: string): boolean {
  const [claimed, stated] = [matchesOf(claim, limits), matchesOf(span, limits)];
  if (
    matchesOf(claim, universals).some((word) => word !== 'only') &&
    matchesOf(span, universals).length === 0
  )
    return true;
  return stated.length > 0 && claimed.length === 0;
}
