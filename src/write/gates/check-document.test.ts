import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDocument, type DocumentToCheck } from './check-document.ts';
import type { GateName } from './gate.ts';

type Section = DocumentToCheck['sections'][number];
const section = (id: string, title: string, text = 'A plain text.', kind?: string): Section => ({
  id,
  title,
  depth: id.split('.').length,
  text,
  ...(kind !== undefined && { kind }),
});
const judge = (gate: GateName, sections: Section[], language = 'en') => {
  const result = checkDocument({ title: 'River ferries', language, sections }).find(
    (one) => one.gate === gate,
  );
  if (result === undefined) throw new Error(`No result of ${gate}.`);
  return result;
};

describe('headings', () => {
  it('fails titles that differ in number, case and punctuation alone', () => {
    const result = judge('headings-distinct', [
      section('1', '1. Night Crossings'),
      section('2', 'Night crossings!'),
    ]);
    expect(result).toMatchObject({
      verdict: 'failed',
      message: expect.stringContaining('section 1 and section 2'),
    });
    expect(
      judge('headings-distinct', [section('1', '第一节 夜航'), section('2', '第二节：夜航')], 'zh').verdict,
    ).toBe('failed');
    expect(judge('headings-distinct', [section('1', 'Day 1'), section('2', 'Day 2')]).verdict).toBe('passed');
    expect(
      judge('headings-distinct', [section('1', 'World War I'), section('2', 'World War II')]).verdict,
    ).toBe('passed');
  });

  it.each([
    ['en', 'Section 3'],
    ['en', 'Part One'],
    ['en', 'More details'],
    ['zh', '其他'],
    ['zh', '第三节'],
    ['ja', 'その他'],
    ['ko', '기타'],
    ['ar', 'القسم 3'],
    ['de', 'Hauptteil'],
    ['ru', 'Раздел 3'],
    ['th', 'เนื้อหา'],
    ['hi', 'अन्य'],
  ])('fails in %s the heading %s', (language, title) => {
    expect(
      judge('headings-specific', [section('1', 'Ferries'), section('2', title)], language),
    ).toMatchObject({
      verdict: 'failed',
      message: expect.stringContaining(title),
    });
  });

  it.each([
    ['en', ['Introduction', 'Section 3: The tolls', '1984', 'Conclusion']],
    ['zh', ['引言', '第三节 夜航', '其他渡口的命运', '结论']],
    ['ja', ['はじめに', '第3章 夜の船']],
    ['ko', ['서론', '3장 밤배']],
    ['ar', ['مقدمة', 'القسم 3: الرسوم']],
    ['de', ['Einleitung', 'Kapitel 3: Die Zölle']],
    ['ru', ['Введение', 'Глава 3. Пошлины']],
    ['th', ['บทนำ', 'เรือกลางคืน']],
    ['hi', ['परिचय', 'रात की नावें']],
  ])('passes in %s headings that say something', (language, titles) => {
    const sections = titles.map((title, index) => section(String(index + 1), title));
    expect(judge('headings-specific', sections, language)).toMatchObject({ verdict: 'passed', message: '' });
  });

  it('lets a novel number its chapters', () => {
    const chapters = [
      section('1', 'Chapter One', 'He woke.', 'chapter'),
      section('2', 'Chapter Two', 'He slept.', 'chapter'),
    ];
    expect(judge('headings-specific', chapters).verdict).toBe('passed');
    expect(judge('headings-distinct', chapters).verdict).toBe('passed');
  });

  it('fails a level that is left out, between sections and inside them', () => {
    expect(judge('levels-whole', [section('1', 'A'), section('1.1', 'B'), section('2', 'C')]).verdict).toBe(
      'passed',
    );
    expect(judge('levels-whole', [section('1', 'A'), section('1.1.1', 'B')]).message).toContain(
      'level 3 after',
    );
    expect(judge('levels-whole', [section('1', 'A', 'Text.\n\n### One\n\nText.\n\n#### Two')]).verdict).toBe(
      'passed',
    );
    expect(judge('levels-whole', [section('1', 'A', 'Text.\n\n#### Two\n\nText.')]).message).toContain(
      'leaves a level out',
    );
    expect(judge('levels-whole', [section('1', 'A', '## Two\n\nText.')]).message).toContain(
      'as high as its own',
    );
    expect(judge('levels-whole', [section('1', 'A', '```\n# a comment\n```')]).verdict).toBe('passed');
  });
});

