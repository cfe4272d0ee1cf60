/**
 * NarrativeQA: questions about whole books and film scripts (test split: 10,557 questions to 355 stories), each with
 * two short answers by people who had read a summary. Scored by token F1, no judge.
 *
 * An instance (made up, in the published form), a row of `qaps.csv` and the story it names as `tmp/1f0c.content`:
 * `document_id,set,question,answer1,answer2,question_tokenized,answer1_tokenized,answer2_tokenized`
 * `1f0c,test,Who keeps the lighthouse?,Old Marten,Marten the keeper,…`
 *
 * Followed: Kočiský et al. 2018, arXiv:1712.07040; google-deepmind/narrativeqa, which has the questions and a script
 * that fetches the stories. F1 as in SCROLLS, arXiv:2201.03533, and in Chain of Agents; ROUGE-L of the paper is given
 * beside it. Stories are read as they were fetched, markup left out, licence texts of Project Gutenberg included.
 */
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { UsageError } from '../../errors.ts';
import type { Benchmark, Figures, Sample, ScoredSample, SummaryRow } from '../benchmark.ts';
import { type DataFile, folderOf, readDataText } from '../read-data-file.ts';
import { scoreRouge } from '../reading/rouge.ts';
import { openFileSources } from '../reading/source-text.ts';
import type { ReferenceDetail } from '../reading/summary-scores.ts';
import { scoreTokenF1 } from '../reading/token-f1.ts';
import { averageFigure, groupRows } from '../summary-rows.ts';

const split = z.enum(['train', 'valid', 'test']);
const storyRow = z.object({
  document_id: z.string().regex(/^\w+$/),
  set: split,
  kind: z.enum(['gutenberg', 'movie']),
  wiki_title: z.string(),
});
const questionRow = z.object({
  document_id: z.string().regex(/^\w+$/),
  set: split,
  question: z.string().min(1),
  answer1: z.string().min(1),
  answer2: z.string().min(1),
});

const name = 'narrativeqa';
const origin = 'google-deepmind/narrativeqa on GitHub';
const [questions, stories]: [string, string] = ['qaps.csv', 'documents.csv'];
const figures = ['F1', 'ROUGE-L', 'words'];

export const narrativeQa = {
  name,
  title: 'NarrativeQA, full stories',
  source: 'Kočiský et al. 2018, arXiv:1712.07040; google-deepmind/narrativeqa',
  licence: 'Apache-2.0 (questions); stories belong to their owners',
  files: [questions, stories],
  reads: true,
  /** @throws {UsageError} Also where a story of the test split is missing: names the first one and their number. */
  load: async (folder) => {
    const asked = (await readTable(folder, questions, questionRow)).filter(({ set }) => set === 'test');
    const rows = (await readTable(folder, stories, storyRow)).filter(({ set }) => set === 'test');
    const base = await folderOf(folder ?? '.');
    const pathOf = (id: string): string => join(base, 'tmp', `${id}.content`);
    const storyById = new Map(rows.map((row) => [row.document_id, row]));
    const wanted = new Map(
      asked.map(({ document_id: id }) => [pathOf(id), storyById.get(id)?.wiki_title ?? id]),
    );
    const sources = await openFileSources(wanted, {
      benchmark: name,
      advice: `Fetch them with download_stories.sh of ${origin}, or take the rows of those that are gone out of \`${questions}\`.`,
    });
    const places = new Map<string, number>();
    return asked.map(({ document_id: id, question, answer1, answer2 }): Sample => {
      const place = (places.get(id) ?? 0) + 1;
      places.set(id, place);
      return {
        id: `narrativeqa-${id.slice(0, 12)}-${String(place).padStart(2, '0')}`,
        instruction: `Answer with nothing but a name, a word or a short phrase: ${question}`,
        language: 'en',
        groups: { kind: storyById.get(id)?.kind ?? 'unknown' },
        source: sources.get(pathOf(id)),
        detail: { references: [answer1, answer2] } satisfies ReferenceDetail,
      };
    });
  },
  count: ({ detail }, answer): Figures => {
    const { references } = detail as ReferenceDetail;
    return {
      F1: scoreTokenF1(answer, references),
      'ROUGE-L': scoreRouge(answer, references)?.['ROUGE-L'] ?? null,
      words: answer.split(/\s+/).filter((word) => word !== '').length,
    };
  },
  listJobs: () => [],
  score: (_sample, counted): Figures =>
    Object.fromEntries(figures.map((figure) => [figure, counted[figure] ?? null])),
  summarise: (rows: readonly ScoredSample[]): SummaryRow[] =>
    groupRows(rows).flatMap((group) => figures.map((figure) => averageFigure(group, figure))),
} satisfies Benchmark;

/** Rows of a published table with a header; names file, line and field of the first one that is off. */
async function readTable<T>(folder: string | undefined, file: string, schema: z.ZodType<T>): Promise<T[]> {
  const data: DataFile = { benchmark: name, file, origin };
  const text = await readDataText(folder, data);
  const refuse = (where: string, what: string): UsageError =>
    new UsageError(
      `Expected ${where} of \`${file}\` to be as published for \`${name}\`, but ${what}. Fetch it anew from ${origin}.`,
    );
  let rows: { record: unknown; info: { lines: number } }[];
  try {
    rows = parse(text, { columns: true, info: true }) as typeof rows;
  } catch (cause) {
    throw refuse('the table', `it cannot be read: ${(cause as Error).message}`);
  }
  return rows.map(({ record, info }) => {
    const read = schema.safeParse(record);
    if (read.success) return read.data;
    const issue = read.error.issues[0];
    throw refuse(`line ${info.lines}`, `it has another \`${issue?.path.join('.')}\` (${issue?.message})`);
  });
}
