/**
 * The form an order names. The head noun decides: "a report about poems" is a report, 关于写信的文章 an article.
 *
 * Languages whose noun leads (German, French, Spanish, Russian, Arabic) and English, whose compounds end on it, are
 * read after the word that orders; Chinese, Japanese and Korean from the end of the phrase. Rules, no model.
 */
import { findEnglish, findPlainShape, findShape, headOfPhrase } from './find-english.ts';
import { findFormWords, type Lexicon, lexicons } from './form-lexicon.ts';
import type { FormName } from './form-words.ts';
import { type LeadingLanguage, leadingLanguages } from './leading-languages.ts';

type Finder = (text: string) => FormName | undefined;

/** First form word after an order, unless a word for "about" comes between. */
function findLeading(text: string, { orders, about, words }: LeadingLanguage): FormName | undefined {
  for (const { 0: order, index } of text.matchAll(orders)) {
    const phrase = /^[^.!?;:\n؟]{0,160}/.exec(text.slice(index + order.length))?.[0] ?? '';
    const [first] = findFormWords(phrase, words);
    if (first !== undefined && !about.test(phrase.slice(0, first.start))) return first.name;
  }
  return undefined;
}

/** What does not stand before the noun of an order without a verb. */
const noLead =
  /(?<![\w-])(?:answer|explain|read|analy[sz]e|discuss|describe|review|summari[sz]e|translate|use|using|compare|fix|solve|you|your|i|my|this|these|following)(?![\w-])/i;

/** An order without a verb: "A travel guide to Hong Kong, 3000 words". */
const findNoun: Finder = (text) => {
  const start = text.trimStart().slice(0, 240);
  const [word] = findFormWords(start, lexicons.en);
  const isNoun = !/^[^.!?;\n]{0,80}?:/.test(start) && !noLead.test(start.slice(0, word?.start));
  const english = isNoun ? headOfPhrase(start) : undefined;
  if (english !== undefined && english !== 'other') return english;
  for (const { words, about } of leadingLanguages) {
    const [first] = findFormWords(start.slice(0, 60), words);
    const lead = start.slice(0, first?.start ?? 0);
    if (first !== undefined && lead.split(/\s+/).length <= 4 && !about.test(lead) && !noLead.test(lead))
      return first.name;
  }
  return undefined;
};

const chineseShapes: readonly RegExp[] = [
  /(?:以|用|采用|按照?)([^，。；：\n]{1,14}?)的?(?:形式|体裁|格式)/,
  /[写编改换变作]成一?[个篇首份封段部]?([^，。；：\n]{1,14})/,
];

function findChineseShape(text: string): FormName | undefined {
  for (const pattern of chineseShapes) {
    const named = pattern.exec(text)?.[1];
    const word = named === undefined ? undefined : findFormWords(named, lexicons.zh).at(-1);
    if (named !== undefined && word?.end === named.trimEnd().length) return word.name;
  }
  return undefined;
}

const chineseOrders =
  /(?<!如何|怎么|怎样|怎麼|教[你我]?|描|听|抒|[改缩]编)(?:(?:撰|编|书|续|仿|扩|改|代|缩)?写(?![作法得着手道字清])|创作|起草|草拟|拟|生成|制作|制定|设计|准备|策划|赋|作(?=[一两三]?[首篇])|讲|来(?=[一两三]?[首篇个封份段])|做|出(?=[\d一两二三四五六七八九十几])|给我|给出|列出|发表|输出|提供|优化|润色|修改|整理|完成)/gu;
const afterChinese =
  /^(?:\s*(?:$|[，。；：！？,.;:!?、\n（()）【“「…\d]|给|送给|告诉|讲|描写|描述|叙述|来|表达|吧|呢|呀|要求|大约|约\d|不少于|并|把|让|祝|题为|主题|题目|标题|名为|叫做)|写(?!作|法)|介绍(?=[^，。,.\s的])|的(?:第|开头|结尾|开篇|片段|序[言幕]?|引言|正文|续写|全文|结论|理论))/;
const clauses = /[^，。；：！？,;:!?\n]+/gu;

