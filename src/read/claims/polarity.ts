/** Whether a sentence affirms or denies, and how far it reaches: what a claim may not change of its source. */

const negators =
  /\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|lacks?|lacked|lacking|fail(?:s|ed)?|refus(?:es?|ed)|den(?:y|ies|ied)|reject(?:s|ed)?|bann?(?:ed|s)?|prohibit(?:s|ed)?|unable)\b|n['’]t\b|不(?!仅|但|只|断|少|同|久|过|论|管)|没有|没能|未(?!来)|无法|并非|从未|拒绝|缺乏|禁止/giu;
const universals =
  /\b(?:all|every|each|always|entire(?:ly)?|whole|everywhere|nationwide|worldwide|universal(?:ly)?|only|sole(?:ly)?|completely|any)\b|所有|全部|全体|一切|每(?:个|名|家|一)|始终|总是|唯一|全国|全世界|完全/giu;
const limits =
  /\b(?:some|several|many|most|mostly|part(?:ly|s)?|partial(?:ly)?|may|might|could|sometimes|usually|often|few|limited|certain|among|pilot|trial|except|excluding|at least one|a number of)\b|部分|有些|一些|多数|大多|可能|也许|有时|通常|少数|个别|试点|除外/giu;

const matchesOf = (text: string, pattern: RegExp): string[] =>
  (text.normalize('NFKC').match(pattern) ?? []).map((word) => word.toLowerCase());

/** True for an odd number of negations: two of them affirm. */
export const isDenied = (text: string): boolean => matchesOf(text, negators).length % 2 === 1;

/** Whether a claim reaches further than its span: it says "all" where the span does not, or drops its "some". */
export function isWidened(claim: string, span: string): boolean {
  const has = (text: string, pattern: RegExp): boolean => matchesOf(text, pattern).length > 0;
  if (has(claim, universals) && !has(span, universals)) return true;
  return has(span, limits) && !has(claim, limits);
}
