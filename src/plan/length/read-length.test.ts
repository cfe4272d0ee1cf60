import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import kinds from './__fixtures__/length-kinds.json' with { type: 'json' };
import vectors from './__fixtures__/read-length-vectors.json' with { type: 'json' };
import { type LengthReading, readLength } from './read-length.ts';

const dataFolder = resolve(import.meta.dirname, '../../../../shared/data/longwriter');

/** As in the vectors: `kind words`, `none` or `conflict`. */
function summarize(reading: LengthReading): string {
  if (reading.status !== 'found') return reading.status;
  return `${reading.kind} ${reading.kind === 'range' ? reading.words.join('-') : reading.words}`;
}

describe('readLength', () => {
  it.each(vectors)('reads %j as %s', (instruction, expected) => {
    expect(summarize(readLength(instruction))).toBe(expected);
  });

  it.each([
    ['Write a 3-page report on wind.', '3-page', '3 pages = 1,500 words (500 a page)'],
    ['写一份5页的总结', '5页', '5 pages = 4,000 characters (800 a page)'],
    ['Write a 5-minute speech.', '5-minute', '5 minutes = 700 words (140 a minute)'],
    [
      'Write 1,200 characters on tea.',
      '1,200 characters',
      '1,200 characters = 200 words (6 characters a word)',
    ],
    ['写一部小说，共10章，每章不少于3000字。', '不少于3000字', '10 × 3,000 characters = 30,000 characters'],
    ['Write at least ５００ words.', 'at least ５００ words', undefined],
    ['Write a 90-second speech.', '90-second', '1.5 minutes = 210 words (140 a minute)'],
    ['Write a 5-minute read.', '5-minute', '5 minutes = 1,200 words (240 a minute of reading)'],
    ['海について800字で書いてください。', '800字', '800 characters = 500 words (1.6 characters a word)'],
    ['Intro 200 words, body 800 words.', '200 words … 800 words', '200 + 800 = 1,000 in 2 parts'],
  ])('prints how it read %j', (instruction, evidence, note) => {
    expect(readLength(instruction)).toMatchObject({ status: 'found', evidence });
    expect((readLength(instruction) as { note?: string }).note).toBe(note);
  });

  it('asks about a conflict with both phrases and their readings', () => {
    expect(readLength('写一部5000字的小说，共10章，每章1000字。')).toMatchObject({
      status: 'conflict',
      candidates: [{ words: 5000 }, { words: 10_000 }],
      message:
        'The instruction names lengths that exclude one another: "5000字" (5,000 characters) and "1000字" (10 × 1,000 characters = 10,000 characters). Say which one holds with `--words`.',
    });
  });

  it('reads the same words and kind whatever number of words is asked', () => {
    const templates = fc.constantFrom(
      ['Write an essay of at least ', ' words.', 'atLeast'],
      ['Write a ', '-word story.', 'about'],
      ['写一篇不超过', '字的文章。', 'atMost'],
      ['写一篇', '字左右的文章。', 'about'],
    );
    fc.assert(
      fc.property(templates, fc.integer({ min: 50, max: 999_999 }), ([head, tail, kind], words) => {
        for (const number of [String(words), words.toLocaleString('en-US')]) {
          expect(summarize(readLength(`${head}${number}${tail}`))).toBe(`${kind} ${words}`);
        }
      }),
    );
  });

  it('reads any text without throwing, with evidence that stands in it', () => {
    const piece = fc.constantFrom(
      '500',
      ' words',
      '字',
      '每章',
      '共10章',
      ' each ',
      '"',
      '万',
      '-',
      ' to ',
      '\n',
      'at least ',
      '以上',
      '，',
      ' pages',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const instruction = pieces.join('');
        const reading = readLength(instruction);
        if (reading.status !== 'found') return;
        for (const phrase of reading.evidence.split(' … ')) expect(instruction).toContain(phrase);
        expect(reading.kind === 'range' ? reading.words[0] : reading.words).toBeGreaterThan(0);
      }),
    );
  });

  it('reads the public benchmark prompts: number right in 98 %, kind in 95 %', ({ skip }) => {
    if (!existsSync(dataFolder)) {
      console.log('skipped: no benchmark prompts beside the repository (../shared/data/longwriter)');
      skip();
    }
    const misses: string[] = [];
    const right = { number: 0, kind: 0 };
    let total = 0;
    for (const [file, labels] of Object.entries(kinds)) {
      const lines = readFileSync(resolve(dataFolder, file), 'utf8').trim().split('\n');
      for (const [index, line] of lines.entries()) {
        const { prompt, length } = JSON.parse(line) as { prompt: string; length: number };
        const label = (labels as Record<string, string>)[String(index + 1)];
        const reading = readLength(prompt);
        const kind = reading.status === 'found' ? reading.kind : reading.status;
        const isNumberRight = label === 'none' ? kind === 'none' : holds(reading, length);
        total += 1;
        if (isNumberRight) right.number += 1;
        if (kind === label) right.kind += 1;
        if (!isNumberRight || kind !== label) {
          misses.push(`${file}:${index + 1} expected ${label} ${length}, read ${summarize(reading)}`);
        }
      }
    }
    console.log(`length readings: number ${right.number}/${total}, kind ${right.kind}/${total}`);
    for (const miss of misses) console.log(`  ${miss}`);
    expect(total).toBe(168);
    expect(right.number / total).toBeGreaterThanOrEqual(0.98);
    expect(right.kind / total).toBeGreaterThanOrEqual(0.95);
  });
});

/** A range is right where the annotated number is one of its ends or lies inside. */
function holds(reading: LengthReading, length: number): boolean {
  if (reading.status !== 'found') return false;
  if (reading.kind !== 'range') return reading.words === length;
  return reading.words[0] <= length && length <= reading.words[1];
}
