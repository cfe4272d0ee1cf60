import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeText } from '../../../test/planted-dataset.ts';
import type { FormName } from '../../plan/form/form.ts';
import { isLeftOver } from '../filters/part-labels.ts';
import { cleanText } from './clean-text.ts';

const [one, two] = ['The mill turned all night, and nobody slept.', 'By dawn the flour lay knee deep.'];
const [yi, er] = ['磨坊整夜转动，谁也没有睡着。', '天亮时面粉已经没过膝盖。'];

const mended: [name: string, text: string, clean: string, kinds: string[], form?: FormName][] = [
  ['a label of its own', `${one}\n\n### Paragraph 4\n\n${two}`, `${one}\n\n${two}`, ['part-label']],
  ['a label of its own, last', `${one}\n\n(Part 2/5)\n`, `${one}\n`, ['part-label']],
  ['a label on the line above', `Part 2:\n${one}\n\n${two}`, `${one}\n\n${two}`, ['part-label']],
  ['a paragraph’s number', `${one}\n\n**Paragraph 3:** ${two}`, `${one}\n\n${two}`, ['part-label']],
  [
    'a paragraph’s number in a heading',
    `## Paragraph 3: The Sea\n\n${one}`,
    `## The Sea\n\n${one}`,
    ['part-label'],
  ],
  [
    'a part’s number where it begins',
    `## The Sea\n\nPart 2 of 3: ${one} ${two}`,
    `## The Sea\n\n${one} ${two}`,
    ['part-label'],
  ],
  ['a note that it goes on', `## The Sea (continued)\n\n${one}`, `## The Sea\n\n${one}`, ['part-label']],
  [
    'a heading again, as it goes on',
    `## The Sea\n\n## The Sea (continued)\n\n${one}`,
    `## The Sea\n\n${one}`,
    ['part-label', 'repeated-heading'],
  ],
  [
    'a heading again in bold',
    `## The Sea\n\n**The Sea**\n\n${one}`,
    `## The Sea\n\n${one}`,
    ['repeated-heading'],
  ],
  [
    'a word to the reader',
    `Sure! Here is the second part of the article:\n\n---\n\n${one}`,
    one,
    ['meta-talk'],
  ],
  [
    'a word to the reader inside',
    `${one}\n\nHere is the next section:\n\n${two}`,
    `${one}\n\n${two}`,
    ['meta-talk'],
  ],
  ['only “Sure!”', `Sure!\n\n${one}`, one, ['meta-talk']],
  ['“Certainly!” in front', `Certainly! ${one}`, one, ['meta-talk']],
  [
    'an announcement',
    `${one} In the next section, we will explore the sea.\n\n## The Sea\n\n${two}`,
    `${one}\n\n## The Sea\n\n${two}`,
    ['announcement'],
  ],
  ['an offer at the end', `${one}\n\nWould you like me to continue?`, one, ['meta-talk']],
  [
    'two offers in one line',
    `${one}\n\nI hope this helps! Let me know if you'd like any changes.`,
    one,
    ['meta-talk'],
  ],
  ['一行里的两句客套', `${yi}\n\n希望对您有帮助！如需修改请告诉我。`, yi, ['meta-talk']],
  [
    'a line of the plan',
    `Section 2 - Title: Oil - Main Points: whale oil - Word Count: 400 words\n\n${one}`,
    one,
    ['part-label'],
  ],
  [
    'a fence around all of it',
    `\`\`\`markdown\n## The Sea\n\n${one}\n\`\`\``,
    `## The Sea\n\n${one}`,
    ['fence'],
  ],
  ['a fence that never closes', `\`\`\`markdown\n${one}\n`, `${one}\n`, ['fence']],
  [
    'a fence after a word to the reader',
    `Here is section 1:\n\n\`\`\`\n${one} ${two}\n\`\`\``,
    `${one} ${two}`,
    ['meta-talk', 'fence'],
  ],
  [
    'a sentence in two blocks',
    `${one} The keeper climbed\n\nthe stairs to the lamp. ${two}`,
    `${one} The keeper climbed the stairs to the lamp. ${two}`,
    ['cut-sentence'],
  ],
  [
    'a sentence across a heading',
    `${one} The keeper climbed\n\n## The Lamp\n\nthe stairs. ${two}`,
    `${one} The keeper climbed the stairs.\n\n## The Lamp\n\n${two}`,
    ['cut-sentence'],
  ],
  [
    'a sentence that breaks off',
    `${one} The keeper climbed the\n\n## The Lamp\n\n${two}`,
    `${one}\n\n## The Lamp\n\n${two}`,
    ['cut-sentence'],
  ],
  [
    'a paragraph twice',
    `${one} ${two}\n\n${one} ${two}\n\n${one}`,
    `${one} ${two}\n\n${one}`,
    ['repeated-text'],
  ],
  [
    'last sentences again below a heading',
    `${one} ${two}\n\n## The Lamp\n\n${one} ${two} It rained.`,
    `${one} ${two}\n\n## The Lamp\n\nIt rained.`,
    ['repeated-text'],
  ],
  ['第几段', `${yi}\n\n第二段：${er}`, `${yi}\n\n${er}`, ['part-label']],
  ['第几部分，续', `## 归来\n\n第二部分（续）\n\n${yi}`, `## 归来\n\n${yi}`, ['part-label', 'part-label']],
  ['第几部分，在正文前', `## 归来\n\n第二部分：${yi}${er}`, `## 归来\n\n${yi}${er}`, ['part-label']],
  ['标题后的（续）', `## 归来（续）\n\n${yi}`, `## 归来\n\n${yi}`, ['part-label']],
  ['以下是', `好的，以下是第二部分的内容：\n\n${yi}`, yi, ['meta-talk']],
  ['当然', `当然！${yi}`, yi, ['meta-talk']],
  [
    '下一节将',
    `${yi}在下一节中，我们将讨论潮汐。\n\n## 潮汐\n\n${er}`,
    `${yi}\n\n## 潮汐\n\n${er}`,
    ['announcement'],
  ],
  ['句子断在标题前', `${yi}守塔人爬上了\n\n## 灯\n\n${er}`, `${yi}\n\n## 灯\n\n${er}`, ['cut-sentence']],
  ['段落重复', `${yi}${er}\n\n${yi}${er}\n\n${yi}`, `${yi}${er}\n\n${yi}`, ['repeated-text']],
  ['未完待续', `${yi}\n\n（未完待续）`, yi, ['meta-talk']],
];

