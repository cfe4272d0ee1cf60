import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVerdict } from '../../judge/parse-verdict.ts';
import type { Verdict } from '../../judge/rubric.ts';
import type { Figures, Sample, ScoredSample, SummaryRow } from '../benchmark.ts';
import { createHelloBench, helloBench, helloBenchLength } from './hellobench.ts';
import type { ChecklistTask } from './hellobench-data.ts';
import { rescaleScore, scoreChecklist } from './hellobench-score.ts';

const dataFolder = resolve(import.meta.dirname, '../../../../shared/data/hellobench');
const hasData = existsSync(dataFolder);
if (!hasData)
  console.log('skipped: data of HelloBench is not beside the repository (../shared/data/hellobench)');

const allSets = ['main', '2k', '4k', '8k', '16k'] as const;
/** Read once. */
const published: Promise<Sample[]> = hasData
  ? createHelloBench({ sets: allSets }).load(dataFolder)
  : Promise.resolve([]);

const verdictOf = (grades: readonly number[]): Verdict => ({
  rubric: 'hellobench',
  scores: Object.fromEntries(grades.map((grade, index) => [`item${index + 1}`, grade])),
  reply: '',
  attempts: 1,
});

const weights = [20, 10, 30, 15, 25];
const createSample = (
  id: string,
  groups: Record<string, string>,
  set: ChecklistTask['set'] = 'main',
): Sample => ({
  id,
  instruction: 'Write a story about a lighthouse.',
  language: 'en',
  groups,
  detail: {
    id,
    set,
    task: 'heuristic_text_generation',
    subcategory: 'story_writing',
    instruction: 'Write a story about a lighthouse.',
    checklist: ['Is it a story?', 'Is it long?', 'Is it new?', 'Is it clear?', 'Is it flawless?'],
    weights,
  } satisfies ChecklistTask,
});

const score = (bench: typeof helloBench, sample: Sample, verdict?: Verdict): ScoredSample => {
  const verdicts: Record<string, Verdict> = verdict === undefined ? {} : { checklist: verdict };
  return { sample, answer: '', counted: {}, verdicts, scores: bench.score(sample, {}, verdicts) };
};

const find = (rows: readonly SummaryRow[], group: string, figure: string): SummaryRow | undefined =>
  rows.find((row) => row.group === group && row.figure === figure);

describe('the score of one answer', () => {
  it('is the sum of grade times weight, and four times its distance from 75', () => {
    // 1·20 + 0.5·10 + 0.75·30 + 0·15 + 0.25·25 = 20 + 5 + 22.5 + 0 + 6.25 = 53.75; (53.75 − 75)·4 = −85
    const sample = createSample('a', {});
    const figures = helloBench.score(sample, {}, { checklist: verdictOf([1, 0.5, 0.75, 0, 0.25]) });
    expect(figures).toEqual({ score: 53.75, rescaled: -85 });
  });

  it('stays between 0 and 100, and −300 and 100, and grows with every grade', () => {
    const grade = fc.constantFrom(0, 0.25, 0.5, 0.75, 1);
    fc.assert(
      fc.property(fc.array(grade, { minLength: 5, maxLength: 5 }), fc.nat(4), (grades, place) => {
        const value = scoreChecklist(grades, weights);
        const better = scoreChecklist(grades.with(place, 1), weights);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(rescaleScore(value)).toBeGreaterThanOrEqual(-300);
        expect(rescaleScore(better)).toBeLessThanOrEqual(100);
        expect(better).toBeGreaterThanOrEqual(value);
      }),
    );
  });

  it('refuses grades that are not one for each weight', () => {
    expect(() => scoreChecklist([1, 1], weights)).toThrow('which are 5, got 2');
  });

  it('is nothing without a verdict, without grades, or with an item left out', () => {
    const sample = createSample('a', {});
    const none = { score: null, rescaled: null };
    const unscored: Verdict = { rubric: '', scores: null, reason: 'refused', reply: '', attempts: 3 };
    expect(helloBench.score(sample, {}, {})).toEqual(none);
    expect(helloBench.score(sample, {}, { checklist: unscored })).toEqual(none);
    expect(helloBench.score(sample, {}, { checklist: verdictOf([1, 1, 1, 1]) })).toEqual(none);
  });

  it('takes a grade between the five in parity mode only', () => {
    const sample = createSample('a', {});
    const verdicts = { checklist: verdictOf([0.6, 1, 1, 1, 1]) };
    expect(helloBench.score(sample, {}, verdicts).score).toBeNull();
    // 0.6·20 + 80 = 92
    expect(createHelloBench({ mode: 'parity' }).score(sample, {}, verdicts).score).toBeCloseTo(92, 9);
  });
});

