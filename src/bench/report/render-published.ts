import { published } from '../published/index.ts';
import { type Evidence, evidenceMeanings, type PublishedTable } from '../published/published-table.ts';
import { renderTable } from './markdown-table.ts';

/** What others published on this benchmark, as a section of Markdown of its own; '' where nothing is known. */
export function renderPublished(benchmark: string): string {
  const tables = published[benchmark] ?? [];
  if (tables.length === 0) return '';
  const used = (Object.keys(evidenceMeanings) as Evidence[]).filter((tag) =>
    tables.some(({ rows }) => rows.some(({ evidence }) => isTagged(evidence, tag))),
  );
  return [
    '## Published by others',
    'Not measured here. Judge, prompts to the judge, dates and settings differ from the study above, so differences between these numbers and ours are no result.',
    ...tables.map(renderTableOf),
    `Evidence: ${used.map((tag) => `${tag}, ${evidenceMeanings[tag]}`).join('; ')}.`,
  ].join('\n\n');
}

function renderTableOf({ title, source, judge, columns, rows, note }: PublishedTable): string {
  const digits = columns.map((_column, at) =>
    Math.max(0, ...rows.map(({ values }) => countDigits(values[at]))),
  );
  return [
    `### Published: ${title}`,
    `Source: ${source}. Judge: ${judge}.`,
    renderTable(
      ['published', ...columns, 'evidence'],
      rows.map(({ name, values, evidence }) => [
        name,
        ...values.map((value, at) => show(value, digits[at] ?? 0)),
        evidence,
      ]),
    ),
    ...(note === undefined ? [] : [note]),
  ].join('\n\n');
}

const show = (value: number | string | null, digits: number): string =>
  value === null
    ? ''
    : typeof value === 'number'
      ? value.toLocaleString('en', { minimumFractionDigits: digits })
      : value;

/** Behind the point, as published. */
const countDigits = (value: number | string | null | undefined): number =>
  typeof value === 'number' ? (String(value).split('.')[1]?.length ?? 0) : 0;

/** A row's evidence may hold several tags, and names of figures that look like tags. */
const isTagged = (evidence: string, tag: Evidence): boolean =>
  new RegExp(`(?:^|[ ,])${tag}(?=$|[, )])`).test(evidence);
