/** Every benchmark, by the name of `bench run <name>`. */
import type { Benchmark } from '../benchmark.ts';
import { bookSum } from './booksum.ts';
import { eqBenchLongform } from './eqbench-longform.ts';
import { helloBench, helloBenchLength } from './hellobench.ts';
import { longBenchWrite, longBenchWriteEnglish } from './longbench-write.ts';
import { longGenBench, longGenBenchFresh } from './longgenbench.ts';
import { longWriteRuler } from './longwrite-ruler.ts';
import { mmLongBenchWrite } from './mmlongbench-write.ts';
import { narrativeQa } from './narrativeqa.ts';
import { qmSum } from './qmsum.ts';
import { starter } from './starter.ts';
import { writingBench } from './writingbench.ts';

const all: readonly Benchmark[] = [
  starter,
  longBenchWrite,
  longBenchWriteEnglish,
  longWriteRuler,
  helloBench,
  helloBenchLength,
  longGenBench,
  longGenBenchFresh,
  writingBench,
  eqBenchLongform,
  mmLongBenchWrite,
  bookSum,
  qmSum,
  narrativeQa,
];

export const benchmarks: Readonly<Record<string, Benchmark>> = Object.fromEntries(
  all.map((benchmark) => [benchmark.name, benchmark]),
);
