import { describe, expect, it } from 'vitest';
import { checkEven, checkSheetKept } from './style-held.ts';

const section = (id: string, text: string) => ({ kind: 'section' as const, id, title: id, depth: 1, text });

describe('checkSheetKept', () => {
  it('finds what the style sheet keeps out, in any case and not inside a word', () => {
    const sections = [section('1', 'We Delve into it.'), section('2', 'The delver rests.')];
    const { verdict, message } = checkSheetKept(sections, { avoid: '- delve\n- tapestry' });
    expect(verdict).toBe('failed');
    expect(message).toContain('section 1');
    expect(message).not.toContain('section 2');
  });

  it('reads quoted words of a rule, Chinese as well', () => {
    const sections = [section('1', '总而言之，灯塔很高。')];
    expect(checkSheetKept(sections, { mustNot: ['不要写“总而言之”'] }).verdict).toBe('failed');
    expect(checkSheetKept(sections, { avoid: '首先、其次' }).verdict).toBe('passed');
  });

  it('is not run where only habits are described', () => {
    const style = { avoid: 'sentences that go on for longer than anybody can read aloud' };
    expect(checkSheetKept([section('1', 'Text.')], style).verdict).toBe('not-run');
  });
});

describe('checkEven', () => {
  const short = 'The lamp was lit at dusk. '.repeat(10);
  const long =
    'The lamp that the keeper had carried up all the stairs was lit at dusk while the ships went by slowly. '.repeat(
      10,
    );

  it('names the section whose sentences stand out', () => {
    const sections = [short, short, long, short, short].map((text, index) =>
      section(String(index + 1), text),
    );
    const { verdict, message } = checkEven(sections);
    expect(verdict).toBe('failed');
    expect(message).toContain('6.0 in the middle section: section 3 has 21.0');
  });

  it('passes sections of one measure and is not run for a few', () => {
    const even = [short, short, short, short].map((text, index) => section(String(index + 1), text));
    expect(checkEven(even).verdict).toBe('passed');
    expect(checkEven(even.slice(0, 3)).verdict).toBe('not-run');
  });
});
