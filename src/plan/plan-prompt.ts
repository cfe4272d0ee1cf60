/**
 * The words that ask for a plan, English and Chinese, by prompt profile.
 *
 * What they must say is the plan step of AgentWrite (Bai et al. 2024, arXiv:2408.07055): break the instruction
 * into subtasks, each guiding one part of 200 to 1,000 words with its main points and word count, one line
 * each, together covering the instruction, nothing else. Differs: a heading for every part and a title for the
 * whole, the total to reach, and bounds that widen where the asked length would need more parts than help.
 */
import type { JSONSchema7 } from 'json-schema';
import type { Message, ResponseSchema } from '../model/request.ts';

/** Which wording a model gets. One so far; a capability card will choose among several. */
export type PromptProfile = 'standard';

/** Language of the prompts: Chinese instructions get Chinese ones, all others English. */
export type PromptLanguage = 'en' | 'zh';

export type PlanPromptInput = {
  instruction: string;
  targetWords: number;
  language: PromptLanguage;
  profile?: PromptProfile;
  /** `lines` spells the format out; `json` leaves it to a response schema. */
  format: 'lines' | 'json';
};

/**
 * How many parts the asked length divides into: 200 to 1,000 words each, as the paper asks;
 * one part below 400 words; never more than 50 parts, whose bounds grow instead.
 */
export function sizeSections(targetWords: number): {
  fewest: number;
  most: number;
  minWords: number;
  maxWords: number;
} {
  if (targetWords < 400) return { fewest: 1, most: 1, minWords: targetWords, maxWords: targetWords };
  const maxWords = Math.max(1000, Math.ceil(targetWords / 50));
  return {
    fewest: Math.max(1, Math.ceil(targetWords / maxWords)),
    most: Math.min(50, Math.floor(targetWords / 200)),
    minWords: Math.min(200, targetWords),
    maxWords,
  };
}

type PlanWording = (input: PlanPromptInput, size: ReturnType<typeof sizeSections>) => string;

const english: PlanWording = ({ instruction, targetWords, format }, { fewest, most, minWords, maxWords }) => {
  const parts =
    most === 1
      ? 'Plan it as a single section.'
      : `Plan between ${fewest} and ${most} sections. Give each at least ${minWords} and at most ${maxWords} words; do not slice finer than that.`;
  return `Break the writing instruction below down into a plan: a list of subtasks, each of which will guide the writing of exactly one section of a long text. The text itself will be written later, section after section.

# Instruction

${instruction}

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
- The word counts add up to the length of the whole text: ${targetWords} words.`;
};

const chinese: PlanWording = ({ instruction, targetWords, format }, { fewest, most, minWords, maxWords }) => {
  const parts =
    most === 1
      ? '整篇只安排一节。'
      : `安排${fewest}到${most}节，每节不少于${minWords}字，不超过${maxWords}字，不要切得更细。`;
  return `请把下面的写作要求分解成一份写作大纲：列出若干子任务，每个子任务只指导长文中一节的写作。正文以后再逐节写。

# 写作要求

${instruction}

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
- 各节字数之和等于全文长度：${targetWords}字。`;
};

const wordings: Record<PromptProfile, Record<PromptLanguage, PlanWording>> = {
  standard: { en: english, zh: chinese },
};

/** One user message, no system message, as the paper sends it. */
export function renderPlanPrompt(input: PlanPromptInput): Message[] {
  const wording = wordings[input.profile ?? 'standard'][input.language];
  return [{ role: 'user', content: wording(input, sizeSections(input.targetWords)) }];
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
