/** `longhand dataset variants`: one set in another form of training data. No model is asked. */
import { pairForms } from '../dataset/export/pair-forms.ts';
import type { PreferencePair } from '../dataset/preference-pair.ts';
import { readPairs } from '../dataset/read/read-pairs.ts';
import { renderRecord } from '../dataset/record.ts';
import { growPrefixes } from '../dataset/variants/growing-prefix.ts';
import { augmentWithPlan } from '../dataset/variants/plan-augmented.ts';
import { readRevisions } from '../dataset/variants/read-revisions.ts';
import { createRevisionPair } from '../dataset/variants/revision-pair.ts';
import { openLineWriter } from '../dataset/write-lines.ts';
import { UsageError } from '../errors.ts';
import {
  type BadRows,
  collectBadRows,
  type DatasetOptions,
  openRecords,
  requireOut,
  sayPracticeRecords,
} from './dataset-input.ts';
import { formatCount, formatNumber } from './format.ts';
import type { Output } from './output.ts';
import { checkJsonKind } from './write-options.ts';

export type VariantOptions = DatasetOptions & { form?: string };

/** What became of one item of the input. */
type Made = {
  id: string;
  place: { file: string; line: number };
  rows: Record<string, unknown>[];
  isPractice: boolean;
  /** Why it gave no row. */
  unfit?: string;
  /** Prefixes that are the same in both texts. */
  equal?: number;
};

type Form = (
  files: readonly string[],
  options: DatasetOptions,
  badRows: BadRows,
  output: Output,
) => AsyncGenerator<Made>;

const renderPair = (pair: PreferencePair): Record<string, unknown> => pairForms.trl.render(pair).row;

const forms: Record<'plan' | 'prefix' | 'revision', Form> = {
  async *plan(files, options, badRows, output) {
    for await (const record of openRecords(files, options, badRows, output).records) {
      const { id, source: place, provenance } = record;
      const made = augmentWithPlan(record);
      const base = { id, place, isPractice: provenance?.isPractice === true };
      yield 'unfit' in made
        ? { ...base, rows: [], unfit: made.unfit }
        : { ...base, rows: [renderRecord(made.record)] };
    }
  },
  async *prefix(files, _options, badRows) {
    for await (const pair of readPairs(files, badRows)) {
      const { id, source: place, provenance } = pair;
      const grown = growPrefixes(pair);
      const base = { id, place, isPractice: provenance?.isPractice === true };
      yield 'unfit' in grown
        ? { ...base, rows: [], unfit: grown.unfit }
        : { ...base, rows: grown.pairs.map(renderPair), equal: grown.equal };
    }
  },
  async *revision(files, _options, badRows) {
    for await (const revision of readRevisions(files, badRows)) {
      const { id, source: place, provenance } = revision;
      const made = createRevisionPair(revision);
      const base = { id, place, isPractice: provenance?.isPractice === true };
      yield 'unfit' in made
        ? { ...base, rows: [], unfit: made.unfit }
        : { ...base, rows: [renderPair(made.pair)] };
    }
  },
};

export async function makeVariants(
  files: readonly string[],
  options: VariantOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const out = requireOut(options, 'a .jsonl file');
  if (!out.endsWith('.jsonl')) throw new UsageError(`Expected \`out\` to end in .jsonl, got \`${out}\`.`);
  const { form } = options;
  if (form === undefined || !Object.hasOwn(forms, form))
    throw new UsageError(
      `Expected \`form\` to be ${Object.keys(forms).join(', ')}, got ${form === undefined ? 'none' : `\`${form}\``}. Name one with --form.`,
    );
  const badRows = await collectBadRows(output);
  const lines = await openLineWriter(out);
  const counts = { items: 0, rows: 0, equal: 0, practice: 0 };
  const unfit: { count: number; first: { id: string; file: string; line: number; reason: string }[] } = {
    count: 0,
    first: [],
  };
  for await (const { id, place, rows, isPractice, unfit: reason, equal = 0 } of forms[
    form as keyof typeof forms
  ](files, options, badRows, output)) {
    counts.items += 1;
    counts.equal += equal;
    counts.practice += isPractice ? 1 : 0;
    if (reason !== undefined) {
      unfit.count += 1;
      if (unfit.first.length < 5) unfit.first.push({ id, ...place, reason });
    }
    for (const row of rows) await lines.write(row);
  }
  counts.rows = lines.count;
  await lines.close();
  output.say(`${formatNumber(counts.rows)} rows of ${formatCount(counts.items, 'item')}: ${out}`);
  if (counts.equal > 0)
    output.say(`${formatCount(counts.equal, 'pair')} left out: in these beginnings nothing is revised yet.`);
  const [first] = unfit.first;
  if (first !== undefined)
    output.complain(
      `${formatCount(unfit.count, 'item')} left out; the first is ${first.file}, line ${first.line}: ${first.reason}`,
    );
  sayPracticeRecords(counts.practice, output);
  output.printResult({ status: 'done', out, form, ...counts, unfit, badRows: await badRows.finish() });
  return 0;
}
