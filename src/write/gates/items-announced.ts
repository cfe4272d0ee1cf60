/** A text that announces so many items and then gives another number of them. */
import { failed, type GateResult, passed, quote } from './gate.ts';
import type { CheckedSection } from './headings-checked.ts';
import { numeralPattern, readNumeral } from './numerals.ts';
import { listProseLines } from './plain-text.ts';

const things = [
  '(?:main |key |important |different |basic |central |major |simple |common |distinct |following ){0,2}(?:reasons|steps|ways|factors|principles|parts|phases|stages|lessons|types|kinds|advantages|disadvantages|benefits|rules|points|questions|causes|effects|methods|elements|aspects|features|habits|mistakes|ideas|goals|challenges|tips|items|conditions|components|categories)(?!\\p{L})',
  '(?:wichtige[n]? |zentrale[n]? |verschiedene[n]? ){0,2}(?:Gründe[n]?|Schritte[n]?|Punkte[n]?|Regeln|Phasen|Fragen|Ursachen|Folgen|Vorteile[n]?|Nachteile[n]?|Arten|Teile[n]?|Merkmale[n]?|Grundsätze[n]?|Methoden|Faktoren|Aspekte[n]?)(?!\\p{L})',
  '(?:главны[ех] |основны[ех] |важны[ех] ){0,2}(?:причин[ыа]?|шаг(?:а|ов)|пункт(?:а|ов)|правил[ао]?|этап(?:а|ов)|вопрос(?:а|ов)|част[иь]|частей|вид(?:а|ов)|фактор(?:а|ов)|способ(?:а|ов)|преимуществ[ао]?|принцип(?:а|ов))(?!\\p{L})',
  '(?:个|大|种|類|类)?(?:原因|步骤|阶段|方面|要点|理由|因素|原则|方法|问题|特点|优点|缺点|部分|条件|建议)|[点條条项項]',
  '(?:つ|個|点|段階)?の?(?:理由|段階|点|方法|原因|要素|原則|特徴|手順|ポイント)',
  '\\s?(?:가지|단계|개의)\\s?(?:이유|원인|방법|원칙|요소|단계|특징|요인|규칙|장점|단점)?',
  '(?:أسباب|خطوات|نقاط|مراحل|قواعد|عوامل|طرق|مبادئ|أسئلة|أنواع|فوائد|مزايا)(?!\\p{L})',
  '(?:ประการ|ข้อ|ขั้นตอน|เหตุผล|ปัจจัย|วิธี)',
  '(?:मुख्य |प्रमुख |महत्वपूर्ण ){0,2}(?:कारण|चरण|बिंदु|नियम|प्रश्न|तरीके|सिद्धांत|कारक|लाभ|प्रकार)',
];
const announcement = new RegExp(
  `(?<![\\p{L}\\p{Nd}.,])(${numeralPattern})\\s?(?:${things.join('|')})`,
  'giu',
);
const announcementHan = new RegExp(
  `(?:以下|下面|如下|这|有|分为|次の|以下の)(?:的)?(${numeralPattern})(?:${things[3]}|${things[4]})`,
  'gu',
);
const announcementBefore =
  /(?:ประการ|เหตุผล|ปัจจัย|ขั้นตอน|วิธี|ข้อ|สาเหตุ)(?:สำคัญ|หลัก)?\s?(?:มี)?\s?(สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|\p{Nd}{1,2})\s?(?:ประการ|ข้อ)/gu;

const items =
  /^ {0,3}(?:[-*+•]|\p{Nd}{1,3}[.)、]|[（(]\p{Nd}{1,2}[)）]|[一二三四五六七八九十]{1,2}、)\s{0,3}\S/u;
