/** The headings of a document: told apart, saying something, and without a level left out. */
import { failed, type GateResult, passed, quote } from './gate.ts';
import { listProseLines } from './plain-text.ts';

/** A section of a document as the gates see it. */
export type CheckedSection = {
  /** `3`, or `3.2` for a child. */
  id: string;
  title: string;
  /** 1 for a top section, whose own heading is of level 2. */
  depth: number;
  text: string;
  /** What the form calls it: `section`, `chapter`, `scene` … Absent: a section. */
  kind?: string;
};

/** Forms whose parts may have a number for a name. */
const numberedKinds = new Set([
  'chapter',
  'act',
  'scene',
  'canto',
  'day',
  'letter',
  'part',
  'episode',
  'verse',
]);
const deepestLevel = 6;
const count =
  '(?:\\p{Nd}{1,3}|[ivxlc]{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|eins|zwei|drei|vier|fünf)';
const label = new RegExp(
  [
    `^(?:section|chapter|part|paragraph|step|abschnitt|kapitel|teil|раздел|глава|часть|القسم|الفصل|الجزء|खंड|अध्याय|भाग|अनुभाग|ส่วนที่|บทที่|ตอนที่)\\s{0,2}${count}(?![\\p{L}\\p{N}])`,
    '^第\\s?[\\p{Nd}一二三四五六七八九十百]{1,4}\\s?[章节節部分回篇段]{1,2}',
    '^제?\\s?\\p{Nd}{1,3}\\s?(?:장|절|부)(?!\\p{L})',
    '^\\p{Nd}{1,2}(?:\\.\\p{Nd}{1,2}){0,4}[.)、:：]?(?=\\s)|^\\p{Nd}{1,2}[.)、]',
    '^[一二三四五六七八九十]{1,3}[、.．]|^[（(][一二三四五六七八九十\\p{Nd}]{1,3}[)）]',
  ].join('|'),
  'iu',
);
const generic = new Set(
  `moredetails|details|other|others|miscellaneous|misc|body|mainbody|mainpart|maincontent|content|contents|untitled|
  section|chapter|part|furtherpoints|additionalinformation|moreinformation|morepoints|continued|nextsection|heading|title|
  其他|其它|其他内容|正文|内容|主体|主要内容|更多内容|更多细节|补充内容|小标题|标题|无题|其他方面|
  その他|本文|本論|内容|詳細|さらなる詳細|見出し|기타|본문|본론|내용|세부사항|추가내용|제목|
  أخرى|غيرذلك|المحتوى|المتن|تفاصيلأخرى|مزيدمنالتفاصيل|متفرقات|عنوان|
  sonstiges|weiteres|weiteredetails|weitereinformationen|hauptteil|inhalt|verschiedenes|überschrift|
  разное|прочее|другое|основнаячасть|содержание|подробности|дополнительно|заголовок|
  อื่นๆ|เนื้อหา|เนื้อหาหลัก|รายละเอียดเพิ่มเติม|รายละเอียด|หัวข้อ|अन्य|विविध|मुख्यभाग|सामग्री|अधिकजानकारी|विवरण|शीर्षक`
    .split('|')
    .map((word) => word.trim()),
);

/** A title without number, case, space and punctuation; marks of vowels stay. */
const fold = (title: string): string =>
  withoutLabel(title)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '')
    .toLowerCase();

const withoutLabel = (title: string): string =>
  title.normalize('NFKC').slice(0, 400).trim().replace(label, '');

const nameOf = (section: CheckedSection): string => `${section.kind ?? 'section'} ${section.id}`.trim();

/** The gate `headings-distinct`: no two titles are equal after case, punctuation and their own numbers are taken away. */
export function checkDistinct(sections: readonly CheckedSection[]): GateResult {
  const first = new Map<string, CheckedSection>();
  const found: string[] = [];
  for (const section of sections) {
    const key = fold(section.title);
    const before = first.get(key);
    if (key === '') continue;
    if (before === undefined) first.set(key, section);
    else found.push(`${quote(section.title)} heads ${nameOf(before)} and ${nameOf(section)}`);
  }
  return found.length === 0
    ? passed('headings-distinct')
    : failed('headings-distinct', `${found.join('; ')}.`);
}

/**
 * The gate `headings-specific`: no title is a bare number ("Section 3", 第三节) or a word that fits any text ("More
 * details", 其他). "Introduction", 结论 and the like may stand; twice is a matter of `headings-distinct`. Chapters,
 * acts, scenes and the like may be numbered only.
 */
export function checkSpecific(sections: readonly CheckedSection[]): GateResult {
  const found = sections.filter((section) => {
    const folded = fold(section.title);
    if (section.title.trim() === '') return false;
    if (folded === '' && label.test(section.title.normalize('NFKC').trim()))
      return !numberedKinds.has(section.kind ?? 'section');
    return generic.has(folded);
  });
  if (found.length === 0) return passed('headings-specific');
  const names = found.map((section) => `${quote(section.title)} (${nameOf(section)})`);
  return failed('headings-specific', `Headings that say nothing of their text: ${names.join(', ')}.`);
}

/**
 * The gate `levels-whole`: no section is more than one level deeper than the one before it, and headings inside a
 * text begin right below the section's own and leave no level out.
 */
export function checkLevels(sections: readonly CheckedSection[]): GateResult {
  const found: string[] = [];
  let before = 0;
  for (const section of sections) {
    if (section.depth > before + 1)
      found.push(`${nameOf(section)} is of level ${section.depth} after one of level ${before}`);
    before = section.depth;
    found.push(...findJumps(section));
  }
  return found.length === 0 ? passed('levels-whole') : failed('levels-whole', `${found.join('; ')}.`);
}

function findJumps(section: CheckedSection): string[] {
  const own = Math.min(deepestLevel, section.depth + 1);
  let above = own;
  const found: string[] = [];
  for (const line of listProseLines(section.text)) {
    const marks = /^ {0,3}(#{1,6})\s+\S/.exec(line)?.[1];
    if (marks === undefined) continue;
    const level = marks.length;
    if (level <= own && own < deepestLevel)
      found.push(`${quote(line)} inside ${nameOf(section)} stands as high as its own heading`);
    else if (level > above + 1) found.push(`${quote(line)} inside ${nameOf(section)} leaves a level out`);
    above = Math.max(own, level);
  }
  return found;
}
