import { describe, expect, it } from 'vitest';
import { asksForHeading, classifyRequest } from './cues.ts';

describe('classifyRequest', () => {
  it.each([
    ['prose', 'Write a 2000-word guide on how to plan a wedding.'],
    ['prose', 'Write a guide about how to improve sleep in 800 words.'],
    ['prose', 'Write an essay about a couple who meet and plan a heist.'],
    ['prose', 'Write a business plan of 3000 words for a bakery.'],
    ['prose', 'Section 3 of 8: The tides\nWrite about 500 words. Do not summarise earlier sections.'],
    ['prose', 'Draft the text of section 2 according to the outline below. Target: 700 words.\n1. A\n2. B'],
    ['prose', 'Summary of the story so far:\nLydia left home.\n\nNow write chapter 4 (900 words) only.'],
    ['prose', '写一篇关于城市规划的论文，2000字'],
    ['prose', '现在请写第3节：丝绸之路，约500字。不要写总结。'],
    ['prose', '请根据大纲撰写本节内容，800字。不要重复前文。'],
    ['plan', 'Help me break down the following writing task into multiple subtasks, one for each paragraph.'],
    ['plan', 'Please plan the sections of a 5,000 word report on tea.'],
    ['plan', 'You plan long documents. Produce a section plan as JSON.'],
    ['plan', 'Generate a detailed table of contents for a book on ants with 12 chapters.'],
    ['plan', '请为以下写作任务列出大纲'],
    ['plan', '请将下面的长文写作指令分解为多个子任务，每个子任务指导一个段落的写作'],
    ['continue', 'Continue the following text exactly where it stops. About 200 words.\n\nThe sea was'],
    ['continue', '请继续写下面的文章，约300字：\n从前'],
    ['condense', 'The section below has 900 words. Condense it to 600 words without losing facts.'],
    ['condense', '请将下文压缩到300字：\n\n春天'],
    ['judge', 'Rate the following essay from 1 to 5. Return JSON with keys "clarity" and "depth".'],
    ['judge', 'You are a critic.\nPlease evaluate the response. Score each dimension from 1 to 10.'],
    ['judge', '请对下面的文章评分，分数为1到5分，输出JSON'],
    ['summary', 'Summarize the section below in at most 80 words.\n\nText'],
    ['summary', '请总结以上内容，不超过100字'],
    ['title', 'Suggest a title for the article below.'],
    ['title', '请给文章起一个标题'],
    ['revise', 'Rewrite the following section so that it reads better. Keep about 500 words.\n\nText'],
    ['answer', 'Text: The keeper left.\n\nQuestion: who left home?'],
  ])('%s: %s', (kind, message) => {
    expect(classifyRequest(message)).toBe(kind);
  });
});

describe('asksForHeading', () => {
  it.each([
    [true, 'Begin the section with a Markdown heading.'],
    [true, '以小标题开头，约500字'],
    [false, 'Write the section, 500 words. No headings.'],
    [false, 'You may add a small subtitle at the start if needed.'],
    [false, '不要写标题，约500字'],
  ])('%s: %s', (expected, message) => {
    expect(asksForHeading(message)).toBe(expected);
  });
});
