import { describe, expect, it } from 'vitest';
import { parseChoice } from '../pairwise.ts';
import { parseVerdict } from '../parse-verdict.ts';
import { preference } from './preference.ts';
import { writingQuality } from './writing-quality.ts';

const judged = { instruction: 'Write about tides.', answer: 'The moon pulls.', language: 'en' };
const shown = {
  instruction: 'Write about tides.',
  first: 'The moon pulls.',
  second: 'It ebbs.',
  language: 'en',
};
const textOf = (messages: readonly { content: string }[]): string =>
  messages.map(({ content }) => content).join();

describe('writingQuality', () => {
  it('asks in English', () => {
    expect(textOf(writingQuality.render(judged))).toMatchInlineSnapshot();
  });

  it('asks for the same six keys in Chinese, naming them in Chinese too', () => {
    const prompt = textOf(writingQuality.render({ ...judged, language: 'zh' }));
    for (const { key } of writingQuality.dimensions) expect(prompt).toContain(`"${key}": <1-5>`);
    expect(prompt).toContain('Breadth and Depth（广度与深度）');
    expect(prompt).toContain('<delivered>\nThe moon pulls.\n</delivered>');
    const reply =
      '{"分析": "尚可", "切题": 5, "准确性": 4, "连贯性": 4, "清晰性": 3, "广度和深度": 2, "阅读体验": 3}';
    expect(parseVerdict(reply, writingQuality.dimensions).scores).toMatchObject({ Relevance: 5, Clarity: 3 });
  });

  it('takes its own form, sent back unfilled, for no verdict', () => {
    for (const language of ['en', 'zh']) {
      const prompt = textOf(writingQuality.render({ ...judged, language }));
      expect(parseVerdict(prompt, writingQuality.dimensions).scores).toBeNull();
    }
  });

  it('has a schema with the analysis before the grades, and no key too many', () => {
    expect(writingQuality.schema?.schema.required).toEqual([
      'Analysis',
      ...writingQuality.dimensions.map(({ key }) => key),
    ]);
    expect(Object.keys(writingQuality.schema?.schema.properties ?? {})).toEqual(
      writingQuality.schema?.schema.required,
    );
  });
});

describe('preference', () => {
  it.each(['en', 'zh'])('shows both texts in order and says what to answer, in %s', (language) => {
    const prompt = textOf(preference.render({ ...shown, language }));
    expect(prompt.indexOf('<text-a>\nThe moon pulls.\n</text-a>')).toBeGreaterThan(0);
    expect(prompt.indexOf('<text-b>\nIt ebbs.\n</text-b>')).toBeGreaterThan(prompt.indexOf('</text-a>'));
    expect(prompt).toMatch(/"verdict": "<A.*tie>"/);
    expect(parseChoice(prompt).value).toBeUndefined();
  });
});
