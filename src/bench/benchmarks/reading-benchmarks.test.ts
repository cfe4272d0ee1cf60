/** BookSum, QMSum and NarrativeQA: tiny files in the published layouts, read, answered and scored. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AnswerRow } from '../../methods/answers/answer-row.ts';
import { quoteAttempts } from '../../methods/answers/attempt.ts';
import { generate } from '../../methods/answers/generate.ts';
import { scriptedModel } from '../../model/scripted-model.ts';
import type { Benchmark, ScoredSample } from '../benchmark.ts';
import { configureBenchmark } from '../configure-benchmark.ts';
import { openStudy } from '../study/open-study.ts';
import { scoreStudy } from '../study/score.ts';
import { bookSum } from './booksum.ts';
import { narrativeQa } from './narrativeqa.ts';
import { qmSum } from './qmsum.ts';

const root = mkdtempSync(join(tmpdir(), 'longhand-reading-'));
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
function writeFiles(files: Record<string, string>): string {
  const folder = join(root, String(folders++));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const meeting = {
  general_query_list: [{ query: 'Summarize the meeting.', answer: 'The harbour gets a new crane.' }],
  specific_query_list: [
    { query: 'What did the chair think?', answer: 'She was against it.', relevant_text_span: [['0', '1']] },
  ],
  meeting_transcripts: [
    { speaker: 'Chair', content: 'I am against the crane.' },
    { speaker: 'Clerk', content: 'It is bought already. {laugh}' },
  ],
};
const qmsumFolder = writeFiles({ 'test.jsonl': `${JSON.stringify(meeting)}\n` });

const header =
  'document_id,set,question,answer1,answer2,question_tokenized,answer1_tokenized,answer2_tokenized';
const documents = `document_id,set,kind,story_url,story_file_size,wiki_url,wiki_title,story_word_count,story_start,story_end
aa01,test,gutenberg,http://example.org/1,60,http://example.org/w,"The Lighthouse, a tale",9,The,end
bb02,train,movie,http://example.org/2,60,http://example.org/v,Other,9,The,end
`;
const questions = `${header}
aa01,test,"Who keeps the light, and where?",Old Marten,Marten the keeper,x,x,x
bb02,train,Who drives?,Ann,Ann,x,x,x
`;
const narrativeFiles = {
  'documents.csv': documents,
  'qaps.csv': questions,
  'tmp/aa01.content': '<html><body><p>Old Marten kept the light on the rock.</p></body></html>',
};

const bookLine = (source: string): string =>
  JSON.stringify({
    bid: '99',
    source,
    title: 'The Mill',
    summary_path: `/export/data/finished_summaries/${source}/The Mill/overview.txt`,
    book_path: '/export/data/all_chapterized_books/99-chapters/book_clean.txt',
  });
const bookFile = 'alignments/book-level-summary-alignments/book_summaries_aligned_test.jsonl';
const bookFiles = {
  [bookFile]: `${bookLine('one')}\n${bookLine('two')}\n`,
  'all_chapterized_books/99-chapters/book_clean.txt':
    'Chapter 1\n\nThe mill burnt down. They built it up again.\n',
  'finished_summaries/one/The Mill/overview.txt': JSON.stringify({
    summary: ['The mill burns.', 'It is rebuilt.'],
  }),
  'finished_summaries/two/The Mill/overview.txt': JSON.stringify({ summary: ['A fire.'], analysis: [] }),
};

describe('qmsum', () => {
  it('asks every question of the whole transcript', async () => {
    const samples = await qmSum.load(qmsumFolder);
    expect(samples.map(({ id, instruction, groups }) => [id, instruction, groups])).toEqual([
      ['qmsum-01-general-1', 'Summarize the meeting.', { query: 'general' }],
      ['qmsum-01-specific-1', 'What did the chair think?', { query: 'specific' }],
    ]);
    for (const { source } of samples)
      expect(await source?.readText()).toBe(
        'Chair: I am against the crane.\nClerk: It is bought already. {laugh}',
      );
  });

  it('names line and field of what is not as published', async () => {
    const { meeting_transcripts: _gone, ...rest } = meeting;
    const folder = writeFiles({ 'test.jsonl': `${JSON.stringify(meeting)}\n${JSON.stringify(rest)}\n` });
    await expect(qmSum.load(folder)).rejects.toThrow(/line 2 of `test\.jsonl`.*`meeting_transcripts`/);
  });

  it('is answered by reading methods through a study, scored, and never paid twice', async () => {
    const folder = join(root, 'study');
    const methods = ['direct', 'chain-of-agents'];
    const study = await openStudy(folder, qmSum, {
      ...{ data: qmsumFolder, models: ['scripted:reader'], methods, repeats: 1 },
      ...{ counting: 'longbench-write', version: '0', date: '2026-01-01' },
    });
    const reader = scriptedModel(() => 'She was against the crane.', { contextTokens: 32_000 });
    const world = { resolveModel: async () => reader };
    const quote = quoteAttempts(study.attempts, {});
    expect(quote.calls[0]).toBeGreaterThanOrEqual(4);
    const report = await generate(folder, study.attempts, world);
    expect([report.done, report.failed]).toEqual([4, 0]);
    const calls = reader.calls.length;
    expect(reader.calls.every(({ messages }) => messages.some(({ content }) => content !== ''))).toBe(true);
    expect(reader.calls[0]?.messages.map(({ content }) => content).join()).toContain('It is bought already.');
    expect((await generate(folder, study.attempts, world)).skipped).toBe(4);
    expect(reader.calls).toHaveLength(calls);
    const rows = readFileSync(join(folder, 'answers.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AnswerRow);
    expect(new Set(rows.map(({ text, status }) => `${text} ${status}`))).toEqual(
      new Set(['She was against the crane. done']),
    );
    const { cells } = await scoreStudy(folder, qmSum, study.samples);
    // Against "She was against it.": 3 words of 5 and 4 are shared, 2 pairs of 4 and 3.
    for (const { summary } of cells) {
      const of = (figure: string) =>
        summary.find((row) => row.group === 'query specific' && row.figure === figure)?.value;
      expect(of('ROUGE-1')).toBeCloseTo((200 * 3) / 9, 8);
      expect(of('ROUGE-2')).toBeCloseTo((200 * 2) / 7, 8);
      expect(of('ROUGE-L')).toBeCloseTo((200 * 3) / 9, 8);
      expect(of('ROUGE geometric mean')).toBeCloseTo(
        ((200 * 3) / 9) ** (2 / 3) * ((200 * 2) / 7) ** (1 / 3),
        8,
      );
    }
  });

  it('goes on where it was cut off, and keeps a text that is too long for a method as a failure of its own', async () => {
    const folder = join(root, 'cut');
    const long = { speaker: 'Clerk', content: 'The crane is heavy. '.repeat(4_000) };
    const data = writeFiles({
      'test.jsonl': JSON.stringify({
        ...meeting,
        meeting_transcripts: [long, ...meeting.meeting_transcripts],
      }),
    });
    const { attempts } = await openStudy(folder, qmSum, {
      ...{ data, models: ['scripted:reader'], methods: ['chain-of-agents', 'direct'], repeats: 1, limit: 1 },
      ...{ counting: 'longbench-write', version: '0', date: '2026-01-01' },
    });
    const controller = new AbortController();
    const first = scriptedModel(
      (_call, index) => {
        if (index === 2) controller.abort();
        return `Notes ${index}.`;
      },
      { contextTokens: 8_000 },
    );
    const { signal: abortSignal } = controller;
    await expect(
      generate(folder, attempts, { resolveModel: async () => first }, { concurrency: 1, abortSignal }),
    ).rejects.toThrow(/abort/i);
    const second = scriptedModel((_call, index) => `More notes ${index}.`, { contextTokens: 8_000 });
    const rows: AnswerRow[] = [];
    const onRow = (row: AnswerRow): void => void rows.push(row);
    await generate(folder, attempts, { resolveModel: async () => second }, { concurrency: 1, onRow });
    expect(rows.map(({ method, failure }) => [method, failure?.fault])).toEqual([
      ['chain-of-agents', undefined],
      ['direct', 'usage'],
    ]);
    expect(rows[1]?.failure?.message).toMatch(/fit the window of 8000/);
    // The notes of the first try are handed on; none of its finished calls is made again.
    expect(second.calls[0]?.messages.map(({ content }) => content).join()).toContain('Notes 1.');
    expect(rows[0]?.usage.calls).toBe(2 + second.calls.length);
  });

  it('refuses a method that does not read, before anything is paid', async () => {
    const samples = await qmSum.load(qmsumFolder);
    const attempts = samples.map((sample) => ({
      model: 'scripted:reader',
      method: 'agentwrite',
      sample,
      repeat: 1,
    }));
    expect(() => quoteAttempts(attempts, {})).toThrow(/`method` to be one of direct, chain-of-agents/);
  });
});

describe('narrativeqa', () => {
  it('asks the questions of the test split of stories as they were fetched, markup left out', async () => {
    const [sample, ...rest] = await narrativeQa.load(writeFiles(narrativeFiles));
    expect(rest).toEqual([]);
    expect(sample).toMatchObject({
      id: 'narrativeqa-aa01-01',
      groups: { kind: 'gutenberg' },
      source: { title: 'The Lighthouse, a tale' },
    });
    expect(sample?.instruction).toMatch(/Who keeps the light, and where\?$/);
    expect((await sample?.source?.readText())?.trim()).toBe('Old Marten kept the light on the rock.');
  });

  it('scores by F1 against the better answer', async () => {
    const [sample] = await narrativeQa.load(writeFiles(narrativeFiles));
    if (sample === undefined) throw new Error('No sample.');
    // "keeper marten" against "Marten the keeper": the same words; against "Old Marten" one of two.
    expect(narrativeQa.count(sample, 'The keeper, Marten').F1).toBe(100);
    expect(narrativeQa.count(sample, 'Old Tom')).toMatchObject({ F1: 50, words: 2 });
  });

  it('names line and field of a bad row, and the story that is missing', async () => {
    const bad = questions.replace('Old Marten', '');
    const off = writeFiles({ ...narrativeFiles, 'qaps.csv': bad });
    await expect(narrativeQa.load(off)).rejects.toThrow(/line 2 of `qaps\.csv`.*`answer1`/);
    const { 'tmp/aa01.content': _gone, ...without } = narrativeFiles;
    await expect(narrativeQa.load(writeFiles(without))).rejects.toThrow(
      /1 texts .* 1 of them .*aa01\.content.*download_stories\.sh/,
    );
  });
});

describe('booksum', () => {
  it('asks for one summary of a book and holds it against all that people wrote', async () => {
    const [sample, ...rest] = await bookSum.load(writeFiles(bookFiles));
    expect(rest).toEqual([]);
    expect(sample?.instruction).toContain('"The Mill"');
    expect(sample?.detail).toEqual({ references: ['The mill burns.\nIt is rebuilt.', 'A fire.'] });
    expect(await sample?.source?.readText()).toContain('They built it up again.');
    if (sample === undefined) throw new Error('No sample.');
    expect(bookSum.count(sample, 'A fire!')).toMatchObject({
      'ROUGE-1': 100,
      'ROUGE-2': 100,
      words: 2,
      'words of reference': 4,
    });
  });

  it('has the chapter level as a mode', async () => {
    const line = {
      ...{
        bid: '99',
        is_aggregate: false,
        source: 'one',
        book_id: 'The Mill.chapter 1',
        summary_id: 'chapter 1',
      },
      chapter_path: 'all_chapterized_books/99-chapters/01.txt',
      summary_path: 'scripts/finished_summaries/one/The Mill/section_1_part_0.txt',
    };
    const folder = writeFiles({
      'alignments/chapter-level-summary-alignments/chapter_summary_aligned_test_split.jsonl':
        JSON.stringify(line),
      'all_chapterized_books/99-chapters/01.txt': 'The mill burnt down.',
      'finished_summaries/one/The Mill/section_1_part_0.txt': '{"summary": ["A fire."]}',
    });
    const benchmark: Benchmark = configureBenchmark(bookSum, { mode: 'chapters' });
    const [sample] = await benchmark.load(folder);
    expect(sample?.instruction).toContain('this chapter, "The Mill.chapter 1"');
    expect(sample?.detail).toEqual({ references: ['A fire.'] });
  });

  it('names the line and field, the book and the summary that are off', async () => {
    const { title: _title, ...untitled } = JSON.parse(bookLine('one')) as Record<string, string>;
    await expect(
      bookSum.load(writeFiles({ ...bookFiles, [bookFile]: JSON.stringify(untitled) })),
    ).rejects.toThrow(/line 1 of .*`title`/);
    const book = 'all_chapterized_books/99-chapters/book_clean.txt';
    const { [book]: _book, ...bookless } = bookFiles;
    await expect(bookSum.load(writeFiles(bookless))).rejects.toThrow(/1 of them.*book_clean\.txt/);
    const summary = 'finished_summaries/two/The Mill/overview.txt';
    await expect(bookSum.load(writeFiles({ ...bookFiles, [summary]: 'plain text' }))).rejects.toThrow(
      /two.*overview\.txt to be JSON with a `summary`/,
    );
  });

  it('takes the geometric mean of the means, not the mean of geometric means', async () => {
    const [sample] = await bookSum.load(writeFiles(bookFiles));
    if (sample === undefined) throw new Error('No sample.');
    const scored = ([one, two, l]: [number, number, number], id: string): ScoredSample => {
      const scores = { 'ROUGE-1': one, 'ROUGE-2': two, 'ROUGE-L': l };
      return { sample: { ...sample, id }, answer: '', counted: {}, verdicts: {}, scores };
    };
    const [row] = bookSum.summarise([scored([40, 0, 20], 'a'), scored([20, 20, 20], 'b')]);
    expect(row?.figure).toBe('ROUGE geometric mean');
    expect(row?.value).toBeCloseTo((30 * 10 * 20) ** (1 / 3), 8);
  });
});
