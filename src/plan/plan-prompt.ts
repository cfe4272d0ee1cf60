/**
 * The words that ask for a plan, English and Chinese.
 *
 * What they must say is the plan step of AgentWrite (Bai et al. 2024, arXiv:2408.07055): break the instruction
 * into subtasks, each guiding one part of 200 to 1,000 words with its main points and word count, one line
 * each, together covering the instruction, nothing else. Differs: a heading for every part and a title for the
 * whole, the total to reach, and bounds that widen where the asked length would need more parts than help.
 */
import type { JSONSchema7 } from 'json-schema';
import type { ImageRef } from '../model/images/image.ts';
import type { Message, ResponseSchema } from '../model/request.ts';
import type { PromptLanguage } from './prompt-language.ts';
import { renderStyleSheet, type StyleSheet } from './style-sheet.ts';

export type PlanPromptInput = {
  instruction: string;
  targetWords: number;
  language: PromptLanguage;
  style?: StyleSheet;
  /** What the text is written from, in brief, for a text with sources. */
  sources?: string | undefined;
  /** The images it is written about, in words, and those of them that the planner is shown. */
  figures?: { text: string; images: readonly ImageRef[] } | undefined;
  /** A text whose beginning is already there: what of it the planner sees. */
  opening?: string;
  /** Only one part of a longer text is planned: the parts around it, and what is planned before it. */
  part?: { outline: string; title: string; mainPoints: readonly string[]; before: readonly string[] };
  /** Absent: as `sizeSections` has it for the target. */
  size?: SectionSizes;
  /** `lines` spells the format out; `json` leaves it to a response schema. */
  format: 'lines' | 'json';
};

/** How many sections a plan may have, and their bounds in words. */
export type SectionSizes = { fewest: number; most: number; minWords: number; maxWords: number };

/**
 * How many sections the asked length divides into: 200 to 1,000 words each, as the paper asks; one below 400 words;
 * never more than 50, whose bounds grow instead. A model that gives less at once gets smaller and more of them.
 *
 * @param options.maxOutputWords - Most words worth asking this model for in one answer.
 */
export function sizeSections(
  targetWords: number,
  { maxOutputWords = Infinity }: { maxOutputWords?: number | undefined } = {},
): SectionSizes {
  if (targetWords < 400 && targetWords <= maxOutputWords) {
    return { fewest: 1, most: 1, minWords: targetWords, maxWords: targetWords };
  }
  const maxWords = Math.min(Math.max(1000, Math.ceil(targetWords / 50)), maxOutputWords);
  const minWords = Math.min(200, targetWords, Math.ceil(maxWords / 2));
  const fewest = Math.max(1, Math.ceil(targetWords / maxWords));
  const usual = Math.min(50, Math.floor(targetWords / minWords));
  return { fewest, most: Math.max(fewest, usual), minWords, maxWords };
}

type PlanWording = (input: PlanPromptInput) => string;

const english: PlanWording = ({
  instruction,
  targetWords,
  format,
  style,
  sources = '',
  figures,
  opening,
  part,
  size,
}) => {
  const { fewest, most, minWords, maxWords } = size ?? sizeSections(targetWords);
  const parts =
    most === 1
      ? 'Plan it as a single section.'
      : `Plan ${fewest === most ? `exactly ${fewest}` : `between ${fewest} and ${most}`} sections. Give each at least ${minWords} and at most ${maxWords} words; do not slice finer than that.`;
  return `Break the writing instruction below down into a plan: a list of subtasks, each of which will guide the writing of exactly one section of a long text. The text itself will be written later, section after section.

# Instruction

${instruction}
${block('# Style sheet', renderStyleSheet(style, 'en'))}${block('# Sources', sources)}${block('# Images', figures?.text ?? '')}${
  opening === undefined
    ? ''
    : block(
        '# Text that is already there',
        `The author has written the beginning. Plan only what is still missing after it; what it says is not planned again.\n\n${opening}`,
      )
}${
  part === undefined
    ? ''
    : block(
        '# Parts of the whole text',
        `${part.outline}\n\nPlan now only the part "${part.title}"${
          part.mainPoints.length > 0 ? `: ${part.mainPoints.join('; ')}` : ''
        }. The other parts are planned by themselves.${
          part.before.length > 0 ? ` Just before it stand the sections: ${part.before.join('; ')}.` : ''
        }`,
      )
}
# Format

${
  format === 'json'
    ? 'Give the title of the whole text and, for every section in reading order, its heading, its main points in detail, and its word count.'
    : `One line for the title and then one line for each section, in reading order, exactly like this:

Title: <title of the whole text>
Section 1 - Title: <short heading> - Main Points: <in detail, what this section says> - Word Count: 400 words
Section 2 - Title: <short heading> - Main Points: <in detail, what this section says> - Word Count: 1000 words
...`
}

# Rules

- Make every subtask clear and specific: which facts, arguments, scenes or examples belong there and nowhere else.
- Together the sections cover everything that the instruction asks for, and nothing twice.
- ${parts}
- Headings and main points are in the language that the text will be written in.
- Give only the plan: no remarks before or after it.
- The word counts add up to the length of ${part === undefined ? 'the whole text' : 'this part'}: ${targetWords} words.`;
};

