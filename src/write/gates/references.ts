/**
 * Text in the shape of a scholarly reference or a link, for documents that were given no source: whatever stands there
 * was made up. Plain years, and what a named speaker says, have another shape.
 */
import { failed, type GateResult, isGateLanguage, notRun, passed, quote, unknownLanguage } from './gate.ts';
import { chineseSurname, koreanSurname, notAuthors } from './place-names.ts';
import { listProseLines } from './plain-text.ts';

const year = '(?:1[5-9]|2[05])\\d\\d[a-z]?';
const pages =
  '(?:\\s?[:,：，]\\s?(?:pp?\\.|S\\.|с\\.|С\\.|页|頁|ص\\.?)?\\s?\\d{1,4}(?:\\s?[-–]\\s?\\d{1,4})?(?:页|頁)?)';
const latinName = "\\p{Lu}[\\p{L}'’-]{1,30}";

/** Shapes that are a reference wherever they stand. */
const anywhere = [
  /(?<![\d.])10\.\d{4,9}\/[^\s"<>()（）]{2,100}/gu,
  /arXiv\s?:?\s?\d{4}\.\d{4,5}/gi,
  /ISBN(?:-1[03])?\s?:?\s?\d[\d -]{8,16}[\dXx]/gi,
  /PMID\s?:?\s?\d{4,9}/g,
  new RegExp(
    `${latinName}(?:,? (?:and|&|und) ${latinName})? (?:et al\\.?|и др\\.)(?:,? ?\\(?${year}\\)?)?`,
    'gu',
  ),
  new RegExp(
    `(?<!\\p{L})${latinName}(?: (?:and|&|und|и) ${latinName})? \\(${year}${pages}?\\) (?=(?:argues?|argued|finds?|found|shows?|showed|suggests?|suggested|reports?|reported|notes?|noted|claims?|claimed|demonstrates?|demonstrated|proposes?|proposed|observes?|observed|concludes?|concluded|zeigt|zeigte|argumentiert|betont|kommt|weist|показал|показала|утверждает|отмечает|считает)(?!\\p{L}))`,
    'gu',
  ),
  // [Smith2019], [@smith2019]
  /\[@?\p{L}[\p{L}:_-]{1,40}(?:19|20)\d\d[a-z]?\]/gu,
  // [12], [3, 4], [5-7]; a range from nought, or one that is named as such, is a number's
  /(?<!(?:interval|range|scale|between|Intervall|Bereich|区间|范围|区間|범위|интервал[ае]?) ?)\[[1-9]\d{0,2}(?:\s?[,，–-]\s?[1-9]\d{0,2}){0,8}\](?![(:[])/giu,
  // Volume, issue and pages; the marks of the Chinese standard for references
  /(?<![\d.])\d{1,3}\s?\(\d{1,3}\)\s?[,:]\s?(?:pp?\.\s?)?\d{1,4}\s?[-–]\s?\d{1,4}/g,
  /(?:Vol\.|Volume)\s?\d{1,3},?\s(?:No\.|Issue)\s?\d{1,3}|Bd\.\s?\d{1,3},\s?(?:Nr|H)\.\s?\d{1,3}|Т\.\s?\d{1,3},\s?№\s?\d{1,3}/g,
  /\[(?:J|M|D|C|N|R|EB\/OL|J\/OL)\]\s?[.．]/g,
  /《[^《》\n]{1,60}》[^。\n《》]{0,24}第\s?\d{1,4}\s?期/g,
  /\p{Script=Han}{2,4}等(?:人)?[（(]\d{4}[)）]/gu,
  /(?<!\p{Script=Han})[王李张刘陈杨赵黄周吴徐孙胡朱林郭梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡魏薛叶]\p{Script=Han}{1,2}[（(](?:19|20)\d\d[)）](?:认为|指出|发现|提出|研究|的研究|表明|证明)/gu,
  /\p{Script=Hangul}{2,4}(?: 외)? ?\((?:19|20)\d\d\)(?:은|는|에 따르면|의 연구)/gu,
  /\p{Script=Han}{2,4}(?:ら)?[（(](?:19|20)\d\d[)）](?:は|によれば|によると|の研究)/gu,
];
const link = /(?:https?:\/\/|www\.)[^\s"'<>()[\]（）【】「」，。；！？]{3,200}/gi;
const ownLink =
  /^(?:https?:\/\/)?(?:www\.)?(?:[a-z0-9-]{1,60}\.){0,4}(?:example(?:\.(?:com|org|net))?|localhost|test|invalid|127\.0\.0\.1)(?=[:/?#]|$)/i;
const bracket = /[（(]([^()（）\n]{3,160})[)）]/g;
const yearAtEnd = new RegExp(`^(.{2,120}?)(،|、|[,，:：])?\\s?(${year})(${pages})?$`, 'u');
const lead = /^(?:see also|see|cf\.|e\.g\.,?|vgl\.|siehe|см\.|参见|见|詳しくは|참조|انظر)\s?/iu;

const listTitle =
  /^(?:references?|reference list|bibliography|works cited|literature cited|sources cited|参考文献|参考资料|引用文献|引文|参考書目|출처|참고 ?문헌|المراجع|قائمة المراجع|المصادر والمراجع|literaturverzeichnis|quellenverzeichnis|список (?:использованной )?литературы|библиография|บรรณานุกรม|เอกสารอ้างอิง|รายการอ้างอิง|संदर्भ(?: सूची| ग्रंथ)?|ग्रंथ ?सूची)\s?[:：]?$/i;

/**
 * Every string in a text that looks like a reference, as it is written: author and year in brackets, numbers in square
 * brackets, DOI, arXiv, ISBN, PMID, links (those to example hosts aside), volume and pages, the title of a list of
 * references. Code is not looked at.
 *
 * One name and a year in brackets is taken for a reference unless the name is a known place, month or event, or the
 * year is before 1900; in Chinese and Korean it has to begin with a family name.
 */
function findReferences(text: string, language: string): string[] {
  const lines = listProseLines(text);
  const prose = lines.join('\n');
  const found = anywhere.flatMap((pattern) => prose.match(pattern) ?? []);
  for (const match of prose.match(link) ?? [])
    if (!ownLink.test(match)) found.push(match.replace(/[.,:;!?*_]{1,4}$/, ''));
  for (const match of prose.matchAll(bracket)) {
    const parts = (match[1] ?? '').split(/[;；]/);
    if (parts.some((part) => isAuthorAndYear(part.trim(), language))) found.push(match[0]);
  }
  for (const line of lines) {
    if (line.length <= 60 && listTitle.test(line.replace(/^[\s#*_]{0,10}|[\s*_]{0,10}$/g, '')))
      found.push(line.trim());
  }
  return [...new Set(found)];
}

function isAuthorAndYear(content: string, language: string): boolean {
  const match = yearAtEnd.exec(content.replace(lead, ''));
  if (match === null) return false;
  const [, before = '', comma, date = '', page] = match;
  const names = before.trim();
  if (/et al\.?$|и др\.?$|(?:^|[\p{Script=Han}])等(?:人)?$|[가-힣] 외$|ら$|وآخرون$|และคณะ$/u.test(names))
    return true;
  const words = names.split(/\s+/);
  if (words.length > 6 || /\d/.test(names)) return false;
  if (words.some((word) => notAuthors.has(word.replace(/[,،]$/, '').toLowerCase()))) return false;
  const isOne = words.length === 1;
  if (/^\p{Script=Han}/u.test(names)) {
    const firsts = names.split(/[、,，和与及・]/);
    if (language === 'ja')
      return firsts.every((first) => /^[\p{Script=Han}々]{1,5}$/u.test(first)) && comma !== undefined;
    const areNames = firsts.every(
      (first) => /^\p{Script=Han}{2,3}$/u.test(first) && chineseSurname.test(first),
    );
    return areNames && (comma !== undefined || firsts.length > 1);
  }
  if (/^\p{Script=Hangul}/u.test(names))
    return (
      comma !== undefined &&
      names.split(/[·,、]\s?/).every((name) => /^[가-힣]{2,4}$/.test(name) && koreanSurname.test(name))
    );
  if (/^[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Thai}]/u.test(names))
    return comma !== undefined && words.length <= 3;
  if (!/^\p{Lu}/u.test(names)) return false;
  const isPair = new RegExp(`^${latinName},? (?:&|and|und|и|y|et) ${latinName}$`, 'u').test(names);
  if (isPair) return comma !== undefined || page !== undefined;
  if (page !== undefined && comma !== ':' && isOne) return true;
  return isOne && comma === ',' && date >= '1900';
}

/** So many references stand in a message; `findReferences` gives them all. */
const mostNamed = 20;

/** The gate `no-unbacked-reference`: any reference is one where the document was given no sources. */
export function checkReferences(
  text: string,
  { language, hasSources }: { language: string; hasSources: boolean },
): GateResult {
  const gate = 'no-unbacked-reference';
  if (hasSources) return notRun(gate, 'The document has sources; whether they say this is not judged here.');
  const found = findReferences(text, language);
  if (found.length > 0) {
    const more = found.length > mostNamed ? ` and ${found.length - mostNamed} more` : '';
    const named = found.slice(0, mostNamed).map(quote).join(', ');
    return failed(gate, `References that no source backs: ${named}${more}.`);
  }
  return isGateLanguage(language) ? passed(gate) : notRun(gate, unknownLanguage(language));
}
