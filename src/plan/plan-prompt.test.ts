import { describe, expect, it } from 'vitest';
import { renderPlanPrompt, renderPlanRepair, sizeSections } from './plan-prompt.ts';

describe('renderPlanPrompt', () => {
  it('reads like this in English', () => {
    const [message] = renderPlanPrompt({
      instruction: 'Write a 3000-word article about lighthouses',
      targetWords: 3000,
      language: 'en',
      format: 'lines',
    });
    expect(message?.content).toMatchInlineSnapshot(`
      "Break the writing instruction below down into a plan: a list of subtasks, each of which will guide the writing of exactly one section of a long text. The text itself will be written later, section after section.

      # Instruction

      Write a 3000-word article about lighthouses

      # Format

      One line for the title and then one line for each section, in reading order, exactly like this:

      Title: <title of the whole text>
      Section 1 - Title: <short heading> - Main Points: <in detail, what this section says> - Word Count: 400 words
      Section 2 - Title: <short heading> - Main Points: <in detail, what this section says> - Word Count: 1000 words
      ...

      # Rules

      - Make every subtask clear and specific: which facts, arguments, scenes or examples belong there and nowhere else.
      - Together the sections cover everything that the instruction asks for, and nothing twice.
      - Plan between 3 and 15 sections. Give each at least 200 and at most 1000 words; do not slice finer than that.
      - Headings and main points are in the language that the text will be written in.
      - Give only the plan: no remarks before or after it.
      - The word counts add up to the length of the whole text: 3000 words."
    `);
  });

  it('reads like this in Chinese', () => {
    const [message] = renderPlanPrompt({
      instruction: '写一篇3000字的文章，介绍灯塔的历史',
      targetWords: 3000,
      language: 'zh',
      format: 'lines',
    });
    expect(message?.content).toMatchInlineSnapshot(`
      "请把下面的写作要求分解成一份写作大纲：列出若干子任务，每个子任务只指导长文中一节的写作。正文以后再逐节写。

      # 写作要求

      写一篇3000字的文章，介绍灯塔的历史

      # 格式

      先用一行写全文标题，再按阅读顺序每节写一行，严格采用下面的样式：

      标题：<全文标题>
      第1节 - 标题：<小标题> - 要点：<这一节具体写什么> - 字数：400字
      第2节 - 标题：<小标题> - 要点：<这一节具体写什么> - 字数：1000字
      ……

      # 规则

      - 每个子任务都要明确具体：哪些事实、论点、情节或例子只放在这一节。
      - 各节合起来覆盖要求的全部内容，彼此不重复。
      - 安排3到15节，每节不少于200字，不超过1000字，不要切得更细。
      - 标题和要点使用正文将要使用的语言。
      - 只输出大纲本身，前后不要有任何说明。
      - 各节字数之和等于全文长度：3000字。"
    `);
  });

  it('leaves the format to the schema where the model has one', () => {
    const input = { instruction: 'x', targetWords: 3000, language: 'en', format: 'json' } as const;
    expect(renderPlanPrompt(input)[0]?.content).not.toContain('Section 1 - Title');
  });

  it('puts an instruction in as it is, whatever slots it seems to hold', () => {
    const instruction = 'Explain $PLAN$, $TEXT$, {{instruction}} and %s in 500 words';
    const [message] = renderPlanPrompt({ instruction, targetWords: 500, language: 'en', format: 'lines' });
    expect(message?.content.split(instruction)).toHaveLength(2);
  });

  it('shows a bad plan and what is wrong with it in the repair round', () => {
    const input = { instruction: 'x', targetWords: 900, language: 'zh', format: 'lines' } as const;
    const messages = renderPlanRepair(input, 'bad reply', 'section 2 has no word count');
    expect(messages.map((message) => message.role)).toEqual(['user', 'assistant', 'user']);
    expect(messages[1]?.content).toBe('bad reply');
    expect(messages[2]?.content).toContain('section 2 has no word count');
  });
});

describe('sizeSections', () => {
  it.each([
    [100, { fewest: 1, most: 1, minWords: 100, maxWords: 100 }],
    [3000, { fewest: 3, most: 15, minWords: 200, maxWords: 1000 }],
    [20_000, { fewest: 20, most: 50, minWords: 200, maxWords: 1000 }],
    [100_000, { fewest: 50, most: 50, minWords: 200, maxWords: 2000 }],
  ])('divides %i words into parts of 200 to 1,000', (words, size) => {
    expect(sizeSections(words)).toEqual(size);
  });
});
