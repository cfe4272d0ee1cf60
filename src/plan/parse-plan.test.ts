import { describe, expect, it } from 'vitest';
import { OutputFormatError } from '../errors.ts';
import { parsePlan } from './parse-plan.ts';

const shape = (reply: string) => {
  const { title, sections } = parsePlan(reply);
  return { title, sections: sections.map(({ title, mainPoints, words }) => [title, mainPoints, words]) };
};

describe('parsePlan', () => {
  it('reads our line format', () => {
    expect(
      shape(`Title: The Long Light
Section 1 - Title: Fires on the Cliff - Main Points: beacons - and who kept them; the Pharos - Word Count: 400 words
Section 2 - Title: Glass - Main Points: Fresnel - Word Count: 1,000 words`),
    ).toEqual({
      title: 'The Long Light',
      sections: [
        ['Fires on the Cliff', ['beacons - and who kept them; the Pharos'], 400],
        ['Glass', ['Fresnel'], 1000],
      ],
    });
  });

  it('reads the Chinese line format, with blank lines and full-width colons', () => {
    expect(
      shape(`标题：灯塔简史

第1节 - 标题：崖上的火 - 要点：烽火；法罗斯灯塔 - 字数：400字

第2节 - 标题：玻璃 - 要点：菲涅耳透镜 - 字数：1000字`),
    ).toEqual({
      title: '灯塔简史',
      sections: [
        ['崖上的火', ['烽火；法罗斯灯塔'], 400],
        ['玻璃', ['菲涅耳透镜'], 1000],
      ],
    });
  });

  it('reads the published format, which has no headings', () => {
    expect(
      shape(`Paragraph 1 - Main Point: Introduce the keeper, alone on the rock - Word Count: 400 words

Paragraph 2 - Main Point: The storm - Word Count: 1000 words`).sections,
    ).toEqual([
      ['Introduce the keeper', ['Introduce the keeper, alone on the rock'], 400],
      ['The storm', ['The storm'], 1000],
    ]);
  });

  it('reads JSON, fenced or bare, with the names other planners use', () => {
    const plan = { title: 'T', sections: [{ title: 'A', mainPoints: ['x', 'y'], words: 300 }] };
    const wanted = { title: 'T', sections: [['A', ['x', 'y'], 300]] };
    expect(shape(JSON.stringify(plan))).toEqual(wanted);
    expect(shape(`\`\`\`json\n${JSON.stringify(plan, null, 2)}\n\`\`\``)).toEqual(wanted);
    expect(shape('{"plan":[{"heading":"A","main_point":"x","word_count":"about 300"}]}').sections).toEqual([
      ['A', ['x'], 300],
    ]);
  });

  it('reads a Markdown outline with counts in brackets and points below', () => {
    expect(
      shape(`# Lighthouses

## 1. Early lights (400 words)
- beacons
- Pharos

## 2. Glass (about 600 words)
- Fresnel`),
    ).toEqual({
      title: 'Lighthouses',
      sections: [
        ['Early lights', ['beacons', 'Pharos'], 400],
        ['Glass', ['Fresnel'], 600],
      ],
    });
  });

  it('reads a numbered list in bold with the count on a line of its own', () => {
    expect(
      shape(`Here is the plan:

**The Long Light**

1. **Early lights**
   - Main points: beacons
   - Word count: 400
2. **Glass**
   - Main points: Fresnel
   - Word count: 600`).sections,
    ).toEqual([
      ['Early lights', ['beacons'], 400],
      ['Glass', ['Fresnel'], 600],
    ]);
  });

  it('reads counts between dashes, in approximate words, and labels on lines of their own', () => {
    expect(
      shape('Section 1: Fires — ≈400 words — beacons\nSection 2: Glass (~600 words)\nMain points: lens; lamp')
        .sections,
    ).toEqual([
      ['Fires', ['beacons'], 400],
      ['Glass', ['lens; lamp'], 600],
    ]);
  });

  it.each([
    ['prose', 'I would be glad to help you plan your text.', 'no line of it names a section'],
    ['an empty reply', '', 'no line of it names a section'],
    [
      'a plan that counts fewer than half of its sections',
      'Section 1 - Title: A - Main Points: x - Word Count: 200 words\nSection 2 - Title: B\nSection 3 - Title: C',
      'section 2 has no word count',
    ],
    [
      'more sections than a run can carry',
      Array.from(
        { length: 201 },
        (_, index) => `Section ${index + 1} - Title: A - Word Count: 200 words`,
      ).join('\n'),
      '201 sections',
    ],
  ])('refuses %s and keeps the reply', (_name, reply, problem) => {
    try {
      parsePlan(reply);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(OutputFormatError);
      expect((error as OutputFormatError).message).toContain(problem);
      expect((error as OutputFormatError).text).toBe(reply);
    }
  });
});
