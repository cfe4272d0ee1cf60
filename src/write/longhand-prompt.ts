/**
 * The words of the `longhand` method, English and Chinese: what a writer sees before a section, and how it is asked
 * to begin, go on, fill in and tighten. The section and its length stand last, where models heed them most.
 */
import type { ImageRef } from '../model/images/image.ts';
import type { PromptProfile } from '../plan/compact-prompt.ts';
import type { PromptLanguage } from '../plan/prompt-language.ts';
import { renderStyleSheet, type StyleSheet } from '../plan/style-sheet.ts';

/** What holds for the whole document: the same bytes in every request of a run. */
export type DocumentBrief = {
  instruction: string;
  language: PromptLanguage;
  profile: PromptProfile;
  style?: StyleSheet | undefined;
  /** What the form demands, as `renderFormRules` says it; '' for nothing special. */
  formRules: string;
  hasHeadings: boolean;
  /** The whole text is asked for at once. */
  isOnePiece: boolean;
};

/** What is asked for now. */
export type SectionAsk = {
  /** '' for a text in one piece. */
  id: string;
  title: string;
  mainPoints: readonly string[];
  askedWords: number;
  /** Whether the document ends with this section. */
  isLast: boolean;
  /** What it has to establish, must not reveal, how it opens and ends; '' for nothing. */
  contract: string;
  /** Passages to take facts from, and how they are cited, as they stand before the ask; absent or '' for none. */
  sources?: string | undefined;
  /** Images that the ask is shown with, and the words that introduce them. */
  figures?: { text: string; images: readonly ImageRef[] } | undefined;
};

type Wording = {
  frame(brief: DocumentBrief): string;
  piece(ask: SectionAsk): string;
  section(ask: SectionAsk, hasHeadings: boolean): string;
  more(missing: readonly string[], words: number): string;
  insert(before: string, after: string, missing: readonly string[], words: number): string;
  condense(text: string, words: number, mainPoints: readonly string[]): string;
  otherwise(avoid: readonly string[]): string;
  headings: Record<MemoryPart, string>;
};

/** Parts of what is shown of a text that is too long to be shown whole. */
export type MemoryPart = 'outline' | 'story' | 'facts' | 'passages' | 'avoid' | 'lastPages' | 'textSoFar';

const points = (mainPoints: readonly string[], joint: string): string =>
  mainPoints.map((point) => point.replace(/[\s.;。；]+$/u, '')).join(joint);

const english: Wording = {
  frame: ({ instruction, formRules, hasHeadings, isOnePiece, language, style }) =>
    `You are an excellent writer at work on one text.${isOnePiece ? '' : ' It is written part by part; each part follows on from what is already there.'}

# Writing instruction

${instruction}
${block('# Style sheet', renderStyleSheet(style, language))}${block('# Form', formRules)}
# Rules

- Write in the language that the instruction asks for.
- Give only the text that is asked for now, nothing about it.${hasHeadings ? ' Headings are set already; do not write them.' : ' Write no headings.'}
- Say nothing twice${isOnePiece ? '' : ': what stands in an earlier part is known to the reader'}.${
      isOnePiece
        ? ''
        : `
- Leave to the other parts what belongs to them. Only the last part brings the text to its end; no other closes with a summary, an outlook or a question.`
    }
- Name no source, study or quotation that is not given to you.`,
  piece: ({ mainPoints, askedWords }) =>
    `Write the whole text now, from its first to its last line.

${
  mainPoints.length > 0 ? `It has to cover: ${points(mainPoints, '; ')}. ` : ''
}Length of the text: ${askedWords} words.`,
  section: ({ id, title, mainPoints, askedWords, isLast, contract }, hasHeadings) =>
    `Write section ${id}${hasHeadings ? `, "${title}",` : ''} now: only its text${
      isLast ? '; it is the last section and ends the text' : '; the text goes on after it'
    }.${contract === '' ? '' : ` ${contract}`}

${
  mainPoints.length > 0 ? `It has to cover: ${points(mainPoints, '; ')}. ` : ''
}Length of this section: ${askedWords} words.`,
  more: (missing, words) =>
    `Continue this section exactly where it stops, without repeating anything and without any remark.

${
  missing.length > 0 ? `It still has to cover: ${points(missing, '; ')}. ` : ''
}Still to write: about ${words} words.`,
  insert: (before, after, missing, words) =>
    `The text stays as it is, but between the two sentences quoted here it is still too thin.

First sentence: ${before}
Second sentence: ${after}

Write now what stands between them: new substance that follows from the first and leads to the second, without repeating either and without any remark.

${
  missing.length > 0 ? `It has to cover: ${points(missing, '; ')}. ` : ''
}Length of this passage: ${words} words.`,
  condense: (text, words, mainPoints) =>
    `Condense the passage below. Keep its order, its voice, its first and last thought and every fact and name in it; drop what says little.${
      mainPoints.length > 0 ? ` It must still cover: ${points(mainPoints, '; ')}.` : ''
    } Give only the condensed passage.

"""
${text}
"""

Condense it to ${words} words.`,
  otherwise: (avoid) =>
    `The text before already says the following; write about other things, in other words:

${avoid.map((line) => `- ${line}`).join('\n')}`,
  headings: {
    outline: '# Plan around this part',
    story: '# What stands so far, in brief',
    facts: '# Facts and names that hold',
    passages: '# Earlier passages this part builds on',
    avoid: '# Already said; do not say or begin like this again',
    lastPages: '# The last pages',
    textSoFar: '# Text so far',
  },
};

