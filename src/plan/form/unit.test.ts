import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Form } from './form.ts';
import { splitUnits } from './unit.ts';

const units: readonly Form['unit'][] = ['paragraph', 'stanza', 'turn', 'scene', 'item', 'question'];

const line = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    '  ',
    'Anna: Come in.',
    '**老王：** 坐吧。',
    '— Non, dit-elle.',
    '1. First',
    '2. Second',
    '- bullet',
    '  - below',
    'INT. KITCHEN - NIGHT',
    '第二场 车站',
    '***',
    '---',
    'Q: Why?',
    '问：为什么？',
    '## How long does it take?',
    '```',
    'plain prose.',
  ),
);
const text = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\n\n', '\r\n')), { maxLength: 14 })
  .map((lines) => lines.flat().join(''));

describe('splitUnits', () => {
  it('gives the text back when joined, without empty pieces', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...units), (value, unit) => {
        const pieces = splitUnits(value, unit);
        expect(pieces.join('')).toBe(value);
        expect(pieces).not.toContain('');
      }),
    );
  });

  it('leaves a piece as it is when split again', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...units), (value, unit) => {
        for (const piece of splitUnits(value, unit)) {
          // A list that begins deeper, or with another mark, is another list.
          if (unit !== 'item') expect(splitUnits(piece, unit)).toEqual([piece]);
        }
      }),
    );
  });

  it('splits a poem into stanzas', () => {
    expect(splitUnits('a\nb\n\nc\nd\n', 'stanza')).toEqual(['a\nb\n\n', 'c\nd\n']);
  });

  it('splits a dialogue where somebody else speaks, in English and Chinese', () => {
    expect(splitUnits('A room.\n\nAnna: Hi.\nStay.\n\nTom (low): No.\n', 'turn')).toEqual([
      'A room.\n\nAnna: Hi.\nStay.\n\n',
      'Tom (low): No.\n',
    ]);
    expect(splitUnits('老王：来了。\n小李：嗯。', 'turn')).toEqual(['老王：来了。\n', '小李：嗯。']);
    expect(splitUnits('— Oui.\n— Non.', 'turn')).toEqual(['— Oui.\n', '— Non.']);
  });

  it('splits a script into scenes', () => {
    const first = 'INT. KITCHEN - NIGHT\n\nANNA\nNo.\n\n';
    const second = 'EXT. YARD - DAWN\n\nSnow.\n';
    expect(splitUnits(first + second, 'scene')).toEqual([first, second]);
    expect(splitUnits('第一场 茶馆\n静。\n第二场 街上\n雨。', 'scene')).toHaveLength(2);
  });

  it('keeps what stands under a list item with it', () => {
    expect(splitUnits('Names:\n1. Rye\n   - dark\n2. Oat\n', 'item')).toEqual([
      'Names:\n1. Rye\n   - dark\n',
      '2. Oat\n',
    ]);
    expect(splitUnits('1. Rye\n- dark\n2. Oat', 'item')).toEqual(['1. Rye\n- dark\n', '2. Oat']);
    expect(splitUnits('一、甲\n二、乙', 'item')).toEqual(['一、甲\n', '二、乙']);
  });

  it('keeps question and answer together', () => {
    expect(splitUnits('Q: Why?\nA: So.\n\nQ: When?\nA: Now.', 'question')).toEqual([
      'Q: Why?\nA: So.\n\n',
      'Q: When?\nA: Now.',
    ]);
    expect(splitUnits('## 多久？\n\n三天。\n\n## 多少钱？\n\n十元。', 'question')).toHaveLength(2);
  });

  it('falls back on paragraphs where no piece begins', () => {
    expect(splitUnits('One.\n\nTwo at 10:30.', 'turn')).toEqual(['One.\n\n', 'Two at 10:30.']);
  });
});
