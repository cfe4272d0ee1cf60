/** The form an English order names: the last noun of the phrase after the verb, or the shape asked for beside it. */
import { type FormWord, findFormWords, lexicons } from './form-lexicon.ts';
import type { FormName } from './form-words.ts';

/** What orders an English text. "how to write" orders nothing. */
const englishOrders =
  /(?<!how to |how do you |who )\b(?:write|compose|draft|create|generate|produce|prepare|pen|craft|author|develop|design|make|give|tell|provide|deliver|present|share|continue|finish|complete|rewrite|expand|extend|improve|edit|revise|polish|list|simulate|help me with|come up with|put together|need|want|(?:would|['’]d) like)\b/gi;
const englishEnders =
  /(?<![\w-])(?:about|on|for|to|that|which|who|whose|where|when|while|why|how|with|without|in|from|by|as|at|of|if|based|describing|explaining|discussing|telling|titled|entitled|called|named|regarding|concerning|between|against|into|using|because|is|are|was|should|must|so)(?![\w-])/i;
/** Words that lend their form to what follows "of" and "for". */
const containers =
  /\b(?:(?:words?|pages?|paragraphs?|piece|pieces|collections?|series|sets?|couple|number|pairs?|kinds?|types?|drafts?|versions?|examples?|samples?|templates?|books?|volume|anthology|parts?|sections?|acts?|bit|lines?|lot|batch|beginning|opening|ending|trilogy|continuation|sequel|prequel|retelling) of|(?:templates?|examples?|samples?|drafts?|text|content|copy|me|us|my \w+) for)\b|\bfor (?:me|us)\b/gi;
const lengthPhrases =
  /\b(?:in|at least|at most|about|around|approximately|over|under|up to|between|no (?:more|less|fewer) than)\s+(?:[\d,.]+|an?|one|two|three|five|ten|hundred|thousand)[\d\s,.–-]*(?:to|and)?[\d\s,.]*k?[- ]?(?:hundred|thousand)?[- ]?(?:words?|pages?|characters?|minutes?)|\b(?:at least|at most|up to|about|around)\s+\d+\b|\bstep by step\b/gi;
/** A name such as "A Song of Ice and Fire" right before a noun in small letters. */
const nameBeforeNoun = /(?:[A-Z][\w'’]*\s+(?:(?:of|the|and|in|to|for|a)\s+)?){2,}(?=[a-z])/g;
const neutralHeads =
  /^[\s-]*(?:analysis|summary|synopsis|description|explanation|translation|titles?|themes?|idea|topics?|names?|cards?)\b/i;
const innerGap =
  /^[\s\-/]*(?:(?!(?:and|or|an?|the|my|your|our|his|her|their|this|these|has|have)\b)[\p{L}-]+[\s\-/]+)?$/iu;

/** The head of an English noun phrase at the start of a text. `other` where a head of no form closes it. */
export function headOfPhrase(text: string): FormName | undefined {
  const phrase = (/^[^.!?;:\n。]{0,240}/.exec(text)?.[0] ?? '')
    .replace(nameBeforeNoun, (name) => ' '.repeat(name.length))
    .replace(lengthPhrases, '')
    .replace(/^\s*,?\s*(?:in|within|with|using|based on|for|from|as|on)\b[^,]{1,80},/i, '');
  const words = findFormWords(phrase, lexicons.en);
  const [first] = words;
  if (first === undefined) return undefined;
  const lead = phrase.slice(0, first.start).replace(containers, '');
  if (englishEnders.test(lead) || lead.split(/\s+/).length > 14) return undefined;
  let head: FormWord = first;
  for (const next of words.slice(1)) {
    const gap = phrase.slice(head.end, next.start);
    const isJoined = innerGap.test(gap) && !englishEnders.test(gap) && !/(?<!writ)ing\b/i.test(gap);
    if (!isJoined) break;
    head = next;
  }
  return neutralHeads.test(phrase.slice(head.end)) ? 'other' : head.name;
}

const questionWord =
  /^\s*(?:\[[^\]\n]*\]:?\s*)?(?:how|what|why|when|where|which|who|is|are|do|does|did|should|has|have|was|were)\b/i;

/** The verb stands in a question about something: "How do I write a letter?" */
function isAsked(text: string, index: number): boolean {
  const start = Math.max(...['.', '!', '?', '\n'].map((mark) => text.lastIndexOf(mark, index))) + 1;
  const end = /[.!?\n]|$/.exec(text.slice(index));
  const before = text.slice(start, index);
  return questionWord.test(before) && (end?.[0] === '?' || !before.includes(','));
}

/** First order of an English text whose noun phrase names a form. */
export function findEnglish(text: string): FormName | undefined {
  for (const { 0: order, index } of text.matchAll(englishOrders)) {
    const name = isAsked(text, index) ? undefined : headOfPhrase(text.slice(index + order.length));
    if (name !== undefined) return name;
  }
  return undefined;
}

/** What a text is turned into, or the shape that is asked for beside its subject. */
const englishShapes: readonly RegExp[] = [
  /\b(?:turn|convert|transform|adapt|rework|rewrite|recast|reformat|change|summari[sz]e|expand|develop)\b[^.!?\n]{0,160}?\b(?:into|as|to)\s+(?=an?\s)/i,
  /\b(?:in|as|into|takes?)\s+(?:the\s+)?(?:form|format|shape)\s+of\s+/i,
];
const shapeBefore = /\bin\s+(?:an?\s+)?((?:[\w&-]+\s){1,3}?)(?:form|format)\b/i;
const plainShape = /\b(?:as|like)\s+(?=an?\s)/gi;

/** "into a poem", "in the form of a letter", "in dialogue form". */
export function findShape(text: string): FormName | undefined {
  for (const pattern of englishShapes) {
    const match = pattern.exec(text);
    const name = match === null ? undefined : headOfPhrase(text.slice(match.index + match[0].length));
    if (name !== undefined) return name;
  }
  const named = shapeBefore.exec(text)?.[1];
  return named === undefined ? undefined : headOfPhrase(named);
}

/** "as a poem" where nothing else tells, but not "as a poem translator". */
export function findPlainShape(text: string): FormName | undefined {
  if (/\bin (?:verse(?!\s*\d)|rhyme|rhyming couplets)\b/i.test(text)) return 'poem';
  for (const { 0: match, index } of text.matchAll(plainShape)) {
    const rest = text.slice(index + match.length);
    const [word] = findFormWords(rest.slice(0, 60), lexicons.en);
    const after = rest.slice(word?.end ?? 0);
    if (word !== undefined && /^an?\s(?:[\w-]+\s){0,2}$/i.test(rest.slice(0, word.start)))
      if (/^\s*(?:$|[,.;!?\n]|(?:about|of|on|for|to|with|in|from)\b)/i.test(after)) return word.name;
  }
  return undefined;
}
