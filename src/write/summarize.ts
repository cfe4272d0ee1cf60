/**
 * What is kept of a section for the sections after it: a summary, and facts as a checked delta to what holds.
 *
 * A summarizer that declines or answers in another form costs the run nothing: the plan's own points stand in then.
 */
import type { JSONSchema7 } from 'json-schema';
import { z } from 'zod';
import type { Ask } from '../model/ask.ts';
import type { Message } from '../model/request.ts';
import type { PromptLanguage } from '../plan/prompt-language.ts';
import { splitSentences } from '../text/sentences.ts';

export type Fact = { entity: string; fact: string };
export type SectionNotes = { summary: string; facts: Fact[] };

/** How a summarizer is asked. */
export type Summarizer = { ask: Ask; hasStructuredOutput: boolean; language: PromptLanguage };

const summaryWords = 50;
const mostSummaryCharacters = 600;
const mostFacts = 8;

const schema: JSONSchema7 = {
  type: 'object',
  additionalProperties: false,
  required: ['summary', 'facts'],
  properties: {
    summary: { type: 'string', description: `What the section says, in about ${summaryWords} words` },
    facts: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['entity', 'fact'],
        properties: {
          entity: {
            type: 'string',
            description: 'A person, place, thing, term or number that later sections must agree with',
          },
          fact: { type: 'string', description: 'What the section fixes about it, in one short sentence' },
        },
      },
    },
  },
};

const notes = z.object({
  summary: z.string().min(1),
  facts: z.array(z.object({ entity: z.string().min(1).max(80), fact: z.string().min(1).max(300) })).catch([]),
});

type Wording = {
  note(title: string, text: string, isJson: boolean): string;
  merge(lines: string): string;
  title(instruction: string, story: string, title: string): string;
};

const english: Wording = {
  note: (
    title,
    text,
    isJson,
  ) => `Below is a section of a longer text, "${title}". Sum it up for whoever writes the sections after it: what it says or what happens in it, not how it is written, in about ${summaryWords} words. Then list the names, terms, dates and numbers it fixes that later sections must agree with, at most ${mostFacts}.${
    isJson
      ? ''
      : `

Answer exactly in this form:

Summary: <the summary>
Facts:
- <name>: <what holds>`
  }

"""
${text}
"""`,
  merge: (
    lines,
  ) => `Below are summaries of consecutive sections of a longer text. Sum them up together in about ${summaryWords} words, in their order, with the names that matter. Give only the summary.

"""
${lines}
"""`,
  title: (
    story,
    title,
  ) => `Below is what a finished text says, part by part. Its working title is "${title}". Give a title that fits the text as it has become: the working title, if it still fits best. Give only the title, on one line.

${story}`,
};

const chinese: Wording = {
  note: (
    title,
    text,
    isJson,
  ) => `下面是一篇长文中的一节，标题为“${title}”。请为后续各节的作者概括这一节：写了什么、发生了什么，不谈写法，约${summaryWords}字。然后列出这一节确定下来、后文必须与之一致的名称、术语、日期和数字，最多${mostFacts}条。${
    isJson
      ? ''
      : `

请严格按下面的样式回答：

概要：<概要>
事实：
- <名称>：<已确定的内容>`
  }

"""
${text}
"""`,
  merge: (
    lines,
  ) => `下面是一篇长文中相连各节的概要。请按顺序合并概括，约${summaryWords}字，保留重要的名称。只输出概要。

"""
${lines}
"""`,
  title: (
    story,
    title,
  ) => `下面是一篇已完成的文字各部分的内容。暂定标题为“${title}”。请给出一个符合成文的标题；暂定标题仍最合适时就用它。只输出标题，一行。

${story}`,
};

const wordings: Record<PromptLanguage, Wording> = { en: english, zh: chinese };

/** @param options.fallback - What stands in where no summary comes: the points of the plan. */
export async function noteSection(
  { title, text, fallback }: { title: string; text: string; fallback: string },
  step: string,
  { ask, hasStructuredOutput, language }: Summarizer,
): Promise<SectionNotes> {
  const messages: Message[] = [
    { role: 'user', content: wordings[language].note(title, text, hasStructuredOutput) },
  ];
  const answer = await ask(
    {
      messages,
      maxOutputTokens: 2048,
      ...(hasStructuredOutput && { responseSchema: { name: 'notes', schema } }),
    },
    { step, role: 'summarizer', expectedOutputTokens: 200 },
  );
  const read = readJsonNotes(answer.text) ?? readNotes(answer.text);
  const summary = shorten(read.summary) || shorten(fallback);
  return { summary, facts: read.facts.slice(0, mostFacts) };
}

/** Several summaries as one. */
export async function mergeSummaries(
  lines: readonly string[],
  step: string,
  { ask, language }: Summarizer,
): Promise<string> {
  const content = wordings[language].merge(lines.join('\n'));
  const answer = await ask(
    { messages: [{ role: 'user', content }], maxOutputTokens: 1024 },
    { step, role: 'summarizer', expectedOutputTokens: 120 },
  );
  return shorten(answer.text.replace(/^\s*(?:summary|概要)\s*[:：]\s*/i, '')) || shorten(lines.join(' '));
}

/** The title of a finished text; the working title where the answer is none. */
export async function nameText(
  { instruction, story, title }: { instruction: string; story: readonly string[]; title: string },
  step: string,
  { ask, language }: Summarizer,
): Promise<string> {
  const content = wordings[language].title(instruction, story.map((line) => `- ${line}`).join('\n'), title);
  const answer = await ask(
    { messages: [{ role: 'user', content }], maxOutputTokens: 512 },
    { step, role: 'editor', expectedOutputTokens: 20 },
  );
  const line = answer.text
    .trim()
    .replace(/^#+\s*|^(?:title|标题)\s*[:：]\s*/i, '')
    .replace(/^["“《*]+|["”》*]+$/g, '')
    .trim();
  const isTitle = line !== '' && !line.includes('\n') && line.length <= 120 && !/[.。!！]$/.test(line);
  return isTitle ? line : title;
}

function readJsonNotes(text: string): SectionNotes | undefined {
  const json = /\{[\s\S]*\}/.exec(text)?.[0];
  if (json === undefined) return undefined;
  try {
    const read = notes.safeParse(JSON.parse(json));
    return read.success ? read.data : undefined;
  } catch {
    // Not JSON after all: read as lines.
    return undefined;
  }
}

function readNotes(text: string): SectionNotes {
  const [head = '', tail = ''] = text.split(/^[\s*#]*(?:facts|事实)[\s*]*[:：]?[\s*]*$/im, 2);
  const facts = tail.split('\n').flatMap((line) => {
    const [, entity, fact] = /^\s*[-*•]\s*([^:：]{1,80})[:：]\s*(.{1,300})$/.exec(line) ?? [];
    return entity === undefined || fact === undefined
      ? []
      : [{ entity: entity.replace(/\*/g, '').trim(), fact: fact.trim() }];
  });
  return { summary: head.replace(/^[\s*#]*(?:summary|概要)[\s*]*[:：][\s*]*/i, ''), facts };
}

/** Whole sentences up to a bound: what goes into every later request must stay small. */
function shorten(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain.length <= mostSummaryCharacters) return plain;
  let kept = '';
  for (const sentence of splitSentences(plain)) {
    if (kept.length + sentence.length > mostSummaryCharacters) break;
    kept += sentence;
  }
  return (kept || `${plain.slice(0, mostSummaryCharacters - 1)}…`).trim();
}
