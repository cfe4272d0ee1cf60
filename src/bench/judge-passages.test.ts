import { describe, expect, it } from 'vitest';
import { parseVerdict } from '../judge/parse-verdict.ts';
import { passage } from '../judge/rubrics/passage.ts';
import type { Benchmark } from './benchmark.ts';
import { starter } from './benchmarks/starter.ts';
import { withPassages } from './judge-passages.ts';

const [sample] = await (starter as Benchmark).load(undefined);
if (sample === undefined) throw new Error('The starter set is empty.');
const sentence = (at: number): string =>
  `Here the keeper of the ${at}th lamp writes down what he saw at night. `;
const write = (sentences: number): string =>
  Array.from({ length: sentences }, (_each, at) => sentence(at)).join('');

describe('withPassages', () => {
  it('asks of every 1,000 words, with all before in sight, and leaves the questions of the benchmark', () => {
    const answer = write(250);
    const jobs = withPassages(starter).listJobs(sample, answer);
    const asked = jobs.filter(({ key }) => key.startsWith('passage'));
    expect(asked.map(({ key }) => key)).toEqual(['passage 0', 'passage 1', 'passage 2']);
    expect(asked.map(({ judged }) => judged.answer).join('')).toBe(answer);
    const [first, second] = asked;
    expect(first?.rubric.render(first.judged)[0]?.content).toContain('The passage opens the text.');
    expect(second?.judged.before).toBe(first?.judged.answer);
    expect(second?.rubric.render(second.judged)[0]?.content).toContain('<before>');
    expect(jobs.slice(0, -3)).toEqual(starter.listJobs(sample, answer));
  });

  it('asks nothing more of an answer that has no course to speak of', () => {
    expect(withPassages(starter).listJobs(sample, write(100))).toHaveLength(1);
  });

  it('reads its own form in both languages, and no number for none', () => {
    const reply = '{"findings": "前后不一", "质量": 4, "矛盾数": 2}';
    expect(parseVerdict(reply, passage.dimensions).scores).toEqual({ quality: 4, contradictions: 2 });
    expect(parseVerdict('{"quality": 6, "contradictions": 0}', passage.dimensions).scores).toBeNull();
    for (const language of ['en', 'zh']) {
      const prompt = passage.render({ instruction: 'i', answer: 'a', language })[0]?.content ?? '';
      expect(parseVerdict(prompt, passage.dimensions).scores).toBeNull();
    }
  });
});
