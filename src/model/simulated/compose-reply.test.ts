import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { countWords } from '../../text/count-words.ts';
import { hashRequest } from '../request.ts';
import { findLengths } from './asked-words.ts';
import { composeReply } from './compose-reply.ts';
import { parseSimulatedAddress } from './parameters.ts';

function reply(
  text: string,
  { address = 'simulated:', schema }: { address?: string; schema?: z.ZodType } = {},
): string {
  const options = {
    prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text }] }],
    responseFormat: schema && { type: 'json' as const, schema: z.toJSONSchema(schema) as object },
  };
  return composeReply(parseSimulatedAddress(address), options, hashRequest(options));
}

const sumOfCounts = (plan: string): number =>
  findLengths(plan).reduce((sum, length) => sum + length.words, 0);

describe('a plan', () => {
  it.each([
    [
      'Break the instruction down into subtasks, one paragraph each, of 200 to 1,000 words.\n\nInstruction:\nWrite a 3000-word guide to the Scottish islands.\n\nFormat:\n\nParagraph 1 - Main Point: [the main point in detail] - Word Count: [e.g. 400 words]\n\nParagraph 2 - Main Point: [...] - Word Count: [e.g. 1000 words]',
      /^Paragraph \d+ - Main Point: .+ - Word Count: \d+ words$/,
      3_000,
    ],
    [
      'Create an outline.\nInstruction: Write a report about municipal solar power.\nTotal length: 5,000 words.\nOne line per section:\nSection 1 | Title: ... | Words: 300',
      /^Section \d+ \| Title: .*Municipal Solar Power.* \| Words: \d+$/,
      5_000,
    ],
    [
      '请为下面的写作任务制定大纲。\n\n任务：写一篇关于丝绸之路贸易的文章，共6000字。\n\n每节200到1000字，格式：\n第1节 - 标题：… - 要点：… - 字数：400字\n第2节 - 标题：… - 要点：… - 字数：600字',
      /^第\d+节 - 标题：.*丝绸之路贸易.* - 要点：.+ - 字数：\d+字$/,
      6_000,
    ],
    [
      'Plan an article of 2,000 words about night trains.\n\nFormat:\n1. First heading (300 words)\n2. Second heading (400 words)',
      /^\d+\. .*Night Trains.* \(\d+ words\)$/,
      2_000,
    ],
  ])('imitates the lines it is shown', (request, line, total) => {
    const plan = reply(request);
    const lines = plan.split(/\n+/);
    for (const one of lines) expect(one).toMatch(line);
    expect(lines.map((one) => /\d+/.exec(one)?.[0])).toEqual(lines.map((_, index) => String(index + 1)));
    expect(sumOfCounts(plan)).toBe(total);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('is a numbered Markdown outline where no line is shown', () => {
    const plan = reply('Create an outline for a 1200-word essay on urban bees with 4 sections.');
    expect(plan.match(/^\d+\. \*\*.+\*\* \(\d+ words\)$/gm)).toHaveLength(4);
    expect(sumOfCounts(plan)).toBe(1_200);
    expect(reply('请列出一篇三千字的城市养蜂文章大纲')).toMatch(/^1\. \*\*.*城市养蜂.*（\d+字）/);
  });

  it('always sums to the asked total, in sections of 200 to 1,000 words', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 60_000 }), fc.integer({ min: 0, max: 9 }), (total, seed) => {
        const plan = reply(`Plan an article of ${total} words about night trains.`, {
          address: `simulated:?seed=${seed}&capWords=300&lengthBias=0.5`,
        });
        const counts = findLengths(plan).map((length) => length.words);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(200);
        expect(Math.max(...counts)).toBeLessThanOrEqual(1_000);
      }),
      { numRuns: 60 },
    );
  });

  it('fills a response schema whose word counts sum to the total', () => {
    const schema = z.strictObject({
      title: z.string().min(1),
      totalWords: z.int(),
      sections: z
        .array(
          z.strictObject({
            id: z.string(),
            title: z.string(),
            mainPoints: z.array(z.string()).min(2).max(5),
            words: z.int().min(1),
            kind: z.enum(['scene', 'essay']),
            dependsOn: z.array(z.string()),
            note: z.union([z.null(), z.string()]),
            isOptional: z.boolean(),
          }),
        )
        .min(3),
    });
    const plan = schema.parse(JSON.parse(reply('Plan a 2,500-word report on Venetian glass.', { schema })));
    expect(plan.sections.reduce((sum, section) => sum + section.words, 0)).toBe(2_500);
    expect(new Set(plan.sections.map((section) => section.title)).size).toBe(plan.sections.length);
  });

  it('fills nested chapters so that both levels sum', () => {
    const section = z.object({ title: z.string(), words: z.int() });
    const schema = z.object({ chapters: z.array(section.extend({ sections: z.array(section) })) });
    const plan = schema.parse(JSON.parse(reply('Plan a 6,000-word book on Venetian glass.', { schema })));
    for (const chapter of plan.chapters) {
      expect(chapter.sections.reduce((sum, one) => sum + one.words, 0)).toBe(chapter.words);
    }
    expect(plan.chapters.reduce((sum, one) => sum + one.words, 0)).toBe(6_000);
  });

  it('imitates JSON that the prompt shows', () => {
    const plan = JSON.parse(
      reply(
        'Plan a 3,000-word report on Venetian glass. Reply with JSON like {"sections": [{"title": "...", "words": 400}, ...]}',
      ),
    );
    expect(plan.sections.reduce((sum: number, one: { words: number }) => sum + one.words, 0)).toBe(3_000);
  });
});

