/** What the sources of a run say of one claim: rules first; who is to judge the rest is settled elsewhere. */
import { checkClaim, type Examined, isDoubtful, isRefuted } from '../../read/claims/check-claim.ts';
import { statesNumber } from '../../read/claims/compare-numbers.ts';
import { type Claim, readFacts } from '../../read/claims/extract-claims.ts';
import { type Conflict, listRivals, type Rival } from '../../read/claims/find-conflict.ts';
import { statesDate } from '../../read/claims/read-dates.ts';
import type { Shelf } from './shelf.ts';

/** A claim with the best span that was found for it. */
export type Finding = {
  claim: Claim;
  /** Cited sources that back it by rule; for a claim that cites none, the one a search found. */
  sources: number[];
  /** How many of the sources it cites back it by rule. */
  backing: number;
  /** Number of the source the span stands in; 0 where no source speaks of it. */
  source: number;
  examined: Examined;
  /** Another source that says otherwise. */
  conflict: Conflict | undefined;
  /** Places of other sources that may say otherwise, for a judge to compare. */
  rivals: Rival[];
  /** Found by searching anew: chance offers more such spans, so the judge has to say yes twice. */
  isSearchedAnew?: true;
  /** Spans of the other sources, where only all of them together say what the claim says. */
  together?: string[];
};

const noChecks = { spanExists: false, numbers: null, names: null, dates: null, negation: null, scope: null };
/** Sources looked at for a claim that cites none, and for one that another may contradict. */
const mostSearched = 5;
/** Places a judge is asked about, of all sources together. */
const mostRivals = 2;
/** What a sentence that cites nothing must share with a source to be given it. */
const leastFound = 0.5;

const findNothing = (claim: Claim): Finding => ({
  claim,
  sources: [],
  backing: 0,
  source: 0,
  examined: { evidence: undefined, checks: noChecks },
  conflict: undefined,
  rivals: [],
});

/**
 * Compares a claim with the sources it cites; with those a search finds where it cites none.
 *
 * @param options.isMarkRequired - No search for a claim that cites none.
 */
export async function examineClaim(
  claim: Claim,
  shelf: Shelf,
  language: string,
  { isMarkRequired = false }: { isMarkRequired?: boolean | undefined } = {},
): Promise<Finding> {
  const isCited = claim.cites.length > 0;
  if (!isCited && isMarkRequired) return findNothing(claim);
  const examined = (isCited ? claim.cites : await listNear(claim.text, shelf)).map((number) => ({
    number,
    ...checkAgainst(claim, number, shelf, language),
  }));
  const joint = claim.cites.length > 1 ? checkTogether(claim, examined, shelf, language) : undefined;
  if (joint !== undefined) return joint;
  const clean = examined.filter(({ checks }) => !isRefuted(checks));
  const usable = isCited
    ? clean
    : clean.filter(({ evidence, checks }) => (evidence?.coverage ?? 0) >= leastFound && !isDoubtful(checks));
  const rank = (each: (typeof examined)[number]): number =>
    (isRefuted(each.checks) ? 0 : 10) + (isDoubtful(each.checks) ? 0 : 5) + (each.evidence?.coverage ?? 0);
  const [best] = (usable.length > 0 ? usable : examined).toSorted((a, b) => rank(b) - rank(a));
  if (best === undefined || (!isCited && usable.length === 0)) return findNothing(claim);
  const backing = isCited
    ? usable.filter(({ evidence, number }) => number === best.number || (evidence?.coverage ?? 0) >= 0.3)
    : [best];
  return {
    claim,
    sources: backing.map(({ number }) => number),
    backing: isCited ? backing.length : 0,
    source: best.evidence === undefined ? 0 : best.number,
    examined: best,
    ...(usable.length === 0 ? noRivals : await findRivals(claim, best, shelf)),
  };
}

/**
 * A claim that sets two sources beside each other takes a figure from each: held where every figure stands in the span
 * of one of them, every source has one, and no source holds them all.
 */
