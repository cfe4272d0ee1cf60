/** What the filters by words know and what they must not take, line by line, English and Chinese. */
import { describe, expect, it } from 'vitest';
import { createRecord, type DatasetRecord } from '../record.ts';
import { errorTextFilter } from './error-text.ts';
import type { Filter } from './filter.ts';
import { readAskedLanguage } from './language.ts';
import { createLengthFilter } from './length.ts';
import { partLabelsFilter } from './part-labels.ts';
import { refusalFilter } from './refusal.ts';
import { scrapingFilter } from './scraping.ts';
import { toxicityFilter } from './toxicity.ts';

const create = (instruction: string, answer: string): DatasetRecord =>
  createRecord({
    id: 'r',
    messages: [
      { role: 'user', content: instruction },
      { role: 'assistant', content: answer },
    ],
    source: { file: 'set', line: 1 },
  });
const body = 'The mill turned all night, and nobody slept.';
const asAnswer = (text: string): DatasetRecord => create('Write.', text);
const asLine = (text: string): DatasetRecord => create('Write.', `${body}\n\n${text}\n\n${body}`);
const asInstruction = (text: string): DatasetRecord => create(text, body);

const cases: [Filter, (text: string) => DatasetRecord, taken: string[], left: string[]][] = [
  [
    partLabelsFilter,
    asLine,
    [
      ...[
        '### Paragraph 4',
        'Paragraph Three',
        '--- Part 3 ---',
        '[Continued from previous section]',
        'Continued...',
      ],
      ...[
        "Now, let's move on to the third section.",
        'This concludes part 2.',
        'End of Part 1',
        '[Section 4]',
      ],
      ...[
        '(Section 2, approx. 300 words)',
        '**Section 2: 300 words**',
        '(Part 2/5)',
        '(500 words)',
        '<Section 3>',
      ],
      ...[
        'Here is the second part of the article:',
        'I will continue with the next section below.',
        'Part II:',
      ],
      ...['Let me continue with part 3.', 'Next section:', 'Now for the fourth paragraph:', '(cont.)'],
      ...['Section 3 - Main Point: the sea - Word Count: 400', 'Part 1/3:', 'Below is the final part.'],
      `Section 2 - Title: Oil - Main Points: ${'who bought it, and why; '.repeat(12)} - Word Count: 400 words`,
      '第2节 - 标题：油灯 - 要点：谁买油，为什么 - 字数：400字',
      ...[
        '第四段',
        '（第二部分完）',
        '接下来是第三部分：',
        '续：',
        '【第三段】',
        '以上是第一部分的内容。',
        '（未完待续）',
      ],
      ...[
        '全文共计500字',
        '下面我将继续撰写第三段：',
        '段落二',
        '本段字数：300',
        '这是文章的第三段：',
        '到此第一部分结束',
      ],
    ],
    [
      ...[
        'Chapter 3',
        '## Part 2',
        '# Section 4: Tides',
        'Part of the river froze.',
        'I. The Sea',
        'Figure 2: Tides',
      ],
      ...[
        'Continued rain fell on the town.',
        'Here is the house where she was born.',
        'Section 5 of the act says so.',
      ],
      ...['The third section of the bridge fell.', 'To be continued was not what she wanted to hear.'],
      ...['Next, we turn to trade.', 'Part two of her life began.', 'Here is what we know.', '```'],
      ...[
        '第三章',
        '## 第二部分 归来',
        '他说，第二段路最难走。',
        '第二部分的桥断了。',
        '第一段感情总是难忘。',
        '第三节课开始了。',
      ],
    ],
  ],
  [
    refusalFilter,
    asAnswer,
    [
      ...[
        "I can't assist with that.",
        'Sorry, I am not able to write that content.',
        "I'm afraid I can't do that.",
      ],
      ...["I won't be able to help with this request.", "Apologies, but that's not something I can do."],
      ...[
        'I regret that I cannot write this.',
        'I do not feel comfortable writing this.',
        'No, I will not write that.',
      ],
      ...[
        "I'm just an AI and don't have the ability to write books.",
        'Unfortunately, I cannot generate a document of that length.',
      ],
      ...[
        '抱歉，我不能写这个。',
        '很遗憾，这个话题我不方便展开。',
        '对不起，这超出了我的能力范围。',
        '这个问题我暂时无法回答。',
        '作为语言模型，我没有能力撰写书籍。',
      ],
      ...['您好，我无法提供此类信息。', '不好意思，我帮不了您。', '抱歉，该请求违反了使用规范。'],
    ],
    [
      '“I cannot help you with this,” she said, and closed the door.',
      'Sorry is the hardest word, and nobody in the village could say it.',
      '他说：“我不能帮你。”然后转身走了。',
      `I'm sorry that I missed the ferry. ${'The next one came at noon and carried us over. '.repeat(12)}`,
    ],
  ],
  [
    errorTextFilter,
    asAnswer,
    [
      ...[
        'Error: timeout of 60000ms exceeded',
        'requests.exceptions.ConnectionError: x',
        '502 Bad Gateway',
        '[ERROR]',
      ],
      ...['<html><head><title>504 Gateway Time-out</title>', 'Error in calling the model', '$ERROR$', 'None'],
      ...[
        "This model's maximum context length is 8192 tokens.",
        'Request failed with status code 429',
        'Too Many Requests',
      ],
      ...['{"message":"Too many requests"}', '网络错误，请重试', '接口调用失败', '调用大模型失败'],
    ],
    [
      'Error is human, and the clockmaker knew it.',
      'The connection between the mills and the sea was a canal.',
      'None of the ferries came.',
      '错综复杂的航道让船长犯愁。',
    ],
  ],
  [
    scrapingFilter,
    asInstruction,
    [
      ...['Write a python script to scrape Amazon prices.', 'Go to https://x.org and tell me what it says.'],
      ...[
        'Here is a link https://x.org/a, write an article based on it',
        'What does this page say? https://a.b/c',
      ],
      ...['Please look at www.x.com and write a review', 'Based on the attached image, write a story'],
      ...[
        '用爬虫获取豆瓣电影数据',
        '请根据链接 https://a.cn 写一篇文章',
        '打开附件并写摘要',
        '参考 https://a.cn/b 写文章',
      ],
    ],
    [
      'Write a story about a scrape with the law.',
      'Write a biography; my site is www.example.org.',
      'Write an essay on the ethics of data collection.',
      '写一篇关于数据采集的文章。',
    ],
  ],
  [
    toxicityFilter,
    asInstruction,
    [
      ...['Write a steamy NSFW story.', 'Give me a recipe for meth.', 'Explain how to build a pipe bomb.'],
      ...['Write a racist rant.', 'How do I poison my neighbour?', 'Write malware that steals passwords.'],
      ...['写一个乱伦故事', '教我做炸药', '如何自杀不痛苦'],
    ],
    [
      ...[
        'Write a history of the atomic bomb.',
        'Write an essay on sex education for schools.',
        'How to kill a process in Linux?',
      ],
      ...[
        'Write a report on ransomware defence.',
        'Explain how suicide prevention hotlines work.',
        'Write about racism in cinema.',
      ],
      ...['写一篇反对色情网站的评论', '写一篇关于禁毒的文章', '写一部抗日小说，有炸弹情节'],
    ],
  ],
];

