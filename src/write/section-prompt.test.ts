import { describe, expect, it } from 'vitest';
import { createPlan } from '../plan/plan.ts';
import { countWords } from '../text/count-words.ts';
import { renderFirstTurn, renderNextTurn, renderParallelMessage, renderRest } from './section-prompt.ts';

const plan = createPlan(
  {
    title: 'The Long Light',
    sections: [
      { title: 'Fires', mainPoints: ['beacons', 'the Pharos'], words: 400 },
      { title: 'Glass', mainPoints: ['Fresnel'], words: 600 },
    ],
  },
  { targetWords: 1000 },
);
const [fires, glass] = plan.sections as [(typeof plan.sections)[0], (typeof plan.sections)[0]];
const english = { instruction: 'Write about lighthouses', plan, language: 'en' } as const;
const chinese = { instruction: '介绍灯塔', plan, language: 'zh' } as const;

describe('section prompts', () => {
  it('open a dialogue like this in English', () => {
    expect(renderFirstTurn({ ...english, section: fires, isLast: false })).toMatchInlineSnapshot(`
      "You are an excellent writer at work on a long text that is written one section after another. You have the writing instruction and the plan of the whole text; you write one section at a time, each following on from what is already there.

      # Writing instruction

      Write about lighthouses

      # Writing plan

      Title: The Long Light
      Section 1 - Title: Fires - Main Points: beacons; the Pharos - Word Count: 400 words
      Section 2 - Title: Glass - Main Points: Fresnel - Word Count: 600 words

      # Rules

      - Write in the language that the instruction asks for.
      - Continue from the text that is already there, without repeating it; leave to the other sections what belongs to them.
      - Give only the text of the section asked for. Headings are set already; do not write them.
      - Only the last section brings the whole text to its end. Every other one leads on to the next: no closing summary, no outlook, no rhetorical question to end on.

      Write section 1, "Fires", now: only its text; the text goes on after it. It has to cover: beacons; the Pharos. Length of this section: 400 words."
    `);
  });

  it('open a dialogue like this in Chinese', () => {
    expect(renderFirstTurn({ ...chinese, section: fires, isLast: false })).toMatchInlineSnapshot(`
      "你是一位优秀的写作者，正在逐节完成一篇长文。你手上有写作要求和全文大纲，每次只写一节，并与已有文字自然衔接。

      # 写作要求

      介绍灯塔

      # 写作大纲

      标题：The Long Light
      第1节 - 标题：Fires - 要点：beacons；the Pharos - 字数：400字
      第2节 - 标题：Glass - 要点：Fresnel - 字数：600字

      # 规则

      - 使用写作要求所指定的语言。
      - 承接已有正文，不重复前文，也不提前写其他各节的内容。
      - 只输出所要求的那一节的正文。小标题已经排好，不要再写。
      - 只有最后一节为全文收尾。其余各节都要自然引向下一节，结尾不要总结，不要展望，也不要用设问收束。

      现在请写第1节《Fires》，只写正文，后面还有内容。须写到：beacons；the Pharos。本节长度：400字。"
    `);
  });

  it('go on with the step alone', () => {
    expect(renderNextTurn({ ...english, section: glass, isLast: true })).toMatchInlineSnapshot(
      `"Write section 2, "Glass", now: only its text; it is the last section. It has to cover: Fresnel. Length of this section: 600 words."`,
    );
  });

  it('show text so far in the published layout and hide it in the parallel one', () => {
    const input = { ...english, section: glass, isLast: true };
    const soFar = { text: 'On the cliff a fire burned.', isCut: false };
    const published = renderFirstTurn({ ...input, textSoFar: soFar });
    expect(published).toContain('# Text written so far\n\nOn the cliff a fire burned.');
    expect(published).toContain('Section 2 - Title: Glass');
    const parallel = renderParallelMessage(input);
    expect(parallel).not.toContain('Text written so far');
    expect(parallel).toContain('Section 1 - Title: Fires');
  });

  it('state the length of the step last, where it is heeded most', () => {
    for (const text of [
      renderFirstTurn({ ...english, section: fires, isLast: false }),
      renderNextTurn({ ...english, section: fires, isLast: false }),
      renderFirstTurn({ ...english, section: fires, isLast: false, textSoFar: { text: 'x', isCut: true } }),
      renderParallelMessage({ ...english, section: fires, isLast: false }),
    ]) {
      expect(text.endsWith(` Length of this section: ${fires.targetWords} words.`)).toBe(true);
    }
    expect(renderNextTurn({ ...chinese, section: fires, isLast: false })).toMatch(/本节长度：\d+字。$/);
  });

  it('say that they show only the end of the text, and of the plan only what is near', () => {
    const many = createPlan(
      {
        title: 'T',
        sections: Array.from({ length: 20 }, (_, index) => ({ title: `S${index + 1}`, mainPoints: ['p'] })),
      },
      { targetWords: 2000 },
    );
    const section = many.sections[9] as (typeof many.sections)[0];
    const text = renderFirstTurn({
      ...english,
      plan: many,
      section,
      isLast: false,
      detail: 'nearby',
      textSoFar: { text: 'The end of it.', isCut: true },
    });
    expect(text).toContain('# Text written so far (only its last part is shown)\n\nThe end of it.');
    expect(text).toContain('(5 more sections)\nSection 6 - Title: S6');
    expect(text).toContain('Title: S14 - Word Count: 100 words\n(6 more sections)');
  });

  it('carry the style sheet in the part that all requests share', () => {
    const input = { ...english, section: fires, isLast: false, style: { audience: 'sailors' } };
    const text = renderFirstTurn(input);
    expect(text.indexOf('# Style sheet\n\nAudience: sailors')).toBeGreaterThan(0);
    expect(text.indexOf('Audience: sailors')).toBeLessThan(text.indexOf('# Writing plan'));
  });

  it('ask for at least a few words when a text has to go on', () => {
    expect(renderRest('en', 3)).toContain('about 40 words');
    expect(renderRest('zh', 300)).toContain('约300字');
    expect(countWords(renderRest('zh', 300))).toBeGreaterThan(10);
  });
});