describe('items-announced', () => {
  const list = (count: number): string =>
    Array.from({ length: count }, (_none, index) => `- Item ${index}`).join('\n');
  const announced: [string, string][] = [
    ['en', 'There are three reasons for this:'],
    ['zh', '这样做有以下三点：'],
    ['ja', '次の三つの理由がある：'],
    ['ko', '여기에는 세 가지 이유가 있다:'],
    ['ar', 'لهذا ثلاثة أسباب:'],
    ['de', 'Dafür gibt es drei Gründe:'],
    ['ru', 'Для этого есть три причины:'],
    ['th', 'เรื่องนี้มีเหตุผลสามประการ:'],
    ['hi', 'इसके तीन कारण हैं:'],
  ];
  it.each(announced)('counts the list below an announcement in %s', (language, sentence) => {
    expect(
      judge('items-announced', [section('1', 'Why', `${sentence}\n\n${list(3)}`)], language).verdict,
    ).toBe('passed');
    const result = judge('items-announced', [section('1', 'Why', `${sentence}\n\n${list(4)}`)], language);
    expect(result).toMatchObject({
      verdict: 'failed',
      message: expect.stringContaining('followed by 4 items'),
    });
  });

  it('counts ordinals, and keeps silent where it cannot count', () => {
    const start = 'There are three reasons for this.';
    const first = 'First, it rains. Second, nobody pays.';
    expect(
      judge('items-announced', [section('1', 'Why', `${start} ${first} Finally, it is far.`)]).verdict,
    ).toBe('passed');
    expect(judge('items-announced', [section('1', 'Why', `${start} ${first}`)]).verdict).toBe('passed');
    expect(
      judge('items-announced', [
        section('1', 'Why', `${start} ${first} Third, it is far. Fourth, it is cold.`),
      ]).message,
    ).toContain('4 items');
    expect(
      judge(
        'items-announced',
        [section('1', 'Why', '理由有三点。第一，下雨。第二，没人付钱。第三，太远。第四，太冷。')],
        'zh',
      ).verdict,
    ).toBe('failed');
    expect(
      judge('items-announced', [section('1', 'Why', 'It was built in three phases over ten years.')]).verdict,
    ).toBe('passed');
  });

  it('holds what a document says of its parts against its sections', () => {
    const sections = [section('1', 'A', 'This report has five parts.'), section('2', 'B'), section('3', 'C')];
    expect(judge('items-announced', sections).message).toContain('the document has 3');
    expect(
      judge('items-announced', [section('1', 'A', 'This report has two parts.'), section('2', 'B')]).verdict,
    ).toBe('passed');
  });
});