function checkTogether(
  claim: Claim,
  alone: readonly ({ number: number } & Examined)[],
  shelf: Shelf,
  language: string,
): Finding | undefined {
  if (alone.some(({ checks }) => !isRefuted(checks))) return undefined;
  const words = { ...claim, facts: { ...claim.facts, numbers: [], dates: [] } };
  const spans = claim.cites.map((number) => ({ number, ...checkAgainst(words, number, shelf, language) }));
  const [first, ...others] = spans.toSorted(
    (a, b) => (b.evidence?.coverage ?? 0) - (a.evidence?.coverage ?? 0),
  );
  if (
    first === undefined ||
    spans.some(({ evidence, checks }) => evidence === undefined || !checks.spanExists)
  )
    return undefined;
  const stated = spans.map(({ evidence }) => readFacts(evidence?.quote ?? '', shelf.lexicon));
  const { numbers, dates } = claim.facts;
  const isHeld =
    numbers.every((each) => stated.some((facts) => statesNumber(each, facts.numbers))) &&
    dates.every((each) => stated.some((facts) => statesDate(each, facts.dates)));
  if (!isHeld) return undefined;
  return {
    claim,
    sources: spans.map(({ number }) => number),
    backing: spans.length,
    source: first.number,
    examined: {
      evidence: first.evidence,
      checks: {
        ...first.checks,
        numbers: numbers.length === 0 ? null : true,
        dates: dates.length === 0 ? null : true,
        names: spans.some(({ checks }) => checks.names === true) ? true : first.checks.names,
        negation: null,
      },
    },
    ...noRivals,
    together: others.map(({ evidence }) => evidence?.quote ?? ''),
  };
}

function checkAgainst(claim: Claim, number: number, shelf: Shelf, language: string): Examined {
  const source = shelf.sourceOf(number);
  return checkClaim(claim, { source, finder: shelf.finderOf(number), language, lexicon: shelf.lexicon });
}

const noRivals: Pick<Finding, 'conflict' | 'rivals'> = { conflict: undefined, rivals: [] };

/**
 * Other sources that say, or may say, otherwise than the span that was found for a claim. Those it cites are among
 * them where it rests on one of its own: what it cites by mistake may be the one that says otherwise.
 *
 * @param options.isSearchedAnew - The span is of another source than the claim cites.
 */
export async function findRivals(
  claim: Claim,
  best: { number: number } & Examined,
  shelf: Shelf,
  { isSearchedAnew = false }: { isSearchedAnew?: boolean } = {},
): Promise<Pick<Finding, 'conflict' | 'rivals'>> {
  const own = { source: shelf.sourceOf(best.number), quote: best.evidence?.quote ?? '' };
  const near = [
    ...(await listNear(claim.text, shelf)),
    ...(await listNear(`${own.source.title}\n${own.quote}`, shelf)),
    ...(await listNear(claim.facts.names.join('\n'), shelf)),
  ];
  const others = [...new Set(near)]
    .filter((number) => number !== best.number && (isSearchedAnew || !claim.cites.includes(number)))
    .map((number) => ({ source: shelf.sourceOf(number), finder: shelf.finderOf(number) }));
  const rivals = listRivals(claim, others, { own, lexicon: shelf.lexicon, isRare: shelf.isRare });
  const [first] = rivals;
  return first?.strength === 'certain'
    ? { conflict: first, rivals: [] }
    : {
        conflict: undefined,
        rivals: rivals.filter(({ strength }) => strength !== 'certain').slice(0, mostRivals),
      };
}

async function listNear(query: string, shelf: Shelf): Promise<number[]> {
  const hits = await shelf.search(query, mostSearched * 4);
  return [...new Set(hits.map(({ sourceId }) => shelf.numberOf(sourceId)))].slice(0, mostSearched);
}

/** What is wrong with a finding by rule alone, in words for a person and a writer; '' for nothing. */
export function describeFault({ examined: { checks, evidence }, conflict, source }: Finding): string {
  const quoted = evidence === undefined ? '' : ` (${evidence.quote.replace(/\s+/g, ' ').slice(0, 160)})`;
  if (source === 0 || !checks.spanExists) return 'no source was found that says this';
  if (checks.numbers === false) return `the source has other figures${quoted}`;
  if (checks.dates === false) return `the source has another date${quoted}`;
  if (conflict !== undefined && conflict.isNewer !== false)
    return `${conflict.isNewer ? 'a newer source says otherwise' : 'another source says otherwise'} (${conflict.evidence.quote.replace(/\s+/g, ' ').slice(0, 160)})`;
  if (checks.names === false) return `the source does not name this here${quoted}`;
  if (checks.negation === false) return `one of the two says "not"${quoted}`;
  if (checks.scope === false) return `the source does not reach as far${quoted}`;
  return '';
}