const ordinals = [
  /^(?:the )?(?:first(?:ly)?|one)(?:,| (?:reason|step|point|is|comes|of)\b)|^(?:第一|首先|其一|一是)|^(?:第一に|まず|一つ目)|^(?:첫째|첫 ?번째)|^(?:أولا|أولًا|أولاً|الأول)|^(?:erstens|der erste|die erste|das erste)(?!\p{L})|^(?:во-первых|первая|первый|первое)(?!\p{L})|^(?:ประการแรก|ประการที่หนึ่ง|ข้อแรก)|^(?:पहला|पहली|पहले|प्रथम)/iu,
  /^(?:the )?second(?:ly)?(?:,| (?:reason|step|point|is|comes|of)\b)|^(?:第二|其次|其二|二是)|^(?:第二に|次に|二つ目)|^(?:둘째|두 ?번째)|^(?:ثانيا|ثانيًا|ثانياً|الثاني)|^(?:zweitens|der zweite|die zweite|das zweite)(?!\p{L})|^(?:во-вторых|вторая|второй|второе)(?!\p{L})|^(?:ประการที่สอง|ข้อสอง)|^(?:दूसरा|दूसरी|दूसरे)/iu,
  /^(?:the )?third(?:ly)?(?:,| (?:reason|step|point|is|comes|of)\b)|^(?:第三|再次|其三|三是)|^(?:第三に|三つ目)|^(?:셋째|세 ?번째)|^(?:ثالثا|ثالثًا|ثالثاً|الثالث)|^(?:drittens|der dritte|die dritte|das dritte)(?!\p{L})|^(?:в-третьих|третья|третий|третье)(?!\p{L})|^(?:ประการที่สาม|ข้อสาม)|^(?:तीसरा|तीसरी|तीसरे)/iu,
  /^(?:the )?fourth(?:ly)?(?:,| (?:reason|step|point|is|comes|of)\b)|^(?:第四|其四|四是)|^(?:第四に|四つ目)|^(?:넷째|네 ?번째)|^(?:رابعا|رابعًا|رابعاً|الرابع)|^(?:viertens|der vierte|die vierte|das vierte)(?!\p{L})|^(?:в-четвёртых|в-четвертых|четвёртая|четвертая)(?!\p{L})|^(?:ประการที่สี่|ข้อสี่)|^(?:चौथा|चौथी|चौथे)/iu,
  /^(?:the )?fifth(?:ly)?(?:,| (?:reason|step|point|is|comes|of)\b)|^(?:第五|其五|五是)|^(?:第五に|五つ目)|^(?:다섯째|다섯 ?번째)|^(?:خامسا|خامسًا|خامساً|الخامس)|^(?:fünftens|der fünfte|die fünfte|das fünfte)(?!\p{L})|^(?:в-пятых|пятая|пятый)(?!\p{L})|^(?:ประการที่ห้า|ข้อห้า)|^(?:पाँचवाँ|पांचवां)/iu,
];
const closing =
  /^(?:finally|last(?:ly)?|the last|最后|最後|마지막|أخيرا|أخيرًا|أخيراً|schließlich|zuletzt|наконец|สุดท้าย|ประการสุดท้าย|अंत में|अंतिम)/iu;

const wholeDocument = new RegExp(
  `(?:this (?:document|report|book|guide|article|essay|paper|manual) (?:has|consists of|is divided into|is organi[sz]ed in(?:to)?|contains) |(?:本书|本文|本报告|全书|全文|本指南)(?:共|一共)?(?:分为|分成|由|包括|包含|共有|有)|diese[rs]? (?:text|bericht|buch|leitfaden) (?:hat|besteht aus|gliedert sich in) |(?:этот|эта|данный) (?:документ|отчёт|отчет|книга|текст) (?:состоит из|содержит) )(${numeralPattern})\\s?(?:main )?(?:parts|chapters|sections|个?部分|章|个?章节|节|teile[n]?|kapitel[n]?|abschnitte[n]?|част[ией]{1,2}|глав[ы]?|раздел(?:а|ов))(?![\\p{L}])`,
  'giu',
);

/**
 * The gate `items-announced`: failed only where the items can be counted beyond doubt. That is a list right below the
 * paragraph that announces it; or, in a section with one announcement and no such list, sentences that begin with
 * "First", "Second" … ; or, for "this report has five parts", the sections of the document.
 */
export function checkAnnounced(sections: readonly CheckedSection[]): GateResult {
  const found = [...sections.flatMap(findMiscounts), ...findWrongParts(sections)];
  return found.length === 0 ? passed('items-announced') : failed('items-announced', `${found.join('; ')}.`);
}

type Announcement = { line: number; said: string; announced: number };

