import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countEntryWords, splitAsReleased, splitBlocks } from './longgenbench-blocks.ts';

const floors = { label: 'Floor {n}', prefix: '#*# Floor 1:', language: 'en' };
const body = 'Ten words are the least that an entry must have.';
const numbers = (blocks: Map<number, string>): number[] => [...blocks.keys()];

describe('entries as the released script finds them', () => {
  it('follow the given first header, and the first of two with one number counts', () => {
    const blocks = splitAsReleased(
      ` Lobby.\n#*# Floor 2:\nGym.\n#*# Floor 2:\nBar.\n#*# Floor 7: Roof.`,
      floors,
    );
    expect([...blocks]).toEqual([
      [1, ' Floor 1: Lobby.\n'],
      [2, ' Floor 2:\nGym.\n'],
      [7, ' Floor 7: Roof.'],
    ]);
  });

  it('are lost where the header is repeated, or marked in another way', () => {
    const blocks = splitAsReleased('\n#*# Floor 1:\nLobby.\n## Floor 2\nGym.', floors);
    expect([...blocks]).toEqual([[1, ' Floor 1:\n']]);
  });
});

describe('entries', () => {
  it.each([
    ['separators', `${body}\n#*# Floor 2:\n${body}\n#*# Floor 3:\n${body}`],
    ['a repeated first header', `#*# Floor 1:\n${body}\n#*# Floor 2: ${body}\n#*# Floor 3: ${body}`],
    [
      'Markdown headings',
      `# The Tower\n\n## Floor 1\n\n${body}\n\n## Floor 2\n\n${body}\n\n## Floor 3\n\n${body}`,
    ],
    ['bold headers', `**Floor 1:** ${body}\n**Floor 2:** ${body}\n**Floor 3** (the gym): ${body}`],
    ['escaped separators in small letters', `${body}\n#\\*# floor 02: ${body}\n#\\*#floor 3:${body}`],
    ['all in one line', `${body} #*# Floor 2: ${body} #*# Floor 3: ${body} #*#`],
    [
      'the prompt before it',
      `#*# Floor 9: ${body} *** started ***\n${body}\n#*# Floor 2: ${body}\n#*# Floor 3: ${body}`,
    ],
    [
      'the end mark',
      `${body}\n#*# Floor 2: ${body}\n#*# Floor 3: ${body}\n*** finished ***\n#*# Floor 4: ${body}`,
    ],
  ])('are found in an answer with %s', (_name, answer) => {
    expect(numbers(splitBlocks(answer, floors))).toEqual([1, 2, 3]);
  });

  it('reach from their header to the next one or the next separator', () => {
    const blocks = splitBlocks(
      `${body}\n#*# Floor 2:\n${body} Pool.\n#*#\nBetween the entries.\n#*# Floor 3: ${body}`,
      floors,
    );
    expect(blocks.get(2)).toBe(`#*# Floor 2:\n${body} Pool.`);
    expect(blocks.get(1)).toBe(`#*# Floor 1:\n${body}`);
  });

  it('are not made of floors that a sentence speaks of', () => {
    const answer = `${body}\nFloor 5 is quiet, as Floor 6 is, and one looks down to Floor 7.`;
    expect(numbers(splitBlocks(answer, floors))).toEqual([1]);
  });

  it('are not written where only headers or a promise stand', () => {
    const answer = `${body}\n#*# Floor 2:\n#*# Floor 3: As above.\n#*# Floor 4 (see Floor 1 and what is said there, all of it):`;
    expect(numbers(splitBlocks(answer, floors))).toEqual([1]);
    expect(numbers(splitAsReleased(answer, floors))).toEqual([1, 2, 3, 4]);
  });

  it('count with the first that has a text', () => {
    const blocks = splitBlocks(
      `${body}\n#*# Floor 2:\n#*# Floor 2: First. ${body}\n#*# Floor 2: Second. ${body}`,
      floors,
    );
    expect(blocks.get(2)).toContain('First.');
  });

  it('are found in Chinese', () => {
    const weeks = { label: '第{n}周', prefix: '#*# 第1周（1月1日至1月7日）：', language: 'zh' };
    const text = '这一周天气晴好，修好了院墙，晚上读书。';
    const answer = `${text}\n#*# 第2周（1月8日至1月14日）：\n${text}\n**第 3 周**\n${text}第4周再说。`;
    expect(numbers(splitBlocks(answer, weeks))).toEqual([1, 2, 3]);
    expect(countEntryWords(text, 'zh')).toBe(16);
  });

  it('agree with the released script on every well-formed answer', () => {
    const text = fc.array(fc.constantFrom('glass', 'stairs', 'hall', 'seven', 'light,', 'oak.'), {
      minLength: 10,
      maxLength: 15,
    });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 12 }), (entries) => {
        const [first = '', ...others] = entries.map((words) => words.join(' '));
        const answer = [
          `\n${first}`,
          ...others.map((each, index) => `#*# Floor ${index + 2}:\n${each}`),
        ].join('\n');
        const released = [...splitAsReleased(answer, floors)].map(([entry, part]) => [
          entry,
          `#*#${part}`.trim(),
        ]);
        expect(
          [...splitBlocks(answer, floors)].map(([entry, part]) => [entry, part.replace(':\n\n', ':\n')]),
        ).toEqual(released.map(([entry, part]) => [entry, String(part).replace(':\n\n', ':\n')]));
        expect(numbers(splitBlocks(answer, floors))).toEqual(entries.map((_each, index) => index + 1));
      }),
    );
  });
});
