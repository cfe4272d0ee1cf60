/**
 * The words that ask for text, English and Chinese.
 *
 * What they must say is the write step of AgentWrite (Bai et al. 2024, arXiv:2408.07055): the role, the
 * instruction, the whole plan, the text so far, and this step with its points and word count; continue, do not
 * repeat, write only this part, and do not close or tease while work is in progress.
 * Differs: the heading is set by the plan and not written by the model, and the step's length stands last, where
 * models heed it most.
 */
import { listSections, type Plan, type Section } from '../plan/plan.ts';
import type { PromptLanguage } from '../plan/prompt-language.ts';
import { renderStyleSheet, type StyleSheet } from '../plan/style-sheet.ts';

export type SectionPromptInput = {
  instruction: string;
  plan: Plan;
  section: Section;
  /** Whether the text ends with this section. */
  isLast: boolean;
  language: PromptLanguage;
  style?: StyleSheet;
  /** How much of the plan is shown. Default `full`; small windows get less. */
  detail?: PlanDetail;
};

/** `full`: every section with its points; `titles`: without points; `nearby`: titles around the section at hand. */
export type PlanDetail = 'full' | 'titles' | 'nearby';

/** Text that stands before the section at hand, as far as it is shown. */
export type TextSoFar = { text: string; isCut: boolean };

type Wording = {
  /** Role, instruction, plan and rules: the same bytes in every request of a run. */
  frame(input: SectionPromptInput): string;
  /** What to write now. */
  step(input: SectionPromptInput): string;
  /** Text so far, for layouts that show it in the message. */
  soFar(text: TextSoFar): string;
  styleHeading: string;
  /** Asks to go on from a text, where no plan says with what. */
  goOn: string;
  omitted(sections: number): string;
  alone: string;
  planLine(section: Section, depth: number): string;
  rest(remainingWords: number): string;
  gently: string;
};

const english: Wording = {
  frame: (
    input,
  ) => `You are an excellent writer at work on a long text that is written one section after another. You have the writing instruction and the plan of the whole text; you write one section at a time, each following on from what is already there.

# Writing instruction

${input.instruction}
${renderStyle(input)}
# Writing plan

${input.plan.title === '' ? '' : `Title: ${input.plan.title}\n`}${renderPlanLines(input)}

# Rules

- Write in the language that the instruction asks for.
- Continue from the text that is already there, without repeating it; leave to the other sections what belongs to them.
- Give only the text of the section asked for. Headings are set already; do not write them.
- Only the last section brings the whole text to its end. Every other one leads on to the next: no closing summary, no outlook, no rhetorical question to end on.`,
  planLine: (section, depth) =>
    `${'  '.repeat(depth - 1)}Section ${section.id} - Title: ${section.title}${
      section.mainPoints.length > 0 ? ` - Main Points: ${section.mainPoints.join('; ')}` : ''
    }${section.targetWords > 0 ? ` - Word Count: ${section.targetWords} words` : ''}`,
  styleHeading: '# Style sheet',
  goOn: 'Continue this text from where it stops to its end. Give only the new text, without repeating what is there.',
  omitted: (sections) => `(${sections} more sections)`,
  soFar: ({ text, isCut }) =>
    `# Text written so far${isCut ? ' (only its last part is shown)' : ''}\n\n${text === '' ? '(nothing yet)' : text}`,
  alone:
    '# Note\n\nThe other sections are being written at the same time by others. Keep to what the plan gives to your section.',
  step: ({ section, isLast }) =>
    `Write section ${section.id}, "${section.title}", now: only its text${
      isLast ? '; it is the last section' : '; the text goes on after it'
    }.${
      section.mainPoints.length > 0 ? ` It has to cover: ${section.mainPoints.join('; ')}.` : ''
    } Length of this section: ${section.targetWords} words.`,
  rest: (remainingWords) =>
    `Your text was interrupted. Continue it exactly where it stops, without repeating anything and without any remark. Still to write: about ${remainingWords} words.`,
  gently:
    'If a detail of this task cannot be written as asked, treat that detail in general and factual terms and write everything else in full.',
};

