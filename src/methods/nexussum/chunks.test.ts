import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords } from '../../text/count-words.ts';
import { chunkScenes, findSceneBorders, isNarrative, measureDialogue } from './chunks.ts';

const prose = 'The bridge stood open and nobody crossed it. The keeper read his paper by the lamp.';
const chunk = (text: string, chunkTokens: number) =>
  chunkScenes({ id: 's', text, parts: [], language: 'en' }, { chunkTokens, countTokens: countWords });
const bordersOf = (text: string): string[] =>
  findSceneBorders({ text, parts: [] }).map((at) => text.slice(at, at + 8));

describe('measureDialogue', () => {
  it.each([
    ['plain prose', prose, 0, 0],
    ['a title in quotation marks', `${prose} He had read “The Tide Mills” twice.`, 0, 0],
    [
      'English speech',
      '“Where have you been all this time?” asked Mara. “At the mill, as I said.”',
      0.7,
      0.9,
    ],
    ['straight quotes', '"Where have you been all this time?" asked Mara.', 0.6, 0.8],
    ['Chinese speech', '“你这些天都到哪里去了？”周岚问。“在磨坊，我说过的。”', 0.75, 0.95],
    ['corner brackets', '「你到哪裡去了？」她問。', 0.6, 0.9],
    [
      'a script with names before a colon',
      'MARA: Where were you?\nIVO: At the mill.\nMARA: Again?\nIVO: Yes.',
      0.9,
      1,
    ],
    ['a Chinese script', '周岚：你去哪里了？\n沈望：在磨坊。\n周岚：又去了？\n沈望：是的。', 0.9, 1],
    [
      'a screenplay',
      'INT. MILL - NIGHT\n\nMARA\nWhere were you all this time?\n\nIVO (quietly)\nAt the mill, as I said.\n\nMARA\nI see.\n\nIVO\nDo you?\n',
      0.6,
      0.9,
    ],
    ['a document with headings in capitals', 'RESULTS\nThe tides rose.\n\nMETHOD\nWe measured.', 0, 0],
    ['data with labels', 'Date: 3 May\nPlace: Bergen\nSubject: tide mills', 0, 0],
    ['nothing', '', 0, 0],
  ])('finds the share that is said in %s', (_name, text, low, high) => {
    const share = measureDialogue(text);
    expect(share).toBeGreaterThanOrEqual(low);
    expect(share).toBeLessThanOrEqual(high);
  });
});

describe('findSceneBorders', () => {
  it('finds chapters, separators, scene headings and wide gaps', () => {
    expect(
      bordersOf(`Chapter 1\n\n${prose}\n\n* * *\n\nNext day they met.\n\nChapter 2\n\n${prose}`),
    ).toEqual(['Next day', 'Chapter ']);
    const paragraphs = Array.from({ length: 8 }, () => prose).join('\n\n');
    expect(bordersOf(`${paragraphs}\n\n\n\nAfter all ended.\n\n${paragraphs}`)).toEqual(['After al']);
    expect(bordersOf(`第一章\n\n话说从前有人。\n\n第二章\n\n又过了一年。`)).toEqual(['第二章\n\n又过了']);
  });

  it('takes one blank line as a break where every line is a paragraph, and none where lines are of a fixed width', () => {
    const lines = Array.from({ length: 6 }, () => '周岚走到渡口，天已经黑了。').join('\n');
    expect(bordersOf(`${lines}\n\n第二天早上，雨停了。\n${lines}`)).toEqual(['第二天早上，雨停']);
    const wrapped =
      'The bridge stood open and\nnobody crossed it, and the\nkeeper read by the lamp\nuntil it was late.';
    expect(bordersOf(`${wrapped}\n\n${wrapped}\n\n${wrapped}`)).toEqual([]);
  });

  it('makes nothing of a text whose paragraphs all stand wide apart', () => {
    expect(bordersOf(Array.from({ length: 6 }, () => prose).join('\n\n\n'))).toEqual([]);
  });
});

describe('chunkScenes', () => {
  it('keeps scenes whole, packs what fits, and eight at most', () => {
    const scenes = Array.from({ length: 20 }, (_each, index) => `Scene number ${index} ends here.`);
    const text = scenes.join('\n\n* * *\n\n');
    expect(chunk(text, 10_000).map(({ scenes: count }) => count)).toEqual([8, 8, 4]);
    // The separators count nothing; four words a scene.
    expect(chunk(text, 8).map(({ scenes: count }) => count)).toEqual(Array(10).fill(2));
  });

  it('covers the source without gap or overlap and stays in its tokens', () => {
    const sentence = fc.constantFrom(
      'The lamp went out. ',
      'Nobody came!\n\n',
      '雨停了。',
      '\n\n* * *\n\n',
      'Chapter 3\n\n',
    );
    fc.assert(
      fc.property(fc.array(sentence), fc.integer({ min: 4, max: 40 }), (sentences, tokens) => {
        const text = sentences.join('');
        const chunks = chunk(text, tokens);
        let at = 0;
        for (const { span, text: own } of chunks) {
          expect(text.slice(at, span.from).replace(/[*\s]/g, '')).toBe('');
          expect(text.slice(span.from, span.to)).toContain(own);
          expect(countWords(own)).toBeLessThanOrEqual(tokens);
          at = span.to;
        }
        expect(text.slice(at).replace(/[*\s]/g, '')).toBe('');
      }),
    );
  });
});

describe('isNarrative', () => {
  it('tells stories from documents', () => {
    expect(isNarrative('“Where were you?” asked Mara. He did not answer.')).toBe(true);
    expect(isNarrative('Chapter 1\n\nIt rained.\n\nChapter 2\n\nIt stopped.')).toBe(true);
    expect(isNarrative('# Method\n\nWe measured tides.\n\n# Results\n\nThey rose.')).toBe(false);
  });
});
