/**
 * The starter set: twenty requests of our own that ship with Longhand, so that a first benchmark needs no download.
 * Scored like LongBench-Write: length by S_l, quality by S_q where there is a judge. Too small to rank close models.
 *
 * An instance: "Write an FAQ of 300 words for visitors of a small lighthouse museum. Cover opening hours, tickets,
 * the stairs, dogs and photography."
 */
import type { Benchmark, Sample } from '../benchmark.ts';
import {
  countLength,
  listQualityJobs,
  nameLengthBucket,
  scoreWriting,
  summariseWriting,
} from './longbench-write.ts';
import { starterRequests } from './starter-data.ts';

export const starter = {
  name: 'starter',
  title: 'Longhand starter set',
  source: 'our own requests; scores as in LongBench-Write, arXiv:2408.07055',
  licence: 'MIT',
  files: [],
  load: async () =>
    starterRequests.map(
      ({ language, form, words, instruction }): Sample => ({
        id: `${language}-${String(words).padStart(4, '0')}-${form.toLowerCase()}`,
        instruction,
        language,
        length: { kind: 'about', words },
        groups: { bucket: nameLengthBucket(words), form, language },
      }),
    ),
  count: countLength,
  listJobs: listQualityJobs,
  score: scoreWriting,
  summarise: summariseWriting,
} satisfies Benchmark;