const findChinese: Finder = (text) => {
  for (const { 0: clause, index } of text.matchAll(clauses)) {
    for (const order of clause.matchAll(chineseOrders)) {
      const from = index + order.index + order[0].length;
      const phrase = text.slice(from, index + clause.length);
      const name = findClosing(phrase, lexicons.zh, afterChinese);
      if (/^\s*[一两几二三四五六七八九十\d]*封/.test(phrase)) return name === 'email' ? name : 'letter';
      if (/^\s*[一两几二三四五六七八九十\d]*首/.test(phrase)) return name === 'lyrics' ? name : 'poem';
      if (name !== undefined) return name;
    }
  }
  const sentence = /^[^。！？!?\n]*/u.exec(text.trim())?.[0] ?? '';
  return [sentence, text].map((part) => findClosing(part, lexicons.zh, afterChinese)).find(Boolean);
};

const afterJapanese =
  /^(?:を(?!\s*(?:要約|読|分析|説明|解説|紹介|テーマ|題材|もと|基|参考|翻訳))|\s*(?:$|[\n。、！!？?（(「])|で(?:書|お願い|まとめ)|の(?:形|執筆|作成|第|冒頭|続き)|形式|風に|に(?:して|まとめ|仕上げ))/;
const afterKorean =
  /^(?:[을를](?!\s*(?:요약|읽|분석|바탕|주제|번역|소개))|\s*(?:$|[\n.,!?(])|\s*(?:하나|한 ?[편통개]|좀|써|쓰|작성|지어|만들|부탁|형식)|(?:의|으로|로)\s*(?:형식|첫|써|작성))/;

/** First form word that closes its noun phrase. */
function findClosing(text: string, words: Lexicon, after: RegExp): FormName | undefined {
  return findFormWords(text, words).find(({ end }) => after.test(text.slice(end, end + 12)))?.name;
}

const label =
  /(?:^|[\n，。,;；])[ \t*-]*(?:创作类型|文章类型|类型|体裁|文体|形式|ジャンル|형식|genre|form|format|text type|textsorte)\**[ \t]*[:：]\s*([^\n，。；,;]{1,40})/i;

/** What a phrase of a few words names, as after `--form`: "wedding speech", 情书. */
export function readFormName(text: string): FormName | undefined {
  const words = Object.values(lexicons).map((lexicon) => findFormWords(text, lexicon));
  const english = headOfPhrase(text.trim());
  return (
    english ??
    words
      .map(
        (found) =>
          (/\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Arabic}/u.test(text) ? found[0] : found.at(-1))
            ?.name,
      )
      .find(Boolean)
  );
}

/**
 * The form an instruction asks for; undefined where it names none, or a thing that is none ("a summary of the novel").
 *
 * @param text - The instruction without quoted and given material.
 */
export function findForm(text: string): FormName | undefined {
  const labelled = label.exec(text)?.[1];
  const bySign = labelled === undefined ? undefined : readFormName(labelled);
  if (bySign !== undefined && bySign !== 'other') return bySign;
  const shape = findShape(text) ?? findChineseShape(text);
  const head = findHead(text);
  // A story told in letters is a story: they are its device, not its form.
  const isDevice =
    (head === 'story' || head === 'novel') && /^(?:letter|email|diary|news)$/.test(shape ?? '');
  const found = isDevice ? head : (shape ?? head ?? findPlainShape(text));
  return found === 'other' ? undefined : found;
}

function findHead(text: string): FormName | undefined {
  const finders: Finder[] = [
    findEnglish,
    ...leadingLanguages.map(
      (language): Finder =>
        (part) =>
          findLeading(part, language),
    ),
  ];
  const east: Finder[] = [];
  if (/[ぁ-ヿ]/.test(text)) east.push((part) => findClosing(part, lexicons.ja, afterJapanese));
  else if (/\p{Script=Han}/u.test(text)) east.push(findChinese);
  if (/\p{Script=Hangul}/u.test(text)) east.push((part) => findClosing(part, lexicons.ko, afterKorean));
  for (const find of [...east, ...finders, findNoun]) {
    const name = find(text);
    if (name !== undefined) return name;
  }
  return undefined;
}