function findMiscounts(section: CheckedSection): string[] {
  const lines = listProseLines(section.text);
  const announcements = lines.flatMap((line, index) => listAnnouncements(line, index));
  const found: string[] = [];
  let hasList = false;
  for (const { line, said, announced } of announcements) {
    if (items.test(lines[line] ?? '')) continue;
    const counted = countListBelow(lines, line);
    hasList ||= counted > 0;
    if (counted > 1 && counted !== announced && /[:：]\s*[*_]{0,3}\s*$/.test((lines[line] ?? '').slice(-20)))
      found.push(describe(said, section, counted));
  }
  const only = announcements[0];
  if (announcements.length !== 1 || only === undefined || hasList) return found;
  const { counted, hasClosing } = countOrdinals(lines.slice(only.line));
  const fits = counted === only.announced || (hasClosing && counted + 1 === only.announced);
  // "First … second" may open two of many items where no third word follows.
  if (counted >= 2 && !fits && (counted > only.announced || hasClosing || counted >= 3))
    found.push(describe(only.said, section, hasClosing && counted < only.announced ? counted + 1 : counted));
  return found;
}

const describe = (said: string, { kind = 'section', id }: CheckedSection, counted: number): string =>
  `${quote(said)} in ${kind} ${id} is followed by ${counted} items`;

function listAnnouncements(text: string, line: number): Announcement[] {
  const matches = [announcement, announcementHan, announcementBefore].flatMap((pattern) => [
    ...text.matchAll(pattern),
  ]);
  const byPlace = new Map(matches.map((match) => [match.index + match[0].length, match]));
  return [...byPlace.values()].flatMap((match) => {
    const announced = readNumeral(match[1] ?? '');
    return announced === undefined || announced < 2 || announced > 20
      ? []
      : [{ line, said: match[0], announced }];
  });
}

/** How far a list is followed, in lines; without an end, hostile text takes a time that grows with its square. */
const mostLines = 200;

/** Items of the list that follows a line, blank lines between them left out; deeper ones are not counted. */
function countListBelow(lines: readonly string[], line: number): number {
  let counted = 0;
  let sign: string | undefined;
  for (const next of lines.slice(line + 1, line + 1 + mostLines)) {
    if (next.trim() === '' || /^(?: {2,}|\t)/.test(next)) continue;
    if (!items.test(next)) break;
    const kind = /^ {0,3}\p{Nd}/u.test(next) ? 'number' : (next.trim()[0] ?? '');
    if (sign !== undefined && sign !== kind && sign !== 'number') break;
    sign ??= kind;
    counted += 1;
  }
  return counted;
}

/** How far "first, second, third …" goes among the beginnings of sentences. */
function countOrdinals(lines: readonly string[]): { counted: number; hasClosing: boolean } {
  let counted = 0;
  let hasClosing = false;
  for (const line of lines) {
    for (const sentence of line.split(/(?<=[.!?;；。！？।؟])\s{0,3}/u)) {
      const start = sentence.slice(0, 80).replace(/^[\s*_#>-]{0,10}/, '');
      if (ordinals[counted]?.test(start) === true) counted += 1;
      else if (counted >= 2 && closing.test(start)) hasClosing = true;
    }
  }
  return { counted, hasClosing };
}

function findWrongParts(sections: readonly CheckedSection[]): string[] {
  const top = sections.filter((section) => section.depth === 1);
  const frame =
    /^(?:\p{Nd}{1,2}[.)]?\s?)?(?:introduction|conclusion|preface|summary|引言|前言|导言|绪论|结论|结语|总结|einleitung|schluss|fazit|введение|заключение)/iu;
  const inner = top.filter((section) => !frame.test(section.title.trim()));
  const possible = new Set([sections.length, top.length, inner.length, inner.length + 1]);
  return sections.flatMap((section) =>
    [...section.text.matchAll(wholeDocument)].flatMap((match) => {
      const announced = readNumeral(match[1] ?? '');
      return announced === undefined || possible.has(announced)
        ? []
        : [
            `${quote(match[0])} in ${section.kind ?? 'section'} ${section.id}, but the document has ${top.length}`,
          ];
    }),
  );
}
