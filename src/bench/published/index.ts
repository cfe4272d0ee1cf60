/** Published numbers by the name of the benchmark whose prompts they answer; fresh instances and our own set have none. */
import { publishedHelloBench, publishedHelloBenchLength } from './hellobench.ts';
import { publishedLongBenchWrite, publishedLongBenchWriteEnglish } from './longbench-write.ts';
import { publishedLongGenBench } from './longgenbench.ts';
import { publishedLongWriteRuler } from './longwrite-ruler.ts';
import type { PublishedTable } from './published-table.ts';

export const published: Readonly<Record<string, readonly PublishedTable[]>> = {
  'longbench-write': publishedLongBenchWrite,
  'longbench-write-en': publishedLongBenchWriteEnglish,
  'longwrite-ruler': publishedLongWriteRuler,
  hellobench: publishedHelloBench,
  'hellobench-length': publishedHelloBenchLength,
  longgenbench: publishedLongGenBench,
};
