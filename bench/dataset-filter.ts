/**
 * Filtering and exporting a set: records a second, and whether memory grows with the set.
 *
 * `npm run bench dataset-filter [records] [words]`, 100,000 records of about 300 words unless told.
 */
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportShards } from '../src/dataset/export/export-items.ts';
import { recordForms } from '../src/dataset/export/record-forms.ts';
import { filterRecords } from '../src/dataset/filters/filter-records.ts';
import { readRecords } from '../src/dataset/read/read-records.ts';
import { type DatasetRecord, renderRecord } from '../src/dataset/record.ts';
import { openLineWriter } from '../src/dataset/write-lines.ts';
import { createRandom } from '../src/model/simulated/random.ts';

const nouns =
  'tide mill kite salt road bell ferry lamp orchard canal loom quarry harbour ridge furnace meadow'.split(
    ' ',
  );
const verbs = 'turns carries holds crosses keeps follows lifts empties measures gathers'.split(' ');
const places = 'Wales Bremen Peru Anatolia Chile Ohio Fukuoka Tartu Galway Leiden'.split(' ');

/** Every tenth record is the one before it with a sentence less. */
function writeAnswer(index: number, words: number): string {
  const isCopy = index % 10 === 9;
  const random = createRandom('bench', isCopy ? index - 1 : index);
  const sentences: string[] = [];
  for (let count = 0; count < words; count += 11)
    sentences.push(
      `The ${random.pick(nouns)} of ${random.pick(places)} ${random.pick(verbs)} the ${random.pick(nouns)} by ${random.integer(900)} ${random.pick(nouns)}s.`,
    );
  return (isCopy ? sentences.slice(1) : sentences).join(' ');
}

export async function run([count = '100000', words = '300']: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'longhand-dataset-'));
  const given = join(folder, 'given.jsonl');
  const stream = createWriteStream(given);
  for (let index = 0; index < Number(count); index += 1) {
    const messages = [
      { role: 'user', content: `Write a report on matter ${index}.` },
      { role: 'assistant', content: writeAnswer(index, Number(words)) },
    ];
    if (!stream.write(`${JSON.stringify({ messages })}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');

  const memory: string[] = [];
  const watch = async function* (records: AsyncIterable<DatasetRecord>): AsyncGenerator<DatasetRecord> {
    const every = Math.ceil(Number(count) / 5);
    let done = 0;
    for await (const record of records) {
      yield record;
      done += 1;
      if (done % every === 0)
        memory.push(`${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB after ${done}`);
    }
  };
  const time = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    memory.length = 0;
    const [startedAt, usedBefore] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const seconds = (performance.now() - startedAt) / 1000;
    const { user, system } = process.cpuUsage(usedBefore);
    const cpuSeconds = (user + system) / 1e6;
    const rates = [seconds, cpuSeconds].map((each) => Math.round(Number(count) / each));
    console.log(
      `| ${name} | ${seconds.toFixed(1)} | ${rates[0]} | ${cpuSeconds.toFixed(1)} | ${rates[1]} | ${memory.join(', ')} |`,
    );
    return result;
  };
  try {
    console.log(`${count} records, ${Math.round(statSync(given).size / 2 ** 20)} MiB of JSONL\n`);
    console.log(
      '| stage | seconds | records a second | CPU seconds | records a CPU second | resident memory |\n| --- | ---: | ---: | ---: | ---: | --- |',
    );
    const kept = await openLineWriter(join(folder, 'kept.jsonl'));
    const report = await time('filter, all rules', () =>
      filterRecords(
        watch(readRecords([given])),
        { folder },
        { keep: (record) => kept.write(renderRecord(record)), reject: async () => {} },
      ),
    );
    await kept.close();
    const { files } = await time('export to Parquet', () =>
      exportShards(watch(readRecords([given])), join(folder, 'data', 'train'), recordForms.messages, {
        onUnfit: () => {},
      }),
    );
    console.log(
      `\nkept ${report.kept}, left out ${JSON.stringify(report.byRule)}; index of near-duplicates ${Math.round(report.indexBytes / 2 ** 20)} MiB in memory; ${files.length} Parquet file(s)`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
