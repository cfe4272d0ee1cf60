/** Reads a request the way any model has to: from its messages alone. */
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { type FoundLength, findLengths } from './asked-words.ts';
import { asksForHeading, classifyRequest, type RequestKind } from './cues.ts';
import { extractTopics, type ReplyLanguage } from './topics.ts';

/** A message with its content as one text; files and tool results are left out. */
export type ReadMessage = { role: 'system' | 'user' | 'assistant' | 'tool'; text: string };

export type ReadRequest = {
  kind: RequestKind;
  language: ReplyLanguage;
  messages: readonly ReadMessage[];
  /** Text of the last user message. */
  lastMessage: string;
  /** Every message, one after the other. */
  wholeText: string;
  /** What the whole job is, in the user's words, as well as it can be told from the prompt around it. */
  instruction: string;
  /** The lines about the part that is wanted now. */
  focus: string;
  /** The last number with a unit in the last user message, else in the whole request, else 400. */
  askedWords: number;
  /** Whether the last user message has such a number. */
  statesLength: boolean;
  /** Noun phrases of the instruction; never empty. */
  instructionTopics: readonly string[];
  /** Noun phrases of the focus that the instruction does not have. */
  focusTopics: readonly string[];
  wantsHeading: boolean;
};

const defaultAskedWords = 400;
const maxTopics = 8;

/** Reads what is asked, in which language, how long, and about what. */
export function readRequest(prompt: LanguageModelV4CallOptions['prompt']): ReadRequest {
  const messages = readMessages(prompt);
  const wholeText = messages.map((message) => message.text).join('\n\n');
  const lastMessage = messages.findLast((message) => message.role === 'user')?.text ?? wholeText;
  const isBegun = messages.at(-1)?.role === 'assistant';
  const lengths = findLengths(lastMessage);
  const asked = lengths.at(-1) ?? findLengths(wholeText).at(-1);
  const instruction = findInstruction(messages, lastMessage);
  const focus = findFocus(lastMessage, lengths, wholeText);
  const language = languageOf(instruction, focus, wholeText);
  const found = extractTopics(instruction, language).slice(0, maxTopics);
  const instructionTopics = found.length > 0 ? found : [language === 'zh' ? '这件事' : 'the subject'];
  const known = new Set(instructionTopics.map((topic) => topic.toLowerCase()));
  return {
    kind: isBegun ? 'continue' : classifyRequest(lastMessage),
    language,
    messages,
    lastMessage,
    wholeText,
    instruction,
    focus,
    askedWords: asked?.words ?? defaultAskedWords,
    statesLength: lengths.length > 0,
    instructionTopics,
    focusTopics:
      [focus, ...earlierFocuses(messages, wholeText)]
        .map((text) => extractTopics(text, language).filter((topic) => !known.has(topic.toLowerCase())))
        .find((topics) => topics.length > 0)
        ?.slice(0, maxTopics) ?? [],
    wantsHeading: asksForHeading(lastMessage),
  };
}

/** The messages with their text alone. */
export function readMessages(prompt: LanguageModelV4CallOptions['prompt']): ReadMessage[] {
  return prompt.map((message) => ({ role: message.role, text: textOf(message) }));
}