describe('a summary', () => {
  const tasks = ['open_ended_qa', 'summarization', 'chat', 'text_completion', 'heuristic_text_generation'];
  const full = verdictOf([1, 1, 1, 1, 1]);
  const none = verdictOf([0, 0, 0, 0, 0]);

  it('averages the tasks, not the answers, and counts what is unscored', () => {
    const rows = tasks.map((task) => score(helloBench, createSample(`${task}-1`, { task }), full));
    rows.push(score(helloBench, createSample('chat-2', { task: 'chat' }), none));
    rows.push(score(helloBench, createSample('chat-3', { task: 'chat' })));
    const summary = helloBench.summarise(rows);
    // chat: (100 + 0) / 2 = 50; all: (100 + 100 + 50 + 100 + 100) / 5 = 90; (90 − 75)·4 = 60
    expect(find(summary, 'task chat', 'score')).toMatchObject({ value: 50, samples: 2, unscored: 1 });
    expect(find(summary, 'all', 'score')).toMatchObject({ value: 90, samples: 6, unscored: 1 });
    expect(find(summary, 'all', 'rescaled')).toMatchObject({ value: 60 });
  });

  it('has no overall score while a task has none', () => {
    const rows = tasks.slice(1).map((task) => score(helloBench, createSample(task, { task }), full));
    expect(find(helloBench.summarise(rows), 'all', 'score')).toMatchObject({ value: null, samples: 4 });
    expect(find(helloBench.summarise(rows), 'task chat', 'score')?.value).toBe(100);
  });

  it('gives the share of answers that reach the asked length', () => {
    const sample = createSample('a@2k', { length: '2k' }, '2k');
    const count = (words: number): Figures => helloBenchLength.count(sample, 'word '.repeat(words));
    expect(count(1_999).reached).toBe(0);
    expect(count(2_000)).toMatchObject({ reached: 100, words: 2_000, 'spaced words': 2_000, tokens: 2_000 });
    const rows = [1_999, 2_000, 2_001].map((words) => ({
      ...score(helloBenchLength, sample, full),
      counted: count(words),
    }));
    const summary = helloBenchLength.summarise(rows);
    expect(find(summary, 'length 2k', 'reached')?.value).toBeCloseTo(200 / 3, 9);
    expect(find(summary, 'length 2k', 'rescaled')?.value).toBe(100);
    expect(find(summary, 'all', 'score')).toBeUndefined();
  });
});

describe('what the judge is asked', () => {
  const sample = createSample('a', {});
  const answer = '# The Lamp\n\nIt burned.';
  const ask = (bench: typeof helloBench, text: string, language = 'en'): string => {
    const [job] = bench.listJobs({ ...sample, language }, text);
    return job?.rubric.render(job.judged)[0]?.content ?? '';
  };

  it('holds every item, the text as written, and five grades', () => {
    const question = ask(helloBench, answer);
    expect(question).toContain('<delivered>\n# The Lamp\n\nIt burned.\n</delivered>');
    expect(question).toContain('item5: Is it flawless?');
    expect(question).toContain('0 | 0.25 | 0.5 | 0.75 | 1');
    expect(ask(helloBench, answer, 'zh')).toContain('item5: Is it flawless?');
    expect(ask(helloBench, answer, 'zh')).toContain('从严');
  });

  it('differs in parity mode by a flattened text, a temperature, and a name of its own', () => {
    const parity = createHelloBench({ mode: 'parity' });
    expect(ask(parity, answer)).toContain('<delivered>\n# The Lamp It burned .\n</delivered>');
    const [clean, released] = [helloBench, parity].map((bench) => bench.listJobs(sample, answer)[0]?.rubric);
    expect([clean?.temperature, released?.temperature]).toEqual([0, 0.8]);
    expect(clean?.name).not.toBe(released?.name);
  });

  it('can be the text of an official prompt file', () => {
    const judgePrompt = 'I: {instruction} R: {response} C: {{"list": {checklists}}} N: {num_checklist}';
    const bench = createHelloBench({ mode: 'parity', judgePrompt });
    const question = ask(bench, 'A {num_checklist} text');
    expect(question).toContain('R: A { num_checklist } text C: {"list": [{"checklist_id":0,');
    expect(question).toMatch(/N: 5$/);
    expect(bench.listJobs(sample, answer)[0]?.rubric.name).toMatch(
      /^hellobench-story_writing\+[0-9a-f]{12}-flat$/,
    );
    expect(() => createHelloBench({ judgePrompt: '{instruction} {checklists}' })).toThrow('`{response}`');
  });

  it('is answered in our form, or as the official prompt wants it', () => {
    const dimensionsOf = (bench: typeof helloBench) =>
      bench.listJobs(sample, answer)[0]?.rubric.dimensions ?? [];
    const ours = '{"reasons": "…", "item1": 1, "item2": 0.5, "item3": 0.75, "item4": 0, "item5": 0.25}';
    const scores = { item1: 1, item2: 0.5, item3: 0.75, item4: 0, item5: 0.25 };
    expect(parseVerdict(ours, dimensionsOf(helloBench)).scores).toEqual(scores);
    const list = [1, 0.5, 0.75, 0, 0.25].map((grade, index) => ({
      checklist_id: String(index),
      reason: 'because',
      evaluation_score: grade,
    }));
    const judgePrompt = '{instruction} {response} {checklists}';
    const official = dimensionsOf(createHelloBench({ mode: 'parity', judgePrompt }));
    const reply = `\`\`\`json\n${JSON.stringify(list.toReversed())}\n\`\`\``;
    expect(parseVerdict(reply, official).scores).toEqual(scores);
    // Ids could count from 0 or from 1 where nothing says so.
    expect(parseVerdict(reply, dimensionsOf(helloBench)).scores).toBeNull();
  });

  it('is nothing about an answer without text', () => {
    expect(helloBench.listJobs(sample, ' \n')).toEqual([]);
  });
});