const left: [name: string, text: string, form?: FormName][] = [
  ['parts of a novel as headings', `# The Sea\n\n## Part Two\n\n### Chapter 3\n\n${one}`, 'novel'],
  ['parts of a novel on lines of their own', `${one}\n\nPART TWO\n\n${two}`, 'novel'],
  ['a heading with a number', `## Section 4: Tides\n\n${one}`],
  ['chapters', `## Chapter 2: The Storm\n\n${one}`],
  [
    'clauses',
    `Section 1. The tenant shall pay the rent on the first day of the month.\n\nSection 2. The landlord shall keep the roof in good order.`,
  ],
  ['speech', `“Sure!” she said. “Here is the second part of the letter.”\n\n${one}`, 'story'],
  [
    'a play',
    `ANNA\nSure! Here is the letter.\n\nBEN\nHere is the next section:\n\nANNA\nRead it.`,
    'screenplay',
  ],
  ['who goes on speaking', `ANNA\nRead it.\n\nBen reads.\n\nANNA (CONT'D)\nAloud.`, 'screenplay'],
  ['“Sure!” in a story', `Sure! That was his word for everything.\n\n${one}`, 'story'],
  [
    'what a paper says of itself',
    `${one} In the next section, we will describe the data.\n\n## Data\n\n${two}`,
    'paper',
  ],
  ['a refrain', `${one} ${two}\n\n${one} ${two}`, 'poem'],
  [
    'lines of verse',
    'The gulls come down upon the sand and call\n\nand call again until the lamps are lit\n\n## II\n\nand nobody',
    'poem',
  ],
  ['code', '```sh\nPart 2:\nnpm install\n```'],
  ['a list', `It needs the following:\n\n- flour,\n- water and\n- salt\n\n## Bread\n\n${one}`],
  ['an introduction to what is below', `The parts are these:\n\n## The Wheel\n\n${one}`],
  ['a caption', `Figure 3. The mill at dusk\n\n## The Wheel\n\n${one}`],
  ['a greeting', 'Dear Anna,\n\nthank you for the flour. It came on Monday.\n\nYours,\nBen', 'letter'],
  ['a sentence cut at the very end', `${one} The keeper climbed the`],
  ['a text of nothing else', 'Part 2 of 5'],
  ['小说的部', `# 海\n\n## 第二部分 归来\n\n### 第三章\n\n${yi}`, 'novel'],
  ['引号里的话', `他说：“好的，以下是第二部分的内容。”\n\n${yi}`, 'story'],
  ['第二段在句中', `他说，第二段路最难走。${yi}`],
  ['段落分析', `第一段：${yi}\n\n第二段：${er}`, 'lesson'],
  ['关于人工智能的话', `作为人工智能的奠基人，他很少出门。\n\n${yi}`],
  ['a point that is made', `Main point: ${one}`],
  ['对话', '甲：当然！\n\n乙：以下是第二部分：\n\n甲：请讲。', 'dialogue'],
];

