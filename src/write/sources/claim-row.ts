/** The claim ledger: what a text states, where it is said, and what was done about it. */
import type { ClaimChecks } from '../../read/claims/check-claim.ts';

export type Judgement = 'supports' | 'partly' | 'no' | 'unscored';

export type ClaimOutcome = 'kept' | 'rewritten' | 'marked' | 'removed';

/** One claim of one section. */
export type ClaimRow = {
  /** As it stands in the text, without marks; for `removed` as it stood. */
  claim: string;
  /** As it was drafted, where it was rewritten. */
  before?: string;
  section: string;
  /** What it cites now; for `marked` and `removed` what it was drafted with. */
  sources: number[];
  /** The source its span stands in, by id. Null where no source speaks of it. */
  source: string | null;
  /** Offsets into the source's text in UTF-16 units; `to` is exclusive. */
  span: { from: number; to: number; quote: string } | null;
  /** Page, chapter or row of the span; '' where the format names none. */
  place: string;
  checks: ClaimChecks;
  judge: Judgement;
  outcome: ClaimOutcome;
  /** What was wrong with it as drafted; '' where nothing was. */
  why: string;
  /** Kept on a span that was found by searching anew, in place of what it was drafted with. */
  isResearched?: true;
  /** Another source that says otherwise. */
  conflict?: { source: string; quote: string; isNewer: boolean | null };
  /** As drafted: how many sources it cited, and how many of them backed it. */
  drafted: { cited: number; backing: number };
};

/** Null: there was nothing to measure. */
export type CitationScore = {
  claims: number;
  cited: number;
  kept: number;
  rewritten: number;
  marked: number;
  removed: number;
  /** Those of `kept` that stand on a span found by searching anew. */
  researched: number;
  /** Claims whose span no judge has confirmed: rules alone stand behind them. */
  unjudged: number;
  conflicts: number;
  /** Share of the delivered citations whose span backs the claim; of those a judge has confirmed, where one was asked. */
  precision: number | null;
  /** Share of the delivered claims that a source backs. */
  recall: number | null;
  /** The same as the writer drafted it, before anything was done. */
  drafted: { precision: number | null; recall: number | null };
};

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Number((part / whole).toFixed(4));

/**
 * Measures a ledger.
 *
 * Source: citation precision and recall of ALCE. Gao et al. 2023, arXiv:2305.14627.
 * Differs: sentences without anything to look up are not counted; support is what the rules and the judge of the run
 * found, so a wrong judge is wrong here as well.
 */
export function scoreCitations(rows: readonly ClaimRow[]): CitationScore {
  const count = (outcome: ClaimOutcome): number => rows.filter((row) => row.outcome === outcome).length;
  const standing = rows.filter(({ outcome }) => outcome === 'kept' || outcome === 'rewritten');
  const delivered = rows.filter(({ outcome }) => outcome !== 'removed');
  const citing = standing.filter(({ sources }) => sources.length > 0);
  const isBacked = ({ judge, span }: ClaimRow): boolean =>
    span !== null && judge !== 'no' && judge !== 'partly';
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    claims: rows.length,
    cited: citing.length,
    kept: count('kept'),
    rewritten: count('rewritten'),
    marked: count('marked'),
    removed: count('removed'),
    researched: rows.filter(({ isResearched }) => isResearched).length,
    unjudged: citing.filter(({ judge }) => judge === 'unscored').length,
    conflicts: rows.filter(({ conflict }) => conflict !== undefined).length,
    precision: share(
      sum(citing.filter(isBacked).map(({ sources }) => sources.length)),
      sum(citing.map(({ sources }) => sources.length)),
    ),
    recall: share(citing.filter(isBacked).length, delivered.length),
    drafted: {
      precision: share(
        sum(rows.map(({ drafted }) => drafted.backing)),
        sum(rows.map(({ drafted }) => drafted.cited)),
      ),
      recall: share(rows.filter(({ drafted }) => drafted.backing > 0).length, rows.length),
    },
  };
}
