/** `longhand dataset export`: a set in the form and the kind of file a trainer reads. */
import { basename, join } from 'node:path';
import type { InstructionPair } from '../dataset/backtranslate/instruction-pair.ts';
import {
  holdsInstructionPairs,
  readInstructionPairs,
} from '../dataset/backtranslate/read-instruction-pairs.ts';
import { exportFile, exportShards, type UnfitItem } from '../dataset/export/export-items.ts';
import type { Form } from '../dataset/export/forms.ts';
import {
  type LabelledAnswer,
  labelAnswers,
  suriForm,
  unpairedForm,
} from '../dataset/export/instruction-forms.ts';
import { pairForms } from '../dataset/export/pair-forms.ts';
import { recordForms } from '../dataset/export/record-forms.ts';
import { type PreferencePair, recordOfChosen } from '../dataset/preference-pair.ts';
import { holdsPairs, readPairs } from '../dataset/read/read-pairs.ts';
import { createRecord, type DatasetRecord } from '../dataset/record.ts';
import { measureSet } from '../dataset/statistics/measure-set.ts';
import { renderCard } from '../dataset/statistics/render-card.ts';
import { makeFolder } from '../dataset/write-lines.ts';
import { UsageError } from '../errors.ts';
import { writeWhole } from '../run/projections.ts';
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

type ExportOptions = DatasetOptions & { as?: string; test?: string[]; name?: string; licence?: string };

/** One kind of set: how it is read, written, and seen as records for its figures. */
type Kind<Item> = {
  form: Form<Item>;
  read: (files: readonly string[], badRows: Pick<BadRows, 'onBadRow'>) => AsyncIterable<Item>;
  seeAsRecord: (item: Item) => DatasetRecord;
};

export async function exportDataset(
  files: readonly string[],
  options: ExportOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  if (await holdsInstructionPairs(files)) return exportInstructionPairs(files, options, output);
  const isPairs = await holdsPairs(files);
  if (isPairs)
    return exportKind(files, options, output, {
      form: chooseForm(pairForms, options.as ?? 'trl', 'pairs') as Form<PreferencePair>,
      read: (of, badRows) => readPairs(of, badRows),
      seeAsRecord: recordOfChosen,
    });
  return exportKind(files, options, output, {
    form: chooseForm(recordForms, options.as ?? 'messages', 'records') as Form<DatasetRecord>,
    read: (of, badRows) => openRecords(of, options, badRows, output).records,
    seeAsRecord: (record) => record,
  });
}

function exportInstructionPairs(
  files: readonly string[],
  options: ExportOptions,
  output: Output,
): Promise<number> {
  const name = chooseForm({ suri: 'suri', unpaired: 'unpaired' }, options.as ?? 'suri', 'instruction pairs');
  if (name === 'unpaired')
    return exportKind<LabelledAnswer>(files, options, output, {
      form: unpairedForm,
      read: (of, badRows) => labelAnswers(readInstructionPairs(of, badRows)),
      seeAsRecord: ({ prompt, answer, ...item }) =>
        createRecord({ ...item, messages: [...prompt, { role: 'assistant', content: answer }] }),
    });
  return exportKind<InstructionPair>(files, options, output, {
    form: suriForm,
    read: (of, badRows) => readInstructionPairs(of, badRows),
    seeAsRecord: ({ chosenPrompt, answer, ...item }) =>
      createRecord({ ...item, messages: [...chosenPrompt, { role: 'assistant', content: answer }] }),
  });
}

async function exportKind<Item extends DatasetRecord | PreferencePair | InstructionPair | LabelledAnswer>(
  files: readonly string[],
  options: ExportOptions,
  output: Output,
  { form, read, seeAsRecord }: Kind<Item>,
): Promise<number> {
  const out = requireOut(options, 'a .jsonl or .parquet file, or a folder for the Hub,');
  const { test = [], licence } = options;
  const isFolder = !/\.[a-z]+$/i.test(basename(out));
  if (!isFolder && test.length > 0)
    throw new UsageError('Expected `out` to be a folder where there is a test split, got a file.');
  const unfit: { count: number; first: UnfitItem[] } = { count: 0, first: [] };
  const onUnfit = (item: UnfitItem): void => {
    unfit.count += 1;
    if (unfit.first.length < 5) unfit.first.push(item);
  };
  const badRows = await collectBadRows(output);
  let practice = 0;
  const seen = async function* (items: AsyncIterable<Item>): AsyncGenerator<Item> {
    for await (const item of items) {
      if (item.provenance?.isPractice) practice += 1;
      yield item;
    }
  };
  let rows = 0;
  const written: string[] = [];
  if (!isFolder) {
    rows = await exportFile(seen(read(files, badRows)), out, form, { onUnfit });
    written.push(out);
  } else {
    await makeFolder(out);
    const splits = [{ split: 'train', files }, ...(test.length > 0 ? [{ split: 'test', files: test }] : [])];
    for (const split of splits) {
      const shards = await exportShards(
        seen(read(split.files, badRows)),
        join(out, 'data', split.split),
        form,
        {
          onUnfit,
        },
      );
      rows += shards.rows;
      written.push(...shards.files);
    }
    // A second reading: nothing of the set is held, and the card must know it all. Its bad rows have been told.
    const everything = read([...files, ...test], { onBadRow: () => {} });
    const statistics = await measureSet(mapItems(everything, seeAsRecord));
    const card = renderCard(statistics, {
      name: options.name ?? basename(out),
      ...(licence !== undefined && { licence }),
      splits: splits.map(({ split }) => ({ split, path: `data/${split}-*.parquet` })),
      isPreference: !Object.values(recordForms).includes(form as never),
    });
    await writeWhole(join(out, 'README.md'), `${card}\n`);
    written.push(join(out, 'README.md'));
  }
  output.say(`${formatNumber(rows)} rows: ${out}`);
  const [first] = unfit.first;
  if (first !== undefined)
    output.complain(
      `${formatCount(unfit.count, 'row')} left out, as this form has no room for them; the first is ${first.source.file}, line ${first.source.line}: ${first.reason}`,
    );
  sayPracticeRecords(practice, output);
  output.printResult({
    status: 'done',
    out,
    rows,
    files: written,
    practice,
    unfit,
    badRows: await badRows.finish(),
  });
  return 0;
}

function chooseForm(forms: Readonly<Record<string, unknown>>, name: string, of: string): unknown {
  if (Object.hasOwn(forms, name)) return forms[name];
  throw new UsageError(
    `Expected \`as\` to be ${Object.keys(forms).join(', ')} for a set of ${of}, got \`${name}\`.`,
  );
}

async function* mapItems<From, To>(items: AsyncIterable<From>, map: (item: From) => To): AsyncGenerator<To> {
  for await (const item of items) yield map(item);
}