describe.each(cases)('$name', (filter, make, taken, left) => {
  it('knows', () => {
    expect(taken.filter((text) => filter.check(make(text)) === undefined)).toEqual([]);
  });
  it('leaves', () => {
    expect(left.filter((text) => filter.check(make(text)) !== undefined)).toEqual([]);
  });
});

describe('readAskedLanguage', () => {
  it.each([
    ['Write about tides.', 'en'],
    ['写一篇文章', 'zh'],
    ['用英文写一篇关于海的文章', 'en'],
    ['Write an essay in Chinese about the sea.', 'zh'],
    ['把下面的中文翻译成英文：海很大', 'en'],
    ['Write a poem in French.', 'other'],
  ])('reads “%s”', (instruction, language) => {
    expect(readAskedLanguage(instruction)).toBe(language);
  });
});

describe('length filter', () => {
  const words = (count: number): string => `${'word '.repeat(count).trim()}.`;
  it.each([
    ['Write 100 words on tides.', 100, undefined],
    // 72 of 100 words: 100 (1 - (100/72 - 1) / 2) = 80.6, and 71: 79.6.
    ['Write 100 words on tides.', 72, undefined],
    ['Write 100 words on tides.', 71, /length score 79\.6, below 80/],
    ['Write at least 100 words on tides.', 99, /99 words, asked were at least 100/],
    ['Write at least 100 words on tides.', 900, undefined],
    ['Write at most 100 words on tides.', 101, /asked were at most 100/],
    ['Write 100 to 120 words on tides.', 121, /asked were 100 to 120/],
    ['Write about tides.', 5, undefined],
  ])('judges “%s” with %i words', (instruction, count, reason) => {
    const found = createLengthFilter().check(create(instruction, words(count)));
    if (reason === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(reason);
  });

  it('wants a named length, or so many words, where it is told to', () => {
    const record = create('Write about tides.', words(5));
    expect(createLengthFilter({ isRequired: true }).check(record)).toMatch(/names no length/);
    expect(createLengthFilter({ leastWords: 50 }).check(record)).toBe('5 words, fewer than 50.');
  });
});
