import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NamedDimension, parseVerdict } from './parse-verdict.ts';
import { writingQuality } from './rubrics/writing-quality.ts';

const dimensions: readonly NamedDimension[] = [
  { key: 'Clarity', aliases: ['清晰度'], scale: [1, 5], isWhole: true },
  { key: 'Breadth and Depth', aliases: ['广度与深度'], scale: [1, 5], isWhole: true },
];
const both = { Clarity: 4, 'Breadth and Depth': 3 };
const good = '{"Clarity": 4, "Breadth and Depth": 3}';

describe('parseVerdict reads', () => {
  it.each([
    ['plain JSON', good],
    ['JSON over several lines', '{\n  "Clarity": 4,\n  "Breadth and Depth": 3\n}\n'],
    ['a json fence', `\`\`\`json\n${good}\n\`\`\``],
    ['a fence without a language', `\`\`\`\n${good}\n\`\`\``],
    ['JSON after an analysis', `The text is clear but thin.\n\n${good}`],
    ['JSON before a remark', `${good}\n\nI hope this helps!`],
    ['JSON after prose with brackets', `See part [2] and {sic}: it says "so".\n${good}`],
    [
      'an analysis with braces in it',
      '{"Analysis": "uses {x} and \\"y\\"", "Clarity": 4, "Breadth and Depth": 3}',
    ],
    [
      'raw line breaks in a string',
      '{"Analysis": "first\nsecond\tthird", "Clarity": 4, "Breadth and Depth": 3}',
    ],
    ['a comma too many', '{"Clarity": 4, "Breadth and Depth": 3,}'],
    ['digits as strings', '{"Clarity": "4", "Breadth and Depth": " 3 "}'],
    ['grades out of the top of the scale', '{"Clarity": "4/5", "Breadth and Depth": "3 / 5"}'],
    ['full-width digits', '{"Clarity": "４", "Breadth and Depth": "３／５"}'],
    ['whole numbers with a point', '{"Clarity": 4.0, "Breadth and Depth": "3.0"}'],
    ['keys in other cases', '{"clarity": 4, "BREADTH AND DEPTH": 3}'],
    ['keys with other gaps', '{" Clarity ": 4, "breadth_and-depth": 3}'],
    ['Chinese keys', '{"分析": "尚可", "清晰度": 4, "广度与深度": 3}'],
    ['grades an object deeper', `{"Analysis": "fine", "scores": ${good}}`],
    [
      'grades with their reasons',
      '{"Clarity": {"score": 4, "reason": "plain"}, "Breadth and Depth": {"reason": "thin", "score": 3}}',
    ],
    [
      'a list of named grades',
      '[{"name": "Clarity", "score": 4}, {"dimension": "breadth and depth", "rating": "3"}]',
    ],
    ['the same object twice', `${good}\nOnce more: ${good}`],
    ['two halves in two objects', '{"Clarity": 4}\n{"Breadth and Depth": 3}'],
    ['an analysis that says the same', `Clarity: 4\n- **Breadth and Depth**: 3/5\n\n${good}`],
    ['an analysis that says the scale', `Clarity: 1 to 5\nBreadth and Depth (1-5): 1-5\n${good}`],
    ['an analysis that counts things', `Clarity: 2 chapters are confused.\n${good}`],
    ['an analysis of something of a like name', `Overall clarity: 2.\n${good}`],
    ['other fields', '{"Clarity": 4, "Breadth and Depth": 3, "Overall": 11, "Confidence": null}'],
    ['thinking that tried other grades', `<think>{"Clarity": 1, "Breadth and Depth": 1}</think>${good}`],
    ['an analysis in Russian', `Текст ясный, но поверхностный.\n${good}`],
    ['an analysis in Japanese', `文章は明快ですが、浅いです。\n${good}`],
  ])('%s', (_what, reply) => {
    expect(parseVerdict(reply, dimensions)).toEqual({ scores: both });
  });

  it('keys that are numbers, from a checklist', () => {
    const items = ['1', '2'].map((key) => ({ key, scale: [0, 1] as const, isWhole: false }));
    const reply =
      '```json\n[{"checklist_id": 1, "reason": "2: 0.5", "evaluation_score": 0.75}, {"checklist_id": 2, "reason": "", "evaluation_score": 1}]\n```';
    expect(parseVerdict(reply, items)).toEqual({ scores: { '1': 0.75, '2': 1 } });
  });

  it('any grades of the six dimensions, however the reply is dressed', () => {
    const grade = fc.integer({ min: 1, max: 5 });
    const keys = writingQuality.dimensions.map(({ key }) => key);
    const dress = fc.constantFrom(
      (json: string) => json,
      (json: string) => `\`\`\`json\n${json}\n\`\`\``,
      (json: string) => `A fine text [1].\n\n${json}\n`,
      (json: string) => json.replaceAll(/: (\d)/g, ': "$1/5"'),
    );
    fc.assert(
      fc.property(
        fc.array(grade, { minLength: 6, maxLength: 6 }),
        fc.string(),
        dress,
        (grades, analysis, wear) => {
          const scores = Object.fromEntries(keys.map((key, index) => [key, grades[index] as number]));
          const reply = wear(JSON.stringify({ Analysis: analysis, ...scores }, null, 1));
          expect(parseVerdict(reply, writingQuality.dimensions)).toEqual({ scores });
        },
      ),
    );
  });
});

