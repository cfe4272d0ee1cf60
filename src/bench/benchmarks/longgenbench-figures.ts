/** From entries and verdicts of LongGenBench to the figures of an answer, and of many. */
import { measureRepetition } from '../../text/repetition.ts';
import type { Figures, ScoredSample, SummaryRow } from '../benchmark.ts';
import { mean, type ScoredGroup } from '../summary-rows.ts';
import { countEntryWords, splitAsReleased, splitBlocks } from './longgenbench-blocks.ts';
import {
  type Check,
  type CheckKind,
  checkKey,
  checkKinds,
  type LongGenInstance,
} from './longgenbench-instance.ts';
import { presentKey } from './longgenbench-rubric.ts';
import {
  addTallies,
  type CheckTally,
  scoreAllChecks,
  scoreCompletion,
  scoreWeighted,
  scoreWrittenChecks,
} from './longgenbench-score.ts';

export type LongGenMode = 'clean' | 'parity';

/** The entries that an answer holds, by number. */
export const splitEntries = (
  instance: LongGenInstance,
  answer: string,
  mode: LongGenMode,
): Map<number, string> =>
  mode === 'parity' ? splitAsReleased(answer, instance) : splitBlocks(answer, instance);

/** The checks that count. */
export const checksOf = ({ checks, entries }: LongGenInstance, mode: LongGenMode): readonly Check[] =>
  mode === 'parity' ? checks : checks.filter(({ entry }) => entry <= entries);

const writtenName = (kind: CheckKind): string => `#written ${kind}`;
const judgedName = (kind: CheckKind): string => `#judged ${kind}`;
const yesName = (kind: CheckKind): string => `#yes ${kind}`;
const checksName = (kind: CheckKind): string => `#checks ${kind}`;

/**
 * `words` of the whole, `entries` found, `CR`, `long enough` (the share of the asked entries that has the asked words,
 * 0 to 100), `repetition`, and counts that a summary is made of, their names beginning with `#`.
 */
export function countAnswer(instance: LongGenInstance, answer: string, mode: LongGenMode): Figures {
  const blocks = splitEntries(instance, answer, mode);
  const checks = checksOf(instance, mode);
  const { entries, leastWords, language } = instance;
  const longEnough = [...blocks].filter(([, block]) => countEntryWords(block, language) >= leastWords);
  const countOf = (kind: CheckKind, isWanted: (check: Check) => boolean): number =>
    checks.filter((check) => check.kind === kind && isWanted(check)).length;
  return {
    words: countEntryWords(answer, language),
    entries: blocks.size,
    CR: scoreCompletion(blocks.keys(), entries),
    'long enough': scoreCompletion(
      longEnough.map(([entry]) => entry),
      entries,
    ),
    repetition: measureRepetition(answer),
    ...Object.fromEntries(
      checkKinds.flatMap((kind) => [
        [checksName(kind), countOf(kind, () => true)],
        [writtenName(kind), countOf(kind, ({ entry }) => blocks.has(entry))],
      ]),
    ),
  };
}

/** `STIC-1`, `STIC-2` and `wAvg` of one answer, null where no judge decided, and counts that a summary is made of. */
export function scoreAnswer(
  instance: LongGenInstance,
  counted: Figures,
  verdicts: ScoredSample['verdicts'],
  mode: LongGenMode,
): Figures {
  const decided = checksOf(instance, mode).flatMap((check) => {
    const grade = verdicts[checkKey(check)]?.scores?.[presentKey];
    return grade === undefined ? [] : [{ kind: check.kind, grade }];
  });
  const counts: Figures = Object.fromEntries(
    checkKinds.flatMap((kind) => {
      const some = decided.filter((each) => each.kind === kind);
      return [
        [judgedName(kind), some.length],
        [yesName(kind), some.reduce((sum, { grade }) => sum + grade, 0)],
      ];
    }),
  );
  const tally = addTallies(checkKinds.map((kind) => tallyOf({ ...counted, ...counts }, kind)));
  const allChecks = scoreAllChecks(tally);
  return {
    'STIC-1': scoreWrittenChecks(tally),
    'STIC-2': allChecks,
    wAvg: scoreWeighted(counted.CR ?? null, allChecks),
    ...counts,
  };
}

const tallyOf = (figures: Figures, kind: CheckKind): CheckTally => ({
  checks: figures[checksName(kind)] ?? 0,
  written: figures[writtenName(kind)] ?? 0,
  judged: figures[judgedName(kind)] ?? 0,
  yes: figures[yesName(kind)] ?? 0,
});

const fewestEntries = 40;
const fewestWords = 2_000;

/** CR, STIC-1, STIC-2 (with each kind of check apart) and wAvg of a group. Unscored are answers with undecided checks. */
export function summariseGroup({ group, rows }: ScoredGroup): SummaryRow[] {
  const figuresOf = ({ counted, scores }: ScoredSample): Figures => ({ ...counted, ...scores });
  const ofCounted = (figure: string, some = rows): SummaryRow => {
    const values = some.flatMap(({ counted }) => counted[figure] ?? []);
    return { group, figure, value: mean(values), samples: values.length, unscored: 0 };
  };
  const whole = rows.filter(
    ({ counted }) => (counted.entries ?? 0) > fewestEntries && (counted.words ?? 0) > fewestWords,
  );
  const completion = ofCounted('CR');
  const ofChecks = (suffix: string, kinds: readonly CheckKind[]): SummaryRow[] => {
    const tallies = rows.map((row) => addTallies(kinds.map((kind) => tallyOf(figuresOf(row), kind))));
    const unscored = tallies.filter(({ written, judged }) => judged < written).length;
    const tally = addTallies(tallies);
    const base = { group, samples: rows.length - unscored, unscored };
    return [
      { ...base, figure: `STIC-1${suffix}`, value: scoreWrittenChecks(tally) },
      { ...base, figure: `STIC-2${suffix}`, value: scoreAllChecks(tally) },
    ];
  };
  const [written, all] = ofChecks('', checkKinds) as [SummaryRow, SummaryRow];
  return [
    completion,
    written,
    all,
    { ...all, figure: 'wAvg', value: scoreWeighted(completion.value, all.value) },
    ...checkKinds.flatMap((kind) => ofChecks(` ${kind}`, [kind])),
    ofCounted('words', whole),
    ofCounted('long enough'),
    ofCounted('repetition'),
  ];
}
