/**
 * Places where a text says that something belongs there instead of saying it: "[insert name]", 待补充, a paragraph of
 * dots, the same line over and over.
 */
import { type GateResult, judgeFindings } from './gate.ts';
import { listProseLines, withoutMarkup } from './plain-text.ts';

/** What marks a placeholder in square brackets or 【】, where prose has little to say. */
const inSquareBrackets = [
  /^(?:insert|add|include|fill in|describe|expand|continue|your |name of|company name|placeholder|to be (?:added|completed|written|inserted|continued)|section continues|(?:the )?rest of|content (?:omitted|here)|todo|tbd)/i,
  /^(?:插入|此处|请(?:在此|填|补|插)|填写|待|补充|添加|省略|您的|你的|公司名|姓名|略$)|(?:省略|待补充|待续)/,
  /^(?:ここに|省略|以下省略|後略|未完|要追記|お名前|会社名)|(?:を挿入|を記入|を追加)/,
  /^(?:여기에|이하 생략|생략|중략|삽입|추가 예정|이름|회사명)|(?:삽입|입력하세요|추가하세요)$/,
  /^(?:أدخل|أضف|اكتب هنا|اسمك|يُتبع|يتبع|يُستكمل|يستكمل|إدراج)/,
  /^(?:hier |ihr name|name einfügen|einfügen|fortsetzung folgt|folgt noch|wird ergänzt|platzhalter)|(?:einfügen|ergänzen|eintragen)$/i,
  /^(?:вставьте|вставить|добавьте|добавить|дополнить|ваше имя|продолжение следует|текст опущен|здесь )/i,
  /^(?:ใส่|แทรก|เพิ่ม|กรอก|ชื่อของคุณ|มีต่อ|ละไว้)/,
  /^(?:यहाँ|यहां|आपका नाम|जारी|शेष|क्रमशः)|(?:डालें|जोड़ें|भरें)$/,
];
/** The same in round brackets, where prose says much: only what speaks of text that is not there. */
const inRoundBrackets = [
  /^(?:insert |to be (?:added|completed|written|inserted|continued)\b|content omitted|(?:the )?rest of (?:the |this )?(?:section|chapter|text|content)|continued?\s*(?:\.{3}|…)?$|tbd\b|todo\b)/i,
  /^(?:此处|以下|内容|后文|正文|中间)?(?:内容|部分)?(?:省略|从略|略)|^(?:待补充|待续|未完待续|插入|此处填)/,
  /^(?:以下省略|以下略|省略|後略|未完|ここに.{0,40}(?:挿入|記入|追加))/,
  /^(?:이하 생략|생략|계속|추가 예정|여기에.{0,40}(?:삽입|추가))/,
  /^(?:يُتبع|يتبع|يُستكمل لاحق|يستكمل لاحق|أدخل )/,
  /^(?:fortsetzung folgt|folgt noch|wird (?:noch )?ergänzt|hier .{0,40}einfügen)/i,
  /^(?:продолжение следует|вставьте |вставить |текст опущен|будет дополнено)/i,
  /^(?:มีต่อ|ละไว้|ใส่.{0,40}(?:ที่นี่|ตรงนี้))/,
  /^(?:जारी|क्रमशः|यहाँ .{0,40}(?:डालें|जोड़ें))/,
];
const bracket = /\[([^[\]\n]{1,160})\](?![([:])|【([^【】\n]{1,160})】|[（(]([^()（）\n]{1,160})[)）]/g;

/** Marks that no finished prose has, wherever they stand. */
const marks = [
  /(?<![\p{L}\d])TODO(?![\p{L}\d])(?!\s+\p{Lu}{2})/gu,
  /(?<![\p{L}\d])(?:TBD|FIXME)(?![\p{L}\d])/gu,
  // Thirty in Roman figures follows a name ("Super Bowl XXX"), a placeholder a form of address.
  /(?<!(?:\p{Lu}\p{Ll}{1,20}) )(?<![\p{L}\d])X{3,}(?![\p{L}\d])/gu,
  /(?<=(?:Dear|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Herr|Frau) )X{3,}(?![\p{L}\d])/gu,
  /×{3,}|[〇○]{3,}/gu,
  /lorem ipsum(?: dolor|\s?(?:\.{3}|…))/gi,
  /(?:此处|以下|下文|中间)省略|(?<![有尚亟仍需])待(?:补充|填写|续写)/g,
  /noch zu ergänzen|(?:نص|محتوى) تجريبي مؤقت/g,
];
const unfinished =
  /(?:^|[.…([*_—–-])\s?(?:to be continued|fortsetzung folgt|продолжение следует|未完待续|つづく|계속됩니다|يُ?تبع|โปรดติดตามตอนต่อไป|क्रमशः)[\s.…)\]*_!।]{0,20}$/i;
const dotsOnly = /^(?:\.\s?){3,12}$|^…{1,6}$|^。{3,}$|^·{3,}$/;

/** Everything in a text that stands for text that is not there, as it is written. Code is not looked at. */
function findPlaceholders(text: string): string[] {
  const lines = listProseLines(text).map((line) => line.trim());
  const prose = lines.join('\n');
  const found: string[] = [];
  for (const match of prose.matchAll(bracket)) {
    const square = match[1] ?? match[2];
    const patterns = square === undefined ? inRoundBrackets : inSquareBrackets;
    const content = (square ?? match[3] ?? '').trim();
    if (patterns.some((pattern) => pattern.test(content))) found.push(match[0]);
  }
  for (const mark of marks) found.push(...(prose.match(mark) ?? []));
  for (const line of lines) {
    if (dotsOnly.test(line) || unfinished.test(line.slice(-60))) found.push(line.slice(-60));
  }
  return [...found, ...findRepeatedLines(lines)];
}

/** A line that stands twice in a row, or a long one five times: a refrain is shorter or comes less often. */
function findRepeatedLines(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  const found: string[] = [];
  let before = '';
  for (const line of lines) {
    if (!/\p{L}/u.test(line)) continue;
    const words = withoutMarkup(line);
    const letters = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Hangul}]/u.test(words)
      ? words.length * 3
      : words.length;
    const count = (counts.get(words) ?? 0) + 1;
    counts.set(words, count);
    if ((words === before && letters >= 36) || (count === 5 && letters >= 60)) found.push(line);
    before = words;
  }
  return found;
}

/** The gate `no-placeholder`. */
export function checkPlaceholders(text: string, language: string): GateResult {
  return judgeFindings('no-placeholder', findPlaceholders(text), {
    language,
    what: 'Placeholders or lines said again stand in the text',
  });
}
