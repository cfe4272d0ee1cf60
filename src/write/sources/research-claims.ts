/** Looks again, in every passage of every source, for what a claim says that the first look has not found backed. */
import { checkClaim, type Examined, isRefuted } from '../../read/claims/check-claim.ts';
import { createEvidenceFinder } from '../../read/claims/evidence.ts';
import type { Claim } from '../../read/claims/extract-claims.ts';
import type { Hit } from '../../read/search-index.ts';
import type { ClaimTools } from './claim-tools.ts';
import { type Finding, findRivals } from './examine-claim.ts';
import type { Shelf } from './shelf.ts';
import type { ShownPassage } from './show-sources.ts';
import { isContested, type Verdict, weighFindings } from './weigh-claims.ts';

/** Passages looked at for a claim, and new spans of them that rules and judge may look at. */
const mostPassages = 24;
const mostSpans = 3;
/** Passages beside a sentence that is asked for once more. */
const mostShown = 5;

/**
 * Searches anew with the claim itself as the query. Spans that the rules do not refute are weighed like any other, a
 * claim's best three at most; the first that is backed takes the place of the span that was not.
 *
 * @returns The verdicts in order; those for which nothing better was found as they were.
 */
export async function researchClaims(verdicts: readonly Verdict[], tools: ClaimTools): Promise<Verdict[]> {
  const spans = new Map<Verdict, Finding[]>();
  for (const verdict of verdicts) if (!verdict.isBacked) spans.set(verdict, await findSpans(verdict, tools));
  const weighed = await weighFindings([...spans.values()].flat(), 'research', tools);
  return verdicts.map((verdict) => {
    const found = spans.get(verdict);
    const better = weighed.find(({ finding, isBacked }) => isBacked && found?.includes(finding) === true);
    return better === undefined ? verdict : { ...better, why: verdict.why };
  });
}

/** The passages that a search finds for a claim, for a writer who says it once more; several of one source may stand. */
export async function researchPassages(claim: Pick<Claim, 'text'>, shelf: Shelf): Promise<ShownPassage[]> {
  const hits = await shelf.search(claim.text, mostShown);
  return hits.map(({ sourceId, from, text }) => ({ number: shelf.numberOf(sourceId), from, text }));
}

/** New spans, the best first: not the one that was looked at, and none that figures, dates or a newer source refute. */
async function findSpans({ finding }: Verdict, { shelf, textLanguage }: ClaimTools): Promise<Finding[]> {
  const { claim } = finding;
  const known = finding.examined.evidence;
  const spans: Finding[] = [];
  for (const hit of await shelf.search(claim.text, mostPassages)) {
    const number = shelf.numberOf(hit.sourceId);
    const examined = examinePassage(claim, hit, shelf, textLanguage);
    const { evidence, checks } = examined;
    if (evidence === undefined || isRefuted(checks)) continue;
    const isKnown = number === finding.source && evidence.from === known?.from;
    const isTwice = spans.some(
      (span) => span.source === number && span.examined.evidence?.from === evidence.from,
    );
    if (isKnown || isTwice) continue;
    const span: Finding = {
      claim,
      sources: [number],
      backing: 0,
      source: number,
      examined,
      ...(await findRivals(claim, { number, ...examined }, shelf, { isSearchedAnew: true })),
      isSearchedAnew: true,
    };
    if (!isContested(span)) spans.push(span);
  }
  return spans
    .toSorted((a, b) => (b.examined.evidence?.coverage ?? 0) - (a.examined.evidence?.coverage ?? 0))
    .slice(0, mostSpans);
}

/** The claim against one passage alone. In another language no word need be in common: then the passage is the span. */
function examinePassage(claim: Claim, hit: Hit, shelf: Shelf, language: string): Examined {
  const whole = shelf.sourceOf(shelf.numberOf(hit.sourceId));
  const source = { ...whole, text: hit.text };
  const finder = createEvidenceFinder(source, shelf.lexicon);
  const { evidence, checks, isFaint } = checkClaim(claim, {
    source,
    finder,
    language,
    lexicon: shelf.lexicon,
  });
  if (evidence !== undefined) {
    const { from, to } = evidence;
    return {
      evidence: { ...evidence, from: hit.from + from, to: hit.from + to },
      checks,
      ...(isFaint && { isFaint }),
    };
  }
  const isForeign = language !== whole.language && language !== 'other' && whole.language !== 'other';
  if (!isForeign || claim.facts.quotations.length > 0) return { evidence, checks };
  const { from, to, text } = hit;
  return {
    evidence: { from, to, quote: text, context: '', setting: whole.title, coverage: 0, wordCoverage: 0 },
    checks: { ...checks, spanExists: true },
  };
}