describe('cleanText', () => {
  it.each(mended)('takes out %s', (_name, text, clean, kinds, form) => {
    const result = cleanText(text, { ...(form && { form }) });
    expect(result.text).toBe(clean);
    expect(result.changes.map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each(left)('leaves %s', (_name, text, form) => {
    expect(cleanText(text, { ...(form && { form }) })).toEqual({ text, changes: [] });
  });

  it('cuts a broken sentence at the end only of a part that others follow', () => {
    const text = `${one} The keeper climbed the`;
    expect(cleanText(text, { isInner: true }).text).toBe(one);
  });

  it('puts a sentence together however often it was broken', () => {
    const lines = Array.from({ length: 800 }, () => 'the keeper climbed the winding stairs of the tower and');
    const { text, changes } = cleanText(`It is said that ${lines.join('\n\n')}\n\nfell.\n`);
    expect(changes).toHaveLength(800);
    expect(text).toBe(`It is said that ${lines.join(' ')} fell.\n`);
  });

  it('says what stood there and what stands there now', () => {
    expect(cleanText(`## The Sea (continued)\n\n${one} The keeper climbed\n\nthe stairs.`).changes).toEqual([
      { kind: 'part-label', before: '## The Sea (continued)', after: '## The Sea' },
      {
        kind: 'cut-sentence',
        before: 'The keeper climbed\n\nthe stairs.',
        after: 'The keeper climbed the stairs.',
      },
    ]);
  });

  const form = fc.constantFrom<FormName>('article', 'story', 'novel', 'poem', 'screenplay', 'other');
  const sound = (language: 'en' | 'zh', seed: number): string =>
    writeText(language, language === 'en' ? 'tide mills' : '潮汐磨坊', 300, seed)
      .map((paragraph, index) =>
        index % 3 === 0
          ? `## ${language === 'en' ? 'Mill' : '磨坊'} ${index + 1}\n\n${paragraph}`
          : paragraph,
      )
      .join('\n\n');

  it('leaves sound text byte for byte', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('en' as const, 'zh' as const),
        fc.nat(10_000),
        form,
        (language, seed, of) => {
          const text = sound(language, seed);
          expect(cleanText(text, { form: of, isInner: true })).toEqual({ text, changes: [] });
        },
      ),
      { numRuns: 40 },
    );
  });

  const piece = fc.oneof(
    fc.constantFrom(...mended.map(([, text]) => text), ...left.map(([, text]) => text)),
    fc.constantFrom(
      '## The Sea',
      '```',
      'Sure!',
      'the stairs.',
      'The keeper climbed the',
      '第二段：',
      '---',
      '  ',
      '\t',
    ),
    fc.string({ maxLength: 30 }),
  );
  const mixed = fc
    .array(fc.tuple(piece, fc.constantFrom('\n', '\n\n', '\n\n\n', ' ')), { maxLength: 8 })
    .map((pieces) => pieces.flat().join(''));

  it('cleans once and for all, and only says what it has done', () => {
    fc.assert(
      fc.property(mixed, form, fc.boolean(), (text, of, isInner) => {
        const once = cleanText(text, { form: of, isInner });
        expect(cleanText(once.text, { form: of, isInner })).toEqual({ text: once.text, changes: [] });
        expect(once.changes.length === 0).toBe(once.text === text);
        expect(once.text.length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 400 },
    );
  });

  it('leaves no line in an article that the gate would take for a label', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...mended.map(([, text]) => text)), { minLength: 1, maxLength: 4 }),
        (texts) => {
          const { text } = cleanText([...texts, one].join('\n\n'), { form: 'article' });
          const lines = text.includes('```') ? [] : text.split('\n').filter((line) => line.trim() !== '');
          expect(lines.filter((line) => isLeftOver(line.trim(), false))).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