const chinese: Wording = {
  frame: (
    input,
  ) => `你是一位优秀的写作者，正在逐节完成一篇长文。你手上有写作要求和全文大纲，每次只写一节，并与已有文字自然衔接。

# 写作要求

${input.instruction}
${renderStyle(input)}
# 写作大纲

${input.plan.title === '' ? '' : `标题：${input.plan.title}\n`}${renderPlanLines(input)}

# 规则

- 使用写作要求所指定的语言。
- 承接已有正文，不重复前文，也不提前写其他各节的内容。
- 只输出所要求的那一节的正文。小标题已经排好，不要再写。
- 只有最后一节为全文收尾。其余各节都要自然引向下一节，结尾不要总结，不要展望，也不要用设问收束。`,
  planLine: (section, depth) =>
    `${'  '.repeat(depth - 1)}第${section.id}节 - 标题：${section.title}${
      section.mainPoints.length > 0 ? ` - 要点：${section.mainPoints.join('；')}` : ''
    }${section.targetWords > 0 ? ` - 字数：${section.targetWords}字` : ''}`,
  styleHeading: '# 文风要求',
  goOn: '请从上文停下的地方接着写到结尾。只输出新写的部分，不要重复已有内容。',
  omitted: (sections) => `（另有${sections}节）`,
  soFar: ({ text, isCut }) =>
    `# 已写正文${isCut ? '（只显示最后一部分）' : ''}\n\n${text === '' ? '（尚无）' : text}`,
  alone: '# 说明\n\n其余各节由他人同时写作，请只写大纲分给本节的内容。',
  step: ({ section, isLast }) =>
    `现在请写第${section.id}节《${section.title}》，只写正文，${isLast ? '这是最后一节' : '后面还有内容'}。${
      section.mainPoints.length > 0 ? `须写到：${section.mainPoints.join('；')}。` : ''
    }本节长度：${section.targetWords}字。`,
  rest: (remainingWords) =>
    `刚才的文字中断了。请从中断处接着写，不要重复，也不要任何说明。还需写约${remainingWords}字。`,
  gently: '如果任务中的某个细节不便照写，请用概括、客观的方式处理该细节，其余内容完整写出。',
};

const wordings: Record<PromptLanguage, Wording> = { en: english, zh: chinese };

const wordingOf = ({ language }: { language: PromptLanguage }): Wording => wordings[language];

/**
 * First turn of the dialogue layout, and the single message of the published one: instruction, plan, what stands
 * already, step. In a dialogue later requests extend it byte for byte.
 */
export function renderFirstTurn(input: SectionPromptInput & { textSoFar?: TextSoFar }): string {
  const wording = wordingOf(input);
  const soFar = input.textSoFar === undefined ? '' : `${wording.soFar(input.textSoFar)}\n\n`;
  return `${wording.frame(input)}\n\n${soFar}${wording.step(input)}`;
}

/** A later turn of the dialogue: the step alone, everything else stands above it. */
export function renderNextTurn(input: SectionPromptInput): string {
  return wordingOf(input).step(input);
}

/** The single message of the parallel ablation: instruction, plan, step; of the text only what stood before the run. */
export function renderParallelMessage(input: SectionPromptInput & { textSoFar?: TextSoFar }): string {
  const wording = wordingOf(input);
  const soFar = input.textSoFar === undefined ? '' : `${wording.soFar(input.textSoFar)}\n\n`;
  return `${wording.frame(input)}\n\n${soFar}${wording.alone}\n\n${wording.step(input)}`;
}

/** The single message of the native method where it goes on from a text: instruction, style, text, what is missing. */
export function renderNativeMessage({
  instruction,
  style,
  language,
  textSoFar,
  length,
}: Pick<SectionPromptInput, 'instruction' | 'style' | 'language'> & {
  textSoFar?: TextSoFar;
  /** A line that says how long; '' where the instruction does. */
  length: string;
}): string {
  const wording = wordingOf({ language });
  const sheet = renderStyleSheet(style, language);
  return [
    instruction,
    sheet === '' ? '' : `${wording.styleHeading}\n\n${sheet}`,
    textSoFar === undefined ? '' : `${wording.soFar(textSoFar)}\n\n${wording.goOn}`,
    length,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Asks for the rest of a text that broke off or met its output limit. */
export function renderRest(language: PromptLanguage, remainingWords: number): string {
  return wordingOf({ language }).rest(Math.max(40, remainingWords));
}

/** What is added once to a step that the model declined. */
export function renderGently(language: PromptLanguage): string {
  return wordingOf({ language }).gently;
}

function renderStyle({ style, language }: SectionPromptInput): string {
  const sheet = renderStyleSheet(style, language);
  return sheet === '' ? '' : `\n${wordingOf({ language }).styleHeading}\n\n${sheet}\n`;
}

/** Sections before and after the one at hand that `nearby` names. */
const nearbySections = 4;

function renderPlanLines({ plan, section, language, detail = 'full' }: SectionPromptInput): string {
  const wording = wordingOf({ language });
  const listed = listSections(plan);
  const line = (each: (typeof listed)[number]): string =>
    wording.planLine(detail === 'full' ? each.section : { ...each.section, mainPoints: [] }, each.depth);
  if (detail !== 'nearby') return listed.map(line).join('\n');
  const at = listed.findIndex((each) => each.section.id === section.id);
  const from = Math.max(0, at - nearbySections);
  const to = Math.min(listed.length, at + nearbySections + 1);
  return [
    ...(from > 0 ? [wording.omitted(from)] : []),
    ...listed.slice(from, to).map(line),
    ...(to < listed.length ? [wording.omitted(listed.length - to)] : []),
  ].join('\n');
}
