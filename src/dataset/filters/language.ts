/** Leaves out answers in another language than the one asked for. */
import { detectLanguage, type Language } from '../../text/language.ts';
import { splitParagraphs } from '../../text/paragraphs.ts';
import type { DatasetRecord } from '../record.ts';
import type { Filter } from './filter.ts';

/** Share of the text that may stand in paragraphs of another language. */
const mostForeign = 0.25;
/** Shorter paragraphs do not tell. */
const leastCharacters = 40;

const names: readonly [Language, RegExp][] = [
  [
    'en',
    /\b(?:in|into)\s+english\b|(?:用|以|使用|译成|翻译成|翻译为|写成)英[文语]|英[文语](?:写|撰写|回答|作答|输出|文章|作文)/gi,
  ],
  [
    'zh',
    /\b(?:in|into)\s+(?:simplified\s+|traditional\s+)?(?:chinese|mandarin)\b|(?:用|以|使用|译成|翻译成|翻译为|写成)(?:简体|繁体)?[中汉][文语]/gi,
  ],
  ['ja', /\b(?:in|into)\s+japanese\b|(?:用|以|译成|翻译成|翻译为)日[文语]|日本語で/gi],
  ['ko', /\b(?:in|into)\s+korean\b|(?:用|以|译成|翻译成|翻译为)韩[文语]|한국어로/gi],
  ['ru', /\b(?:in|into)\s+russian\b|(?:用|以|译成|翻译成|翻译为)俄[文语]|по-русски/gi],
  [
    'other',
    /\b(?:in|into)\s+(?:french|german|spanish|italian|portuguese|dutch|polish|turkish|vietnamese|indonesian|latin)\b|(?:用|以|译成|翻译成|翻译为)(?:法|德|西班牙|葡萄牙|意大利|越南)[文语]/gi,
  ],
];

/** The language an instruction asks for by name (the last one named), else the one it is written in. */
export function readAskedLanguage(instruction: string): Language {
  let asked: Language | undefined;
  let last = -1;
  for (const [language, pattern] of names)
    for (const { index } of instruction.matchAll(pattern))
      if (index > last) [asked, last] = [language, index];
  return asked ?? detectLanguage(instruction);
}

/**
 * By script alone, as far as letters tell: French passes for English where it has few accents, and where the asked
 * language cannot be told nothing is left out.
 *
 * @param options.languages - Leaves out answers in any other language than these, whatever was asked.
 */
export function createLanguageFilter({ languages }: { languages?: readonly Language[] } = {}): Filter {
  return {
    name: 'language',
    check: (record) => {
      if (record.answer.trim() === '') return undefined;
      if (languages !== undefined && !languages.includes(record.language))
        return `It is in ${record.language}, wanted are ${languages.join(', ')}.`;
      return compare(record);
    },
  };
}

function compare({ instruction, answer, language }: DatasetRecord): string | undefined {
  const asked = readAskedLanguage(instruction);
  if (asked === 'other') return undefined;
  if (language !== asked) return `It is in ${language}, asked for was ${asked}.`;
  let [foreign, all] = [0, 0];
  for (const paragraph of splitParagraphs(answer)) {
    const weight = paragraph.trim().length;
    if (weight < leastCharacters) continue;
    all += weight;
    const own = detectLanguage(paragraph);
    if (own !== asked && own !== 'other') foreign += weight;
  }
  const share = all === 0 ? 0 : foreign / all;
  return share > mostForeign
    ? `${Math.round(share * 100)} % of it stands in paragraphs of another language than ${asked}.`
    : undefined;
}
