/**
 * BookSum: whole books to be summarised (test split of the book level), scored by ROUGE against every summary that
 * people wrote of the book; in the mode `chapters` the chapter level. No judge.
 *
 * An instance (made up, in the published form), a line of the alignments and the two files it names:
 * `{"bid": "99", "title": "The Mill", "source": "shmoop", "book_path":
 * "…/all_chapterized_books/99-chapters/book_clean.txt", "summary_path": "…/finished_summaries/shmoop/The Mill/overview.txt"}`
 *
 * Followed: Kryściński et al. 2021, arXiv:2105.08209; salesforce/booksum, which has the alignments, names the archive of
 * books and brings scripts that collect the summaries. ROUGE and its geometric mean as in SCROLLS, arXiv:2201.03533, and
 * Chain of Agents. Differs: a book is summarised once and held against all its summaries, the best counts; published
 * scores take every pair of book and summary for itself.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../errors.ts';
import type { Benchmark, Sample } from '../benchmark.ts';
import { folderOf, readDataLines } from '../read-data-file.ts';
import { openFileSources } from '../reading/source-text.ts';
import { type ReferenceDetail, summaryScoring } from '../reading/summary-scores.ts';

const pair = { bid: z.string().min(1), source: z.string(), summary_path: z.string().min(1) };
const bookRow = z
  .object({ ...pair, title: z.string().min(1), book_path: z.string().min(1) })
  .transform(({ book_path, ...row }) => ({ ...row, text_path: book_path }));
const chapterRow = z
  .object({ ...pair, book_id: z.string().min(1), chapter_path: z.string().min(1) })
  .transform(({ chapter_path, book_id, ...row }) => ({ ...row, title: book_id, text_path: chapter_path }));
/** Cleaned summaries are JSON whatever their name ends in. */
const summaryFile = z.object({ summary: z.array(z.string()).min(1) });

const name = 'booksum';
const origin = 'salesforce/booksum on GitHub';
const advice = `Unpack the archive of books and collect the summaries as the README of ${origin} says, into the folder that --data names.`;
const levels = {
  books: {
    file: 'alignments/book-level-summary-alignments/book_summaries_aligned_test.jsonl',
    row: bookRow,
    whole: 'book',
  },
  chapters: {
    file: 'alignments/chapter-level-summary-alignments/chapter_summary_aligned_test_split.jsonl',
    row: chapterRow,
    whole: 'chapter',
  },
} as const;

function createLevel(level: keyof typeof levels): Benchmark {
  const { file, row: schema, whole } = levels[level];
  return {
    name,
    title: `BookSum, ${level}`,
    source: 'Kryściński et al. 2021, arXiv:2105.08209; salesforce/booksum',
    licence: 'BSD-3-Clause (scripts), research only; summaries belong to their owners',
    modes: ['chapters'],
    withMode: () => createLevel('chapters'),
    files: [file],
    reads: true,
    /** @throws {UsageError} Also where a book or a summary is missing: names the first one and their number. */
    load: async (folder) => {
      const rows = await readDataLines(folder, { benchmark: name, file, origin }, schema);
      const base = await folderOf(folder ?? '.');
      const place = (path: string): string => join(base, belowData(path));
      const titles = new Map(rows.map(({ text_path, title }) => [place(text_path), title]));
      const texts = await openFileSources(titles, { benchmark: name, advice });
      const summaries = new Map<string, string[]>();
      for (const { text_path, summary_path } of rows) {
        const path = place(text_path);
        summaries.set(path, [...(summaries.get(path) ?? []), await readSummary(place(summary_path))]);
      }
      return [...titles].map(([path, title], index): Sample => {
        const references = summaries.get(path) ?? [];
        return {
          id: `booksum-${whole}-${String(index + 1).padStart(4, '0')}`,
          instruction: `Summarise this ${whole}, "${title}": what happens, from its beginning to its end, and to whom, as running text.`,
          language: 'en',
          groups: { references: references.length === 1 ? 'one' : 'several' },
          source: texts.get(path),
          detail: { references } satisfies ReferenceDetail,
        };
      });
    },
    ...summaryScoring,
  };
}

/** Published paths are those of the machine the data was made on; what follows these two folders is the layout. */
const belowData = (path: string): string =>
  /(?:all_chapterized_books|finished_summaries)\/.*$/.exec(path)?.[0] ?? path;

async function readSummary(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`Expected a summary for \`${name}\` in ${path}, but it cannot be read. ${advice}`, {
      cause,
    });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`Expected ${path} to be JSON with a \`summary\`, got another form. ${advice}`, {
      cause,
    });
  }
  const read = summaryFile.safeParse(value);
  if (read.success) return read.data.summary.join('\n');
  throw new UsageError(
    `Expected ${path} to have a \`summary\` that is a list of paragraphs, got another form (${read.error.issues[0]?.message}). ${advice}`,
  );
}

export const bookSum = createLevel('books');
