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
    [
      'a table',
      '| # | Title | Main Points | Word Count |\n|---|---|---|---|\n| 1 | Fires | wood | 400 words |\n| 2 | Glass | lens | 600 |\n| | Total | | 1000 |',
    ],
    ['一、', '一、Fires（400字）\n- wood\n二、Glass\n字数：600字\n要点：lens'],
    ['（一）', '（一）Fires——约400字：wood\n（二）Glass——约600字：lens'],
    [
      'JSON in prose',
      'Here it is:\n```json\n[{"heading": "Fires", "description": "wood", "word_count": 400}, {"name": "Glass", "points": ["lens"], "length": "600 words"}]\n```\nEnjoy!',
    ],
    [
      'JSON under another name',
      '{"outline": [{"heading": "Fires", "key_points": ["wood"], "words": 400}, {"heading": "Glass", "description": "lens", "words": 600}]}',
    ],
    [
      'numbered remarks in front',
      'Two remarks:\n1. I kept to the style.\n2. It adds up to 1000 words.\n\nSection 1 - Title: Fires - Main Points: wood - Word Count: 400 words\nSection 2 - Title: Glass - Main Points: lens - Word Count: 600 words',
    ],
    [
      'remarks numbered like the sections',
      'Notes:\n1. I kept to the style.\n2. All is there.\n\n1. **Fires** (400 words)\n   - wood\n2. **Glass** (600 words)\n   - lens',
    ],
    ['bold bullets', '- **Fires** (400 words): wood\n- **Glass**: lens (600 words)'],
    ['plain bullets', '- Fires (400 words)\n  - wood\n- Glass (600 words)\n  - lens'],
    ['bold lines', '**Fires** (400 words)\nwood\n\n**Glass** (600 words)\nlens'],
    ['Roman numbers', 'I. Fires (400 words)\n- wood\nII. Glass (600 words)\n- lens'],
    [
      'sections below parts',
      '## Part One\n\n### Fires (400 words)\n- wood\n\n## Part Two\n\n### Glass (600 words)\n- lens',
    ],
  ])('reads %s', (_name, reply) => {
    expect(shape(reply).sections).toEqual([
      ['Fires', ['wood'], 400],
      ['Glass', ['lens'], 600],
    ]);
  });

  it('keeps numbered points inside their section', () => {
    expect(
      shape(
        '1. **Fires**\n   1. wood\n   2. oil\n   Word count: 400\n2. **Glass**\n   1. lens\n   Word count: 600',
      ).sections.map(([title, , words]) => [title, words]),
    ).toEqual([
      ['Fires', 400],
      ['Glass', 600],
    ]);
  });

  it('does not take a section for a total', () => {
    expect(
      shape('## Total eclipse (400 words)\n## Total war (600 words)\n\n**Total word count: 1000 words**')
        .sections,
    ).toEqual([
      ['Total eclipse', [], 400],
      ['Total war', [], 600],
    ]);
  });

  it('takes the words in the heading before those of details below it', () => {
    expect(
      shape('## Fires — 400 words\n## Glass — 600 words\n### A detail (100 words)').sections.map(
        (each) => each[2],
      ),
    ).toEqual([400, 600]);
  });

  it('shares what is left of a named total among sections without a count', () => {
    const lines =
      'Section 1 - Title: A - Word Count: 200 words\nSection 2 - Title: B\nSection 3 - Title: C - Word Count: 400 words';
    const counts = (reply: string) => parsePlan(reply).sections.map(({ words }) => words);
    expect(counts(`${lines}\nTotal: 1,000 words`)).toEqual([200, 400, 400]);
    expect(counts(lines)).toEqual([200, 300, 400]);
    expect(counts('{"total_words": 900, "plan": [{"title": "A", "words": 500}, {"title": "B"}]}')).toEqual([
      500, 400,
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

it('is not held up by rules and ornaments of any length', () => {
  const ornament = `${'*'.repeat(300)}\n${'- '.repeat(300)}\n${'#'.repeat(300)}\n${'**'.repeat(200)} x`;
  const plan = 'Section 1 - Title: Fires - Main Points: beacons - Word Count: 400 words';
  expect(parsePlan(`${ornament}\n${plan}`).sections).toHaveLength(1);
});