describe('published files', () => {
  it('say where they come from when no folder is named or they are missing', async () => {
    await expect(helloBench.load(undefined)).rejects.toThrow(
      /`main_data\/open_ended_qa.jsonl` for `hellobench`.*Quehry/,
    );
    await expect(helloBench.load(tmpdir())).rejects.toThrow('hellobench');
  });

  it('are refused as storage pointers, with other weights, and in another form', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hellobench-'));
    const put = (file: string, text: string): Promise<void> => writeFile(join(folder, file), text);
    const row = { id: 'a', category: 'story', instruction: 'Write.', checklists: ['Good?', 'Long?'] };
    try {
      await mkdir(join(folder, 'main_data'));
      await mkdir(join(folder, 'checklists'));
      await put('checklists/weights.json', '{"story": [60, 30, 10]}');
      await put('main_data/open_ended_qa.jsonl', 'version https://git-lfs.github.com/spec/v1\nsize 12\n');
      await expect(helloBench.load(folder)).rejects.toThrow('git lfs pull');
      const tasks = [
        'open_ended_qa',
        'summarization',
        'chat',
        'text_completion',
        'heuristic_text_generation',
      ];
      for (const task of tasks) await put(`main_data/${task}.jsonl`, `${JSON.stringify(row)}\n`);
      await expect(helloBench.load(folder)).rejects.toThrow('Expected 2 weights for `story` of HelloBench');
      await put('main_data/open_ended_qa.jsonl', `\n{"id": "a", "category": "story"}\n`);
      await expect(helloBench.load(folder)).rejects.toThrow(
        'Expected line 2 of `main_data/open_ended_qa.jsonl`',
      );
      await put('main_data/open_ended_qa.jsonl', `${JSON.stringify(row)}\n`);
      await put('checklists/weights.json', '{"story": "60"}');
      await expect(helloBench.load(folder)).rejects.toThrow('`checklists/weights.json` to hold the weights');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it.skipIf(!hasData)(
    'give 647 requests and four times 123, with lengths that the requests name',
    async () => {
      const samples = await published;
      const main = samples.filter(({ groups }) => groups.task !== undefined);
      const counts = Object.entries(Object.groupBy(main, ({ groups }) => groups.task ?? '')).map(
        ([task, some]) => [task, some?.length],
      );
      expect(Object.fromEntries(counts)).toEqual({
        open_ended_qa: 200,
        summarization: 100,
        chat: 147,
        text_completion: 77,
        heuristic_text_generation: 123,
      });
      expect(new Set(main.map(({ groups }) => groups.subcategory)).size).toBe(38);
      const constrained = samples.filter(({ groups }) => groups.length !== undefined);
      expect(constrained).toHaveLength(4 * 123);
      expect(new Set(samples.map(({ id }) => id)).size).toBe(647 + 4 * 123);
      for (const { length, instruction } of constrained) {
        expect(length?.kind).toBe('atLeast');
        expect(instruction).toContain(`no shorter than ${length?.words} words`);
      }
    },
  );

  it.skipIf(!hasData)(
    'are read out of the layout of the repository, with weights out of its script',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'hellobench-'));
      try {
        await mkdir(join(folder, 'data'));
        await mkdir(join(folder, 'results/scripts'), { recursive: true });
        await symlink(join(dataFolder, 'main_data'), join(folder, 'data/main_data'));
        const table = readFileSync(join(dataFolder, 'checklists/weights.json'), 'utf8').replaceAll('"', "'");
        await writeFile(
          join(folder, 'results/scripts/compute.py'),
          `WEIGHT_DICT = ${table}\n\ndef f():\n  pass\n`,
        );
        expect(await helloBench.load(folder)).toEqual(await helloBench.load(dataFolder));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});

/** Overall scores as published: the mean of five task means, rescaled. */
const publishedOveralls: Record<string, number> = {
  gpt4o_0806: 48.55,
  mistral_large_api: 46.8,
  o1_mini: 46.08,
  claude35: 43.67,
  gemini15_pro: 39.24,
  deepseek_chat_api: 35.84,
  gemma2_27b: 35.37,
  yi_large: 32.99,
  llama31_70b: 30.58,
  qwen2_72b: 30.2,
  qwen_max: 28.4,
  internlm25_20b: 28.01,
  glm4_api: 24.47,
  yi15_34b: 23.62,
  llama31_8b: 15.01,
  glm4_9b: 13.97,
  qwen2_7b: 13.68,
  internlm25_7b: 12.91,
  yi15_34b_16k: 12.37,
  mistral_7b_v02: 10,
  longwriter_9b: 8.33,
  phi35_moe: 8.16,
  internlm25_7b_1m: 6.75,
  neo_7b_v01: 0.03,
  glm4_9b_1m: -21.18,
  suri_7b: -83.58,
};

/** With a length to reach: 2k, 4k, 8k, 16k; those of one model stop at 4k. */
const publishedWithLength: Record<string, number[]> = {
  claude35: [39.55, 33.04, 18.74, -25.05],
  gpt4o_0806: [7.05, -18.32, -78.03, -136.51],
  mistral_large_api: [24.36, -3.12, -57.19, -121.64],
  llama31_70b: [-19.97, -52.27, -82.28, -95.34],
  longwriter_9b: [6.68, 8.79],
  qwen2_72b: [-42.34, -140.33, -147.72, -146.86],
  internlm25_20b: [-72.93, -95.98, -138.42, -146.53],
};

describe('the released judgements', () => {
  it.skipIf(!hasData).each(['clean', 'parity'] as const)(
    'give the published scores in %s mode',
    async (mode) => {
      const bench = createHelloBench({ mode, sets: allSets });
      const samples = new Map((await published).map((sample) => [sample.id, sample]));
      const byModel = new Map<string, ScoredSample[]>();
      let released = 0;
      for (const line of readFileSync(join(dataFolder, 'judgement_scores.jsonl'), 'utf8')
        .trim()
        .split('\n')) {
        const { exp, model, file, id, scores, words } = JSON.parse(line) as {
          exp: string;
          model: string;
          file: string;
          id: string;
          scores: number[];
          words: number;
        };
        released += 1;
        const set = exp === 'length_constrained_exp' ? `@${file.split('_').at(-1)}` : '';
        const sample = samples.get(`${id}${set}`);
        if (sample === undefined) throw new Error(`No request for ${id}${set}.`);
        const row = { ...score(bench, sample, verdictOf(scores)), counted: { 'spaced words': words } };
        const rows = byModel.get(model) ?? [];
        byModel.set(model, rows);
        rows.push(row);
      }
      expect(released).toBe(20_919);
      const summaries = new Map([...byModel].map(([model, rows]) => [model, bench.summarise(rows)]));
      const overalls = [...summaries].map(([model, rows]) => [
        model,
        Math.round((find(rows, 'all', 'rescaled')?.value ?? Number.NaN) * 100) / 100,
      ]);
      expect(Object.fromEntries(overalls)).toEqual(publishedOveralls);
      for (const [model, published] of Object.entries(publishedWithLength))
        for (const [index, value] of published.entries()) {
          const group = `length ${['2k', '4k', '8k', '16k'][index]}`;
          expect(find(summaries.get(model) ?? [], group, 'rescaled')?.value, `${model} ${group}`).toBeCloseTo(
            value,
            2,
          );
        }
      const words = find(summaries.get('gpt4o_0806') ?? [], 'length 2k', 'spaced words')?.value ?? 0;
      expect(Math.round(words)).toBe(1_312);
    },
  );
});