const chinese: Wording = {
  frame: ({ instruction, formRules, hasHeadings, isOnePiece, language, style }) =>
    `你是一位优秀的写作者，正在写一篇完整的文字。${isOnePiece ? '' : '全文分部分写成，每一部分都承接前文。'}

# 写作要求

${instruction}
${block('# 文风要求', renderStyleSheet(style, language))}${block('# 文体', formRules)}
# 规则

- 使用写作要求所指定的语言。
- 只输出现在所要求的正文，不要谈论它。${hasHeadings ? '小标题已经排好，不要再写。' : '不要写小标题。'}
- ${
      isOnePiece
        ? '不要重复。'
        : `前面写过的读者已经知道，不要重复。
- 其他部分的内容留给其他部分。只有最后一部分为全文收尾，其余部分结尾不要总结、展望或设问。`
    }
- 没有给出的来源、研究和引文一概不写。`,
  piece: ({ mainPoints, askedWords }) =>
    `现在请从头到尾写出全文。

${mainPoints.length > 0 ? `要点：${points(mainPoints, '；')}。` : ''}字数：${askedWords}字。`,
  section: ({ id, title, mainPoints, askedWords, isLast, contract }, hasHeadings) =>
    `现在请写第${id}节${hasHeadings ? `《${title}》` : ''}，只写正文，${isLast ? '这是最后一节，为全文收尾' : '后面还有内容'}。${contract}

${mainPoints.length > 0 ? `要点：${points(mainPoints, '；')}。` : ''}字数：${askedWords}字。`,
  more: (missing, words) =>
    `请从停下的地方接着写这一节，不要重复，也不要任何说明。

${missing.length > 0 ? `要点：${points(missing, '；')}。` : ''}字数：${words}字。`,
  insert: (before, after, missing, words) =>
    `全文保持不变，但下面两句之间的内容还太单薄。

前一句：${before}
后一句：${after}

现在请写出两句之间的文字：承接前一句，引向后一句，写新的内容，不要重复，也不要任何说明。

${missing.length > 0 ? `要点：${points(missing, '；')}。` : ''}字数：${words}字。`,
  condense: (text, words, mainPoints) =>
    `请压缩下面的文字。保留原有顺序、语气、首尾的意思以及所有事实和名称，删去空泛之处。${
      mainPoints.length > 0 ? `压缩后仍须写到：${points(mainPoints, '；')}。` : ''
    }只输出压缩后的文字。

"""
${text}
"""

请压缩到${words}字。`,
  otherwise: (avoid) =>
    `前文已经写过以下内容，请写别的内容，换别的说法：

${avoid.map((line) => `- ${line}`).join('\n')}`,
  headings: {
    outline: '# 本部分前后的大纲',
    story: '# 前文概要',
    facts: '# 已确定的事实与名称',
    passages: '# 本部分所依据的前文段落',
    avoid: '# 已经写过，不要再写，也不要这样开头',
    lastPages: '# 前文最后几页',
    textSoFar: '# 已写正文',
  },
};

const wordings: Record<PromptLanguage, Wording> = { en: english, zh: chinese };

/** A headed block with an empty line before it; nothing where there is nothing to say. */
function block(heading: string, text: string): string {
  return text === ''
    ? ''
    : `\n${heading}

${text}\n`;
}

/** Role, instruction, style, form and rules. */
export function renderBrief(brief: DocumentBrief): string {
  return wordings[brief.language].frame(brief);
}

/** A part of what is shown of the text, under its heading; '' where there is nothing. */
export function renderMemoryPart(language: PromptLanguage, part: MemoryPart, text: string): string {
  return text === ''
    ? ''
    : `${wordings[language].headings[part]}

${text}`;
}

/** Asks for a section, or, without an id, for the whole text. */
export function renderAsk({ language, hasHeadings }: DocumentBrief, ask: SectionAsk): string {
  const wording = wordings[language];
  const step = ask.id === '' ? wording.piece(ask) : wording.section(ask, hasHeadings);
  const beside = [ask.sources ?? '', ask.figures?.text ?? ''].filter((part) => part !== '');
  return [...beside, step].join('\n\n');
}

/** Asks to go on with a section that is still short, with the points it missed. */
export function renderMore(
  language: PromptLanguage,
  { missing, words }: { missing: readonly string[]; words: number },
): string {
  return wordings[language].more(missing, words);
}

/** Asks for what stands between two passages of a text that has its ending already. */
export function renderInsert(
  language: PromptLanguage,
  {
    before,
    after,
    missing,
    words,
  }: { before: string; after: string; missing: readonly string[]; words: number },
): string {
  return wordings[language].insert(before, after, missing, words);
}

/** Asks for the same passage in fewer words. */
export function renderCondense(
  language: PromptLanguage,
  { text, words, mainPoints }: { text: string; words: number; mainPoints: readonly string[] },
): string {
  const request = wordings[language].condense(text, words, mainPoints);
  return hasMarks(text) ? `${keepMarks[language]}\n\n${request}` : request;
}

const hasMarks = (text: string): boolean => /\[S\d+\]/.test(text);

const keepMarks: Record<PromptLanguage, string> = {
  en: 'Marks such as [S3] name the source of a sentence: keep each with what it stands behind.',
  zh: '[S3]一类的标记注明句子的出处：每个标记都要留在它所属的内容之后。',
};

/** What is put before the ask where a draft said again what stood there already. */
export function renderOtherwise(language: PromptLanguage, avoid: readonly string[]): string {
  return wordings[language].otherwise(avoid);
}
