import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlan, listSections, type SectionDraft } from '../../plan/plan.ts';
import { takeContract } from '../../plan/section-contract.ts';
import type { Manuscript, WrittenSection } from '../manuscript.ts';
import { renderMarkdown } from '../manuscript.ts';
import {
  type Figure,
  findFigureNumbers,
  listFigurePaths,
  pathOf,
  renderFigure,
  withoutFigures,
} from './figure.ts';
import { createFigureDesk } from './figure-desk.ts';
import { parseLook } from './figure-prompts.ts';
import { placeFigures } from './place-figures.ts';
import { tieFigures } from './tie-figures.ts';

const figure = (number: number): Figure => {
  const sha256 = String(number).repeat(64).slice(0, 64);
  const mediaType = 'image/png';
  return {
    number,
    name: `slide-${number}.png`,
    image: { sha256, mediaType, width: 100, height: 50 },
    path: pathOf(number, { sha256, mediaType }),
  };
};

const section = (id: string, text: string): WrittenSection => ({
  id,
  title: `Part ${id}`,
  depth: 1,
  text,
  targetWords: 100,
  deliveredWords: 100,
  status: 'done',
  attempts: 1,
  isUnfinished: false,
});

const manuscript = (...texts: string[]): Manuscript => ({
  title: 'Lights',
  language: 'en',
  hasHeadings: true,
  sections: texts.map((text, at) => section(String(at + 1), text)),
});

const sightings = new Map(
  [1, 2, 3].map((number) => [number, { caption: `Lens ${number}`, description: '' }]),
);
const place = (
  written: Manuscript,
  numbers: number[],
  { tied = {}, isWhole = true }: { tied?: Record<string, number[]>; isWhole?: boolean } = {},
) =>
  placeFigures(written, {
    figures: numbers.map(figure),
    sightings,
    tied: new Map(Object.entries(tied)),
    isWhole,
  }).sections.map(({ text }) => text);
const line = (number: number): string => renderFigure(figure(number), `Lens ${number}`, 'en');

describe('pointers at figures', () => {
  it.each([
    ['As Figure 2 shows, and fig. 3 too.', [2, 3]],
    ['See Figures 1, 2 and 4.', [1, 2, 4]],
    ['Figures 2–4 show it; figure 1 does not.', [2, 3, 4, 1]],
    ['如图2所示，图三也是；见图１2？', [2, 3]],
    ['图1至图3各不相同。', [1, 2, 3]],
    ['图十二与图二十', [12, 20]],
    ['A figure of 12 men, configure 3, Figure 2020.', []],
    ['', []],
  ])('of %j are %j', (text, numbers) => {
    expect(findFigureNumbers(text)).toEqual(numbers);
  });
});