describe('cross-references', () => {
  const pointers: [string, string, string][] = [
    ['en', 'The tolls rose (see Section 2).', 'The tolls rose (see Section 7.2).'],
    ['zh', '关税上升（见第二节）。', '关税上升（见第九节）。'],
    ['ja', '関税は上がった（第2章を参照）。', '関税は上がった（第9章を参照）。'],
    ['ko', '통행료가 올랐다(2장 참조).', '통행료가 올랐다(9장 참조).'],
    ['ar', 'ارتفعت الرسوم (انظر القسم ٢).', 'ارتفعت الرسوم (انظر القسم ٩).'],
    ['de', 'Die Zölle stiegen (siehe Kapitel 2).', 'Die Zölle stiegen (siehe Kapitel 9).'],
    ['ru', 'Пошлины выросли (см. раздел 2).', 'Пошлины выросли (см. раздел 9).'],
    ['th', 'ค่าธรรมเนียมสูงขึ้น (ดูหัวข้อ 2)', 'ค่าธรรมเนียมสูงขึ้น (ดูหัวข้อ 9)'],
    ['hi', 'शुल्क बढ़ा (देखें अनुभाग २)।', 'शुल्क बढ़ा (देखें अनुभाग ९)।'],
  ];
  it.each(pointers)('follows pointers in %s', (language, good, bad) => {
    const rest = [section('2', 'Tolls'), section('2.1', 'Winter')];
    expect(judge('cross-references', [section('1', 'A', good), ...rest], language)).toMatchObject({
      verdict: 'passed',
      message: '',
    });
    expect(judge('cross-references', [section('1', 'A', bad), ...rest], language)).toMatchObject({
      verdict: 'failed',
      message: expect.stringContaining('in section 1'),
    });
  });

  it('wants the tables and figures a text names', () => {
    const table = '| a | b |\n|---|---|\n| 1 | 2 |';
    expect(judge('cross-references', [section('1', 'A', `Table 1 shows it.\n\n${table}`)]).verdict).toBe(
      'passed',
    );
    expect(judge('cross-references', [section('1', 'A', `Table 3 shows it.\n\n${table}`)]).message).toContain(
      '"Table 3"',
    );
    expect(
      judge('cross-references', [
        section('1', 'A', `**Table 3.** Fares\n\n${table}`),
        section('2', 'B', 'See Table 3.'),
      ]).verdict,
    ).toBe('passed');
    expect(judge('cross-references', [section('1', 'A', 'Figure 2 shows the weir.')]).verdict).toBe('failed');
    expect(judge('cross-references', [section('1', 'A', '价格如表3所示。')], 'zh').verdict).toBe('failed');
    expect(judge('cross-references', [section('1', 'A', '他代表3人发言。')], 'zh').verdict).toBe('passed');
  });

  it('leaves laws and other books alone', () => {
    const text =
      'Section 230 of the Act applies, and Chapter 11 protects the firm. Table 4 in his book is empty.';
    expect(judge('cross-references', [section('1', 'A', text)]).verdict).toBe('passed');
  });
});

describe('checkDocument', () => {
  it('does not pass what it cannot read', () => {
    const results = checkDocument({ title: 'Bacs', language: 'fr', sections: [section('1', 'Le sel')] });
    expect(results.map(({ verdict }) => verdict)).toEqual([
      'passed',
      'not-run',
      'passed',
      'not-run',
      'not-run',
      'not-run',
    ]);
    const none = checkDocument({ title: 'Nothing', language: 'en', sections: [] });
    expect(new Set(none.map(({ verdict }) => verdict))).toEqual(new Set(['not-run']));
  });

  it('gives each gate exactly once, with a message unless it passed, whatever the document', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom('# ', 'three reasons:\n- a', '见第三节', 'Table 3', 'First, ', '第', '- '),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            id: fc.constantFrom('1', '2', '2.1', ''),
            title: text,
            depth: fc.integer({ min: 1, max: 5 }),
            text,
          }),
        ),
        fc.constantFrom('en', 'zh', 'th', 'other'),
        (sections, language) => {
          const results = checkDocument({ title: 'A', language, sections, style: {} });
          expect(results.map(({ gate }) => gate)).toEqual([
            'headings-distinct',
            'headings-specific',
            'levels-whole',
            'items-announced',
            'cross-references',
            'style-sheet-kept',
            'style-even',
          ]);
          for (const { verdict, message } of results) expect(message === '').toBe(verdict === 'passed');
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([' ', 'a ', '第', '(', '# ', '三点', '- \n', 'First, second ', '  three reasons\n', '#', '| '])(
    'judges 200 kB of %j within 2 s',
    (unit) => {
      const text = `${unit.repeat(Math.ceil(200_000 / unit.length))}x`;
      const start = performance.now();
      checkDocument({
        title: 'A',
        language: 'en',
        sections: [section('1', text, text), section('2', 'B', text)],
      });
      expect(performance.now() - start).toBeLessThan(2000);
    },
  );
});
