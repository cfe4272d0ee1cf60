/** Whether a section in the middle of a document ends as if the document ended there. */
import { splitParagraphs } from '../../text/paragraphs.ts';
import {
  failed,
  type GateLanguage,
  type GateResult,
  isGateLanguage,
  notRun,
  passed,
  quote,
  unknownLanguage,
} from './gate.ts';
import { listClauses, listProseLines, withoutMarkup } from './plain-text.ts';

/** Each is held against the start of a sentence. */
const openings: Record<GateLanguage, RegExp> = {
  en: /^(?:in conclusion|in summary|to sum up|to summari[sz]e|to conclude|in closing|summing up)[,:]|^(?:in conclusion|to sum up|to conclude) (?:the|this|we|it|one|then)\b/i,
  zh: /^(?:总之|總之|综上(?:所述)?|綜上所述|总而言之|總而言之|概而言之|最后，?(?:让我们|我们可以)?总结)/,
  ja: /^(?:まとめると|まとめとして|結論として|結論を言えば|総括すると|以上のことから|以上より|以上をまとめると|最後にまとめ)/,
  ko: /^(?:결론적으로|결론을 내리자면|요약하자면|요약하면|정리하자면|종합하면|종합적으로|마지막으로 정리)/,
  ar: /^و?(?:في الختام|ختاما|ختامًا|خلاصة القول|في الخلاصة|في النهاية،? يمكن القول)/,
  de: /^(?:zusammenfassend|abschließend (?:lässt|kann|ist)|zusammengefasst|als fazit|fazit:|im fazit|um zusammenzufassen|schlussendlich lässt)/i,
  ru: /^(?:в заключение|таким образом, можно|подводя итог|подведём итог|подведем итог|в итоге можно|итак, подвод|резюмируя)/i,
  th: /^(?:สรุปแล้ว|โดยสรุป|กล่าวโดยสรุป|สรุปได้ว่า|สรุปคือ)/,
  hi: /^(?:निष्कर्षतः|निष्कर्ष में|निष्कर्ष के रूप में|अंत में,? (?:यह )?कहा जा सकता|सारांश में|सारांश यह|सारांशतः)/,
};
/** A storyteller or a letter writer says these too: they count only where the form has headings. */
const weakOpenings: Record<GateLanguage, RegExp> = {
  en: /^(?:overall|all in all|in short|in sum|ultimately, then),/i,
  zh: /^(?:总的来说|总的来看|总体而言|总体来说|归根结底|一言以蔽之)/,
  ja: /^(?:要するに|総じて)/,
  ko: /^(?:정리하면|한마디로)/,
  ar: /^و?(?:باختصار|في المجمل)/,
  de: /^(?:insgesamt (?:lässt|zeigt|kann)|alles in allem|kurzum)/i,
  ru: /^(?:обобщая|в целом,? можно)/i,
  th: /^(?:โดยรวมแล้ว)/,
  hi: /^(?:संक्षेप में|कुल मिलाकर)/,
};
const heading =
  /^#{1,6}\s{1,4}(?:\d{1,2}[.)]?\s?|[一二三四五六七八九十]、)?(?:conclusions?|summary|concluding remarks|final thoughts|结论|總結|总结|结语|小结|まとめ|結論|おわりに|결론|맺음말|الخاتمة|خاتمة|الخلاصة|fazit|zusammenfassung|schluss|заключение|выводы|итоги|สรุป|บทสรุป|निष्कर्ष|उपसंहार)\s{0,4}#{0,6}$/i;

/**
 * The gate `no-own-conclusion`: the last paragraph, and each of its last two sentences, must not open with the words of
 * an ending, nor a heading of the section announce one. A last section may conclude: it always passes.
 */
export function checkOwnConclusion(
  text: string,
  { language, isLast, hasHeadings }: { language: string; isLast: boolean; hasHeadings: boolean },
): GateResult {
  const gate = 'no-own-conclusion';
  if (isLast) return passed(gate);
  const lines = listProseLines(text);
  const ending = lines.find((line) => line.length < 100 && heading.test(line.trim()));
  if (ending !== undefined) return failed(gate, `The section has a conclusion of its own: ${quote(ending)}.`);
  if (!isGateLanguage(language)) return notRun(gate, unknownLanguage(language));
  const last = splitParagraphs(lines.join('\n')).at(-1) ?? '';
  const candidates = [last, ...listClauses(last.slice(-3000)).slice(-2)].map(withoutMarkup);
  const patterns = hasHeadings ? [openings[language], weakOpenings[language]] : [openings[language]];
  const found = candidates.find((sentence) => patterns.some((pattern) => pattern.test(sentence)));
  return found === undefined
    ? passed(gate)
    : failed(gate, `The section closes with a conclusion of its own: ${quote(found)}.`);
}
