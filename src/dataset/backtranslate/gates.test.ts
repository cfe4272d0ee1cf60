import { describe, expect, it } from 'vitest';
import { readConstraints } from './read-constraints.ts';
import { readCorrupted } from './read-corrupted.ts';
import { renderInstruction } from './render-instruction.ts';
import { createTextIndex } from './text-index.ts';

const english =
  'The ferry left Oban at dawn. Old Murdo counted the passengers twice, as he did every winter, and wrote the number on his sleeve. Nobody spoke until the lighthouse came into view. Then a child laughed, and the whole deck laughed with her.';
const chinese =
  '天还没亮，渡船就离开了码头。老船工把乘客数了两遍，把人数写在袖口上。直到灯塔出现在雾里，才有一个孩子笑出声来，整条船都跟着笑了。';

type Given = { kind?: string; constraint: string; evidence: string };
const replyOf = (goal: string, constraints: readonly Given[]): string =>
  `Here it is:\n\`\`\`json\n${JSON.stringify({ goal, constraints })}\n\`\`\``;
const goal = 'Write a short story about a winter crossing, for adults.';
const good: Given[] = [
  { kind: 'content', constraint: 'Let the boat set out from Oban.', evidence: 'left Oban at dawn' },
  {
    kind: 'content',
    constraint: 'An old sailor keeps count of everybody.',
    evidence: 'Old Murdo counted the passengers',
  },
  {
    kind: 'style',
    constraint: 'Use plain sentences in the past tense.',
    evidence: 'wrote the number on his sleeve',
  },
  {
    kind: 'content',
    constraint: 'Keep silence on board for a long while.',
    evidence: 'Nobody spoke until the lighthouse',
  },
  {
    kind: 'style',
    constraint: 'End with relief shared by all.',
    evidence: 'the whole deck laughed … with her',
  },
];

describe('readConstraints', () => {
  it('takes constraints that the text backs, whatever stands around the JSON', () => {
    const { value } = readConstraints(replyOf(goal, good), createTextIndex(english));
    expect(value?.goal).toBe(goal);
    expect(value?.constraints.map(({ kind }) => kind)).toEqual([
      'content',
      'content',
      'style',
      'content',
      'style',
    ]);
    expect(value?.dropped).toEqual([]);
  });

  it('drops each constraint that does not pass, and says why', () => {
    const leak =
      'Say that Old Murdo counted the passengers twice, as he did every winter, and wrote the number.';
    const bad: Given[] = [
      { constraint: leak, evidence: 'Old Murdo counted' },
      { constraint: 'Set the whole scene in a desert town.', evidence: 'the sand was hot that day' },
      { constraint: 'Let the boat set out from Oban!', evidence: 'left Oban at dawn' },
      { constraint: 'Keep to the mood of the passage.', evidence: 'left Oban at dawn' },
      { constraint: 'Write about 500 words in all.', evidence: 'left Oban at dawn' },
      { constraint: 'Be calm.', evidence: 'left Oban at dawn' },
    ];
    const { value } = readConstraints(replyOf(goal, [...good, ...bad]), createTextIndex(english));
    expect(value?.constraints).toHaveLength(5);
    expect(value?.dropped.map(({ reason }) => reason)).toEqual([
      'it quotes the text: “old murdo counted the passengers twice as he did every winte…”',
      'its evidence does not stand in the text: “the sand was hot that day”',
      'it stands twice',
      'it speaks of an original: “the passage”',
      'it names a length: “about 500 words”',
      'it is too short to say something definite',
    ]);
  });

  it('refuses constraints that quote the text one after the other', () => {
    const parted: Given[] = [
      { constraint: 'Old Murdo counted the passengers twice, as he', evidence: 'left Oban at dawn' },
      { constraint: 'did every winter, and wrote the number', evidence: 'left Oban at dawn' },
    ];
    const { reason } = readConstraints(replyOf(goal, [...good, ...parted]), createTextIndex(english));
    expect(reason).toContain('the constraints together quote the text: “old murdo counted');
  });

  it('reads Chinese, where thirteen characters in a row are a copy', () => {
    const index = createTextIndex(chinese);
    const given: Given[] = [
      { constraint: '故事从渡船离岸写起。', evidence: '渡船就离开了码头' },
      { constraint: '写一位清点人数的老人。', evidence: '老船工把乘客数了两遍' },
      { constraint: '全篇语气平静克制。', evidence: '把人数写在袖口上' },
      { constraint: '让雾中的灯塔成为转折。', evidence: '直到灯塔出现在雾里' },
      { constraint: '结尾要有众人的笑声。', evidence: '整条船都跟着笑了' },
      { constraint: '要写老船工把乘客数了两遍把人数写在袖口上。', evidence: '写在袖口上' },
      { constraint: '保留原文的叙述视角。', evidence: '把人数写在袖口上' },
    ];
    const { value } = readConstraints(replyOf('写一篇关于冬日渡海的短篇小说。', given), index);
    expect(value?.constraints).toHaveLength(5);
    expect(value?.dropped.map(({ reason }) => reason.split('：')[0]?.slice(0, 22))).toEqual([
      'it quotes the text: “老',
      'it speaks of an origin',
    ]);
  });

  it.each([
    ['I cannot help with that.', 'no JSON object with `goal` and `constraints` in the reply'],
    [replyOf('', good), 'the goal cannot be used: it is empty'],
    [replyOf(`Write: ${english.slice(0, 120)}`, good), 'the goal cannot be used: it quotes the text'],
    [replyOf(goal, good.slice(1)), '4 constraints that can be used, at least 5 are needed'],
  ])('refuses %j', (reply, reason) => {
    expect(readConstraints(reply, createTextIndex(english)).reason).toContain(reason);
  });
});

