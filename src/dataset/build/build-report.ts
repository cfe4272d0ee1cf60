/** What a build has come to, counted document by document: what stays in memory does not grow with their number. */
import type { Usage } from '../../model/model.ts';
import { addUsage, noUsage } from '../../model/usage.ts';
import type { Language } from '../../text/language.ts';
import { bucketOf, bucketStarts, nameBucket } from '../statistics/length-buckets.ts';
import { measureShare, type Share } from '../statistics/share.ts';
import type { GateName } from './check-gates.ts';
import type { ChangeKind } from './clean-pass.ts';
import type { BuiltDocument } from './record-program.ts';

type BuildCount = {
  documents: number;
  kept: number;
  /** Of documents with any text. */
  askedWords: number;
  deliveredWords: number;
  /** Mean S_l of documents with any text, kept or not; null: there are none. */
  meanLengthScore: number | null;
};

export type BuildReport = BuildCount & {
  rejected: number;
  keptShare: Share;
  /** Documents that each gate did not let through, one document under every gate that did not. */
  byGate: Partial<Record<GateName, number>>;
  /** Documents that cleaning has changed, and how often it did what. */
  cleaned: number;
  byChange: Partial<Record<ChangeKind, number>>;
  /** Of what was kept, by delivered words. */
  lengths: { bucket: string; count: number }[];
  byLanguage: Partial<Record<Language, BuildCount>>;
  usage: Usage;
  /** Of the documents whose every call has a known price. */
  cost: { usd: number; documents: number; unpriced: number };
  /** Documents by practice models: they say nothing about quality. */
  practice: number;
};

export type BuildTally = {
  add(document: BuiltDocument): void;
  /** What was added so far. */
  report(): BuildReport;
};

type Totals = Omit<BuildCount, 'meanLengthScore'> & { scores: number; scored: number };

export function createBuildTally(): BuildTally {
  const all = startTotals();
  const languages = new Map<Language, Totals>();
  const byGate: BuildReport['byGate'] = {};
  const byChange: BuildReport['byChange'] = {};
  const lengths = bucketStarts.map((_start, bucket) => ({ bucket: nameBucket(bucket), count: 0 }));
  const cost = { usd: 0, documents: 0, unpriced: 0 };
  let [cleaned, practice, usage] = [0, 0, noUsage()];
  return {
    add(document) {
      const { language, verdict, deliveredWords } = document;
      const own = languages.get(language) ?? startTotals();
      languages.set(language, own);
      addDocument(all, document);
      addDocument(own, document);
      for (const gate of new Set(document.reasons.map((reason) => reason.gate)))
        byGate[gate] = (byGate[gate] ?? 0) + 1;
      for (const { kind } of document.changes) byChange[kind] = (byChange[kind] ?? 0) + 1;
      if (document.changes.length > 0) cleaned += 1;
      if (document.isPractice) practice += 1;
      const bucket = lengths[bucketOf(deliveredWords)];
      if (verdict === 'kept' && bucket !== undefined) bucket.count += 1;
      usage = addUsage(usage, document.usage);
      const { usd } = document.cost;
      if (usd === null) cost.unpriced += 1;
      else {
        cost.usd += usd;
        cost.documents += 1;
      }
    },
    report: () => ({
      ...finish(all),
      rejected: all.documents - all.kept,
      keptShare: measureShare(all.kept, all.documents),
      byGate: { ...byGate },
      cleaned,
      byChange: { ...byChange },
      lengths: lengths.map((each) => ({ ...each })),
      byLanguage: Object.fromEntries([...languages].map(([language, totals]) => [language, finish(totals)])),
      usage,
      cost: { ...cost },
      practice,
    }),
  };
}

/** Reads the documents once, in any order. */
export async function measureBuild(documents: AsyncIterable<BuiltDocument>): Promise<BuildReport> {
  const tally = createBuildTally();
  for await (const document of documents) tally.add(document);
  return tally.report();
}

const startTotals = (): Totals => ({
  documents: 0,
  kept: 0,
  askedWords: 0,
  deliveredWords: 0,
  scores: 0,
  scored: 0,
});

function addDocument(totals: Totals, document: BuiltDocument): void {
  totals.documents += 1;
  if (document.verdict === 'kept') totals.kept += 1;
  if (document.lengthScore === null) return;
  totals.askedWords += document.askedWords;
  totals.deliveredWords += document.deliveredWords;
  totals.scores += document.lengthScore;
  totals.scored += 1;
}

const finish = ({ scores, scored, ...counts }: Totals): BuildCount => ({
  ...counts,
  meanLengthScore: scored === 0 ? null : scores / scored,
});