const chinese: PlanWording = ({
  instruction,
  targetWords,
  format,
  style,
  sources = '',
  figures,
  opening,
  part,
  size,
}) => {
  const { fewest, most, minWords, maxWords } = size ?? sizeSections(targetWords);
  const parts =
    most === 1
      ? '整篇只安排一节。'
      : `安排${fewest === most ? fewest : `${fewest}到${most}`}节，每节不少于${minWords}字，不超过${maxWords}字，不要切得更细。`;
  return `请把下面的写作要求分解成一份写作大纲：列出若干子任务，每个子任务只指导长文中一节的写作。正文以后再逐节写。

# 写作要求

${instruction}
${block('# 文风要求', renderStyleSheet(style, 'zh'))}${block('# 资料', sources)}${block('# 图片', figures?.text ?? '')}${
  opening === undefined
    ? ''
    : block('# 已有正文', `作者已经写好开头。只规划其后尚缺的内容，已写的不再安排。\n\n${opening}`)
}${
  part === undefined
    ? ''
    : block(
        '# 全文各部分',
        `${part.outline}\n\n现在只规划“${part.title}”这一部分${
          part.mainPoints.length > 0 ? `：${part.mainPoints.join('；')}` : ''
        }。其余部分另行规划。${part.before.length > 0 ? `紧接其前的各节是：${part.before.join('；')}。` : ''}`,
      )
}
# 格式

${
  format === 'json'
    ? '请给出全文标题，并按阅读顺序给出每一节的小标题、详细要点和字数。'
    : `先用一行写全文标题，再按阅读顺序每节写一行，严格采用下面的样式：

标题：<全文标题>
第1节 - 标题：<小标题> - 要点：<这一节具体写什么> - 字数：400字
第2节 - 标题：<小标题> - 要点：<这一节具体写什么> - 字数：1000字
……`
}

# 规则

- 每个子任务都要明确具体：哪些事实、论点、情节或例子只放在这一节。
- 各节合起来覆盖要求的全部内容，彼此不重复。
- ${parts}
- 标题和要点使用正文将要使用的语言。
- 只输出大纲本身，前后不要有任何说明。
- 各节字数之和等于${part === undefined ? '全文' : '这一部分的'}长度：${targetWords}字。`;
};

/** A headed block with an empty line before it; nothing where there is nothing to say. */
const block = (heading: string, text: string): string => (text === '' ? '' : `\n${heading}\n\n${text}\n`);

const wordings: Record<PromptLanguage, PlanWording> = { en: english, zh: chinese };

/** One user message, no system message, as the paper sends it. */
export function renderPlanPrompt(input: PlanPromptInput): Message[] {
  const wording = wordings[input.language];
  const images = input.figures?.images ?? [];
  return [{ role: 'user', content: wording(input), ...(images.length > 0 && { images }) }];
}

/** The one repair round: the model sees its reply, what is wrong with it, and is asked for a good one. */
export function renderPlanRepair(input: PlanPromptInput, reply: string, problem: string): Message[] {
  const ask =
    input.language === 'zh'
      ? `这份大纲无法使用：${problem}\n请按上面的格式和规则重新输出完整的大纲，总长度${input.targetWords}字。只输出大纲。`
      : `This plan cannot be used: ${problem}\nGive the whole plan again in the format and by the rules above, ${input.targetWords} words in total. Give only the plan.`;
  return [...renderPlanPrompt(input), { role: 'assistant', content: reply }, { role: 'user', content: ask }];
}

const schema: JSONSchema7 = {
  type: 'object',
  additionalProperties: false,
  required: ['title', 'sections'],
  properties: {
    title: { type: 'string', description: 'Title of the whole text' },
    sections: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['title', 'mainPoints', 'words'],
        properties: {
          title: { type: 'string', description: 'Short heading' },
          mainPoints: { type: 'array', items: { type: 'string' }, description: 'What the section says' },
          words: { type: 'integer', description: 'Word count of the section' },
        },
      },
    },
  },
};

/** What a model with structured output must answer. */
export const planSchema: ResponseSchema = { name: 'plan', schema };
