/** How German, French, Spanish, Russian and Arabic order a text, and their words for "about". */
import { type Lexicon, lexicons } from './form-lexicon.ts';

export type LeadingLanguage = { words: Lexicon; orders: RegExp; about: RegExp };

/** Languages in which the noun that names the form comes first in its phrase. */
export const leadingLanguages: readonly LeadingLanguage[] = [
  {
    words: lexicons.de,
    orders:
      /(?<!wie man |\p{L})(?:schreib(?:e|en|t)?|verfass(?:e|en|t)|erstell(?:e|en|t)|entw[iu]rf|entwirf|erzähl(?:e|en)?|dichte|bitte|kannst du|können sie|könnt(?:est du|en sie)|ich (?:brauche|möchte|hätte gern)|hilf mir)(?!\p{L})/giu,
    about: /(?<!\p{L})(?:über|zum thema)(?!\p{L})/iu,
  },
  {
    words: lexicons.fr,
    orders:
      /(?<!comment |\p{L})(?:écri(?:s|vez|re)|ecri(?:s|vez|re)|rédige[rz]?|redige[rz]?|compose[rz]?|raconte[rz]?|crée[rz]?|génère|prépare[rz]?|fais|faites|donne|j[’']ai besoin d[’'e]|je (?:veux|voudrais))(?!\p{L})/giu,
    about: /(?<!\p{L})(?:sur|à propos)(?!\p{L})/iu,
  },
  {
    words: lexicons.es,
    orders:
      /(?<!cómo |\p{L})(?:escrib(?:e|a|an|ir|eme|enos)|escríb(?:eme|enos|ame)|redact(?:a|e|ar)|compón|componer|cre(?:a|ar)|gener(?:a|ar)|cuénta(?:me|nos)|elabor(?:a|e|ar)|prepar(?:a|e|ar)|haz(?:me)?|hacer|dame|necesito|quiero)(?!\p{L})/giu,
    about: /(?<!\p{L})(?:sobre|acerca)(?!\p{L})/iu,
  },
  {
    words: lexicons.ru,
    orders:
      /(?<!как |\p{L})(?:напиши(?:те)?|написать|сочини(?:те)?|состав(?:ь|ьте|ить)|создай(?:те)?|создать|подготовь(?:те)?|придумай(?:те)?|расскажи(?:те)?|сделай(?:те)?|нуж(?:на|но|ен|ны)|помоги(?:те)?)(?!\p{L})/giu,
    about: /(?<!\p{L})(?:о|об|обо|про)(?!\p{L})/iu,
  },
  {
    words: lexicons.ar,
    orders:
      /(?<!كيف |كيفية |\p{L})(?:[اأ]كتبي?|اكتبوا|كتابة|بكتابة|تكتب|أريد|أحتاج|[أا]ل[ِّ]*ف|أنشئ|حر[ِّ]*ر|[أا]عد|أعدد|صغ|احك[ِ]?|ارو[ِ]?)(?!\p{L})/gu,
    about: /(?<!\p{L})(?:عن|حول|بشأن)(?!\p{L})/u,
  },
];
