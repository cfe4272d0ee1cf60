/**
 * LongGenBench: one document of 52 to 365 numbered entries, some of which must hold a given thing: once, over a range,
 * or periodically. Four scenarios (diary, menu, skyscraper, city), about 16,000 tokens (`short`) or 32,000 (`long`).
 *
 * An instance (made up, in the published form, shortened):
 * `{"prompt": "Construct a skyscraper with 100 floors … #*# Floor 1:", "checks_once": {"31": "chess club"},
 *   "checks_range": {"50": "library", "51": "library"}, "checks_periodic": {"40": "cafe", "60": "cafe"},
 *   "type": "Floor", "prefix": "#*# Floor 1:", "number": 100}`
 *
 * Followed: Wu et al. 2025 (ICLR), arXiv:2409.02076; mozhu621/LongGenBench at 62c0e86. Another benchmark of the same
 * name (arXiv:2410.04199) has nothing to do with it.
 * CR is averaged over answers; STIC-1 and STIC-2 sum the checks of all answers first; formulas in
 * `longgenbench-score.ts`. `words` is the mean of answers with over 40 entries and over 2,000 words, as published.
 *
 * `parity` mode finds entries as the released script does (`splitAsReleased`), and every check counts. `clean` mode
 * 1. sees entries that are marked in other ways, and none in bare headers (`splitBlocks`);
 * 2. leaves out checks on entries beyond the last, which no answer can meet.
 * In both the judge's wording is ours, and an answer with checks that it could not decide is counted as unscored and
 * its decided ones used (`scoreAllChecks`), where the released script takes any reply without "yes" for a no.
 */
import type { Benchmark, JudgeJob, Sample } from '../benchmark.ts';
import { groupRows } from '../summary-rows.ts';
import { loadLongGenBench, nameLongGenFile } from './longgenbench-data.ts';
import {
  checksOf,
  countAnswer,
  type LongGenMode,
  scoreAnswer,
  splitEntries,
  summariseGroup,
} from './longgenbench-figures.ts';
import { createFreshInstances } from './longgenbench-fresh.ts';
import { checkKey, type LongGenInstance, type LongGenSize, longGenSizes } from './longgenbench-instance.ts';
import { entryRubric } from './longgenbench-rubric.ts';

/** Settings of the fresh instances; the same ones give the same instances on every machine. */
type FreshSettings = {
  seed?: number;
  /** Instances of each size, scenario and language. */
  perScenario?: number;
  languages?: readonly ('en' | 'zh')[];
};

const detailOf = ({ detail }: Sample): LongGenInstance => detail as LongGenInstance;

/**
 * Creates the benchmark over the official files, or over instances of our own generator, which need no file.
 *
 * @param options.fresh - Present: fresh instances. Their numbers stand beside others of the same settings only.
 */
export function createLongGenBench({
  mode = 'clean',
  sizes = longGenSizes,
  fresh,
}: {
  mode?: LongGenMode;
  sizes?: readonly LongGenSize[];
  fresh?: FreshSettings;
} = {}): Benchmark {
  return {
    name: fresh === undefined ? 'longgenbench' : 'longgenbench-fresh',
    title: `LongGenBench${fresh === undefined ? '' : ', fresh instances'}${mode === 'parity' ? ' (parity mode)' : ''}`,
    source: 'Wu et al. 2025, arXiv:2409.02076; mozhu621/LongGenBench at 62c0e86',
    licence: fresh === undefined ? 'none stated: for local evaluation only' : 'MIT',
    modes: ['clean', 'parity'],
    withMode: (other) => createLongGenBench({ mode: other as LongGenMode, sizes, ...(fresh && { fresh }) }),
    files: fresh === undefined ? sizes.map(nameLongGenFile) : [],
    load: async (folder) => {
      const instances =
        fresh === undefined
          ? (await Promise.all(sizes.map((size) => loadLongGenBench(folder, size)))).flat()
          : createFreshInstances({ ...fresh, sizes });
      return instances.map(createSample);
    },
    count: (sample, answer) => countAnswer(detailOf(sample), answer, mode),
    listJobs: (sample, answer) => listJobs(detailOf(sample), answer, mode),
    score: (sample, counted, verdicts) => scoreAnswer(detailOf(sample), counted, verdicts, mode),
    summarise: (rows) => groupRows(rows).flatMap(summariseGroup),
  };
}

/** The 800 official instances. */
export const longGenBench = createLongGenBench();

/** 5 fresh instances for each size, scenario and language: 80. */
export const longGenBenchFresh = createLongGenBench({ fresh: {} });

function createSample(detail: LongGenInstance): Sample {
  const { id, size, scenario, language, prompt, entries, leastWords } = detail;
  return {
    id,
    instruction: prompt,
    language,
    // The prompt names the length of an entry only; this is that of the whole.
    length: { kind: 'atLeast', words: entries * leastWords },
    groups: { size, scenario: `${size} ${scenario}`, language },
    detail,
  };
}

/** One question for each check whose entry was written; its key is `once 31`, `range 50`, `periodic 40`. */
function listJobs(instance: LongGenInstance, answer: string, mode: LongGenMode): JudgeJob[] {
  const blocks = splitEntries(instance, answer, mode);
  return checksOf(instance, mode).flatMap((check) => {
    const block = blocks.get(check.entry);
    if (block === undefined) return [];
    const judged = { instruction: check.what, answer: block, language: instance.language };
    return [{ key: checkKey(check), rubric: entryRubric, judged }];
  });
}
