/**
 * Sentences in which a text speaks of itself as an answer: "In this section I will", "Word count:", 本节将用300字.
 * A pattern needs the first person, the one who asked, or a count; "In this section of the coast" has none of them.
 */
import { isAddressToReader, isOffer, isTally } from '../chat-lines.ts';
import { type GateResult, judgeFindings } from './gate.ts';
import { listClauses, listProseLines, withoutMarkup } from './plain-text.ts';

/** Each is held against the start of a sentence. Speech in quotation marks does not start with any of them. */
const openings = [
  // English
  /^as an? (?:(?:ai|artificial intelligence)(?: (?:language )?(?:model|assistant|system|chatbot|writer))?|(?:large )?language model)(?:,| i\b)/i,
  /^i(?:['’]m| am) (?:just |only )?an? (?:ai|large language|language)(?: language)? (?:model|assistant)/i,
  /^in (?:this|the following) (?:section|subsection|chapter|essay|article|report|response),? (?:i|we)(?:['’]ll| will| shall| am going to| are going to| aim to)\b/i,
  /^(?:this|the following) (?:section|draft|text|response) (?:is|contains|has|comes to) (?:about |approximately |roughly |exactly |around )?\d[\d,]{0,8} words/i,
  /^(?:here(?:['’]s| is)|below is|the following is) (?:the|your|a|my) (?:revised|rewritten|updated|expanded|extended|improved|continued|edited|polished|corrected|requested|shortened) /i,
  /^(?:as (?:you )?requested|as per your (?:request|instructions)|per your (?:request|instructions)|based on your (?:request|instructions|outline)|following your instructions)\b/i,
  /^i(?:['’]ve| have) (?:written|expanded|revised|rewritten|kept|added|included|tried to keep) (?:the |this |your )(?:section|text|draft|chapter|content|essay|story|article)/i,
  /^the user (?:wants|asked|asks|has asked|requested|is asking)\b/i,
  /^(?:continuing|i(?:['’]ll| will) continue) (?:from where (?:we|i|you|the (?:text|draft)) left off|the (?:section|draft|text))/i,
  /^i(?:['’]m| am) sorry,? but i (?:can['’]?t|cannot|am unable to) (?:help|assist|fulfil|fulfill|comply|continue) with (?:that|this|your)/i,
  /^[[(]?(?:total |approximate )?word count\s?[:=]/i,
  // Chinese
  /^(?:作为|身为)(?:一个|一名|一款)?(?:AI|人工智能|大?语言模型)(?:语言)?(?:模型|助手|程序)?[，,我]/i,
  /^(?:在)?本(?:节|章|文|段|部分)(?:中|里)?[，,]?(?:我|我们)(?:将|会|来|要)/,
  /^(?:在)?(?:这一|本)(?:节|章|文|段|部分)(?:将|会)[^，,]{0,40}\d{2,6}\s?(?:个)?字/,
  /^以上(?:就是|便是|即为|内容(?:约|共|为|是))/,
  /^(?:以下|下面)(?:就)?是(?:为您|为你)?(?:修改|修订|润色|扩写|续写|改写|调整|重写|精简)(?:后|过|好)?的/,
  /^(?:根据|按照|应)(?:您|你|用户)的(?:要求|需求|指示|提示|请求)/,
  /^[（(【]?(?:全文|本节|正文|总)?字数(?:统计)?\s?[:：]/,
  // Japanese
  /^(?:AI|人工知能|言語モデル)(?:言語モデル|アシスタント)?(?:として|である私)/i,
  /^(?:この|本)(?:セクション|節|章|記事)では、?.{0,80}(?:説明|紹介|解説|考察|検討)(?:します|していきます|しましょう|いたします)/,
  /^(?:この|本)(?:セクション|節|章)は、?.{0,30}\d{2,6}\s?(?:文)?字/,
  /^以下(?:は|が|に)、?(?:修正|改訂|書き直し|リライト|加筆)(?:版|後|した)/,
  /^以上が(?:本節|このセクション|ご依頼|ご要望)/,
  /^(?:ご要望|ご依頼|ご指示)(?:に応じて|に基づ|どおり|通り)/,
  /^(?:承知|かしこまり)(?:しました|いたしました|ました)/,
  /^[（(]?(?:文字数|語数)\s?[:：]/,
  // Korean
  /^(?:AI|인공지능|언어 모델)(?: 언어)?(?: ?모델| 어시스턴트)?(?:로서|인 저)/i,
  /^(?:이번|이|본) ?(?:섹션|절|장|글)에서는? .{0,80}(?:하겠습니다|살펴보겠습니다|보겠습니다|알아보겠습니다)/,
  /^(?:다음은|아래는) (?:수정|개정|다시 쓴|보완|확장)/,
  /^(?:요청하신|요청에 따라|말씀하신 대로)/,
  /^[（(]?(?:글자 ?수|단어 ?수|분량)\s?[:：]/,
  // Arabic
  /^(?:بصفتي|كوني|أنا) (?:نموذج|مساعد|ذكاء)/,
  /^(?:كنموذج لغوي|كذكاء اصطناعي)/,
  /^في هذ(?:ا القسم|ا الفصل|ه الفقرة|ا المقال)،? (?:سوف |سأ|سن)/,
  /^(?:إليك|إليكم|فيما يلي) (?:النص|النسخة|القسم|المقال) (?:المعدل|المنقح|المطلوب|الموسع)/,
  /^(?:بناءً على|وفقًا ل|حسب) ?(?:طلبك|طلبكم|تعليماتك)/,
  /^[（(]?عدد الكلمات\s?[:：]/,
  // German
  /^als (?:eine? )?(?:ki|künstliche intelligenz|ki-sprachmodell|sprachmodell|ki-assistent)(?:,| (?:kann|habe|bin|möchte|werde) ich)/i,
  /^in diesem (?:abschnitt|kapitel|text|beitrag) (?:werde|möchte|will|werden|möchten|wollen) (?:ich|wir)(?!\p{L})/iu,
  /^hier (?:ist|folgt) (?:der|die|das|ihr|ihre) (?:überarbeitete|erweiterte|gewünschte|verbesserte|gekürzte|angepasste)/i,
  /^(?:wie gewünscht|gemäß ihren (?:vorgaben|anweisungen)|auf ihren wunsch hin)(?:,|:)/i,
  /^[（(]?(?:wortanzahl|wortzahl|anzahl der wörter)\s?[:=]/i,
  // Russian
  /^как (?:ии|искусственный интеллект|языковая модель|ии-модель)(?:,| я )/i,
  /^в этом (?:разделе|параграфе|тексте) (?:я|мы) (?:расскаж|рассмотр|опиш|покаж|обсуд|буд|постара)/i,
  /^(?:вот|ниже приведён|ниже приведен|ниже представлен) (?:переработанн|исправленн|отредактированн|расширенн|обновлённ|обновленн|запрошенн)/i,
  /^(?:по вашему запросу|согласно вашему запросу|в соответствии с вашими указаниями)/i,
  /^[（(]?количество слов\s?[:=]/i,
  // Thai
  /^ในฐานะ(?:ที่เป็น)?\s?(?:AI|เอไอ|ปัญญาประดิษฐ์|โมเดลภาษา)/i,
  /^ใน(?:ส่วน|หัวข้อ|บท)นี้\s?(?:ผม|ดิฉัน|ฉัน|เรา|ข้าพเจ้า)จะ/,
  /^(?:นี่คือ|ต่อไปนี้คือ|ด้านล่างคือ)(?:เนื้อหา|ข้อความ|ฉบับ|บทความ)?ที่(?:แก้ไข|ปรับปรุง|เขียนใหม่|ขยาย)/,
  /^ตามที่(?:คุณ)?(?:ร้องขอ|ขอมา|ต้องการ)/,
  /^[（(]?จำนวนคำ\s?[:：]/,
  // Hindi
  /^(?:एक |मैं एक )(?:AI|एआई|भाषा मॉडल|कृत्रिम बुद्धिमत्ता)(?: मॉडल| सहायक)?(?: के रूप में| होने के नाते| हूँ)/i,
  /^इस (?:खंड|अनुभाग|भाग|अध्याय|लेख) में,? (?:मैं|हम) /,
  /^(?:यहाँ|नीचे) (?:आपका )?(?:संशोधित|परिवर्तित|विस्तारित|अनुरोधित)/,
  /^आपके (?:अनुरोध|निर्देश)/,
  /^[（(]?शब्द संख्या\s?[:：]/,
];

/** Sentences of a text that speak of it as an answer, as they are written. Code is not looked at. */
function findMetaTalk(text: string, title: string): string[] {
  const lines = listProseLines(text).filter((line) => line.trim() !== '');
  const found: string[] = [];
  const first = lines[0]?.slice(0, 600) ?? '';
  const last = lines.at(-1)?.slice(0, 600) ?? '';
  if (isAddressToReader(first, title)) found.push(first);
  if (isOffer(last) || isTally(last)) found.push(last);
  for (const line of lines) {
    if (line.length > 40 && !found.includes(line)) {
      found.push(...listClauses(line).filter(isMetaTalk));
    } else if (isMetaTalk(line) || /^[[(（【]\s?\d[\d,]{1,8} words\s?[\])）】]$/i.test(line.trim()))
      found.push(line);
  }
  return found;
}

function isMetaTalk(sentence: string): boolean {
  const start = withoutMarkup(sentence).slice(0, 240);
  return openings.some((pattern) => pattern.test(start));
}

/** The gate `no-meta-talk`. */
export function checkMetaTalk(
  text: string,
  { title, language }: { title: string; language: string },
): GateResult {
  return judgeFindings('no-meta-talk', findMetaTalk(text, title), {
    language,
    what: 'The text speaks of itself as an answer',
  });
}