describe('parseVerdict leaves unscored', () => {
  it.each([
    ['', 'empty reply'],
    ['  \n', 'empty reply'],
    ['<think>hm</think>', 'empty reply'],
    ["I'm sorry, but I can't help with that request.", 'refused'],
    ['抱歉，我无法满足您的请求。', 'refused'],
    ['The text is clear (4) but thin (3).', 'no JSON in the reply'],
    ['Clarity: 4\nBreadth and Depth: 3', 'no JSON in the reply'],
    ['清晰度：4分，广度与深度：3分', 'no JSON in the reply'],
    ['Ясность: 4, глубина: 3', 'no JSON in the reply'],
    ['[3], as said in [4]', 'no JSON in the reply'],
    ['{"Analysis": "The text is', 'the JSON breaks off'],
    ['{"Analysis": "a", "Clarity": 4, "Breadth', 'the JSON breaks off'],
    ['{"Analysis": "a", "details": {"x": 1}, "Clari', 'the JSON breaks off'],
    ['{"Clarity": 4}\n{"Bread', 'missing key "Breadth and Depth", and the JSON breaks off'],
    ["{'Clarity': 4, 'Breadth and Depth': 3}", 'the JSON cannot be read'],
    ['{"Analysis": "the "best" part", "Clarity": 4, "Breadth and Depth": 3}', 'the JSON cannot be read'],
    ['{Clarity: 4, Breadth and Depth: 3}', 'the JSON cannot be read'],
    ['{"Clarity": four, "Breadth and Depth": 3}', 'the JSON cannot be read'],
    ['{"Clarity": <1-5>, "Breadth and Depth": <1-5>}', 'the JSON cannot be read'],
    ['{"Analysis": "good"}', 'missing keys "Clarity", "Breadth and Depth"'],
    ['{"Clarity": 4}', 'missing key "Breadth and Depth"'],
    ['{"Clarity": 4, "Breadth": 3, "Depth": 3}', 'missing key "Breadth and Depth"'],
    ['{"Ясность": 4, "Глубина": 3}', 'missing keys "Clarity", "Breadth and Depth"'],
    ['{"error": "rate limit"}', 'missing keys "Clarity", "Breadth and Depth"'],
    ['{"Clarity": 7, "Breadth and Depth": 3}', 'grade 7 for "Clarity" is outside 1..5'],
    ['{"Clarity": 0, "Breadth and Depth": 3}', 'grade 0 for "Clarity" is outside 1..5'],
    ['{"Clarity": -1, "Breadth and Depth": 3}', 'grade -1 for "Clarity" is outside 1..5'],
    ['{"Clarity": 85, "Breadth and Depth": 70}', 'grade 85 for "Clarity" is outside 1..5'],
    ['{"Clarity": 3.5, "Breadth and Depth": 3}', 'grade 3.5 for "Clarity" is not a whole number'],
    ['{"Clarity": "four", "Breadth and Depth": 3}', 'grade "four" for "Clarity" is not a number'],
    ['{"Clarity": "四", "Breadth and Depth": 3}', 'grade "四" for "Clarity" is not a number'],
    ['{"Clarity": "3-4", "Breadth and Depth": 3}', 'grade "3-4" for "Clarity" is not a number'],
    ['{"Clarity": "", "Breadth and Depth": 3}', 'grade "" for "Clarity" is not a number'],
    ['{"Clarity": null, "Breadth and Depth": 3}', 'grade null for "Clarity" is not a number'],
    ['{"Clarity": true, "Breadth and Depth": 3}', 'grade true for "Clarity" is not a number'],
    ['{"Clarity": [4], "Breadth and Depth": 3}', 'grade [4] for "Clarity" is not a number'],
    ['{"Clarity": "4/10", "Breadth and Depth": 3}', 'grade "4/10" for "Clarity" is not out of 5'],
    [
      '{"Clarity": 4, "Breadth and Depth": 3}\n{"Clarity": 2, "Breadth and Depth": 3}',
      'two different grades for "Clarity": 4 and 2',
    ],
    ['{"Clarity": 4, "Clarity": 5, "Breadth and Depth": 3}', 'two different grades for "Clarity": 5 and 4'],
    ['{"Clarity": 4, "clarity": 5, "Breadth and Depth": 3}', 'two different grades for "Clarity": 4 and 5'],
    [`**Clarity**: 2\n\n${good}`, 'two different grades for "Clarity": 4 and 2'],
    [
      `The sum of it.\nClarity: 2/5 — it is confused.\n${good}`,
      'two different grades for "Clarity": 4 and 2',
    ],
    [`清晰度：2分。\n${good}`, 'two different grades for "Clarity": 4 and 2'],
    [
      '{"Analysis": "Breadth and Depth: 5.", "Clarity": 4, "Breadth and Depth": 3}',
      'two different grades for "Breadth and Depth": 3 and 5',
    ],
    [`${good}\nCorrection: {"Clarity": 2, "Breadth and`, 'two different grades for "Clarity": 4 and 2'],
  ])('%s', (reply, reason) => {
    expect(parseVerdict(reply, dimensions)).toEqual({ scores: null, reason });
  });

  it('every grade off the scale, never bent to its end', () => {
    const off = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => value < 1 || value > 5);
    fc.assert(
      fc.property(off, (value) => {
        const parsed = parseVerdict(JSON.stringify({ ...both, Clarity: value }), dimensions);
        expect(parsed.scores).toBeNull();
        expect(parsed.reason).toContain('Clarity');
      }),
    );
  });

  it('a reply of brackets in a time that a person does not notice', () => {
    const before = performance.now();
    expect(parseVerdict('[{'.repeat(20_000), dimensions).scores).toBeNull();
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('any text without ever throwing, with a reason', () => {
    const part = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      'Clarity',
      '"Breadth and Depth"',
      '4',
      ' ',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const { scores, reason } = parseVerdict(parts.join(''), dimensions);
        expect(scores === null ? reason : 'read').toMatch(/./);
      }),
    );
  });
});