function textOf(message: LanguageModelV4CallOptions['prompt'][number]): string {
  if (typeof message.content === 'string') return message.content;
  return message.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

const label =
  /^[\s#>*_\-\d.【[(<]*(?:the\s+)?(?:user(?:'s)?\s+|original\s+|writing\s+|overall\s+)?(?:instruction|request|task|assignment|topic|brief|prompt|premise|(?:main\s+)?query|写作指令|写作要求|用户指令|用户要求|用户需求|指令|主题|题目|写作任务|任务)s?[\s*_】\])>]*(?:[:：]|>|$)[ \t*]*/im;
const order =
  /\b(?:write|compose|draft|create|prepare|produce|generate)\s+(?:me\s+)?(?:an?|the|\d)\b|写一?[篇部封段份首本个]|撰写|创作/i;
const wrongSubject = /outline|plan\b|subtask|大纲|提纲|规划|子任务/i;
const instructionReach = 1_200;

/** The labelled instruction, else the paragraph that orders a text, else the start of the first user message. */
function findInstruction(messages: readonly ReadMessage[], lastMessage: string): string {
  const asking = messages.filter((message) => message.role === 'user').map((message) => message.text);
  for (const text of asking) {
    const match = label.exec(text);
    const block = match === null ? '' : firstBlock(text.slice(match.index + match[0].length));
    if (block !== '') return block;
  }
  const everyone = [...asking, ...messages.filter((message) => message.role === 'system').map((m) => m.text)];
  for (const text of everyone) {
    const blocks = text.slice(0, 4 * instructionReach).split(/\n\s*\n/);
    const found = blocks.find((block) => order.test(block) && !wrongSubject.test(block));
    if (found !== undefined) return found.slice(0, instructionReach);
  }
  return (asking[0] ?? lastMessage).slice(0, instructionReach);
}

function firstBlock(text: string): string {
  const block = text.trimStart().split(/\n\s*\n|\n(?=#)/)[0] ?? '';
  return block.trim().slice(0, instructionReach);
}

const focusLines = 14;
const focusLabel =
  /^[\s>*_\-#]*(?:section|chapter|title|heading|(?:main|key)?\s*points?|goal|contract|part|标题|章节|本节|要点|主旨|内容)\b[^:：\n]{0,20}[:：]/i;
const reference =
  /\b(section|chapter|paragraph|part|step|scene)\s*(?:no\.?|number|#)?\s*(\d{1,4})\b|第\s*([一二三四五六七八九十百\d]+)\s*[章节段部步]/gi;

/** The block around the last length, down to the end of that block, and the plan line it refers to. */
function findFocus(message: string, lengths: readonly FoundLength[], wholeText: string): string {
  const lines = message.split('\n');
  const last = lengths.at(-1);
  const lineOfLength =
    last === undefined ? lines.length - 1 : message.slice(0, last.start).split('\n').length - 1;
  const isOther = (index: number): boolean => findLengths((lines[index] ?? '').slice(0, 2_000)).length > 0;
  let from = lineOfLength;
  let to = lineOfLength;
  while (from > 0 && lineOfLength - from < focusLines && continues(lines[from - 1]) && !isOther(from - 1))
    from--;
  while (
    to < lines.length - 1 &&
    to - lineOfLength < focusLines &&
    continues(lines[to + 1]) &&
    !isOther(to + 1)
  )
    to++;
  const labelled = lines.slice(Math.max(0, lines.length - 40)).filter((line) => focusLabel.test(line));
  const block = lines.slice(from, to + 1).join('\n');
  const named = [...block.matchAll(reference)].at(-1);
  const planLine = named === undefined ? '' : findPlanLine(wholeText, named);
  return [planLine, block, ...labelled.filter((line) => !block.includes(line))]
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, 4_000);
}

/** "Go on" names no part; the user message before it did. */
function earlierFocuses(messages: readonly ReadMessage[], wholeText: string): string[] {
  const earlier = messages.filter((message) => message.role === 'user').slice(0, -1);
  return earlier
    .slice(1)
    .toReversed()
    .map((message) => findFocus(message.text, findLengths(message.text), wholeText));
}

const continues = (line: string | undefined): boolean =>
  line !== undefined && line.trim() !== '' && line.length < 600;

function findPlanLine(text: string, named: RegExpMatchArray): string {
  const index = named[2] ?? named[3];
  const word = named[1] === undefined ? `第\\s*${index}\\s*[章节段部步]` : `(?:${named[1]}\\s*)?${index}\\b`;
  const line = new RegExp(`^[\\s>*#_-]*${word}[.):：|\\s-].{6,}$`, 'im').exec(text.slice(0, 200_000));
  return line?.[0].slice(0, 1_000) ?? '';
}

/** Chinese when the job is told in Chinese, unless it asks for English, and the other way round. */
function languageOf(instruction: string, focus: string, wholeText: string): ReplyLanguage {
  const asked = `${instruction}\n${focus}`;
  if (/(?:\bin|into)\s+English\b|[用以]英[文语]|英文(?:撰写|写作|作答)/i.test(asked)) return 'en';
  if (/(?:\bin|into)\s+Chinese\b|[用以]中[文语]|中文(?:撰写|写作|作答)/i.test(asked)) return 'zh';
  const sample = instruction.trim() === '' ? wholeText.slice(0, 4_000) : instruction;
  const han = sample.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
  const latin = sample.match(/[a-z]+/gi)?.length ?? 0;
  return han > latin ? 'zh' : 'en';
}
