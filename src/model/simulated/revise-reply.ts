/** Replies made from a text that the request shows: condensed, revised, summarised, or searched for an answer. */
import { countWords } from '../../text/count-words.ts';
import { condensedWords } from './length-law.ts';
import type { Random } from './random.ts';
import type { ReadRequest } from './read-request.ts';
import { findCores, splitPlainSentences } from './statements.ts';

const orderLine =
  /\b(?:shorten|condense|compress|abridge|tighten|trim|cut|reduce|rewrite|revise|edit|improve|polish|summari[sz]e|words?)\b|压缩|缩短|精简|删减|缩写|改写|修改|润色|总结|概括|\d\s*个?字/i;
const delimited = [/<(\w+)>\s*([\s\S]+?)\s*<\/\1>/g, /("""|```\w*|---+)\n([\s\S]+?)\n(?:"""|```|---+)/g];

/** The material of a request: what stands between marks, else the longest run of prose; '' when none is shown. */
export function findShownText(request: ReadRequest): string {
  const { lastMessage } = request;
  const marked = delimited
    .flatMap((pattern) => [...lastMessage.matchAll(pattern)].map((match) => match[2] as string))
    .sort((a, b) => b.length - a.length)[0];
  if (marked !== undefined && countWords(marked) > 30) return marked;
  const runs = [''];
  for (const line of lastMessage.split('\n')) {
    const isOrder = orderLine.test(line) && line.length < 400;
    const isLabel = /[:：]\s*$/.test(line) && countWords(line) <= 12;
    if (isOrder || isLabel || /^\s*(?:#|```|"""|---)/.test(line)) runs.push('');
    else runs[runs.length - 1] += `${line}\n`;
  }
  const run = runs.sort((a, b) => b.length - a.length)[0]?.trim() ?? '';
  if (countWords(run) > 30) return run;
  return request.messages.findLast((message) => message.role === 'assistant')?.text ?? run;
}

/** The shown text with sentences left out evenly, ending nearest to n + 0.7·(m - n) words. */
export function condenseText(shown: string, askedWords: number): string {
  const given = countWords(shown);
  return leaveOut(shown, condensedWords(given, Math.min(askedWords, given)));
}

/** Drops whole sentences, spread over the text, until it ends nearest to the aim; keeps paragraphs. */
function leaveOut(text: string, aimWords: number): string {
  const sentences = splitPlainSentences(text);
  const counts = sentences.map((sentence) => countWords(sentence));
  const kept = sentences.map(() => true);
  let words = counts.reduce((sum, count) => sum + count, 0);
  // A stride of about the golden ratio visits sentences far apart, the first one last.
  const stride = Math.max(1, Math.round(sentences.length * 0.618));
  let at = sentences.length - 1;
  for (let step = 0; step < sentences.length; step++) {
    while (!kept[at] || counts[at] === 0) {
      at = (at + sentences.length - 1) % sentences.length;
      if (kept.every((isKept, index) => !isKept || counts[index] === 0)) return sentences[0] ?? '';
    }
    const without = words - (counts[at] as number);
    if (Math.abs(without - aimWords) >= Math.abs(words - aimWords)) break;
    kept[at] = false;
    words = without;
    at = (at + stride) % sentences.length;
  }
  return sentences
    .filter((_, index) => kept[index])
    .join('')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** The shown text, longer by fresh sentences where more words are asked, shorter as condensing goes. */
export function reviseText(shown: string, aimWords: number, nextSentence: () => string): string {
  let words = countWords(shown);
  if (aimWords < words) return condenseText(shown, aimWords);
  const added: string[] = [];
  for (;;) {
    const sentence = nextSentence();
    const withIt = words + countWords(sentence);
    if (Math.abs(words - aimWords) <= Math.abs(withIt - aimWords)) break;
    added.push(sentence);
    words = withIt;
  }
  const separator = /[\u4e00-\u9fff]/.test(added[0] ?? '') ? '' : ' ';
  return added.length === 0 ? shown : `${shown.trimEnd()}\n\n${added.join(separator)}`;
}

/** A summary that names what the statements of the text were about, within the asked words. */
export function summarizeText(request: ReadRequest, shown: string, aimWords: number, random: Random): string {
  const cores = [...findCores(shown, request.language)];
  const isChinese = request.language === 'zh';
  const picked = isChinese ? cores : cores.map((core) => core.trim());
  if (picked.length < 3) return leaveOut(shown, Math.min(aimWords, countWords(shown)));
  const step = Math.max(1, picked.length / Math.max(1, aimWords / (isChinese ? 12 : 6)));
  const sentences: string[] = [];
  for (let at = 0; at < picked.length && countWords(sentences.join(' ')) < aimWords * 0.9; at += 2 * step) {
    const first = picked[Math.floor(at)] as string;
    const second = picked[Math.min(picked.length - 1, Math.floor(at + step))] as string;
    const pair = first === second ? first : isChinese ? `${first}和${second}` : `${first} and ${second}`;
    const verb = random.pick(
      isChinese
        ? ['写到', '讲了', '说明了', '记下了']
        : ['covers', 'turns to', 'describes', 'comes back to', 'sets out'],
    );
    sentences.push(isChinese ? `文中${verb}${pair}。` : `The text ${verb} ${pair}.`);
  }
  return sentences.join(isChinese ? '' : ' ');
}

/** The sentences of the shown text that share most words with the question. */
export function answerFromText(request: ReadRequest, shown: string): string {
  const key = (text: string): string[] => text.toLowerCase().match(/[a-z]{4,}|[\u4e00-\u9fff]{2}/g) ?? [];
  const asked = new Set(key(request.lastMessage.replace(shown, '')));
  const ranked = splitPlainSentences(shown)
    .map((sentence, position) => ({
      sentence: sentence.trim(),
      position,
      hits: key(sentence).filter((word) => asked.has(word)).length,
    }))
    .filter(({ sentence }) => countWords(sentence) > 3)
    .sort((a, b) => b.hits - a.hits || a.position - b.position);
  return ranked
    .slice(0, 2)
    .sort((a, b) => a.position - b.position)
    .map(({ sentence }) => sentence)
    .join(request.language === 'zh' ? '' : ' ');
}