describe('setting figures', () => {
  it('puts each behind the first paragraph that names it, in the order of the text', () => {
    const written = manuscript('Before.\n\nSee Figure 2.\n\nAfter.', 'Figure 1 and again Figure 2.');
    expect(place(written, [1, 2])).toEqual([
      `Before.\n\nSee Figure 2.\n\n${line(2)}\n\nAfter.`,
      `Figure 1 and again Figure 2.\n\n${line(1)}`,
    ]);
  });

  it('puts one that nobody names where it was planned, and at the end of a whole text', () => {
    const written = manuscript('One.', 'Two.', 'Three.');
    expect(place(written, [1, 2], { tied: { 2: [1] } })).toEqual([
      'One.',
      `Two.\n\n${line(1)}`,
      `Three.\n\n${line(2)}`,
    ]);
    expect(place(written, [1, 2], { tied: { 2: [1], 9: [2] }, isWhole: false })).toEqual([
      'One.',
      `Two.\n\n${line(1)}`,
      'Three.',
    ]);
  });

  it('keeps lists and fenced blocks whole, takes the place of pictures that a model made up, and leaves those of a person', () => {
    const list = '- Figure 1\n\n- two\n\n- three';
    expect(place(manuscript(`${list}\n\nEnd.`), [1])).toEqual([`${list}\n\n${line(1)}\n\nEnd.`]);
    const code = '```\nFigure 1\n\n# no heading\n```';
    expect(place(manuscript(`${code}\n\nEnd.`), [1])).toEqual([`${code}\n\n${line(1)}\n\nEnd.`]);
    const made = 'See.\n\n![Figure 1]()\n\nEnd.';
    expect(place(manuscript(made), [1])).toEqual([`See.\n\n${line(1)}\n\nEnd.`]);
    const own = 'Figure 1.\n\n![Mine](photos/mine.jpg)';
    expect(place(manuscript(own), [1])).toEqual([`Figure 1.\n\n${line(1)}\n\n![Mine](photos/mine.jpg)`]);
    // A text without headings may begin with a figure.
    const [first = ''] = place(manuscript('![Figure 1]()\n\nEnd.'), [1]);
    expect(withoutFigures(first).trim()).toBe('End.');
  });

  it('is undone without a trace, and shows every figure once, wherever it is named', () => {
    const paragraph = fc.constantFrom(
      'Plain words.',
      'See Figure 1.',
      '如图2所示。',
      'Figures 1 and 3.',
      '- item',
      '> said',
    );
    const texts = fc.array(fc.array(paragraph, { minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(texts, (sections) => {
        const written = manuscript(...sections.map((each) => each.join('\n\n')));
        const placed = {
          ...written,
          sections: written.sections.map((each, at) => ({
            ...each,
            text: place(written, [1, 2, 3])[at] ?? '',
          })),
        };
        const markdown = renderMarkdown(placed);
        expect(listFigurePaths(markdown).sort()).toEqual([1, 2, 3].map((number) => figure(number).path));
        expect(withoutFigures(markdown)).toBe(renderMarkdown(written));
      }),
    );
  });

  it('lets no caption out of its place, and takes no other path for a figure', () => {
    expect(renderFigure(figure(1), 'a](http://x) <b>\n# c', 'en')).toBe(
      `![Figure 1. a(http://x) b # c](${figure(1).path})`,
    );
    expect(listFigurePaths('![x](images/../../etc/passwd) ![y](images/figure-1-0000000g.png)')).toEqual([]);
  });
});

describe('images and sections', () => {
  const tie = (drafts: SectionDraft[], numbers: number[]) => {
    const plan = createPlan({ title: 'Lights', sections: drafts }, { targetWords: 900 });
    const tied = tieFigures(plan.sections, numbers.map(figure), sightings);
    return listSections({ ...plan, sections: tied }).map((each) => each.section.contract?.shows ?? []);
  };

  it('follow the plan, then shared words, then their order', () => {
    const seen = new Map([
      [1, { caption: 'Fresnel lens of the tower', description: '' }],
      [2, { caption: 'Bell', description: '' }],
    ]);
    const plan = createPlan(
      {
        title: 'Lights',
        sections: [
          { title: 'Oil', mainPoints: ['whale oil', 'Shows: Figure 9'], words: 300 },
          { title: 'The Fresnel lens', mainPoints: ['the tower'], words: 300 },
          { title: 'Fog', mainPoints: ['horns', 'Shows: Figure 3'], words: 300 },
        ],
      },
      { targetWords: 900 },
    );
    const tied = tieFigures(plan.sections, [1, 2, 3].map(figure), seen);
    expect(tied.map(({ contract }) => contract?.shows)).toEqual([undefined, [1, 2], [3]]);
  });

  it('give every image to exactly the sections that show it, none to headings, whatever the plan says', () => {
    const drafts = fc.array(
      fc.record({
        title: fc.constantFrom('One', 'Two', 'Three'),
        mainPoints: fc.constantFrom(['a'], ['Shows: Figure 1'], ['Shows: Figures 2, 7'], []),
        words: fc.constant(100),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(drafts, fc.integer({ min: 0, max: 5 }), (sections, count) => {
        const numbers = Array.from({ length: count }, (_each, at) => at + 1);
        expect([...new Set(tie(sections, numbers).flat())].sort()).toEqual(numbers);
      }),
    );
  });

  it('are named in a plan in either language, beside sources, and prose may show anything', () => {
    const shows = (...points: string[]) => takeContract(points).contract?.shows;
    expect(shows('Shows: Figure 1, Figure 3')).toEqual([1, 3]);
    expect(shows('the lens. Shows: Figures 2 and 4.')).toEqual([2, 4]);
    expect(shows('配图：图1、图3')).toEqual([1, 3]);
    expect(takeContract(['Draws on: S2. Shows: Figure 1']).contract).toMatchObject({
      drawsOn: ['S2'],
      shows: [1],
    });
    expect(takeContract(['Shows: Figure 1; Draws on: S2']).contract).toMatchObject({
      drawsOn: ['S2'],
      shows: [1],
    });
    expect(takeContract(['what the lens shows: 1822 rings', 'it shows: courage'])).toEqual({
      mainPoints: ['what the lens shows: 1822 rings', 'it shows: courage'],
      contract: undefined,
    });
  });

  it('are shown as far as the window holds them, and told of beyond', async () => {
    const desk = createFigureDesk([1, 2, 3].map(figure), {
      instruction: 'Write.',
      language: 'en',
      planner: 'compatible:m',
      writer: 'compatible:m',
    });
    const reply = { text: 'Caption: A lens\nShows: Rings of glass.', finishReason: 'stop' as const };
    await desk.look({
      ask: async () => reply,
      warn: async () => {},
      each: (tasks) => Promise.all(tasks.map(({ work }) => work())),
    });
    const limits = (contextTokens: number) => ({ contextTokens, maxOutputWords: undefined });
    const all = desk.forPlan(limits(10_000));
    expect(all.images.map(({ label }) => label)).toEqual(['Figure 1', 'Figure 2', 'Figure 3']);
    expect(all.text).toContain('Figure 3: A lens\n</images>');
    const few = desk.forPlan(limits(50));
    expect(few.images.map(({ label }) => label)).toEqual(['Figure 1', 'Figure 2']);
    expect(few.text).toContain('Only the first of them are shown with this message.');
    expect(few.text).toContain('Figure 3: A lens. Rings of glass.');
    expect(desk.forSection({ title: 'One' }, limits(50))).toBeUndefined();
    expect(desk.forSection({ title: '' }, limits(10_000))?.images).toHaveLength(3);
  });

  it('are read from two lines, or from what came instead', () => {
    expect(parseLook('Caption: **Figure 2: The lens.**\nShows: A lens.\nIt is round.')).toEqual({
      caption: 'The lens',
      description: 'A lens. It is round.',
    });
    expect(parseLook('图注：透镜\n内容：一面透镜。')).toEqual({ caption: '透镜', description: '一面透镜。' });
    expect(parseLook('A lens on a table. It is round.')).toEqual({
      caption: 'A lens on a table',
      description: 'A lens on a table. It is round.',
    });
  });
});
