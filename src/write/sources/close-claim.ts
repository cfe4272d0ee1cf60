/** A claim as it goes into the text and the ledger. */
import { attach, markerOf, renderMark, withoutMarks } from '../../read/claims/citation-marks.ts';
import type { ClaimOutcome, ClaimRow } from './claim-row.ts';
import type { ClaimTools } from './claim-tools.ts';
import type { Shelf } from './shelf.ts';
import { isContested, type Verdict } from './weigh-claims.ts';

/** A sentence of a section and what the ledger says of it. */
export type ClosedClaim = { sentence: string; rows: ClaimRow[] };

/** What becomes of a sentence for which nothing better came. */
export function closeClaim(
  verdict: Verdict,
  sentence: string,
  section: string,
  { policy, language, shelf }: ClaimTools,
): { sentence: string; rows: ClaimRow[] } {
  const { finding, isBacked } = verdict;
  const bare = withoutMarks(sentence);
  if (isBacked) {
    const marks = finding.sources.map(renderMark).join('');
    const row = rowOf(verdict, 'kept', section, shelf);
    return {
      sentence: attach(bare, marks),
      rows: [finding.isSearchedAnew ? { ...row, isResearched: true } : row],
    };
  }
  if (policy === 'remove' || policy === 'research')
    return { sentence: '', rows: [rowOf(verdict, 'removed', section, shelf)] };
  const marker = markerOf(isContested(finding) ? 'contested' : 'unsupported', language);
  return { sentence: attach(bare, marker), rows: [rowOf(verdict, 'marked', section, shelf)] };
}

/** The ledger's row of a claim. */
export function rowOf(
  { finding, judge, why }: Verdict,
  outcome: ClaimOutcome,
  section: string,
  shelf: Shelf,
): ClaimRow {
  const { claim, sources, source, examined, conflict } = finding;
  const { evidence, checks } = examined;
  const isSpan = source > 0 && evidence !== undefined;
  return {
    claim: claim.text,
    section,
    sources: outcome === 'kept' || outcome === 'rewritten' ? sources : claim.cites,
    source: isSpan ? shelf.sourceOf(source).id : null,
    span: isSpan ? { from: evidence.from, to: evidence.to, quote: evidence.quote } : null,
    place: isSpan ? shelf.labelOf(source, evidence.from) : '',
    checks,
    judge,
    outcome,
    why,
    ...(conflict && {
      conflict: { source: conflict.sourceId, quote: conflict.evidence.quote, isNewer: conflict.isNewer },
    }),
    drafted: draftedOf({ finding, isBacked: outcome === 'kept' }),
  };
}

/** How many of the sources it was drafted with back a claim. */
export const draftedOf = ({
  finding,
  isBacked,
}: Pick<Verdict, 'finding' | 'isBacked'>): ClaimRow['drafted'] => ({
  cited: finding.claim.cites.length,
  backing: isBacked ? finding.backing : 0,
});