const text = reply('Write an article about Venetian glass, 900 words.');

describe('other replies', () => {
  it('continues with at least 40 words, and without the given text', () => {
    const given = reply('Write an article about Venetian glass, 200 words.');
    const more = reply(`Continue this article about Venetian glass with 10 words.\n\n${given}`);
    expect(countWords(more)).toBeGreaterThanOrEqual(40);
    expect(countWords(more)).toBeLessThan(80);
    for (const sentence of given.split(/(?<=\.)\s+/)) expect(more).not.toContain(sentence);
  });

  it('condenses n words to n + 0.7 (m - n), with sentences of the text', () => {
    const words = countWords(text);
    const short = reply(`Condense the following text to 500 words.\n\n${text}`);
    expect(Math.abs(countWords(short) - (words + 0.7 * (500 - words)))).toBeLessThanOrEqual(25);
    for (const sentence of short.split(/(?<=\.)\s+/)) expect(text).toContain(sentence);
  });

  it('condenses Chinese alike', () => {
    const chinese = reply('写一篇关于威尼斯玻璃的文章，800字');
    const words = countWords(chinese);
    const short = reply(`请将下文压缩到400字：\n\n${chinese}`);
    expect(Math.abs(countWords(short) - (words + 0.7 * (400 - words)))).toBeLessThanOrEqual(25);
  });

  it('lengthens a revision as asked and keeps its sentences', () => {
    const long = reply(`Rewrite the following text in about 1,100 words.\n\n${text}`);
    expect(Math.abs(countWords(long) - 1_100)).toBeLessThanOrEqual(20);
    expect(long.startsWith(text)).toBe(true);
  });

  it('judges under the named keys, in the asked range', () => {
    const verdict = JSON.parse(
      reply(
        `Rate the article for clarity and depth from 1 to 10. JSON with keys \`clarity\`, \`depth\`, \`comment\`.\n\n${text}`,
      ),
    );
    expect(Object.keys(verdict)).toEqual(['clarity', 'depth', 'comment']);
    for (const score of [verdict.clarity, verdict.depth]) {
      expect(Number.isInteger(score)).toBe(true);
      expect(score).toBeGreaterThanOrEqual(1);
      expect(score).toBeLessThanOrEqual(10);
    }
    expect(verdict.comment.length).toBeGreaterThan(20);
  });

  it('judges differently with another seed', () => {
    const request = `Score the response from 0 to 100.\nOutput: {"score": <int>}\n\n${text}`;
    const scores = [1, 2, 3, 4, 5].map((seed) => reply(request, { address: `simulated:?seed=${seed}` }));
    expect(new Set(scores).size).toBeGreaterThan(1);
  });

  it('summarises within the asked words, naming what the text says', () => {
    const summary = reply(`Summarize the text below in about 60 words.\n\n${text}`);
    expect(countWords(summary)).toBeLessThanOrEqual(70);
    expect(countWords(summary)).toBeGreaterThan(30);
    expect(text.toLowerCase()).toContain(
      /covers (\w+ \w+ \w+)|(\w+ \w+ \w+) and/.exec(summary)?.slice(1).find(Boolean),
    );
  });

  it('gives a short title and a plain yes or no', () => {
    expect(reply('Suggest a title for an article about Venetian glass.')).toMatch(/Venetian Glass$/);
    expect(reply('Question: is glass made of sand? Answer yes or no.')).toMatch(/^(Yes|No)$/);
  });

  it('writes a heading where one is asked for, and nowhere else', () => {
    expect(reply('Write 200 words about glass. Begin with a Markdown heading.')).toMatch(/^## .+\n\n/);
    expect(reply('Write 200 words about glass. No headings.')).not.toContain('#');
  });

  it('refuses as often as told, as ordinary text', () => {
    const replies = Array.from({ length: 200 }, (_, index) =>
      reply(`Write 100 words about glass number ${'x'.repeat(index)}.`, {
        address: 'simulated:?refuseRate=0.3',
      }),
    );
    const refused = replies.filter((one) => /can't|not able|unable/.test(one)).length;
    expect(refused).toBeGreaterThan(35);
    expect(refused).toBeLessThan(90);
  });
});