describe('readCorrupted', () => {
  const originals = ['Let the boat set out from Oban.', 'Use plain sentences in the past tense.'];
  const corrupt = (...texts: string[]): string =>
    JSON.stringify({ constraints: texts.map((corrupted, at) => ({ number: at + 1, corrupted })) });

  it('takes one minimal edit for each, in the order of their numbers', () => {
    const reply = JSON.stringify({
      constraints: [
        { number: 2, corrupted: 'Use ornate sentences in the past tense.' },
        { number: 1, corrupted: 'Let the boat set out from Cork.' },
      ],
    });
    expect(readCorrupted(reply, originals)).toEqual({
      value: ['Let the boat set out from Cork.', 'Use ornate sentences in the past tense.'],
    });
  });

  it.each([
    [corrupt('Let the boat set out from Cork.'), '1 corrupted constraints for 2'],
    [
      corrupt('Let the boat set out from Cork.', 'Use plain sentences in the past tense!'),
      'constraint 2 was not changed',
    ],
    [
      corrupt('Use plain sentences in the past tense.', 'Use plain sentences in the future tense.'),
      'constraint 1 is another of the originals',
    ],
    [
      corrupt('Describe a garden with many roses.', originals[1] ?? ''),
      'constraint 1 was replaced, not edited',
    ],
    [corrupt("Don't let the boat set out from Oban.", originals[1] ?? ''), 'constraint 1 only negates'],
    [
      '{"constraints": [{"number": 1, "corrupted": "Let it set out from Cork."}, {"number": 3, "corrupted": "Use odd sentences in the past tense."}]}',
      'number 2 is missing',
    ],
    ['Sorry.', 'no JSON object'],
  ])('refuses %s', (reply, reason) => {
    expect(readCorrupted(reply, originals).reason).toContain(reason);
  });

  it('does not take Chinese words that hold 不 for a negation', () => {
    const zh = ['结尾要有众人的笑声。', '全篇语气平静克制。'];
    expect(readCorrupted(corrupt('结尾要有众人的哭声。', '全篇语气激昂不已。'), zh).value).toHaveLength(2);
    expect(readCorrupted(corrupt('结尾不要有众人的笑声。', '全篇语气激昂。'), zh).reason).toContain(
      'only negates',
    );
  });
});

describe('renderInstruction', () => {
  it('gives goal, constraints and a length that people would ask for', () => {
    expect(renderInstruction('Write a story.', ['A.', 'B.'], { language: 'en', words: 3187 })).toBe(
      'Write a story.\n\n- A.\n- B.\n\nLength: about 3200 words.',
    );
    expect(renderInstruction('写小说。', ['甲。'], { language: 'zh', words: 950 })).toBe(
      '写小说。\n\n- 甲。\n\n篇幅：约950字。',
    );
  });
});
