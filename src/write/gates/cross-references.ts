/** Places where a text points at another part of its document, and whether that part is there. */
import { failed, type GateResult, passed, quote } from './gate.ts';
import type { CheckedSection } from './headings-checked.ts';
import { readNumeral, toAsciiDigits } from './numerals.ts';
import { listProseLines } from './plain-text.ts';

const number = '(\\p{Nd}{1,3}(?:\\.\\p{Nd}{1,3}){0,4})(?![\\p{L}\\p{Nd}])';
const hanNumber = '(\\p{Nd}{1,3}(?:\\.\\p{Nd}{1,3}){0,4}|[一二三四五六七八九十]{1,3})';

/** Pointers at sections and chapters. A pointing word is needed: "Section 230 of the Act" lies elsewhere. */
const toSections = [
  new RegExp(
    `(?:see(?: also)?|cf\\.|refer to|turn to|back to|(?:shown|seen|described|discussed|explained|noted|outlined|mentioned|covered|introduced|presented|defined|listed) in) (?:section|chapter|part) ${number}(?!\\s(?:of|bankruptcy)\\b)`,
    'giu',
  ),
  new RegExp(`\\((?:section|chapter|abschnitt|kapitel|раздел|глава) ${number}\\)`, 'giu'),
  new RegExp(
    `(?:siehe(?: auch)?|vgl\\.|wie in|(?:siehe )?unter) (?:Abschnitt|Kapitel|Teil) ${number}(?!\\s(?:des|der)\\s)`,
    'giu',
  ),
  new RegExp(
    `(?:см\\.|смотрите|смотри|как (?:показано|описано|сказано) в) (?:раздел[еа]?|глав[еу]|част[иь]) ${number}`,
    'giu',
  ),
  new RegExp(`(?:见|参见|详见|参看|如|見|参照|請見)(?:本书|本文)?第\\s?${hanNumber}\\s?[章节節部]`, 'gu'),
  new RegExp(`第\\s?${hanNumber}\\s?[章節节]を?(?:参照|で述べ|で見た|で説明)`, 'gu'),
  new RegExp(
    `제?\\s?${number.replace('(?![\\p{L}\\p{Nd}])', '')}\\s?(?:장|절)(?:을|를)? ?(?:참조|참고|에서 (?:설명|다룬|살펴본|언급))`,
    'gu',
  ),
  new RegExp(`(?:انظر|راجع|كما (?:ورد|ذكر|رأينا) في) (?:القسم|الفصل|الجزء) ${number}`, 'gu'),
  new RegExp(`(?:ดู|โปรดดู|ตามที่กล่าวใน|ดังที่กล่าวใน)\\s?(?:หัวข้อ|บท|ส่วน|ตอน)(?:ที่)?\\s?${number}`, 'gu'),
  new RegExp(
    `(?:देखें|देखिए) (?:अनुभाग|अध्याय|खंड|भाग) ${number}|(?:अनुभाग|अध्याय|खंड|भाग) ${number} (?:देखें|देखिए)`,
    'gu',
  ),
];

type ShownKind = 'table' | 'figure';
const names: Record<ShownKind, string> = {
  table: 'Table|Tabelle|Tab\\.|Таблиц[аеыу]|табл\\.|الجدول|جدول|ตารางที่|ตาราง|तालिका|सारणी|표',
  figure: 'Figure|Fig\\.|Abbildung|Abb\\.|Рисун(?:ок|ке|ка)|рис\\.|الشكل|شكل|ภาพที่|รูปที่|แผนภาพที่|चित्र|그림',
};
const hanNames: Record<ShownKind, string> = { table: '表', figure: '[图図圖]' };

/** Pointers at tables and figures: anywhere in other scripts, after or before a pointing word in Chinese and Japanese. */
const toShown = (kind: ShownKind): RegExp[] => [
  new RegExp(`(?<!\\p{L})(?:${names[kind]})\\s?${number}(?!\\s(?:of|in|from|von|aus|из)\\s)`, 'gu'),
  new RegExp(`(?:见|如|参见|由|見|参照|[（(])${hanNames[kind]}\\s?${hanNumber}`, 'gu'),
  new RegExp(
    `(?<!\\p{Script=Han})${hanNames[kind]}\\s?${hanNumber}\\s?(?:所示|显示|可见|列出|に示|を参照|のとおり)`,
    'gu',
  ),
];
const caption = (kind: ShownKind): RegExp =>
  new RegExp(
    `^[\\s*_>|]{0,8}(?:${names[kind]}|${hanNames[kind]})\\s?${hanNumber}(?:\\s?[.:：*_—–-]|\\s*$|\\s{2})`,
    'iu',
  );

/**
 * The gate `cross-references`: every "see Section 4.2", 见第三节, "Table 3" leads to a section of that number, or to a
 * table or figure that is captioned so or is there by count. A number may be that of a neighbour within the same
 * parent ("see part 2" in 4.1 is 4.2), or one that a title or a heading inside a text bears.
 */
export function checkCrossReferences(sections: readonly CheckedSection[]): GateResult {
  const numbers = listNumbers(sections);
  const lines = sections.map((section) => listProseLines(section.text));
  const shown = {
    table: listShown('table', lines.flat()),
    figure: listShown('figure', lines.flat()),
  };
  const found = sections.flatMap((section, index) => {
    const name = `${section.kind ?? 'section'} ${section.id}`;
    const unresolved: string[] = [];
    for (const line of lines[index] ?? []) {
      for (const { said, at } of listPointers(line, toSections))
        if (!numbers.has(at) && !numbers.has(besides(section.id, at))) unresolved.push(said);
      if (shown.table.captions.test(line) || shown.figure.captions.test(line)) continue;
      for (const kind of ['table', 'figure'] as const)
        for (const { said, at } of listPointers(line, toShown(kind)))
          if (!shown[kind].numbers.has(at) && !(Number(at) <= shown[kind].count)) unresolved.push(said);
    }
    return [...new Set(unresolved)].map((said) => `${quote(said)} in ${name}`);
  });
  return found.length === 0
    ? passed('cross-references')
    : failed('cross-references', `Pointers that lead nowhere: ${found.join(', ')}.`);
}

function listPointers(line: string, patterns: readonly RegExp[]): { said: string; at: string }[] {
  return patterns.flatMap((pattern) =>
    [...line.matchAll(pattern)].map((match) => ({
      said: match[0],
      at: normalize(match[1] ?? match[2] ?? ''),
    })),
  );
}

/** Digits of any script and Chinese numerals as `3` or `4.2`. */
function normalize(text: string): string {
  const digits = toAsciiDigits(text);
  return /^[\d.]+$/.test(digits) ? digits : String(readNumeral(text) ?? text);
}

const besides = (id: string, at: string): string => [...id.split('.').slice(0, -1), at].join('.');

const leadingNumber =
  /^(?:#{1,6}\s{1,4})?(?:section|chapter|part|kapitel|abschnitt|раздел|глава|第)?\s{0,2}(\p{Nd}{1,3}(?:\.\p{Nd}{1,3}){0,4}|[一二三四五六七八九十]{1,3}(?=[、章节節部]))/iu;

function listNumbers(sections: readonly CheckedSection[]): Set<string> {
  const numbers = new Set(sections.map(({ id }) => id));
  for (const { title, text } of sections) {
    const headings = listProseLines(text).filter((line) => /^ {0,3}#{1,6}\s/.test(line));
    for (const line of [title, ...headings]) {
      const found = leadingNumber.exec(line.trim())?.[1];
      if (found !== undefined) numbers.add(normalize(found));
    }
  }
  return numbers;
}

function listShown(
  kind: ShownKind,
  lines: readonly string[],
): { numbers: Set<string>; count: number; captions: RegExp } {
  const captions = caption(kind);
  const numbers = new Set<string>();
  let count = 0;
  for (const line of lines) {
    const said = captions.exec(line)?.[1];
    if (said !== undefined) numbers.add(normalize(said));
    if (
      kind === 'table'
        ? /^\s{0,3}\|?\s{0,9}:?-{3,40}:?\s{0,9}\|/.test(line)
        : /!\[[^\]\n]{0,200}\]\(/.test(line)
    )
      count += 1;
  }
  return { numbers, count, captions };
}
